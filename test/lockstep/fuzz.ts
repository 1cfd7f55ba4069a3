import { type ForkId, forks } from '../../engines/evm/forks.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { type Random, randomFrom } from '../harness/random.ts';
import { compareTransaction } from './compare-transactions.ts';
import { type Comparison, compare } from './lockstep.ts';
import { randomMessage } from './programs.ts';
import type { FullMessage } from './reference.ts';
import { type Reproduction, reproductionOf, transactionReproductionOf } from './reproduction.ts';
import { shrink, smallerMessages, smallerSituations } from './shrink.ts';
import { randomSituation, type Situation } from './transactions.ts';

/** What one seed led to. */
export type Finding = {
  readonly seed: number;
  readonly programs: number;
  readonly steps: number;
  /** The first difference, and the smallest program that shows one, which wants to be called `name`. */
  readonly difference?: { readonly text: string; readonly name: string } & Reproduction;
};

/** So often a program is run again with gas that ends where another instruction would begin, or just about. */
const shortages = 3;

/** One seed in so many is a whole transaction. */
const transactionsAmong = 3;

/** What a seed says is run on both sides, and what differs is shrunk. */
export const fuzz = (seed: number): Promise<Finding> =>
  seed % transactionsAmong === 0 ? fuzzTransaction(seed) : fuzzMessage(seed);

/** A random transaction, compared by what it leaves. */
export const fuzzTransaction = async (seed: number): Promise<Finding> => {
  const situation = randomSituation(randomFrom(seed));
  const difference = await differenceOf(situation);
  const found = { seed, programs: 1, steps: 0 };
  if (difference === undefined) return found;
  const holds = async (each: Situation) => (await differenceOf(each)) !== undefined;
  const smallest = await shrink(situation, smallerSituations, holds);
  const text = (await differenceOf(smallest)) ?? difference;
  const name = `transaction-${seed}`;
  return { ...found, difference: { text, name, ...transactionReproductionOf(smallest, name, text) } };
};

const differenceOf = async (situation: Situation): Promise<string | undefined> => {
  try {
    return (await compareTransaction(situation)).difference;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
};

/** The random program of a seed in lock-step, with all its gas and with less. */
const fuzzMessage = async (seed: number): Promise<Finding> => {
  const random = randomFrom(seed);
  const fork = random.pick<{ readonly id: ForkId }>(forks).id;
  const whole = randomMessage(random, fork);
  let programs = 0;
  let steps = 0;
  for (let round = 0; round <= shortages; round += 1) {
    const message = round === 0 ? whole : { ...whole, gas: someGas(random, whole) };
    const comparison = await compareSafely(message);
    if (!comparison) continue;
    programs += 1;
    steps += comparison.steps;
    if (comparison.difference === undefined) continue;
    const holds = async (each: FullMessage) => (await compareSafely(each))?.difference !== undefined;
    const smallest = await shrink(message, smallerMessages, holds);
    const text = (await compareSafely(smallest))?.difference ?? comparison.difference;
    const name = `seed-${seed}`;
    return { seed, programs, steps, difference: { text, name, ...reproductionOf(smallest, name, text) } };
  }
  return { seed, programs, steps };
};

type Outcome = Pick<Comparison, 'steps' | 'difference'> | undefined;

/** What breaks ours is a difference, too. */
const compareSafely = async (message: FullMessage): Promise<Outcome> => {
  try {
    return await compare(message);
  } catch (error) {
    return { steps: 0, difference: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

/** Gas that a run has used at some step, one more or one less. */
const someGas = (random: Random, message: FullMessage): bigint => {
  const machine = createMachine(message);
  machine.run({}, 100_000);
  const steps = machine.steps;
  const again = createMachine(message);
  again.run({}, random.below(steps + 1));
  const gas = (again.meters()[0]?.spent ?? 0n) + BigInt(random.below(3) - 1);
  return gas > 0n ? gas : 1n;
};
