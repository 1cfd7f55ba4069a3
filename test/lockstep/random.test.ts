import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forks } from '../../engines/evm/forks.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { compare } from './lockstep.ts';
import { randomMessage } from './programs.ts';

const programs = Number(process.env.GASLAMP_PROGRAMS ?? 200);

test(`${programs} random programs run as on @ethereumjs/evm, instruction by instruction`, async (t) => {
  const first = newSeed();
  let steps = 0;
  let compared = 0;
  for (let i = 0; i < programs; i++) {
    const seed = (first + i) >>> 0;
    const fork = forks[seed % forks.length];
    assert.ok(fork);
    const comparison = await compare(randomMessage(randomFrom(seed), fork.id));
    if (!comparison) continue;
    assert.equal(comparison.difference, undefined, `${fork.name}, GASLAMP_SEED=${seed} GASLAMP_PROGRAMS=1`);
    compared += 1;
    steps += comparison.steps;
  }
  t.diagnostic(`GASLAMP_SEED=${first}: ${steps} instructions compared in ${compared} programs`);
  if (programs < 100) return;
  assert.ok(compared >= 0.95 * programs, `only ${compared} programs were compared`);
  assert.ok(steps >= 100 * programs, `only ${steps} instructions were compared`);
});
