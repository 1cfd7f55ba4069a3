import { firstIndex } from '../search.ts';

/** Addresses from `start` up to `end`, which is not among them. */
export type AddressRange = { readonly start: number; readonly end: number };

/** Finds what an address belongs to, among ranges that may lie in one another. */
export class RangeIndex<T> {
  readonly #entries: readonly (AddressRange & { readonly value: T })[];
  /** The highest end of the entries up to each. */
  readonly #ends: readonly number[];

  constructor(entries: readonly (AddressRange & { readonly value: T })[]) {
    this.#entries = entries.toReversed().sort((a, b) => a.start - b.start || b.end - a.end);
    let highest = 0;
    this.#ends = this.#entries.map(({ end }) => {
      highest = Math.max(highest, end);
      return highest;
    });
  }

  /** Of the ranges that hold the address, the one that begins last, the shortest and the first of such. */
  find(address: number): T | undefined {
    const behind = firstIndex(this.#entries.length, (index) => (this.#entries[index]?.start ?? 0) > address);
    for (let index = behind - 1; index >= 0 && (this.#ends[index] ?? 0) > address; index--) {
      const entry = this.#entries[index];
      if (entry && address < entry.end) return entry.value;
    }
    return undefined;
  }
}
