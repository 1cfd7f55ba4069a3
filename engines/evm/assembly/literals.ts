import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Range } from '../../language.ts';
import { type Problems, replace } from '../../problems.ts';
import * as messages from './messages.ts';
import type { Expression } from './syntax.ts';

const wordDigits = 64;

/** `0x80`, `0b1010`, `128`; with `_` between digits where it helps the eye. */
export const readNumber = (text: string, range: Range, problems: Problems): Expression => {
  const plain = text.includes('_') ? text.replace(/(?<=[0-9a-f])_(?=[0-9a-f])/gi, '') : text;
  if (/^0x[0-9a-f]+$/i.test(plain)) {
    const hex = plain.slice(2);
    const value = hex.length <= wordDigits ? BigInt(plain) : valueOfLong(hex);
    return { kind: 'number', value, hex, range };
  }
  if (/^(0b[01]{1,256}|[0-9]{1,78})$/i.test(plain))
    return { kind: 'number', value: BigInt(plain), hex: undefined, range };
  if (/^[0-9]+$/.test(plain)) {
    problems.error(range, 'too-wide', messages.widerThanWord());
  } else {
    const asHex = /^[0-9a-f]+$/i.test(plain);
    const fix = asHex ? replace(range, `0x${text}`, messages.replaceBy(`0x${text}`)) : undefined;
    problems.error(range, 'bad-number', messages.badNumber(text, asHex), fix);
  }
  return { kind: 'unreadable', range };
};

/** Digits beyond a word can stand in `#bytes`; as a number they are too large, which 2^256 stands for. */
const valueOfLong = (hex: string) => {
  const significant = hex.replace(/^0+/, '');
  return significant.length <= wordDigits ? BigInt(`0x0${significant}`) : 1n << 256n;
};

/** Writes an even number of hexadecimal digits as bytes. */
export const setHex = (bytes: Uint8Array, offset: number, digits: string): void => {
  for (let i = 0; i < digits.length; i += 2) {
    bytes[offset + i / 2] = 16 * digitOf(digits.charCodeAt(i)) + digitOf(digits.charCodeAt(i + 1));
  }
};

/** Of the letters, both cases. */
const digitOf = (unit: number) => (unit <= 57 ? unit - 48 : (unit | 32) - 87);

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);

/** The UTF-8 bytes of a text in double or single quotes, `\xNN` being a byte. */
export const readString = (text: string, range: Range, problems: Problems): Expression => {
  const closed = text.length > 1 && text.at(-1) === text[0];
  if (!closed) {
    const fix = replace({ start: range.end, end: range.end }, text[0]!, messages.insertIt(text[0]!));
    problems.error(range, 'unclosed-string', messages.unclosedString(), fix);
  }
  const bytes: number[] = [];
  const inner = text.slice(1, closed ? -1 : undefined);
  for (const [piece, byte, escaped] of inner.matchAll(/\\x([0-9a-f]{2})|\\([\s\S]?)|[^\\]+/gi)) {
    if (byte !== undefined) bytes.push(Number.parseInt(byte, 16));
    else if (escaped === undefined) for (const unit of utf8ToBytes(piece)) bytes.push(unit);
    else {
      const meant = escapes.get(escaped);
      if (meant === undefined) problems.error(range, 'bad-escape', messages.badEscape(piece));
      else bytes.push(meant.charCodeAt(0));
    }
  }
  return { kind: 'text', bytes: Uint8Array.from(bytes), range };
};
