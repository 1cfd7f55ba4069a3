import type { Amount } from './amount.ts';
import type { Divergence } from './divergence.ts';
import type { MeterProfile, Profile } from './report.ts';

/** Two runs, as far as they differ. */
export type Comparison = {
  readonly before: Summary;
  readonly after: Summary;
  readonly meters: readonly MeterComparison[];
  /** Where the runs part; absent where only their profiles were at hand. */
  readonly divergence?: Divergence | 'never';
};

export type Summary = Pick<Profile, 'program' | 'vm' | 'version' | 'steps' | 'ending'>;

export type MeterComparison = {
  readonly name: string;
  readonly spent: Difference;
  /** Own cost, in each list the greatest difference first; what is as it was is left out. */
  readonly functions: readonly NamedDifference[];
  readonly labels: readonly NamedDifference[];
  readonly instructions: readonly NamedDifference[];
  readonly apart: readonly NamedDifference[];
  readonly causes: readonly NamedDifference[];
};

/** An amount is 0 where there was nothing. */
export type Difference = { readonly before: Amount; readonly after: Amount; readonly change: Amount };

export type NamedDifference = Difference & { readonly name: string };

/** What a run costs more, or less, than another. Parts are told from each other by their names. */
export const compareProfiles = (before: Profile, after: Profile, divergence?: Divergence | 'never'): Comparison => ({
  before: summaryOf(before),
  after: summaryOf(after),
  meters: after.meters.flatMap((meter) => {
    const other = before.meters.find(({ name }) => name === meter.name);
    return other ? [compareMeters(other, meter)] : [];
  }),
  ...(divergence !== undefined && { divergence }),
});

/** Whether anything costs something else. */
export const isDifferent = ({ before, after, meters }: Comparison): boolean =>
  before.steps !== after.steps ||
  before.ending.text !== after.ending.text ||
  meters.some(
    ({ spent, functions, labels, instructions, apart, causes }) =>
      spent.change !== '0' || [functions, labels, instructions, apart, causes].some((list) => list.length > 0),
  );

const summaryOf = ({ program, vm, version, steps, ending }: Profile): Summary => ({
  ...{ program, vm, version, steps, ending },
});

const compareMeters = (before: MeterProfile, after: MeterProfile): MeterComparison => ({
  name: after.name,
  spent: difference(BigInt(before.spent), BigInt(after.spent)),
  functions: compareLists(costs(before.functions, nameOf, ownOf), costs(after.functions, nameOf, ownOf)),
  labels: compareLists(costs(labelsOf(before), nameOf, ownOf), costs(labelsOf(after), nameOf, ownOf)),
  instructions: compareLists(
    costs(before.instructions, ({ mnemonic }) => mnemonic, costOf),
    costs(after.instructions, ({ mnemonic }) => mnemonic, costOf),
  ),
  apart: compareLists(costs(before.apart, reasonOf, costOf), costs(after.apart, reasonOf, costOf)),
  causes: compareLists(costs(before.causes, reasonOf, costOf), costs(after.causes, reasonOf, costOf)),
});

const nameOf = ({ name }: { readonly name: string }) => name;
const reasonOf = ({ reason }: { readonly reason: string }) => reason;
const ownOf = ({ own }: { readonly own: Amount }) => own;
const costOf = ({ cost }: { readonly cost: Amount }) => cost;
/** Offsets, which any edit moves, are no names. */
const labelsOf = ({ texts }: MeterProfile) => texts.flatMap(({ labels }) => labels.filter(({ guessed }) => !guessed));

const difference = (before: bigint, after: bigint): Difference => ({
  before: String(before),
  after: String(after),
  change: String(after - before),
});

const costs = <Entry>(entries: readonly Entry[], name: (entry: Entry) => string, cost: (entry: Entry) => Amount) => {
  const sums = new Map<string, bigint>();
  for (const entry of entries) sums.set(name(entry), (sums.get(name(entry)) ?? 0n) + BigInt(cost(entry)));
  return sums;
};

const compareLists = (
  before: ReadonlyMap<string, bigint>,
  after: ReadonlyMap<string, bigint>,
): readonly NamedDifference[] => {
  const size = (change: string) => (change.startsWith('-') ? -BigInt(change) : BigInt(change));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, ...difference(before.get(name) ?? 0n, after.get(name) ?? 0n) }))
    .filter(({ change }) => change !== '0')
    .sort((a, b) => {
      const order = size(b.change) - size(a.change);
      if (order !== 0n) return order > 0n ? 1 : -1;
      return a.name < b.name ? -1 : 1;
    });
};
