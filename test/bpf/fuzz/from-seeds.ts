import { inspect, isDeepStrictEqual } from 'node:util';
import { randomFrom } from '../../harness/random.ts';
import { bothRun, chainFor, type Family, kindOf } from '../both-run.ts';
import { system } from '../native-cases.ts';
import type { OracleChain } from '../native-oracle.ts';
import { calls } from '../random-calls.ts';
import { writes } from '../random-writes.ts';
import { oracleSide, ownSide, type Side } from '../syscalls/chain.ts';
import { compare } from '../syscalls/fuzz.ts';
import { all, type NamedWorld, told, worlds } from '../syscalls/worlds.ts';
import type { FamilyName, Verdict } from './protocol.ts';

type TransactionFamily = Exclude<FamilyName, 'files' | 'syscalls'>;
const families: Readonly<Record<TransactionFamily, Family>> = { system, calls, writes };
const chains = new Map<TransactionFamily, OracleChain>();

/** A transaction of a family. */
export const judgeTransaction = (name: TransactionFamily, seed: number): Verdict => {
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
export const judgeSyscalls = (seed: number): Verdict => {
  const random = randomFrom(~seed);
  const world = random.pick(worlds);
  const { oracle, own } = sides.get(world) ?? sidesOf(world);
  sides.set(world, { oracle, own });
  const [name, maker] = random.pick(Object.entries(all));
  const difference = compare(maker, seed, oracle, own);
  return { steps: 0, ending: name, difference: difference && `${world.name}, ${name}: ${told(difference)}` };
};
