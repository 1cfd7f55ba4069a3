import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { ckb } from '../../engines/riscv/index.ts';

const path = '/scripts/sum.rv.s';

/** The sample, at its first instruction. */
const started = async (): Promise<Debugging> => {
  const text = readFileSync(new URL('../../samples/ckb/sum.rv.s', import.meta.url), 'utf8');
  const debugging = new Debugging(connect([ckb], { [`file://${path}`]: text }));
  await debugging.start({ program: path, stopOnEntry: true });
  return debugging;
};

type Info = DebugProtocol.DataBreakpointInfoResponse['body'];

/** Asks as a person who picks a variable of a scope, an expression or an address, and watches it. */
const watch = async (debugging: Debugging, asked: object, accessType: string): Promise<void> => {
  const { dataId } = await debugging.client.ask<Info>('dataBreakpointInfo', asked);
  assert.ok(dataId);
  const { breakpoints } = await debugging.client.ask<{ breakpoints: DebugProtocol.Breakpoint[] }>(
    'setDataBreakpoints',
    { breakpoints: [{ dataId, accessType }] },
  );
  assert.equal(breakpoints[0]?.verified, true);
};

const bothWays = async (debugging: Debugging, expected: readonly string[]): Promise<void> => {
  assert.deepEqual(await debugging.dataStops('continue'), expected);
  assert.deepEqual(
    await debugging.dataStops('reverseContinue'),
    expected.toReversed(),
    'the same moments on the way back',
  );
};

test('a register is watched, and stops behind the instruction that touched it, both ways', async () => {
  const debugging = await started();
  await watch(debugging, { name: 'a1', variablesReference: await debugging.scopeReference('Registers') }, 'write');
  const numbers = ['0x0', '0x1', '0x2', '0x3', '0x4', '0x5', '0x6', '0x7', '0x8', '0x9', '0xa (10)'];
  const loads = numbers.slice(1).map((now, i) => `a1 written by c.ldsp a1, 0(sp) in sum: ${numbers[i]} → ${now}`);
  await bothWays(debugging, [
    ...loads.map((told) => `${told} | sum sum.rv.s:30`),
    'a1 written by addi a1, zero, 55 in _start: 0xa (10) → 0x37 (55) | _start sum.rv.s:9',
  ]);
});

test('bytes at an address are watched, as a person writes the address', async () => {
  for (const name of ['0x3fffd8', 'vm0/memory@0x3fffd8']) {
    const debugging = await started();
    await watch(debugging, { name, asAddress: true, bytes: 8 }, 'readWrite');
    const bytes = 'memory[0x3fffd8..0x3fffe0]';
    await bothWays(debugging, [
      `${bytes} written by c.sdsp ra, 8(sp) in sum: 0x0 → 0x10044 (sum+18) | sum sum.rv.s:25`,
      `${bytes} read by c.ldsp ra, 8(sp) in sum: 0x10044 (sum+18) | sum sum.rv.s:32`,
    ]);
  }
});

test('an address may be a calculation, whose value is watched', async () => {
  const debugging = await started();
  await watch(debugging, { name: 'sp - 8', asAddress: true, bytes: 8 }, 'write');
  assert.deepEqual(await debugging.dataStops('continue'), [
    'memory[0x3fffe8..0x3ffff0] written by c.sdsp ra, 8(sp) in sum: 0x0 → 0x1000a (_start+10) | sum sum.rv.s:25',
  ]);
});

test('a word of the stack is watched beside a breakpoint on a line, and a step over a call stops at it too', async () => {
  const debugging = await started();
  await debugging.breakpoints(path, [24]);
  await debugging.go('continue');
  await debugging.breakpoints(path, [26]);
  const reference = await debugging.scopeReference('Stack');
  const [word] = await debugging.variables(reference);
  await watch(debugging, { name: word?.name, variablesReference: reference }, 'readWrite');
  const walked: unknown[] = [];
  for (const command of ['continue', 'continue', 'reverseContinue', 'reverseContinue']) {
    walked.push([(await debugging.go(command)).reason, await debugging.where()]);
  }
  assert.deepEqual(walked, [
    ['data breakpoint', 'sum sum.rv.s:26'],
    ['breakpoint', 'sum sum.rv.s:26'],
    ['data breakpoint', 'sum sum.rv.s:26'],
    ['entry', '_start sum.rv.s:6'],
  ]);
  await debugging.breakpoints(path, []);
  await debugging.go('next');
  await debugging.go('next');
  assert.equal(await debugging.where(), 'sum sum.rv.s:26');
});
