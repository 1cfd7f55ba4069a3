import { stretch } from '../frame.ts';
import { fromBytes, toBytes } from '../words.ts';

/** The first `size` bytes, with zeros for what the input lacks. */
export const padded = (input: Uint8Array, size: number): Uint8Array => stretch(input, 0n, size);

/** The number in `size` bytes at an offset; zeros past the end. */
export const numberAt = (input: Uint8Array, at: number, size = 32): bigint =>
  fromBytes(stretch(input, BigInt(at), size));

/** A truth value in a word. */
export const flagWord = (value: boolean): Uint8Array => toBytes(value ? 1n : 0n);

/** The parts of `size` bytes that the input is made of. */
export const groupsOf = (input: Uint8Array, size: number): readonly Uint8Array[] =>
  Array.from({ length: input.length / size }, (_, i) => input.subarray(i * size, (i + 1) * size));
