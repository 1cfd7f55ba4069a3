import { type Random, randomFrom } from '../../harness/random.ts';
import { CaseBuilder } from './builder.ts';
import type { Maker } from './cases.ts';
import type { Outcome, Side } from './chain.ts';
import type { Case } from './program.ts';

/** How many compute units a case may take; more than any transaction may on the chain. */
const plenty = 10_000_000;

/** A case with its limit, and what the two sides made of it. */
export type Difference = {
  readonly seed: number;
  readonly case: Case;
  readonly expected: Outcome;
  readonly found: Outcome;
};

/** Makes up a case and runs it on both sides. @returns undefined if they agree */
export const compare = (maker: Maker, seed: number, oracle: Side, own: Side): Difference | undefined => {
  const random = randomFrom(seed);
  const builder = new CaseBuilder(random);
  maker(builder);
  const made = builder.case;
  const limit = limitFor(made, own, random);
  const [expected, found] = [oracle.run(made, limit), own.run(made, limit)];
  return isSame(expected, found) ? undefined : { seed, case: made, expected, found };
};

/** Now and then too few compute units, at any point. */
const limitFor = (made: Case, own: Side, random: Random): number => {
  if (random.below(4) > 0) return plenty;
  return random.below(own.run(made, plenty).units + 2);
};

const isSame = (a: Outcome, b: Outcome): boolean => a.units === b.units && a.logs.join('\n') === b.logs.join('\n');
