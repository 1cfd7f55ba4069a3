import type { Location, Value } from '../engines/machine.ts';
import { evaluate, hex, locationOf, numberOf, type Result, type Surroundings, textOf } from './evaluate.ts';
import { parseExpression } from './expression.ts';
import * as messages from './messages.ts';
import { RequestError } from './params.ts';

/** What a person may change: somewhere in the machine, and how it is shown now. */
export type Target = {
  readonly name: string;
  readonly location: Location;
  /** As it is shown, for a client offers that text to be changed. */
  readonly text: string;
  readonly isNumber: boolean;
};

/** @throws RequestError for what is computed, or cannot be changed for another reason */
export const targetOf = (result: Result, name: string): Target => {
  const location = locationOf(result);
  if (!location) {
    const fixed = result.kind === 'value' ? result.value.fixed : undefined;
    throw new RequestError(fixed ?? messages.isComputed(name));
  }
  const isNumber = result.kind === 'number' || (result.kind === 'value' && isNumeric(result.value));
  return { name, location, text: textOf(result, Number.POSITIVE_INFINITY), isNumber };
};

const isNumeric = ({ number, location }: Value) => number !== undefined && location !== undefined;

/**
 * The bytes that a person means, exactly as wide as the target: a number in decimal or hex, text in quotes, or any
 * expression. Text and bytes that are shorter stand in front, with zeros behind; numbers have their zeros where the machine wants them.
 * @throws RequestError
 */
export const bytesFor = (target: Target, typed: string, around: Surroundings): Uint8Array => {
  const { machine } = around;
  const now = machine.read(target.location);
  if (!now) throw new RequestError(messages.isComputed(target.name));
  const width = now.length;
  const text = withoutRemark(typed.trim(), target.text);
  const digits = digitsOf(text, target, hex(now));
  if (digits?.length === 2 * width) return bytesOf(digits);
  const quoted = /^"(.*)"$|^'(.*)'$/s.exec(text);
  if (quoted) return leftAligned(new TextEncoder().encode(quoted[1] ?? quoted[2] ?? ''), width);
  const result = evaluate(parseExpression(text), around);
  const bytes = bytesIn(result, around);
  if (bytes && (bytes.length === width || !target.isNumber)) return leftAligned(bytes, width);
  return ofNumber(numberOf(result, around), width, around);
};

/** The digits of bytes as they are shown: bare where they are shown bare, and in a row of bytes after 0x. */
const digitsOf = (text: string, target: Target, shown: string) => {
  const [, prefix, digits] = /^(0x)?([\da-f]+)$/i.exec(text) ?? [];
  return (prefix === undefined ? target.text === shown : !target.isNumber) ? digits : undefined;
};

/** Texts such as `0x46 (70)` are offered to be changed with the remark, which says nothing new. */
const withoutRemark = (typed: string, shown: string) => {
  const remark = / \(.*\)$/s.exec(shown)?.[0];
  return remark !== undefined && typed.endsWith(remark) ? typed.slice(0, -remark.length) : typed;
};

const bytesIn = (result: Result, { machine }: Surroundings): Uint8Array | undefined => {
  if (result.kind === 'bytes') return result.value;
  if (result.kind !== 'value' || isNumeric(result.value)) return undefined;
  return result.value.location && machine.read(result.value.location);
};

const bytesOf = (digits: string) =>
  Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));

const leftAligned = (bytes: Uint8Array, width: number): Uint8Array => {
  if (bytes.length > width) throw new RequestError(messages.tooWide(bytes.length, width));
  const wide = new Uint8Array(width);
  wide.set(bytes);
  return wide;
};

/** A negative number as two's complement. */
const ofNumber = (value: bigint, width: number, { engine }: Surroundings): Uint8Array => {
  const bits = 8 * width;
  if (value < -(2n ** BigInt(bits)) / 2n) throw new RequestError(messages.tooNegative(width));
  const digits = (value < 0n ? BigInt.asUintN(bits, value) : value).toString(16);
  const size = Math.ceil(digits.length / 2);
  if (size > width) throw new RequestError(messages.tooWide(size, width));
  const bytes = bytesOf(digits.padStart(2 * width, '0'));
  return engine.byteOrder === 'big' ? bytes : bytes.reverse();
};
