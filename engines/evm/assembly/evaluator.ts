import type { Problem, Range } from '../../language.ts';
import type { Problems } from '../../problems.ts';
import { fromBytes, toBytes } from '../words.ts';
import { type Argument, builtins } from './builtins.ts';
import { setHex } from './literals.ts';
import * as messages from './messages.ts';
import type { Constant, Expression } from './syntax.ts';

/** One layout of a body: the file, or one use of a macro. */
export type Scope = {
  /** Offset of each label of the body. */
  readonly places: number[];
  readonly arguments: readonly Given[];
  readonly file: Scope | undefined;
};

/** What a macro is given: an expression, and where its names are to be looked up. */
export type Given = { readonly expression: Expression; readonly scope: Scope; known?: Known };

/** A value found in one round of the layout. It holds until places move. */
type Known = { readonly round: number; readonly value: bigint | undefined };

const wordLimit = 1n << 256n;
const least = -(1n << 255n);
/** Expressions inside one another, through constants and arguments too; a bound for the stack of the host. */
const deepest = 500;

/** Evaluates expressions. What has no value is undefined, and a problem says why. */
export class Evaluator {
  /** Counts the rounds of the layout: after it changes, places are read anew. */
  round = 0;
  /** While places still move, what has no value yet may have one in the end. */
  quiet = false;
  readonly #problems: Problems;
  readonly #constants = new Map<Constant, Known>();
  readonly #underWay: Constant[] = [];
  #depth = 0;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  /** A number from -2^255 to 2^256 - 1. */
  number(expression: Expression, scope: Scope): bigint | undefined {
    if (this.#depth >= deepest) return this.#error(expression.range, 'too-deep', messages.tooDeep());
    this.#depth++;
    const value = this.#number(expression, scope);
    this.#depth--;
    if (value === undefined || (value < wordLimit && value >= least)) return value;
    return this.#error(expression.range, 'too-wide', messages.widerThanWord());
  }

  /** The bytes of a text, of hexadecimal digits or of a function's result; nothing else has a width of its own. */
  bytes(expression: Expression, scope: Scope): Uint8Array | undefined {
    switch (expression.kind) {
      case 'text':
        return expression.bytes;
      case 'number':
        return expression.hex === undefined
          ? this.#error(expression.range, 'no-width', messages.noWidth())
          : this.#hexBytes(expression);
      case 'call':
        return this.#call(expression, scope);
      case 'constant': {
        const { constant } = expression;
        if (!constant?.value) return undefined;
        return this.#within(constant, () => this.bytes(constant.value!, scope.file ?? scope));
      }
      case 'parameter': {
        const given = expression.parameter && scope.arguments[expression.parameter.index];
        return given && this.bytes(given.expression, given.scope);
      }
      case 'unreadable':
        return undefined;
      default:
        return this.#error(expression.range, 'no-width', messages.noWidth());
    }
  }

  #number(expression: Expression, scope: Scope): bigint | undefined {
    switch (expression.kind) {
      case 'number':
        return expression.value;
      case 'text':
        return expression.bytes.length > 32 ? wordLimit : fromBytes(expression.bytes);
      case 'label': {
        const { label } = expression;
        if (!label) return undefined;
        const { places } = label.body.macro ? scope : (scope.file ?? scope);
        return BigInt(places[label.index] ?? 0);
      }
      case 'constant':
        return expression.constant && this.#constant(expression.constant, scope.file ?? scope);
      case 'parameter':
        return expression.parameter && this.#argument(scope.arguments[expression.parameter.index]);
      case 'call': {
        const bytes = this.#call(expression, scope);
        return bytes && fromBytes(bytes);
      }
      case 'minus': {
        const operand = this.number(expression.operand, scope);
        return operand === undefined ? undefined : -operand;
      }
      case 'binary': {
        const left = this.number(expression.left, scope);
        const right = this.number(expression.right, scope);
        return left === undefined || right === undefined ? undefined : this.#binary(expression, left, right);
      }
      default:
        return undefined;
    }
  }

  #binary(expression: Expression & { kind: 'binary' }, left: bigint, right: bigint): bigint | undefined {
    switch (expression.operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '&':
        return left & right;
      case '|':
        return left | right;
      case '^':
        return left ^ right;
      case '<<':
        return this.#shift(expression.right.range, right) && left << right;
      case '>>':
        return this.#shift(expression.right.range, right) && left >> right;
      default:
        if (right !== 0n) return expression.operator === '/' ? left / right : left % right;
        return this.#error(expression.right.range, 'division-by-zero', messages.divisionByZero());
    }
  }

  #shift(range: Range, by: bigint): true | undefined {
    if (by >= 0n && by <= 256n) return true;
    return this.#error(range, 'bad-shift', messages.badShift(by));
  }

  #constant(constant: Constant, file: Scope): bigint | undefined {
    const known = this.#constants.get(constant);
    if (known?.round === this.round) return known.value;
    if (!constant.value) return undefined;
    const value = this.#within(constant, () => this.number(constant.value!, file));
    this.#constants.set(constant, { round: this.round, value });
    return value;
  }

  #argument(given: Given | undefined): bigint | undefined {
    if (!given) return undefined;
    if (given.known?.round === this.round) return given.known.value;
    const value = this.number(given.expression, given.scope);
    given.known = { round: this.round, value };
    return value;
  }

  #within<Result>(constant: Constant, evaluate: () => Result): Result | undefined {
    const start = this.#underWay.indexOf(constant);
    if (start >= 0) {
      const cycle = [...this.#underWay.slice(start), constant].map(({ name }) => name);
      return this.#error(constant.range, 'constant-cycle', messages.constantCycle(cycle));
    }
    this.#underWay.push(constant);
    const result = evaluate();
    this.#underWay.pop();
    return result;
  }

  #error(range: Range, code: string, message: string, fix?: Problem['fix']): undefined {
    if (!this.quiet) this.#problems.error(range, code, message, fix);
  }

  #hexBytes({ range, hex = '' }: Expression & { kind: 'number' }): Uint8Array | undefined {
    if (hex.length % 2 === 1) {
      const edits = [{ range, text: `0x0${hex}` }];
      const fix = { title: messages.padDigit(), edits };
      return this.#error(range, 'odd-digits', messages.oddDigits(hex.length), fix);
    }
    const bytes = new Uint8Array(hex.length / 2);
    setHex(bytes, 0, hex);
    return bytes;
  }

  #call(expression: Expression & { kind: 'call' }, scope: Scope): Uint8Array | undefined {
    const { name, arguments: given, range } = expression;
    const builtin = builtins.get(name);
    if (!builtin) return undefined;
    const [only] = given;
    if (!only || given.length > 1) {
      return this.#error(range, 'argument-count', messages.oneArgument(builtin.form));
    }
    const result = builtin.call(argumentOf(literalOf(only, scope)));
    if (typeof result !== 'string') return result;
    return this.#error(only.range, `bad-${result}`, messages.complaint(result, builtin.form));
  }
}

/** What a constant or a parameter stands for in the end. Those that lead nowhere or in a circle stay as they are. */
const literalOf = (expression: Expression, scope: Scope): Expression => {
  let found = expression;
  let within = scope;
  for (let steps = 0; steps < deepest; steps++) {
    if (found.kind === 'constant' && found.constant?.value) {
      found = found.constant.value;
      within = within.file ?? within;
      continue;
    }
    const given = found.kind === 'parameter' && found.parameter && within.arguments[found.parameter.index];
    if (!given) break;
    found = given.expression;
    within = given.scope;
  }
  return found;
};

const argumentOf = (expression: Expression): Argument => {
  if (expression.kind === 'text') return { kind: 'text', bytes: expression.bytes };
  const hex = expression.kind === 'number' ? expression.hex : undefined;
  return hex === undefined ? { kind: 'other' } : { kind: 'hex', digits: hex };
};

/** Bytes that a value needs when it is pushed: none for 0, all 32 for a negative one (two's complement). */
export const pushWidth = (value: bigint): number => {
  if (value < 0n) return 32;
  if (value < 0x100n) return value === 0n ? 0 : 1;
  return Math.ceil(value.toString(16).length / 2);
};

/** `size` bytes of a value that fits. */
export const pushBytes = (value: bigint, size: number): Uint8Array =>
  toBytes(value < 0n ? BigInt.asUintN(256, value) : value, size);
