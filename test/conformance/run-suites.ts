import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Progress } from './run-test.ts';
import type { Share } from './worker.ts';

/** How many cases ended how, and what the first that failed said. */
export type Result = { passed: number; failed: number; readonly failures: string[] };

/** What is run: the suites by path, which of their tests, and the text that names have in them. */
export type Selection = {
  readonly suites: readonly string[];
  readonly filter?: string | undefined;
  /** Only every so many-th case. */
  readonly every?: number;
};

/** Failures that are told in full. */
const told = 20;

/** Runs suites on every core. The results are by fork, oldest first as far as they come so. */
export const runSuites = async (selection: Selection): Promise<ReadonlyMap<string, Result>> => {
  const results = new Map<string, Result>();
  const share: Share = { ...selection, tickets: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  const workers = Array.from({ length: availableParallelism() }, () =>
    run(share, (progress) => add(results, progress)),
  );
  await Promise.all(workers);
  return results;
};

const run = (share: Share, report: (progress: Progress) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
    worker.on('message', report);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });

const add = (results: Map<string, Result>, { fork, passed, failures }: Progress): void => {
  const result = results.get(fork) ?? { passed: 0, failed: 0, failures: [] };
  result.passed += passed;
  result.failed += failures.length;
  result.failures.push(...failures.slice(0, told - result.failures.length));
  results.set(fork, result);
};
