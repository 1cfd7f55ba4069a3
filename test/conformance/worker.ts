import { parentPort, workerData } from 'node:worker_threads';
import { runTest } from './run-test.ts';
import type { Selection } from './run-suites.ts';
import { testsOf } from './suites.ts';

/** The part of a selection that one worker runs. */
export type Share = Selection & { readonly index: number; readonly count: number };

/** Cases of one test at one fork. */
export type Progress = { readonly fork: string; readonly passed: number; readonly failures: readonly string[] };

const { suites, filter = '', every = 1, index, count } = workerData as Share;

for (const suite of suites) {
  const mine = (number: number) => number % every === 0 && (number / every) % count === index;
  for await (const test of testsOf(suite, mine)) {
    if (!test.name.includes(filter) && !test.file.includes(filter)) continue;
    for (const progress of runTest(test)) parentPort?.postMessage(progress);
  }
}
