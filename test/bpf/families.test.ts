import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSeed } from '../harness/random.ts';
import { bothRun, chainFor, type Family, kindOf } from './both-run.ts';
import { system } from './native-cases.ts';
import { skipped } from './oracle.ts';
import { calls } from './random-calls.ts';
import { writes } from './random-writes.ts';

/** Of each so many; the fuzzer makes more. */
const count = Number(process.env.GASLAMP_RUNS ?? 400);

const compare = (name: string, family: Family): void => {
  test(`as in Agave: ${name}`, { skip: skipped }, (context) => {
    const oracle = chainFor(family);
    const first = newSeed();
    const kinds = new Set<string>();
    for (let seed = first; seed < first + count; seed++) {
      const { ours, theirs } = bothRun(oracle, family.caseOf(seed), family);
      assert.deepEqual(ours, theirs, `GASLAMP_SEED=${seed} GASLAMP_RUNS=1`);
      kinds.add(kindOf(theirs));
    }
    context.diagnostic(`${count} transactions from seed ${first}, ${kinds.size} kinds of outcome, 0 differences`);
  });
};

compare('transactions of the System program', system);
compare('calls of the System program by another one', calls);
compare('what a program leaves in its input comes to its accounts', writes);
