import type { BinaryOperator } from './expression.ts';
import * as messages from './messages.ts';
import { RequestError } from './params.ts';

/** Larger numbers are refused, so that no expression takes long. */
export const largestBits = 2 ** 16;

export const comparisons = {
  '==': (a: bigint, b: bigint) => a === b,
  '!=': (a: bigint, b: bigint) => a !== b,
  '<': (a: bigint, b: bigint) => a < b,
  '<=': (a: bigint, b: bigint) => a <= b,
  '>': (a: bigint, b: bigint) => a > b,
  '>=': (a: bigint, b: bigint) => a >= b,
};

type Comparison = keyof typeof comparisons;
export const isComparison = (operator: BinaryOperator): operator is Comparison => operator in comparisons;

type Arithmetic = Exclude<BinaryOperator, Comparison | '&&' | '||'>;

/** Exact, with sign; what is divided is rounded towards zero. @throws RequestError for what has no result, or too large a one */
export const calculate = (operator: Arithmetic, a: bigint, b: bigint): bigint => bounded(arithmetic(operator, a, b));

const arithmetic = (operator: Arithmetic, a: bigint, b: bigint): bigint => {
  switch (operator) {
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '<<':
      return a << shift(b);
    case '>>':
      return a >> (b > BigInt(largestBits) ? BigInt(largestBits) : notNegative(b));
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0n) throw new RequestError(messages.divisionByZero());
      return a / b;
    case '%':
      if (b === 0n) throw new RequestError(messages.divisionByZero());
      return a % b;
    case '**':
      if (a * a > 1n && BigInt(bitsOf(a) - 1) * b > BigInt(largestBits)) throw new RequestError(messages.tooLarge());
      return a ** notNegative(b);
  }
};

const bitsOf = (value: bigint) => value.toString(16).length * 4;

const shift = (by: bigint): bigint => {
  if (by > BigInt(largestBits)) throw new RequestError(messages.tooLarge());
  return notNegative(by);
};

const notNegative = (value: bigint): bigint => {
  if (value < 0n) throw new RequestError(messages.negativeOperand(value));
  return value;
};

const bounded = (value: bigint): bigint => {
  if (bitsOf(value) > largestBits) throw new RequestError(messages.tooLarge());
  return value;
};
