import { firstIndex } from '../search.ts';

/** Addresses from `start` up to `end`, which is not among them. */
export type AddressRange = { readonly start: number; readonly end: number };

type Entry<T> = AddressRange & { readonly value: T };

/**
 * Finds what an address belongs to, among ranges that may lie in one another or overlap: the one that begins last, of such
 * the shortest, of such the first.
 */
export class RangeIndex<T> {
  /** What wins in each stretch, by address, without overlaps: so that finding stays quick however ranges are nested. */
  readonly #stretches: readonly Entry<T>[];

  constructor(entries: readonly Entry<T>[]) {
    const sorted = entries
      .filter(({ start, end }) => start < end)
      .reverse()
      .sort((a, b) => a.start - b.start || b.end - a.end);
    this.#stretches = withoutOverlaps(sorted);
  }

  find(address: number): T | undefined {
    const stretches = this.#stretches;
    const found = stretches[firstIndex(stretches.length, (index) => (stretches[index]?.end ?? 0) > address)];
    return found && found.start <= address ? found.value : undefined;
  }
}

/** @param sorted so that of two that hold an address the later wins. */
const withoutOverlaps = <T>(sorted: readonly Entry<T>[]): readonly Entry<T>[] => {
  const stretches: Entry<T>[] = [];
  /** Those that have begun, the winner last; some may have ended already. */
  const open: Entry<T>[] = [];
  let at = 0;
  const advanceTo = (limit: number) => {
    while (at < limit) {
      const winner = open.at(-1);
      if (!winner) break;
      const end = Math.min(winner.end, limit);
      if (at < end) stretches.push({ start: at, end, value: winner.value });
      at = Math.max(at, end);
      if (winner.end <= at) open.pop();
    }
    at = limit;
  };
  for (const entry of sorted) {
    advanceTo(entry.start);
    open.push(entry);
  }
  advanceTo(Number.POSITIVE_INFINITY);
  return stretches;
};
