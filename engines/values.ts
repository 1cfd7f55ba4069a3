import { bytesToHex } from '@noble/hashes/utils.js';
import { grouped, hex } from './digits.ts';
import type { Children, Scope, Value } from './machine.ts';

/** Children that are at hand. */
export const list = (values: readonly Value[]): Children => ({
  count: values.length,
  indexed: false,
  get: (start, count) => values.slice(start, start + count),
});

/** Numbered children, each made when it is asked for. */
export const numbered = (count: number, value: (index: number) => Value): Children => ({
  count,
  indexed: true,
  get: (start, wanted) => {
    const end = Math.min(start + wanted, count);
    return Array.from({ length: Math.max(0, end - start) }, (_, i) => value(start + i));
  },
});

/**
 * A scope whose values are made when asked for: conditions of breakpoints ask for one scope of many, very often.
 * A class, because an object with a getter of its own takes microseconds to make (measured).
 */
export class LazyScope implements Scope {
  readonly id: string;
  readonly name: string;
  readonly at?: (key: bigint) => Value | undefined;
  readonly named?: (name: string) => Value | undefined;
  readonly #values: () => Children;

  constructor(
    id: string,
    name: string,
    values: () => Children,
    at?: (key: bigint) => Value | undefined,
    named?: (name: string) => Value | undefined,
  ) {
    this.id = id;
    this.name = name;
    this.#values = values;
    if (at) this.at = at;
    if (named) this.named = named;
  }

  get values(): Children {
    return this.#values();
  }
}

/** A number of 64 bits, which is also told with its sign where that is likely to be meant. */
export const text64 = (value: bigint): string => {
  const signed = BigInt.asIntN(64, value);
  const isPlain = value < 10n || signed <= -(10n ** 15n) || signed >= 10n ** 15n;
  return isPlain ? hex(value) : `${hex(value)} (${grouped(signed)})`;
};

const rowSize = 16;

/** Bytes of a space in rows. @param start where the first lies in the space @param read what lies there now */
export const byteRows = (
  space: string,
  start: number,
  size: number,
  read: (at: number, size: number) => Uint8Array,
): Children =>
  numbered(Math.ceil(size / rowSize), (i) => {
    const at = start + i * rowSize;
    const length = Math.min(rowSize, size - i * rowSize);
    return {
      ...{ name: hex(at), type: 'bytes', text: `0x${bytesToHex(read(at, length))}` },
      location: { space, at: BigInt(at), size: length },
    };
  });
