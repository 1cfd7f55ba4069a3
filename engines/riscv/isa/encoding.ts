/**
 * How an instruction lies in its 16 or 32 bits, from the picture that the manuals draw of it, highest bit first:
 * `imm[11:5] rs2 rs1 010 imm[4:0] 0100011`. Digits are fixed bits; a name is a register, or a number of which the brackets say
 * which bits stand there (RISC-V Unprivileged ISA 20191213, sections 2.3 and 16.2).
 */
export type Encoding = {
  /** 2 or 4. */
  readonly bytes: number;
  /** A word is this instruction where `(word & mask) >>> 0 === match`. */
  readonly mask: number;
  readonly match: number;
  readonly fields: readonly Field[];
};

/** A part of an instruction that varies. */
export type Field = {
  readonly name: string;
  /** Bits of its value, with those at the low end that are always 0. */
  readonly width: number;
  readonly pieces: readonly Piece[];
};

/** `size` bits that stand at bit `at` of the word and at bit `to` of the value. */
export type Piece = { readonly at: number; readonly to: number; readonly size: number };

/** Bits of fields that a picture names without brackets. A register with a prime is one of x8 to x15. */
const widths: Readonly<Record<string, number>> = {
  rd: 5,
  rs1: 5,
  rs2: 5,
  "rd'": 3,
  "rs1'": 3,
  "rs2'": 3,
  shamt: 6,
  shamtw: 5,
};

/** @throws Error where the picture does not fill 16 or 32 bits. */
export const encodingOf = (picture: string): Encoding => {
  const parts = partsOf(picture);
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  if (total !== 16 && total !== 32) throw new Error(`The picture "${picture}" has ${total} bits instead of 16 or 32.`);
  let at = total;
  let [mask, match] = [0, 0];
  const pieces = new Map<string, Piece[]>();
  for (const { name, size, digits, ranges } of parts) {
    at -= size;
    if (digits !== undefined) {
      mask += (2 ** size - 1) * 2 ** at;
      match += digits * 2 ** at;
      continue;
    }
    let from = at + size;
    for (const { to, size: bits } of ranges) {
      from -= bits;
      const known = pieces.get(name);
      const piece = { at: from, to, size: bits };
      if (known) known.push(piece);
      else pieces.set(name, [piece]);
    }
  }
  const fields = Array.from(pieces, ([name, all]) => ({
    name,
    width: Math.max(...all.map(({ to, size }) => to + size)),
    pieces: all,
  }));
  return { bytes: total / 8, mask, match, fields };
};

type Part = {
  /** As it stands in the picture. */
  readonly text: string;
  readonly name: string;
  readonly size: number;
  /** Of fixed bits: their number. */
  readonly digits: number | undefined;
  /** Where the bits of a field belong in its value, highest bit of the picture first. */
  readonly ranges: readonly { readonly to: number; readonly size: number }[];
};

/** What stands in a picture, highest bits first. */
export const partsOf = (picture: string): readonly Part[] => picture.split(' ').map(partOf);

const partOf = (text: string): Part => {
  if (/^[01]+$/.test(text)) return { text, name: '', size: text.length, digits: Number.parseInt(text, 2), ranges: [] };
  const [, name = '', inside] = /^([a-z\d']+)(?:\[([\d:|]+)\])?$/.exec(text) ?? [];
  const width = widths[name];
  if (inside === undefined && width === undefined) throw new Error(`The picture does not say how wide "${text}" is.`);
  const ranges = (inside ?? `${(width ?? 0) - 1}:0`).split('|').map((range) => {
    const [high = 0, low = high] = range.split(':').map(Number);
    return { to: low, size: high - low + 1 };
  });
  return { text, name, size: ranges.reduce((sum, { size }) => sum + size, 0), digits: undefined, ranges };
};

/** The value of a field of a word, not extended by a sign. */
export const fieldIn = (word: number, { pieces }: Field): number =>
  pieces.reduce((value, { at, to, size }) => value + ((word >>> at) & (2 ** size - 1)) * 2 ** to, 0);

/** A word with the value in its field; bits beyond the field's width are left out. */
export const withField = (word: number, { pieces }: Field, value: number): number =>
  pieces.reduce((all, { at, to, size }) => {
    const bits = Math.floor(value / 2 ** to) & (2 ** size - 1);
    return (all | (bits << at)) >>> 0;
  }, word);
