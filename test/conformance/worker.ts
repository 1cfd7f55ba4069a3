import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Selection } from './run-suites.ts';
import { casesOf, type Progress, runCases } from './run-test.ts';
import type { StateTest } from './state-test.ts';
import { linesOf } from './suites.ts';

/** What each worker is told: they all walk through the same tests, and each runs those of which it drew the number. */
export type Share = Selection & { readonly tickets: Int32Array };

const { suites, filter = '', every = 1, tickets } = workerData as Share;

const draw = () => Atomics.add(tickets, 0, 1);
let mine = draw();
let number = 0;
for (const suite of suites) {
  for await (const line of linesOf(suite)) {
    if (number === mine) {
      for (const progress of resultsOf(suite, line, number)) parentPort?.postMessage(progress);
      mine = draw();
    }
    number += 1;
  }
}

/** What a suite holds instead of a test fails as one case of the suite's name. */
function resultsOf(suite: string, line: string | Error, number: number): Iterable<Progress> {
  try {
    if (line instanceof Error) throw line;
    const test = JSON.parse(line) as StateTest;
    if (!test.name.includes(filter) && !test.file.includes(filter)) return [];
    return runCases(
      test,
      casesOf(test).filter((_, index) => (number + index) % every === 0),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ fork: basename(suite), passed: 0, failures: [`${suite}: this is no state test: ${why}`] }];
  }
}
