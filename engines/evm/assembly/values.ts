import type { Document, Range } from '../../language.ts';
import { Problems } from '../../problems.ts';
import { firstIndex } from '../../search.ts';
import { pushBytes, pushWidth } from './evaluator.ts';
import { readNumber, readString, setHex } from './literals.ts';
import type { Expression, GrowingStatement } from './syntax.ts';
import { tokensWithin } from './tokens.ts';
import { immediateSize } from './vocabulary.ts';

/** What is written at `offset`: a number or a text on its own, or all that an instruction has after it, as it was assembled. */
export const valueAt = (
  text: string,
  statements: readonly GrowingStatement[],
  code: Uint8Array,
  offset: number,
): ReturnType<Document['value']> => {
  const touches = ({ start, end }: Range) => start <= offset && offset <= end;
  const next = firstIndex(statements.length, (index) => statements[index]!.range.start > offset);
  const { row, operands = [], places = [] } = statements[next - 1] ?? {};
  const range = operands.find(touches);
  const [place, ...others] = places;
  const literal = tokensWithin(text, statements, { start: offset, end: offset }).find(
    (token) => (token.kind === 'number' || token.kind === 'string') && touches(token.range),
  );
  const whole = literal?.range.start === range?.start && literal?.range.end === range?.end;
  if (literal && !whole) return literalAt(text, literal.range);
  const size = row ? immediateSize(row) : 0;
  if (!range || place === undefined || others.length > 0 || size === 0)
    return literal && literalAt(text, literal.range);
  return { range, bytes: code.slice(place + 1, place + 1 + size) };
};

const literalAt = (text: string, range: Range) => {
  const problems = new Problems();
  const written = text.slice(range.start, range.end);
  const bytes = bytesOf((/^\d/.test(written) ? readNumber : readString)(written, range, problems));
  return bytes && !problems.any ? { range, bytes } : undefined;
};

/** Hexadecimal digits say how many bytes are meant; a decimal number has as few as hold it, but one. */
const bytesOf = (literal: Expression): Uint8Array | undefined => {
  if (literal.kind === 'text') return literal.bytes;
  if (literal.kind !== 'number') return undefined;
  const { hex, value } = literal;
  if (hex === undefined) return pushBytes(value, Math.max(1, pushWidth(value)));
  const bytes = new Uint8Array(Math.ceil(hex.length / 2));
  setHex(bytes, 0, hex.length % 2 === 0 ? hex : `0${hex}`);
  return bytes;
};
