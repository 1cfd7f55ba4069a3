import type { Engine } from '../engines/engine.ts';
import {
  type Children,
  type Location,
  type Machine,
  MachineError,
  type Meter,
  type Scope,
  type Value,
} from '../engines/machine.ts';
import { calculate, comparisons, isComparison, largestBits } from './arithmetic.ts';
import { explain, type LineOf } from './explain.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import { help } from './help.ts';
import * as messages from './messages.ts';
import { RequestError } from './params.ts';
import { meterValue, scopeOfMeter } from './variables.ts';

/**
 * What an expression gives. Numbers are whole, signed and as large as they need to be; those of the machine are
 * unsigned, but are read as two's complement where they are compared with a negative number. A number or bytes that
 * lie in the machine as they are have their location.
 */
export type Result =
  | { readonly kind: 'number'; readonly value: bigint; readonly location?: Location }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'bytes'; readonly value: Uint8Array; readonly location?: Location }
  | { readonly kind: 'value'; readonly value: Value }
  /** As a number, what is left of it. */
  | { readonly kind: 'meter'; readonly meter: Meter; readonly children: () => Children | undefined }
  | { readonly kind: 'scope'; readonly scope: Scope };

/** What the names of an expression are looked up in. */
export type Surroundings = {
  readonly machine: Machine;
  readonly engine: Engine;
  readonly scopes: readonly Scope[];
  readonly lineOf?: LineOf;
};

/** Longer stretches of bytes are refused, so that no expression takes long. */
const longestBytes = 2 ** 20;
/** Bytes of a value that are shown where there is little room. */
export const shownBytes = 1024;
/** Scopes with more values are not searched by name. */
export const fewValues = 256;

/** @throws RequestError where an expression has no value. */
export const evaluate = (expression: Expression, around: Surroundings): Result => {
  const inner = (each: Expression) => evaluate(each, around);
  const number = (each: Expression) => numberOf(inner(each), around);
  switch (expression.kind) {
    case 'number':
      return expression;
    case 'name':
      return lookUp(expression.name, around);
    case 'call':
      return call(expression.name, expression.args.map(inner), around);
    case 'index':
      return index(inner(expression.of), number(expression.at), around);
    case 'range':
      return range(inner(expression.of), number(expression.from), number(expression.to), around);
    case 'member':
      return member(inner(expression.of), expression.name);
    case 'not':
      return { kind: 'truth', value: number(expression.of) === 0n };
    case 'binary':
      return binary(expression.operator, inner(expression.left), () => inner(expression.right), around);
  }
};

/** Whether an expression is anything but 0. @throws RequestError where it has no value, or is no number */
export const truthOf = (expression: Expression, around: Surroundings): boolean =>
  numberOf(evaluate(expression, around), around) !== 0n;

/** What an expression gives, or why nothing, where text is wanted in any case. */
export const textIn = (expression: Expression, around: Surroundings): string => {
  try {
    return textOf(evaluate(expression, around), shownBytes);
  } catch (error) {
    if (error instanceof RequestError) return `{${error.message}}`;
    throw error;
  }
};

/** Where a result lies in the machine, if it does. */
export const locationOf = (result: Result): Location | undefined => {
  if (result.kind === 'value') return result.value.location;
  return result.kind === 'number' || result.kind === 'bytes' ? result.location : undefined;
};

/** How a result is shown in one line. */
export const textOf = (result: Result, longest: number): string => {
  switch (result.kind) {
    case 'number':
      return result.value < 10n ? String(result.value) : `${result.value} (0x${result.value.toString(16)})`;
    case 'truth':
      return String(result.value);
    case 'bytes': {
      const text = `0x${hex(result.value.subarray(0, longest))}`;
      return result.value.length > longest ? messages.moreBytes(text, result.value.length) : text;
    }
    case 'value':
      return result.value.text;
    case 'meter':
      return messages.meter(result.meter.spent, result.meter.limit);
    case 'scope':
      return messages.scope(result.scope.name, result.scope.values.count);
  }
};

/** Values and their children on lines, for the clipboard: whole, and without the remarks that help a reader. */
export const wholeText = (result: Result, { machine }: Surroundings): string => {
  const children = childrenOf(result);
  if (result.kind === 'scope' && result.scope.bytes) {
    const { space, length } = result.scope.bytes;
    return `0x${hex(machine.read({ space, at: 0n, size: length }) ?? new Uint8Array())}`;
  }
  if (children && (result.kind === 'scope' || result.kind === 'meter')) {
    const values = children.get(0, mostLines);
    return values.map((value) => `${value.name}: ${bare(value.text)}`).join('\n');
  }
  return bare(textOf(result, Number.POSITIVE_INFINITY));
};

/** Lines on the clipboard, at most. */
const mostLines = 65_536;

/** `0x46 (70)` without what stands behind, and `1,000` as other programs read it. */
const bare = (text: string) => {
  const value = text.replace(/^(\S+) \(.*\)$/s, '$1');
  return /^\d[\d,]*$/.test(value) ? value.replaceAll(',', '') : value;
};

/** What can be opened below a result. */
export const childrenOf = (result: Result) => {
  if (result.kind === 'value') return result.value.children;
  if (result.kind === 'meter') return result.children();
  return result.kind === 'scope' ? result.scope.values : undefined;
};

export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bits of what lies in the machine or was made of bytes; undefined for what was calculated, which has no width. */
const widthOf = (result: Result, { machine }: Surroundings): number | undefined => {
  if (result.kind === 'bytes') return 8 * result.value.length;
  const location = locationOf(result);
  const bytes = location && machine.read(location);
  return bytes && 8 * bytes.length;
};

/** What two results are when they are compared: what the machine holds is signed, as two's complement, beside a negative number. */
const compared = (left: Result, right: Result, around: Surroundings): readonly [bigint, bigint] => {
  const [a, b] = [numberOf(left, around), numberOf(right, around)];
  const signed = (value: bigint, of: Result) => BigInt.asIntN(widthOf(of, around) ?? largestBits, value);
  if (a < 0n) return [a, signed(b, right)];
  return b < 0n ? [signed(a, left), b] : [a, b];
};

const numberIn = (bytes: Uint8Array, { byteOrder }: Engine): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${hex(byteOrder === 'big' ? bytes : bytes.toReversed())}`);

/** @throws RequestError for what is no number */
export const numberOf = (result: Result, { machine, engine }: Surroundings): bigint => {
  switch (result.kind) {
    case 'number':
      return result.value;
    case 'truth':
      return result.value ? 1n : 0n;
    case 'bytes':
      if (result.value.length * 8 > largestBits) throw new RequestError(messages.tooLarge());
      return numberIn(result.value, engine);
    case 'meter':
      return result.meter.limit - result.meter.spent;
    case 'value': {
      const { location, number } = result.value;
      if (number !== undefined) return number;
      const bytes = location && machine.read(location);
      if (bytes) return numberIn(bytes, engine);
    }
  }
  throw new RequestError(messages.noNumber(subject(result)));
};

const lookUp = (name: string, around: Surroundings): Result => {
  const { machine, scopes } = around;
  const meters = machine.meters();
  const meter = meters.find((each) => each.name === name);
  const own = meter && scopeOfMeter(meter, scopes);
  const scope = scopes.find((each) => each.id === name);
  if (scope && scope !== own) return { kind: 'scope', scope };
  if (meter) return { kind: 'meter', meter, children: () => own?.values ?? meterValue(meter).children };
  const value = scopes
    .filter(({ values }) => values.count <= fewValues)
    .flatMap(({ values }) => values.get(0, values.count))
    .find((each) => each.name === name);
  if (value) return { kind: 'value', value };
  const named = scopes.map((each) => each.named?.(name)).find(Boolean);
  if (named) return { kind: 'value', value: named };
  if (name === 'help') return { kind: 'value', value: help(around) };
  const known = new Set([...scopes.map((each) => each.id), ...meters.map((each) => each.name), 'explain()', 'help']);
  throw new RequestError(messages.unknownName(name, [...known]));
};

const call = (name: string, args: readonly Result[], around: Surroundings): Result => {
  if (name === 'explain' && args.length === 0) return { kind: 'value', value: explain(around.machine, around.lineOf) };
  const { functions } = around.engine;
  const found = functions.find((each) => each.name === name);
  if (!found) throw new RequestError(messages.unknownFunction(name, ['explain()', ...functions.map((f) => f.form)]));
  try {
    const result = found.call(args.map((arg) => (arg.kind === 'bytes' ? arg.value : numberOf(arg, around))));
    return typeof result === 'bigint' ? { kind: 'number', value: result } : { kind: 'bytes', value: result };
  } catch (error) {
    if (error instanceof MachineError) throw new RequestError(error.message);
    throw error;
  }
};

/** What a sentence is about. */
const subject = (of: Result): string => {
  if (of.kind === 'meter') return of.meter.name;
  return of.kind === 'scope' ? of.scope.id : textOf(of, 32);
};

const index = (of: Result, at: bigint, around: Surroundings): Result => {
  if (at < 0n) throw new RequestError(messages.noElement(subject(of), at));
  if (of.kind === 'scope') {
    const value = of.scope.at?.(at);
    if (value) return { kind: 'value', value };
    const byte = of.scope.bytes && range(of, at, at + 1n, around);
    if (byte) return { ...byte, kind: 'number', value: numberOf(byte, around) };
  } else if (of.kind === 'bytes') {
    const byte = of.value[Number(at)];
    if (byte !== undefined) return { kind: 'number', value: BigInt(byte) };
  } else if (of.kind === 'value' && of.value.children) {
    const [value] = at < BigInt(of.value.children.count) ? of.value.children.get(Number(at), 1) : [];
    if (value) return { kind: 'value', value };
  }
  throw new RequestError(messages.noElement(subject(of), at));
};

const range = (of: Result, from: bigint, to: bigint, { machine }: Surroundings): Result & { kind: 'bytes' } => {
  if (from < 0n) throw new RequestError(messages.noElement(subject(of), from));
  if (to < from) throw new RequestError(messages.backwardRange(from, to));
  const size = Number(to - from);
  if (of.kind === 'bytes') return { kind: 'bytes', value: of.value.subarray(Number(from), Number(to)) };
  const bytes = of.kind === 'scope' ? of.scope.bytes : undefined;
  if (!bytes) throw new RequestError(messages.noBytes(subject(of)));
  if (size > longestBytes) throw new RequestError(messages.tooManyBytes(longestBytes));
  if (size === 0) return { kind: 'bytes', value: new Uint8Array() };
  const location = { space: bytes.space, at: from, size };
  const value = machine.read(location);
  if (!value) throw new RequestError(messages.outsideBytes(subject(of), bytes.length));
  return { kind: 'bytes', value, location };
};

const member = (of: Result, name: string): Result => {
  const children = of.kind === 'scope' && of.scope.values.count > fewValues ? undefined : childrenOf(of);
  const value = children?.get(0, children.count).find((child) => child.name === name);
  if (!value) throw new RequestError(messages.noMember(subject(of), name));
  return { kind: 'value', value };
};

const binary = (operator: BinaryOperator, left: Result, evaluateRight: () => Result, around: Surroundings): Result => {
  const isTrue = (result: Result) => numberOf(result, around) !== 0n;
  if (operator === '&&') return { kind: 'truth', value: isTrue(left) && isTrue(evaluateRight()) };
  if (operator === '||') return { kind: 'truth', value: isTrue(left) || isTrue(evaluateRight()) };
  const right = evaluateRight();
  if (isComparison(operator)) {
    return { kind: 'truth', value: comparisons[operator](...compared(left, right, around)) };
  }
  return { kind: 'number', value: calculate(operator, numberOf(left, around), numberOf(right, around)) };
};
