import { hexOf } from '../words.ts';

/** What solc appends to a contract's code: CBOR, then its length in two bytes. */
export type Metadata = {
  /** Offset of its first byte. */
  readonly start: number;
  readonly entries: ReadonlyMap<string, string>;
};

const lengthSize = 2;
/** A map of one to four entries (RFC 8949). */
const isSmallMap = (byte: number | undefined) => byte !== undefined && byte >= 0xa1 && byte <= 0xa4;

/** Finds the metadata at the end of a code, if it is there and wholly understood. */
export const findMetadata = (code: Uint8Array): Metadata | undefined => {
  if (code.length < lengthSize + 1) return undefined;
  const size = code[code.length - 2]! * 256 + code[code.length - 1]!;
  const start = code.length - lengthSize - size;
  if (start < 0 || !isSmallMap(code[start])) return undefined;
  const entries = readMap(code.subarray(start, code.length - lengthSize));
  return entries?.has('solc') || entries?.has('ipfs') || entries?.has('bzzr0') || entries?.has('bzzr1')
    ? { start, entries }
    : undefined;
};

/** Text of a code comes from strangers: what cannot be printed on one line is left out. */
const printable = (bytes: Uint8Array) => String.fromCharCode(...bytes.filter((byte) => byte >= 0x20 && byte < 0x7f));

const readMap = (cbor: Uint8Array): Map<string, string> | undefined => {
  const entries = new Map<string, string>();
  let at = 1;
  /** A string of bytes or text, with a length below 256. */
  const read = (): { readonly text: boolean; readonly bytes: Uint8Array } | undefined => {
    const head = cbor[at++] ?? 0xff;
    const short = head & 0x1f;
    const length = short < 24 ? short : short === 24 ? cbor[at++] : undefined;
    const major = head >> 5;
    if (length === undefined || (major !== 2 && major !== 3) || at + length > cbor.length) return undefined;
    at += length;
    return { text: major === 3, bytes: cbor.subarray(at - length, at) };
  };
  for (let left = (cbor[0] ?? 0) & 0x1f; left > 0; left--) {
    const key = read();
    if (!key?.text) return undefined;
    const name = printable(key.bytes);
    if (cbor[at] === 0xf5) {
      entries.set(name, 'true');
      at += 1;
      continue;
    }
    const value = read();
    if (!value) return undefined;
    const version = name === 'solc' && value.bytes.length === 3;
    entries.set(name, value.text ? printable(value.bytes) : version ? value.bytes.join('.') : hexOf(value.bytes));
  }
  return at === cbor.length ? entries : undefined;
};
