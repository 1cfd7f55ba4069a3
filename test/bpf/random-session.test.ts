import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { solana } from '../../engines/bpf/index.ts';
import { keyOf } from '../../engines/bpf/solana/keys.ts';
import { newSeed, type Random, randomFrom } from '../harness/random.ts';
import { callChain } from './call-chain.ts';

const key = (byte: number) => keyOf(new Uint8Array(32).fill(byte));

/** Two programs, of which one calls the other and itself, with an account that is known by an IDL. */
const files = (): Record<string, string> => {
  const { scenario, files: programs } = callChain([1, 2].map(key), key(2));
  const fields = [
    { name: 'count', type: 'u64' },
    { name: 'names', type: { vec: 'string' } },
  ];
  const idl = {
    instructions: [],
    accounts: [{ name: 'Counter', discriminator: [] }],
    types: [{ name: 'Counter', type: { kind: 'struct', fields } }],
  };
  const state = { owner: 'program', data: { account: 'Counter', value: { count: 5, names: ['a'] } } };
  const [call] = scenario.instructions;
  const texts = {
    ...programs,
    'x.idl.json': JSON.stringify(idl),
    's.gaslamp.json': JSON.stringify({
      ...{ ...scenario, program: 'x.sbpf', accounts: { state } },
      instructions: [{ accounts: [...(call?.accounts ?? []), 'state'] }, {}],
    }),
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`file:///w/${name}`, text]));
};

const steps = ['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'restartFrame'];
const values = [
  '0',
  '1',
  '-1',
  '0xffffffffffffffff',
  '2**64',
  '"text"',
  'r1',
  'alice',
  '',
  '[1]',
  '0x00ff',
  key(7),
  'null',
];
const expressions = [
  'r[0]',
  'r[10]',
  'accounts',
  'accounts[0]',
  'stack[0..8]',
  'input[0..8]',
  'r[1] + 2**70',
  '((',
  'explain()',
];

/** Sends requests that make sense, with values that need not. @returns what was refused */
const wander = async (debugging: Debugging, random: Random, end: Promise<unknown>): Promise<readonly string[]> => {
  const { client } = debugging;
  const refused: string[] = [];
  const ask = async (command: string, args: object) => {
    const { success, message, body } = await client.request(command, args);
    if (!success) refused.push(`${command}: ${message}`);
    return success ? body : undefined;
  };
  const frame = random.pick([...(await debugging.frames())])?.id;
  const scopes: DebugProtocol.Scope[] = (await ask('scopes', { frameId: frame }))?.scopes ?? [];
  let reference = scopes.length > 0 ? random.pick(scopes).variablesReference : 0;
  for (let depth = random.below(4); depth >= 0 && reference > 0; depth--) {
    const variables: DebugProtocol.Variable[] =
      (await ask('variables', { variablesReference: reference }))?.variables ?? [];
    if (variables.length === 0) break;
    const { name, evaluateName, variablesReference, memoryReference } = random.pick(variables);
    const inside = { variablesReference: reference, name };
    if (random.below(3) === 0) await ask('setVariable', { ...inside, value: random.pick(values) });
    if (evaluateName && random.below(3) === 0)
      await ask('setExpression', { expression: evaluateName, value: random.pick(values), frameId: frame });
    const point = await ask('dataBreakpointInfo', inside);
    if (point?.dataId && random.below(2) === 0)
      await ask('setDataBreakpoints', { breakpoints: [{ dataId: point.dataId, accessType: 'readWrite' }] });
    if (memoryReference) {
      await ask('readMemory', { memoryReference, offset: random.below(20) - 10, count: random.below(5000) });
      if (random.below(3) === 0)
        await ask('writeMemory', {
          memoryReference,
          offset: random.below(20) - 10,
          data: btoa('abc'),
          allowPartial: true,
        });
      await ask('disassemble', { memoryReference, instructionOffset: random.below(40) - 20, instructionCount: 20 });
    }
    reference = variablesReference;
  }
  await ask('evaluate', {
    expression: random.pick(expressions),
    frameId: frame,
    context: random.pick(['watch', 'repl', 'hover']),
  });
  const command = random.pick(steps);
  const moved = await ask(command, {
    threadId: debugging.thread,
    frameId: frame,
    granularity: random.pick(['instruction', 'statement']),
  });
  if (moved !== undefined || !refused.at(-1)?.startsWith(command)) await Promise.race([debugging.stopped(), end]);
  return refused;
};

test('whatever a person does in a session is done, or refused in a sentence', async (t) => {
  const seed = newSeed();
  t.diagnostic(`GASLAMP_SEED=${seed}`);
  for (let session = 0; session < 6; session++) {
    const random = randomFrom((seed + session) >>> 0);
    const debugging = new Debugging(connect([solana], files()));
    await debugging.start({ program: '/w/s.gaslamp.json', stopOnEntry: true });
    // Going on from the end ends the session.
    let hasEnded = false;
    const end = debugging.client.event('terminated').then(() => {
      hasEnded = true;
    });
    for (let action = 0; action < 40 && !hasEnded; action++)
      for (const sentence of await wander(debugging, random, end))
        assert.doesNotMatch(sentence, /mistake in Gaslamp/, `GASLAMP_SEED=${seed + session}, action ${action}`);
    assert.doesNotMatch(debugging.printed(), /mistake in Gaslamp/, `GASLAMP_SEED=${seed + session}`);
    await debugging.client.ask('disconnect');
  }
});
