import { parentPort, workerData } from 'node:worker_threads';
import { randomFrom } from '../harness/random.ts';
import { compare } from './lockstep.ts';
import { assemble } from './programs.ts';
import { randomProgram } from './random-programs.ts';

/** What all workers share: the number of the program that is next, and the steps that were compared. */
export type Share = { readonly next: Int32Array; readonly steps: Int32Array; readonly wanted: number };

/** How one program went. */
export type Compared = {
  readonly seed: number;
  readonly version: number;
  readonly difference: string | undefined;
  /** Why ckb-debugger gave up on it, if it did. */
  readonly gaveUp: string | undefined;
};

const { next, steps, wanted } = workerData as Share;

/** From the same seeds each time, whoever takes them. */
while (Atomics.load(steps, 0) < wanted) {
  const seed = Atomics.add(next, 0, 1);
  const version = seed % 3;
  const text = randomProgram(randomFrom(seed), version);
  const program = assemble(text);
  const told = { seed, version, difference: undefined, gaveUp: undefined };
  try {
    const comparison = compare({ program, version, maxCycles: 100_000, steps: 5000 });
    Atomics.add(steps, 0, comparison.steps);
    parentPort?.postMessage({ ...told, difference: comparison.difference } satisfies Compared);
  } catch (error) {
    // A panic of ckb-debugger traps in WebAssembly.
    if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
    parentPort?.postMessage({ ...told, gaveUp: error.message } satisfies Compared);
  }
}
