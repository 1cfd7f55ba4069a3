import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { solana } from '../../engines/bpf/index.ts';
import { samples } from '../../tools/paths.ts';
import { buildSamples } from '../../tools/samples.ts';
import { skipped } from './oracle.ts';

before(buildSamples);

const sample = (name: string): string => join(samples, 'solana', name);

/** A sample at its first instruction. */
const started = async (program: string, ...others: readonly string[]): Promise<Debugging> => {
  const files = [program, ...others].map((name) => [
    pathToFileURL(sample(name)).href,
    name.endsWith('.so') ? readFileSync(sample(name)) : readFileSync(sample(name), 'utf8'),
  ]);
  const debugging = new Debugging(connect([solana], Object.fromEntries(files)));
  await debugging.start({ program: sample(program), stopOnEntry: true });
  return debugging;
};

type Info = DebugProtocol.DataBreakpointInfoResponse['body'];
type Variables = { readonly variables: readonly DebugProtocol.Variable[] };

/** Watches a field below the scope of accounts, which a person reaches by these names. */
const watch = async (debugging: Debugging, names: readonly string[]): Promise<void> => {
  let variablesReference = await debugging.scopeReference('Accounts');
  for (const name of names.slice(0, -1)) {
    const { variables } = await debugging.client.ask<Variables>('variables', { variablesReference });
    variablesReference = variables.find((each) => each.name === name)?.variablesReference ?? 0;
  }
  const { dataId } = await debugging.client.ask<Info>('dataBreakpointInfo', { name: names.at(-1), variablesReference });
  assert.ok(dataId, names.join('.'));
  const breakpoints = [{ dataId, accessType: 'write' }];
  const answer = await debugging.client.ask<{ breakpoints: DebugProtocol.Breakpoint[] }>('setDataBreakpoints', {
    breakpoints,
  });
  assert.equal(answer.breakpoints[0]?.verified, true);
};

const bothWays = async (debugging: Debugging, expected: readonly RegExp[]): Promise<void> => {
  const there = await debugging.dataStops('continue');
  assert.equal(there.length, expected.length, there.join('\n'));
  for (const [i, pattern] of expected.entries()) assert.match(there[i] ?? '', pattern);
  assert.deepEqual(
    await debugging.dataStops('reverseContinue'),
    there.toReversed(),
    'the same moments on the way back',
  );
};

test('a field of an account is watched, both ways', async () => {
  const debugging = await started('counter.gaslamp.json', 'counter.sbpf', 'counter.idl.json');
  await watch(debugging, ['0', 'value', 'count']);
  await bothWays(debugging, [/^accounts\[0\]\.value\.count written by stxdw .*: 41 → 42 \| .*counter\.sbpf:51$/]);
});

test('what a program has changed so far is told while it runs, and taken back on the way back', async () => {
  const debugging = await started('counter.gaslamp.json', 'counter.sbpf', 'counter.idl.json');
  const changes = async () =>
    (await debugging.variables(await debugging.scopeReference('Changes'))).map(({ name, value }) => `${name} ${value}`);
  const fee = 'payer lamports 10,000,000,000 → 9,999,995,000';
  assert.deepEqual(await changes(), [fee]);
  await watch(debugging, ['0', 'value', 'count']);
  await debugging.go('continue');
  assert.deepEqual((await changes()).toSorted(), ['counter data.count 41 → 42', fee]);
  await debugging.go('stepBack');
  assert.deepEqual(await changes(), [fee]);
});

test('a field of an account of a program of mainnet is watched', { skip: skipped }, async () => {
  const debugging = await started('token-transfer.gaslamp.json', 'token.so');
  await watch(debugging, ['0', 'value', 'amount']);
  await bothWays(debugging, [/^accounts\[0\]\.value\.amount written by stxdw .*: 10,000,000 → 7,500,000/]);
});

test('an account is watched through the programs that are called', { skip: skipped }, async () => {
  const debugging = await started('associated-token.gaslamp.json', 'associated-token.so', 'token.so');
  await watch(debugging, ['1', 'lamports']);
  await bothWays(debugging, [/^accounts\[1\]\.lamports written by System Program: 0 → 2,039,280/]);
});
