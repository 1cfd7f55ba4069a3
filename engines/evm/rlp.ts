import { concatBytes } from '../bytes.ts';
import { brokenRlp } from './messages.ts';
import { byteLength, fromBytes, toBytes } from './words.ts';

/** What Recursive Length Prefix encodes (Yellow Paper, appendix B): bytes, or a list of such. */
export type Rlp = Uint8Array | readonly Rlp[];

/** Bytes that are no RLP, or not in its one canonical form. */
export class RlpError extends Error {}

/** Lists in one another that are read at most; transactions and blocks have 5. */
const deepest = 100;
/** First bytes of strings and of lists; above `short` bytes the length has bytes of its own. */
const string = 0x80;
const list = 0xc0;
const short = 55;

export const encodeRlp = (item: Rlp): Uint8Array => {
  if (!(item instanceof Uint8Array)) {
    const content = concatBytes(item.map(encodeRlp));
    return concatBytes([header(list, content.length), content]);
  }
  const [only] = item;
  if (item.length === 1 && only !== undefined && only < string) return item;
  return concatBytes([header(string, item.length), item]);
};

const header = (first: number, length: number): Uint8Array => {
  if (length <= short) return Uint8Array.of(first + length);
  const size = numberBytes(BigInt(length));
  return Uint8Array.of(first + short + size.length, ...size);
};

/** A number as RLP holds it: big-endian, without leading zeros, nothing for 0. */
export const numberBytes = (value: bigint): Uint8Array => toBytes(value, byteLength(value));

/** @throws RlpError where the bytes are not exactly one item in canonical form, or lists lie in lists without end. */
export const decodeRlp = (bytes: Uint8Array): Rlp => {
  const { item, end } = decodeAt(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) throw new RlpError(brokenRlp(end));
  return item;
};

const decodeAt = (
  bytes: Uint8Array,
  at: number,
  limit: number,
  depth: number,
): { readonly item: Rlp; readonly end: number } => {
  const first = bytes[at];
  if (first === undefined || at >= limit || depth > deepest) throw new RlpError(brokenRlp(at));
  if (first < string) return { item: bytes.slice(at, at + 1), end: at + 1 };
  const { start, end } = extent(bytes, at, first, limit);
  if (first < list) {
    const item = bytes.slice(start, end);
    const [only] = item;
    if (item.length === 1 && only !== undefined && only < string) throw new RlpError(brokenRlp(at));
    return { item, end };
  }
  const items: Rlp[] = [];
  for (let next = start; next < end; ) {
    const decoded = decodeAt(bytes, next, end, depth + 1);
    items.push(decoded.item);
    next = decoded.end;
  }
  return { item: items, end };
};

/** Where the content of an item with a header lies. */
const extent = (bytes: Uint8Array, at: number, first: number, limit: number) => {
  const rest = first - (first < list ? string : list);
  const size = Math.max(rest - short, 0);
  const start = at + 1 + size;
  const length = size === 0 ? rest : Number(fromBytes(bytes.subarray(at + 1, start)));
  const isCanonical = size === 0 || (bytes[at + 1] !== 0 && length > short);
  if (!isCanonical || start + length > limit) throw new RlpError(brokenRlp(at));
  return { start, end: start + length };
};
