/** Bytes that are no gzip, or broken. */
export class GzipError extends Error {}

/** Lengths and distances of copies: what each symbol starts at, and how many bits more follow (RFC 1951, section 3.2.5). */
const starts = (first: number, extras: readonly number[]) => {
  let start = first;
  return extras.map((extra) => {
    const entry = { start, extra };
    start += 2 ** extra;
    return entry;
  });
};
const repeated = (times: number, values: readonly number[]) => values.flatMap((value) => Array(times).fill(value));
const lengths = [...starts(3, repeated(4, [0, 0, 1, 2, 3, 4, 5])), { start: 258, extra: 0 }];
const distances = starts(1, [0, 0, ...repeated(2, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])]);
/** In which order the lengths of the codes for code lengths are told. */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const endOfBlock = 256;
const longestCode = 15;

/** A canonical Huffman code: how many codes there are of each length, and the symbols in the order of their codes. */
type Huffman = { readonly counts: Uint16Array; readonly symbols: readonly number[] };

const huffman = (bits: readonly number[]): Huffman => {
  const counts = new Uint16Array(longestCode + 1);
  for (const length of bits) if (length > 0) counts[length] = (counts[length] as number) + 1;
  const symbols = bits.flatMap((length, symbol) => (length > 0 ? [{ length, symbol }] : []));
  return { counts, symbols: symbols.sort((a, b) => a.length - b.length).map(({ symbol }) => symbol) };
};

const fixedLengths = huffman([...repeated(144, [8]), ...repeated(112, [9]), ...repeated(24, [7]), ...repeated(8, [8])]);
const fixedDistances = huffman(repeated(30, [5]));

/**
 * What a gzip file holds (RFC 1952); its checksum is not looked at. Here and not left to the host, whose way to do so is asynchronous.
 * @param most bytes that it may hold.
 * @throws GzipError
 */
export const gunzip = (bytes: Uint8Array, most: number): Uint8Array => {
  const [first, second, method, flags = 0] = bytes;
  if (first !== 0x1f || second !== 0x8b || method !== 8) throw new GzipError();
  let at = 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  // A name and a comment, each up to a zero.
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1;
  if (flags & 2) at += 2;
  return new Inflater(bytes, at, most).run();
};

/** Undoes DEFLATE (RFC 1951). */
class Inflater {
  readonly #input: Uint8Array;
  readonly #most: number;
  #at: number;
  /** Bits that were read and not used, the next lowest. */
  #bits = 0;
  #count = 0;
  #output = new Uint8Array(65_536);
  #size = 0;

  constructor(input: Uint8Array, at: number, most: number) {
    this.#input = input;
    this.#at = at;
    this.#most = most;
  }

  run(): Uint8Array {
    for (let last = false; !last; ) {
      last = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#compressed(fixedLengths, fixedDistances);
      else if (kind === 2) this.#withOwnCodes();
      else throw new GzipError();
    }
    return this.#output.subarray(0, this.#size);
  }

  #take(count: number): number {
    while (this.#count < count) {
      const byte = this.#input[this.#at];
      if (byte === undefined) throw new GzipError();
      this.#at += 1;
      this.#bits |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }

  #symbol({ counts, symbols }: Huffman): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= longestCode; length += 1) {
      const count = counts[length] as number;
      code = (code << 1) | this.#take(1);
      if (code - first < count) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
    }
    throw new GzipError();
  }

  #stored(): void {
    this.#bits = 0;
    this.#count = 0;
    const size = this.#take(16);
    this.#take(16);
    for (let i = 0; i < size; i += 1) this.#put(this.#take(8));
  }

  #withOwnCodes(): void {
    const [literals, copies, told] = [this.#take(5) + 257, this.#take(5) + 1, this.#take(4) + 4];
    const bits = new Array<number>(order.length).fill(0);
    for (const symbol of order.slice(0, told)) bits[symbol] = this.#take(3);
    const code = huffman(bits);
    const all: number[] = [];
    while (all.length < literals + copies) {
      const symbol = this.#symbol(code);
      if (symbol < 16) all.push(symbol);
      else if (symbol === 16) all.push(...repeated(3 + this.#take(2), [all.at(-1) ?? 0]));
      else all.push(...repeated(symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7), [0]));
    }
    this.#compressed(huffman(all.slice(0, literals)), huffman(all.slice(literals, literals + copies)));
  }

  #compressed(literals: Huffman, copies: Huffman): void {
    for (let symbol = this.#symbol(literals); symbol !== endOfBlock; symbol = this.#symbol(literals)) {
      if (symbol < endOfBlock) {
        this.#put(symbol);
        continue;
      }
      const length = this.#extended(lengths[symbol - endOfBlock - 1]);
      const from = this.#size - this.#extended(distances[this.#symbol(copies)]);
      if (from < 0) throw new GzipError();
      for (let i = 0; i < length; i += 1) this.#put(this.#output[from + i] as number);
    }
  }

  #extended(entry: { readonly start: number; readonly extra: number } | undefined): number {
    if (!entry) throw new GzipError();
    return entry.start + this.#take(entry.extra);
  }

  #put(byte: number): void {
    if (this.#size === this.#output.length) {
      if (this.#size >= this.#most) throw new GzipError();
      const larger = new Uint8Array(2 * this.#size);
      larger.set(this.#output);
      this.#output = larger;
    }
    this.#output[this.#size] = byte;
    this.#size += 1;
  }
}
