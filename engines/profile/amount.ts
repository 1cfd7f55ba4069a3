/** An exact decimal number, which may exceed 2^53. */
export type Amount = string;

/** The most expensive first; of equals, in the order of their names, so that a report is the same wherever it is made. */
export const byCost = <Entry>(
  entries: readonly Entry[],
  cost: (entry: Entry) => Amount,
  name: (entry: Entry) => string,
) =>
  [...entries].sort((a, b) => {
    const difference = BigInt(cost(b)) - BigInt(cost(a));
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    return name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0;
  });
