import type { Decoded } from './decoder.ts';
import { partsOf } from './encoding.ts';
import type { Row } from './row.ts';
import { fullTextOf, type PlaceName, textOf } from './text.ts';

/** A target is told by its distance, as nothing is known of where the instruction lies. */
const byDistance: PlaceName = (distance) => (distance < 0 ? `. - ${-distance}` : `. + ${distance}`);

/** How an instruction lies in its bits, as the manuals draw it, and what a form of 16 bits stands for. */
export const pictureOf = (row: Row): string =>
  [...(row.expansion === '' ? [] : [`= ${row.expansion}`]), ...drawing(row.encoding)].join('\n');

/** The same of an instruction at hand, with its bits below the names of its fields. */
export const pictureOfWord = (decoded: Decoded): string => {
  const { row, word } = decoded;
  const digits = 8 * row.bits.bytes;
  const text = textOf(decoded, 0, byDistance) ?? row.mnemonic;
  const full = row.expansion === '' ? '' : ` = ${fullTextOf(decoded, 0, byDistance)}`;
  const head = `0x${word.toString(16).padStart(digits / 4, '0')}  ${text}${full}`;
  return [head, ...drawing(row.encoding, word.toString(2).padStart(digits, '0'))].join('\n');
};

/** The numbers of the bits at both ends of each field, the fields in a box, and their bits if they are given. */
const drawing = (encoding: string, bits?: string): readonly string[] => {
  const parts = partsOf(encoding);
  let at = parts.reduce((sum, { size }) => sum + size, 0);
  let from = 0;
  const columns = parts.map(({ text, size }) => {
    const [high, low] = [at - 1, at - size].map(String);
    const own = bits?.slice(from, from + size);
    at -= size;
    from += size;
    const numbers = size === 1 ? [high] : [high, low];
    const width = Math.max(text.length, own?.length ?? 0, numbers.join(' ').length);
    return { text, own, numbers, width };
  });
  const rule = (left: string, between: string, right: string) =>
    `${left}${columns.map(({ width }) => '─'.repeat(width + 2)).join(between)}${right}`;
  const boxed = (texts: readonly string[]) =>
    `│${texts.map((text, i) => centred(text, columns[i].width + 2)).join('│')}│`;
  return [
    ` ${columns.map(({ numbers, width }) => ` ${apart(numbers, width)} `).join(' ')}`.trimEnd(),
    rule('┌', '┬', '┐'),
    boxed(columns.map(({ text }) => text)),
    ...(bits === undefined ? [] : [boxed(columns.map(({ own = '' }) => own))]),
    rule('└', '┴', '┘'),
  ];
};

const centred = (text: string, width: number): string =>
  text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);

/** One number in the middle, or two at the ends. */
const apart = ([first = '', second]: readonly string[], width: number): string =>
  second === undefined ? centred(first, width) : first.padEnd(width - second.length) + second;
