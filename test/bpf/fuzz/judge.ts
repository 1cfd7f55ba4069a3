import { inspect, isDeepStrictEqual } from 'node:util';
import { LoaderError } from '../../../engines/bpf/elf/errors.ts';
import type { SolanaMachine } from '../../../engines/bpf/solana/machine.ts';
import { ProgramCache } from '../../../engines/bpf/solana/programs.ts';
import { syscallsByHash } from '../../../engines/bpf/solana/syscalls/index.ts';
import { randomFrom } from '../../harness/random.ts';
import { bothRun, chainFor, type Family, kindOf } from '../both-run.ts';
import { compare, machineFor, worldOf } from '../lockstep.ts';
import { system } from '../native-cases.ts';
import type { OracleChain } from '../native-oracle.ts';
import { newSvm, type OracleResult, runOnOracle, type Svm, startTracing, writeAccount } from '../oracle-run.ts';
import { damaged, realFiles } from '../own/loader-cases.ts';
import { calls } from '../random-calls.ts';
import { writes } from '../random-writes.ts';
import { oracleSide, ownSide, type Side } from '../syscalls/chain.ts';
import { compare as compareSyscalls } from '../syscalls/fuzz.ts';
import { all, type NamedWorld, told, worlds } from '../syscalls/worlds.ts';
import { type FamilyName, type Request, tracing, type Verdict } from './protocol.ts';
import { accounts, fileOf, programKey, type Subject, transactionOf } from './subject.ts';

type TransactionFamily = Exclude<FamilyName, 'files' | 'syscalls'>;
const families: Readonly<Record<TransactionFamily, Family>> = { system, calls, writes };
const chains = new Map<TransactionFamily, OracleChain>();

const judgeTransaction = (name: TransactionFamily, seed: number): Verdict => {
  const family = families[name];
  const oracle = chains.get(name) ?? chainFor(family);
  chains.set(name, oracle);
  const { ours, theirs } = bothRun(oracle, family.caseOf(seed), family);
  const same = isDeepStrictEqual(ours, theirs);
  const difference = same ? undefined : inspect({ ours, theirs }, { depth: 6, maxArrayLength: 40 });
  return { steps: 0, ending: kindOf(theirs), difference };
};

const sides = new Map<NamedWorld, { readonly oracle: Side; readonly own: Side }>();

const sidesOf = (world: NamedWorld) => {
  const oracle = oracleSide(world);
  return { oracle, own: ownSide(world, oracle) };
};

/** Calls of one syscall, in one of the worlds. */
const judgeSyscalls = (seed: number): Verdict => {
  const random = randomFrom(~seed);
  const world = random.pick(worlds);
  const { oracle, own } = sides.get(world) ?? sidesOf(world);
  sides.set(world, { oracle, own });
  const [name, maker] = random.pick(Object.entries(all));
  const difference = compareSyscalls(maker, seed, oracle, own);
  return { steps: 0, ending: name, difference: difference && `${world.name}, ${name}: ${told(difference)}` };
};

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
  const world = worldOf(svm, transaction);
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

/** Answers requests as the process of its own that it is, because Agave's code can end the process that it runs in. */
const serve = (): void => {
  const stop = process.argv[2] === tracing ? startTracing() : () => {};
  const svm = newSvm();
  process.on('disconnect', () => {
    stop();
    process.exit();
  });
  process.on('message', async (request: Request) => {
    try {
      process.send?.(await answerTo(svm, request));
    } catch (error) {
      const difference = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ steps: 0, ending: 'broken', difference } satisfies Verdict);
    }
  });
};

if (import.meta.main) serve();
