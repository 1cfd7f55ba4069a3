import { readText } from '../literals.ts';
import * as messages from '../messages.ts';
import type { Expression } from '../syntax.ts';
import { type DirectiveRow, finish, row, takeConstants, type Use } from './directive.ts';

/** Numbers of some bytes each. */
export const numbers = (width: number) => (use: Use) => {
  const { reader, line } = use;
  if (!reader.isAtEnd && refusesData(use)) return;
  // "." is the place of each number, not that of the first.
  const hasPlace = line.rest.some(({ text }) => text === '.');
  while (!reader.isAtEnd) {
    addNumbers(use, width, hasPlace ? [reader.expression()] : reader.expressions());
    if (!reader.take(',')) break;
  }
  finish(use);
};

const addNumbers = ({ assembler, origin }: Use, width: number, values: readonly Expression[]): void => {
  const known = values.map((value) => assembler.now(value));
  for (const [i, value] of known.entries())
    if (value && !value.section && !fitsIn(value.number, 8 * width))
      assembler.problems.add('warning', values[i].range, 'cut-off', messages.cutOff(value.number, width));
  if (known.every((value) => value && !value.section)) {
    const bytes = new Uint8Array(width * values.length);
    for (const [i, value] of known.entries()) setNumber(bytes, i * width, width, value?.number ?? 0n);
    assembler.add(origin, bytes.length, { kind: 'bytes', bytes });
  } else assembler.add(origin, width * values.length, { kind: 'numbers', width, values });
};

const fitsIn = (number: bigint, bits: number): boolean =>
  BigInt.asIntN(bits, number) === number || BigInt.asUintN(bits, number) === number;

/** Writes the low bytes of a number, lowest first. */
export const setNumber = (bytes: Uint8Array, at: number, width: number, number: bigint): void => {
  let rest = BigInt.asUintN(64, number);
  for (let i = 0; i < width; i++, rest >>= 8n) bytes[at + i] = Number(rest & 255n);
};

const text = (isClosed: boolean) => (use: Use) => {
  const { assembler, reader, origin, word } = use;
  const parts: Uint8Array[] = [];
  do {
    const lexeme = reader.next;
    if (lexeme?.kind !== 'string') {
      assembler.problems.error(lexeme ? reader.rangeOf(lexeme) : word, 'text-expected', messages.textExpected());
      return;
    }
    reader.skip();
    if (!/^"(?:[^"\\]|\\.)*"$/s.test(lexeme.text))
      assembler.problems.error(reader.rangeOf(lexeme), 'unclosed-text', messages.unclosedText());
    const { bytes, bad } = readText(lexeme.text.replace(/^"|"$/g, ''));
    if (bad !== undefined) assembler.problems.error(reader.rangeOf(lexeme), 'bad-escape', messages.badEscape(bad));
    parts.push(bytes);
    // Texts beside one another are one.
    if (isClosed && reader.next?.kind !== 'string') parts.push(Uint8Array.of(0));
  } while (reader.take(',') || reader.next?.kind === 'string');
  finish(use);
  if (refusesData(use)) return;
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  assembler.add(origin, bytes.length, { kind: 'bytes', bytes });
};

/** A section of zeros takes no other bytes. */
const refusesData = ({ assembler, word }: Use): boolean => {
  const { section, problems } = assembler;
  if (section.isEmpty) problems.error(word, 'data-in-bss', messages.dataInBss(section.name));
  return section.isEmpty;
};

const repeat = (use: Use, count: bigint, bytes: Uint8Array): void => {
  const { assembler, origin, word } = use;
  if (count < 0n) assembler.problems.error(word, 'negative-count', messages.negativeCount(count));
  else if (count > 0n && bytes.length > 0) {
    if (bytes.some((byte) => byte !== 0) && refusesData(use)) return;
    assembler.add(origin, Number(count) * bytes.length, { kind: 'fill', bytes });
  }
};

const skip = (use: Use) => {
  const [count, value = 0n] = takeConstants(use, 1, 2) ?? [];
  if (count !== undefined) repeat(use, count, Uint8Array.of(Number(BigInt.asUintN(8, value))));
};

/** Of `size` bytes only 4 come from the value (GNU as, `.fill`). */
const fill = (use: Use) => {
  const [count, given = 1n, value = 0n] = takeConstants(use, 1, 3) ?? [];
  if (count === undefined) return;
  if (given < 0n) use.assembler.problems.error(use.word, 'negative-count', messages.negativeCount(given));
  const size = Number(given > 8n ? 8n : given < 0n ? 0n : given);
  const bytes = new Uint8Array(size);
  setNumber(bytes, 0, Math.min(size, 4), value);
  repeat(use, count, bytes);
};

/** Up to a multiple of what is counted in bits or in bytes. @param width bytes of the value that fills the gap */
export const align = (isExponent: boolean, width: number) => (use: Use) => {
  const { assembler, word } = use;
  const [given = 0n, value, most = 0n] = takeConstants(use, 1, 3) ?? [];
  if (given < 0n || given > (isExponent ? 16n : 65536n)) {
    assembler.problems.error(word, 'out-of-range', messages.alignmentRange(given, isExponent));
    return;
  }
  const boundary = isExponent ? 2 ** Number(given) : Math.max(1, Number(given));
  if (!Number.isInteger(Math.log2(boundary))) {
    assembler.problems.error(word, 'no-power', messages.noPower(given));
    return;
  }
  const fill = value === undefined ? undefined : new Uint8Array(width);
  if (fill && value !== undefined) setNumber(fill, 0, width, value);
  alignTo(use, { boundary, fill, most: most > 0n ? Number(most) : boundary });
};

const alignTo = ({ assembler, origin }: Use, to: { boundary: number; fill: Uint8Array | undefined; most: number }) => {
  const { section } = assembler;
  section.align = Math.max(section.align, to.boundary);
  const fill = to.fill ?? (section.isExecutable ? undefined : new Uint8Array(1));
  const size = paddingAt(section.size, to.boundary, to.most);
  assembler.add(origin, size, { kind: 'align', boundary: to.boundary, fill, most: to.most });
  if (section.epoch > 0) section.epoch += 1;
};

/** Bytes up to the next multiple of `boundary`; none if they are more than `most`. */
export const paddingAt = (offset: number, boundary: number, most: number): number => {
  const padding = (boundary - (offset % boundary)) % boundary;
  return padding > most ? 0 : padding;
};

const place = ({ assembler, reader, origin, word }: Use) => {
  if (reader.isAtEnd) {
    assembler.problems.error(word, 'operand-count', messages.directiveOperands('.org', 1));
    return;
  }
  const to = reader.expression();
  const value = reader.take(',') ? assembler.constant(reader.expression()) : 0n;
  const now = assembler.now(to);
  const { section } = assembler;
  const target = now && (!now.section || now.section === section) ? Number(now.number) : section.size;
  assembler.add(origin, Math.max(0, target - section.size), {
    kind: 'place',
    to,
    fill: Number(BigInt.asUintN(8, value ?? 0n)),
  });
  if (section.epoch > 0 || !now) section.epoch += 1;
};

const leb = (isSigned: boolean) => (use: Use) => {
  const { assembler, origin, reader } = use;
  if (!reader.isAtEnd && refusesData(use)) return;
  for (const value of reader.expressions()) {
    const now = assembler.now(value);
    if (now && !now.section) {
      const bytes = lebOf(now.number, isSigned);
      assembler.add(origin, bytes.length, { kind: 'bytes', bytes });
    } else {
      assembler.add(origin, 1, { kind: 'leb', value, isSigned });
      assembler.section.epoch += 1;
    }
  }
};

/** A number in groups of 7 bits, the lowest first. */
export const lebOf = (value: bigint, isSigned: boolean): Uint8Array => {
  const bytes: number[] = [];
  for (let rest = isSigned ? value : BigInt.asUintN(64, value); ; ) {
    const byte = Number(rest & 127n);
    rest >>= 7n;
    const isLast = isSigned ? (rest === 0n && byte < 64) || (rest === -1n && byte >= 64) : rest === 0n;
    bytes.push(isLast ? byte : byte | 128);
    if (isLast) return Uint8Array.from(bytes);
  }
};

/** Directives that put bytes into a section, but for those whose meaning differs from one machine to the next. */
export const dataDirectives: readonly DirectiveRow[] = [
  row('.byte .1byte', 'number, …', 'Bytes.', numbers(1)),
  row('.ascii', '"text", …', 'The bytes of texts.', text(false), '"$1"'),
  row('.asciz .string', '"text", …', 'The bytes of texts, and a zero byte behind each.', text(true), '"$1"'),
  row('.zero .skip .space', 'count, value', 'Bytes of one value, zeros if none is named.', skip),
  row('.fill', 'count, size, value', 'A number of some bytes, again and again.', fill),
  row('.p2alignw', 'bits, value, most', 'As `.p2align`; the value has 2 bytes.', align(true, 2)),
  row('.p2alignl', 'bits, value, most', 'As `.p2align`; the value has 4 bytes.', align(true, 4)),
  row(
    '.balign',
    'bytes, value, most',
    'Goes on at the next multiple of a number, which is a power of 2.',
    align(false, 1),
  ),
  row('.balignw', 'bytes, value, most', 'As `.balign`; the value has 2 bytes.', align(false, 2)),
  row('.balignl', 'bytes, value, most', 'As `.balign`; the value has 4 bytes.', align(false, 4)),
  row('.org', 'place, value', 'Goes on at a place of the section.', place),
  row('.uleb128', 'number, …', 'Numbers without sign in as many groups of 7 bits as they take.', leb(false)),
  row('.sleb128', 'number, …', 'Signed numbers in as many groups of 7 bits as they take.', leb(true)),
];
