import { parentPort, workerData } from 'node:worker_threads';
import { randomFrom } from '../harness/random.ts';
import type { Finding } from '../lockstep/fuzz.ts';
import type { Task } from '../lockstep/fuzz-worker.ts';
import { shrink } from '../lockstep/shrink.ts';
import { compare } from './lockstep.ts';
import { assemble } from './programs.ts';
import { randomProgram } from './random-programs.ts';

/** Cycles and steps that a program may take: the compared ones loop a few times at most. */
const bounds = { maxCycles: 100_000, steps: 5000 };

const differenceOf = (text: string, version: number) => compare({ program: assemble(text), version, ...bounds });

/** The text without some of its lines, with many left out first. */
function* withFewerLines(text: string): Generator<string> {
  const lines = text.split('\n');
  for (const size of [64, 16, 4, 1]) {
    for (let at = 0; at < lines.length; at += size) yield lines.toSpliced(at, size).join('\n');
  }
}

/** How long after the end of the time a difference may still be made smaller, in milliseconds. */
const grace = 20_000;

const stillDiffers = (version: number, until: number) => async (text: string) => {
  if (Date.now() > until + grace) return false;
  try {
    return differenceOf(text, version).difference !== undefined;
  } catch {
    // What is left does not assemble, or ckb-debugger gives up on it.
    return false;
  }
};

/** Runs programs from one seed after the other, and tells of each what was found. */
const work = async ({ first, stride, until, most }: Task): Promise<void> => {
  for (let seed = first, count = 0; count < most && Date.now() < until; seed += stride, count += 1) {
    const version = seed % 3;
    const text = randomProgram(randomFrom(seed), version);
    const { steps, difference } = differenceOf(text, version);
    let finding: Finding = { seed, programs: 1, steps };
    if (difference !== undefined) {
      const program = await shrink(text, withFewerLines, stillDiffers(version, until), 500);
      const name = `program-${seed}`;
      const scenario = `${JSON.stringify({ program: `${name}.rv.s`, version: `vm${version}` }, undefined, 2)}\n`;
      const told = differenceOf(program, version).difference ?? difference;
      finding = { ...finding, difference: { text: told, name, program, scenario } };
    }
    parentPort?.postMessage(finding);
  }
};

await work(workerData as Task);
