import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { syscalls } from '../../engines/bpf/solana/syscalls/index.ts';
import { newSeed } from '../harness/random.ts';
import { skipped } from './oracle.ts';
import { oracleSide, ownSide } from './syscalls/chain.ts';
import { curveMakers } from './syscalls/curve-cases.ts';
import { compare } from './syscalls/fuzz.ts';
import { all, told, worlds } from './syscalls/worlds.ts';

describe('syscalls do what Agave does', { skip: skipped }, () => {
  for (const { name, counts, ...world } of worlds) {
    test(name, (t) => {
      const oracle = oracleSide(world);
      const own = ownSide(world, oracle);
      const first = newSeed();
      let compared = 0;
      for (const [syscall, maker] of Object.entries(all)) {
        const count = syscall in curveMakers ? counts[1] : counts[0];
        for (let seed = first; seed < first + count; seed++) {
          const difference = compare(maker, seed, oracle, own);
          if (difference) assert.fail(told(difference));
          compared += 1;
        }
      }
      t.diagnostic(`${compared} cases`);
    });
  }

  test('each is among them', () => {
    const named = syscalls.map(({ name }) => name).filter((name) => !name.startsWith('sol_invoke_signed'));
    assert.deepEqual(named.toSorted(), Object.keys(all).toSorted());
  });
});
