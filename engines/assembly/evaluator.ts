import type { Problem, Range } from '../language.ts';
import { limits } from './limits.ts';
import * as messages from './messages.ts';
import type { Section } from './section.ts';
import type { Expression, Position } from './syntax.ts';

/** A number of 64 bits, or a distance from the start of a section. Distances compare within one epoch only. */
export type Value = { readonly number: bigint; readonly section: Section | undefined; readonly epoch: number };

/** What symbols and places are worth at some time: while reading, for the layout, or in the end. */
export type Scope = {
  /** Undefined where it is not known; the scope has told why. */
  symbol(name: string, range: Range): Value | undefined;
  place(position: Position, range: Range): Value | undefined;
  error(range: Range, code: string, message: string, fix?: Problem['fix']): void;
};

type Named = { readonly name: string; readonly value?: Expression };

/** Follows names that stand for expressions with names in them, and stops where that leads back or has no end. */
export class Following {
  readonly #open = new Set<object>();
  #steps = 0;

  /**
   * The value of what the name stands for; undefined where it has none, of which the scope is told.
   * @param there what names mean where the name is defined, if that is elsewhere.
   */
  value(symbol: Named, range: Range, scope: Scope, there = scope): Value | undefined {
    const { name, value: expression } = symbol;
    if (!expression) return undefined;
    if (this.#open.size === 0) this.#steps = 0;
    this.#steps += 1;
    if (this.#open.has(symbol)) scope.error(range, 'cyclic-name', messages.cyclicName(name));
    else if (this.#open.size >= limits.names || this.#steps > limits.lookups)
      scope.error(range, 'too-deep', messages.namesTooDeep(name));
    else {
      this.#open.add(symbol);
      const value = evaluate(expression, there);
      this.#open.delete(symbol);
      return value;
    }
    return undefined;
  }
}

export const plain = (number: bigint): Value => ({ number: BigInt.asIntN(64, number), section: undefined, epoch: 0 });

/** The value of an expression; undefined where it has none, which the scope is told. */
export const evaluate = (expression: Expression, scope: Scope): Value | undefined => {
  switch (expression.kind) {
    case 'number':
      return plain(expression.value);
    case 'symbol':
      return scope.symbol(expression.name, expression.range);
    case 'place':
      return scope.place(expression.place, expression.range);
    case 'unary':
      return unary(expression, scope);
    case 'binary':
      return binary(expression, scope);
    case 'relocation':
      scope.error(expression.range, 'misplaced-relocation', messages.misplacedRelocation(expression.operator));
      return undefined;
    case 'unreadable':
      return undefined;
  }
};

const unary = (expression: Expression & { readonly kind: 'unary' }, scope: Scope): Value | undefined => {
  const operand = evaluate(expression.operand, scope);
  if (!operand) return undefined;
  const { number, section } = operand;
  if (expression.operator === '+') return operand;
  if (section) {
    scope.error(expression.range, 'not-absolute', messages.notAbsolute(expression.operator));
    return undefined;
  }
  if (expression.operator === '-') return plain(-number);
  return plain(expression.operator === '~' ? ~number : truth(number === 0n, 1n));
};

const truth = (is: boolean, yes: bigint): bigint => (is ? yes : 0n);

const binary = (expression: Expression & { readonly kind: 'binary' }, scope: Scope): Value | undefined => {
  const left = evaluate(expression.left, scope);
  const right = evaluate(expression.right, scope);
  if (!left || !right) return undefined;
  const { operator, range } = expression;
  if (!left.section && !right.section) return calculate(operator, left.number, right.number, expression, scope);
  if (operator === '+' && !(left.section && right.section)) {
    const { section, epoch } = left.section ? left : right;
    return { ...plain(left.number + right.number), section, epoch };
  }
  if (operator === '-' && !right.section) return { ...left, ...{ number: left.number - right.number } };
  if (left.section === right.section && (operator === '-' || comparisons.has(operator))) {
    if (left.epoch === right.epoch) return calculate(operator, left.number, right.number, expression, scope);
    scope.error(range, 'not-known-yet', messages.distanceUnknown());
    return undefined;
  }
  scope.error(range, 'not-absolute', messages.notAbsolute(operator));
  return undefined;
};

const comparisons = new Set(['==', '!=', '<>', '<', '>', '<=', '>=']);

const calculate = (
  operator: string,
  a: bigint,
  b: bigint,
  { right }: Expression & { readonly kind: 'binary' },
  scope: Scope,
): Value | undefined => {
  if ((operator === '/' || operator === '%') && b === 0n) {
    scope.error(right.range, 'division-by-zero', messages.divisionByZero());
    return undefined;
  }
  return plain(results[operator]?.(a, b) ?? 0n);
};

/** Numbers are signed, but for shifts to the right. A comparison that holds is -1 (GNU as, "Infix Operators"). */
const results: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<<': (a, b) => (b < 0n || b > 63n ? 0n : a << b),
  '>>': (a, b) => (b < 0n || b > 63n ? 0n : BigInt.asUintN(64, a) >> b),
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
  '^': (a, b) => a ^ b,
  '!': (a, b) => a | ~b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '==': (a, b) => truth(a === b, -1n),
  '!=': (a, b) => truth(a !== b, -1n),
  '<>': (a, b) => truth(a !== b, -1n),
  '<': (a, b) => truth(a < b, -1n),
  '>': (a, b) => truth(a > b, -1n),
  '<=': (a, b) => truth(a <= b, -1n),
  '>=': (a, b) => truth(a >= b, -1n),
  '&&': (a, b) => truth(a !== 0n && b !== 0n, 1n),
  '||': (a, b) => truth(a !== 0n || b !== 0n, 1n),
};
