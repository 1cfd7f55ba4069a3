import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forks } from '../../engines/evm/forks.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { newSeed, type Random, randomFrom } from '../harness/random.ts';
import { randomMessage } from '../lockstep/programs.ts';
import { contract } from './run.ts';

const limits = { steps: 20_000, memory: 2 ** 22 };
/** As good as no bound. */
const gas = 2n ** 63n;

/** Runs with all the gas there can be, so that nothing but the host's limits bounds it. */
const bounded = (message: Parameters<typeof createMachine>[0], told: string) => {
  const machine = createMachine({ ...message, gas, limits });
  for (;;) {
    const stop = machine.run({}, limits.steps + 1);
    assert.ok(machine.steps <= limits.steps, told);
    const held = machine.frames(1).length;
    assert.ok(held <= 1025, told);
    if (stop.kind === 'limit') {
      assert.match(stop.message, /^Stopped/, told);
      assert.ok(machine.state.size <= limits.memory, `${told}: ${machine.state.size} bytes`);
      return 'limit';
    }
    if (stop.kind === 'ended') return 'ended';
    assert.equal(stop.kind, 'budget', told);
  }
};

const bytes = (random: Random) => Uint8Array.from({ length: 1 + random.below(300) }, () => random.below(256));

describe('hostile code is bounded by the host, whatever it does', () => {
  test('random bytes', () => {
    const random = randomFrom(newSeed());
    for (let i = 0; i < 1000; i += 1) {
      const fork = random.pick(forks).id;
      bounded({ fork, address: contract, code: bytes(random) }, `GASLAMP_SEED=${random.seed} ${i}`);
    }
  });

  test('programs of the fuzzer', () => {
    const seed = newSeed();
    const ends = new Set<string>();
    for (let i = 0; i < 150; i += 1) {
      const random = randomFrom((seed + i) >>> 0);
      ends.add(bounded(randomMessage(random, random.pick(forks).id), `GASLAMP_SEED=${seed + i}`));
    }
    assert.deepEqual([...ends].sort(), ['ended', 'limit']);
  });
});
