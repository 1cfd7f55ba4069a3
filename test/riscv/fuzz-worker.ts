import { parentPort, workerData } from 'node:worker_threads';
import { randomFrom } from '../harness/random.ts';
import type { Finding } from '../lockstep/fuzz.ts';
import type { Task } from '../lockstep/fuzz-worker.ts';
import { shrink } from '../lockstep/shrink.ts';
import { compare } from './lockstep.ts';
import { assemble } from './programs.ts';
import { randomProgram } from './random-programs.ts';
import { differenceIn, endingsOf, type SyscallRun, subjectOf, withFewerCalls } from './syscall-differences.ts';
import { generate } from './syscall-fuzz.ts';
import { programText } from './syscall-program.ts';

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

const holds =
  <Thing>(differs: (thing: Thing) => boolean, until: number) =>
  async (thing: Thing) => {
    if (Date.now() > until + grace) return false;
    try {
      return differs(thing);
    } catch {
      // What is left does not assemble, or ckb-debugger gives up on it.
      return false;
    }
  };

const most = 500;

/** A random program that computes. */
const computing = async (seed: number, until: number): Promise<Finding> => {
  const version = seed % 3;
  const text = randomProgram(randomFrom(seed), version);
  const { steps, difference } = differenceOf(text, version);
  if (difference === undefined) return { seed, programs: 1, steps };
  const differs = (smaller: string) => differenceOf(smaller, version).difference !== undefined;
  const program = await shrink(text, withFewerLines, holds(differs, until), most);
  const name = `program-${seed}`;
  const told = differenceOf(program, version).difference ?? difference;
  const scenario = jsonOf({ program: `${name}.rv.s`, version: `vm${version}` });
  return { seed, programs: 1, steps, difference: { text: told, name, program, scenario } };
};

/** A random program that makes syscalls, in a random transaction. */
const calling = async (seed: number, until: number): Promise<Finding> => {
  const random = randomFrom(seed);
  const version = random.pick([0, 1, 2, 2]);
  const run: SyscallRun = { generated: generate(random, version), seed };
  const endings = endingsOf(run);
  const { steps } = endings;
  const difference = differenceIn(endings);
  if (difference === undefined) return { seed, programs: 1, steps };
  const differs = (smaller: SyscallRun) => differenceIn(endingsOf(smaller)) !== undefined;
  const smallest = await shrink(run, withFewerCalls, holds(differs, until), most);
  const name = `program-${seed}`;
  const { transaction, script } = subjectOf(smallest);
  const scenario = jsonOf({ program: `${name}.rv.s`, version: `vm${version}`, script, transaction });
  const told = differenceIn(endingsOf(smallest)) ?? difference;
  return {
    seed,
    programs: 1,
    steps,
    difference: { text: told, name, program: programText(smallest.generated), scenario },
  };
};

const jsonOf = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Runs programs from one seed after the other, and tells of each what was found. Every fourth makes syscalls. */
const work = async ({ first, stride, until, most: count }: Task): Promise<void> => {
  for (let seed = first, done = 0; done < count && Date.now() < until; seed += stride, done += 1) {
    const run = done % 4 === 3 ? calling : computing;
    parentPort?.postMessage(await run(seed, until));
  }
};

await work(workerData as Task);
