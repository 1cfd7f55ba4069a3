import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newSeed, type Random, randomFrom } from '../../test/harness/random.ts';
import { type Debugging, debugToy } from './debugging.ts';

const path = '/toys/tour.toy';
const program = readFileSync(new URL('../../test/toy/tour.toy', import.meta.url), 'utf8');
const lines = program.split('\n').length;

const conditions = ['stack[0] % 2', 'stack[0] == 3', 'memory[0] == 4', 'fuel.spent > 60', 'nothing', '1', '0'];
const hits = ['1', '2', '>= 2', '< 3', '% 2', '% 3'];

const termsOf = (random: Random) => ({
  ...(random.below(2) === 0 && { condition: random.pick(conditions) }),
  ...(random.below(2) === 0 && { hitCondition: random.pick(hits) }),
});

/** Sets something at random to stop at, in place of all that was set before. */
const set = async (debugging: Debugging, random: Random) => {
  const some = <Thing>(make: () => Thing) => Array.from({ length: random.below(4) }, make);
  const { client } = debugging;
  await debugging.breakpoints(
    path,
    some(() => ({ line: 1 + random.below(lines), ...termsOf(random) })),
  );
  await client.ask('setFunctionBreakpoints', {
    breakpoints: some(() => ({ name: random.pick(['loop', 'child', 'double', '0x105']), ...termsOf(random) })),
  });
  const dataIds = ['memory@0+1', 'memory@1+9', 'stack#0@0+1', 'stack#0@2+2', 'stack#1@0+2'];
  const accessTypes = ['read', 'write', 'readWrite'];
  await client.ask('setDataBreakpoints', {
    breakpoints: some(() => ({
      dataId: random.pick(dataIds),
      accessType: random.pick(accessTypes),
      ...termsOf(random),
    })),
  });
  const filterOptions = ['toy.spawn', 'toy.made'].map((filterId) => ({ filterId, condition: random.pick(conditions) }));
  await client.ask('setExceptionBreakpoints', { filters: [], filterOptions });
};

/** When and why the program stops on the way to where it cannot go on, at most so often. */
const stops = async (debugging: Debugging, command: string, most = 1000) => {
  const told: string[] = [];
  while (told.length < most) {
    const { reason, description, hitBreakpointIds } = await debugging.go(command);
    if (reason === 'end' || reason === 'entry') break;
    const spent = await debugging.evaluate('fuel.spent');
    told.push(`${spent} ${await debugging.where()} ${reason} ${hitBreakpointIds} ${description}`);
  }
  return told;
};

test('whatever is set, the way back stops where the way there did', async (t) => {
  const seed = newSeed();
  t.diagnostic(`GASLAMP_SEED=${seed}`);
  const random = randomFrom(seed);
  const debugging = debugToy({ 'tour.toy': program });
  await debugging.start({ program: path, stopOnEntry: true });
  for (let round = 0; round < 20; round++) {
    await stops(debugging, 'reverseContinue', random.below(8));
    await set(debugging, random);
    await stops(debugging, 'reverseContinue');
    const there = await stops(debugging, 'continue');
    assert.deepEqual(await stops(debugging, 'reverseContinue'), there.toReversed(), `round ${round}, back`);
    assert.deepEqual(await stops(debugging, 'continue'), there, `round ${round}, there again`);
  }
});
