import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Counts } from '../../tools/run-tests.ts';
import type { Compared, Share } from './compare-worker.ts';

const count = (steps: number): string => steps.toLocaleString('en');

/** Steps after which a long comparison says that it goes on. */
const tellEvery = 1_000_000;

/** Compares random programs with ckb-debugger, from the same seeds each time, until so many steps are compared. */
export const comparePrograms = async (wanted: number): Promise<Counts> => {
  const next = new Int32Array(new SharedArrayBuffer(4)).fill(1);
  const steps = new Int32Array(new SharedArrayBuffer(4));
  const share: Share = { next, steps, wanted };
  let [passed, failed, skipped, told] = [0, 0, 0, tellEvery];
  const note = ({ seed, version, difference, gaveUp }: Compared): void => {
    if (gaveUp !== undefined) {
      skipped += 1;
      console.log(`skipped program ${seed} on version ${version}: ckb-debugger gave up on it (${gaveUp})`);
    } else if (difference === undefined) passed += 1;
    else {
      failed += 1;
      console.log(`FAILED program ${seed} on version ${version}: ${difference}`);
    }
    const done = Atomics.load(steps, 0);
    if (done < told || done >= wanted) return;
    console.log(`${count(done)} of ${count(wanted)} steps …`);
    told = done - (done % tellEvery) + tellEvery;
  };
  await Promise.all(Array.from({ length: availableParallelism() }, () => run(share, note)));
  console.log(`${count(Atomics.load(steps, 0))} steps were compared with ckb-debugger.`);
  return { passed, failed, skipped };
};

const run = (share: Share, note: (compared: Compared) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    // Node warns of its WASI, which is what ckb-debugger runs on.
    const worker = new Worker(new URL('compare-worker.ts', import.meta.url), {
      workerData: share,
      execArgv: ['--no-warnings'],
    });
    worker.on('message', note);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
