import { inspect, isDeepStrictEqual } from 'node:util';
import { LoaderError } from '../../../engines/bpf/elf/errors.ts';
import type { SolanaMachine } from '../../../engines/bpf/solana/machine.ts';
import { ProgramCache } from '../../../engines/bpf/solana/programs.ts';
import { syscallsByHash } from '../../../engines/bpf/solana/syscalls/index.ts';
import { randomFrom } from '../../harness/random.ts';
import { compare, machineFor, worldOf } from '../lockstep.ts';
import {
  newSvm,
  type OracleResult,
  readAccount,
  runOnOracle,
  type Svm,
  startTracing,
  writeAccount,
} from '../oracle-run.ts';
import { damaged, realFiles } from '../own/loader-cases.ts';
import { judgeSyscalls, judgeTransaction } from './from-seeds.ts';
import type { Request, Verdict } from './protocol.ts';
import { accounts, fileOf, programKey, type Subject, transactionOf } from './subject.ts';

/** What Agave says against a file; undefined if nothing. */
const refusalBy = (svm: Svm, elf: Uint8Array): string | undefined => {
  try {
    svm.addProgram(programKey as never, elf);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace('Failed to add program: ', '');
  }
};

/** What we say against a file; undefined if nothing. */
export const ownRefusal = (elf: Uint8Array): string | undefined => {
  try {
    new ProgramCache((hash) => syscallsByHash.has(hash)).load(elf);
    return undefined;
  } catch (error) {
    if (error instanceof LoaderError) return error.message;
    throw error;
  }
};

const judgeFile = (svm: Svm, elf: Uint8Array): Verdict => {
  const [theirs, ours] = [refusalBy(svm, elf), ownRefusal(elf)];
  const difference = theirs === ours ? undefined : `refused with: ${ours}, and not ${theirs}`;
  return { steps: 0, ending: theirs ?? 'accepted', difference };
};

/** Runs a program on both sides, step by step and, on ours, at one go too. */
const judgeSubject = async (svm: Svm, subject: Subject): Promise<Verdict> => {
  const verdict = judgeFile(svm, fileOf(subject));
  if (verdict.difference !== undefined || verdict.ending !== 'accepted') return verdict;
  for (const [key, account] of accounts) writeAccount(svm, key, account);
  const transaction = transactionOf(subject);
  const world = worldOf((key) => readAccount(svm, key), transaction);
  const keys = [...accounts.keys()];
  const oracle = await runOnOracle(svm, transaction, keys);
  const machine = machineFor(world, transaction);
  const { differences, instructions } = compare(machine, oracle);
  return {
    steps: instructions,
    ending: oracle.logs.at(-1)?.replace(/^Program \w+ /, '') ?? '',
    difference: differences[0] ?? differenceAtOneGo(machineFor(world, transaction), machine.steps, oracle),
  };
};

/** A run that stops nowhere takes another way through our code, and ends as the other does. */
const differenceAtOneGo = (machine: SolanaMachine, steps: number, oracle: OracleResult): string | undefined => {
  const logs: string[] = [];
  machine.observer = { output: ({ text }) => logs.push(text) };
  machine.run({}, 10_000_000);
  const ours = { steps: machine.steps, units: Number(machine.meters()[0]?.spent), logs };
  const theirs = { steps, units: oracle.units, logs: oracle.logs };
  return isDeepStrictEqual(ours, theirs) ? undefined : `at one go: ${inspect({ ours, theirs })}`;
};

let real: ReturnType<typeof realFiles> | undefined;

const answerTo = async (svm: Svm, request: Request): Promise<Verdict> => {
  if ('elf' in request) return judgeFile(svm, Buffer.from(request.elf, 'base64'));
  if (!('family' in request)) return judgeSubject(svm, request);
  const { family, seed } = request;
  if (family === 'syscalls') return judgeSyscalls(seed);
  if (family !== 'files') return judgeTransaction(family, seed);
  real ??= realFiles();
  return judgeFile(svm, damaged(randomFrom(~seed).pick(real).bytes, seed));
};

/**
 * Answers requests as the process of its own that it is, because Agave's code can end the process that it runs in.
 * @param traces folder for registers, if they are compared too. Where they are, Agave reads the names in files as well, and takes
 * offence at some, or ends the process.
 */
const serve = (traces: string | undefined): void => {
  if (traces !== undefined) startTracing(traces);
  const svm = newSvm();
  process.on('disconnect', () => process.exit());
  process.on('message', async (request: Request) => {
    try {
      process.send?.(await answerTo(svm, request));
    } catch (error) {
      const difference = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ steps: 0, ending: 'broken', difference } satisfies Verdict);
    }
  });
};

if (import.meta.main) serve(process.argv[2]);
