import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSeed, randomFrom } from '../harness/random.ts';
import { Court } from './fuzz/court.ts';
import { randomSubject } from './fuzz/generator.ts';
import { skipped } from './oracle.ts';

test('random programs of every version run, or are refused, as with Agave', { skip: skipped }, async (context) => {
  const court = new Court({ isTraced: true });
  const untraced = new Court({ isTraced: false });
  // A process that waits for more would keep this one from ending, also where a test fails.
  context.after(() => {
    court.close();
    untraced.close();
  });
  const first = newSeed();
  const count = Number(process.env.GASLAMP_RUNS ?? 150);
  let steps = 0;
  const endings = new Set<string>();
  for (let seed = first; seed < first + count; seed++) {
    const subject = randomSubject(randomFrom(seed));
    const verdict = await (subject.damage.length > 0 ? untraced : court).judge(subject);
    assert.equal(verdict?.difference, undefined, `GASLAMP_SEED=${seed} GASLAMP_RUNS=1`);
    steps += verdict?.steps ?? 0;
    endings.add(verdict?.ending.replaceAll(/0x[0-9a-f]+|\d+/g, '') ?? 'ended');
  }
  context.diagnostic(`${count} programs from seed ${first}, ${steps} instructions, ${endings.size} kinds of ending`);
});
