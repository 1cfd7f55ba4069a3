import * as messages from './messages.ts';
import { RequestError } from './params.ts';

/** Loosest first; all of one row bind alike, from left to right, but for powers. */
const precedence = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
] as const;

/** Powers bind closer than a minus in front of them: -2 ** 2 is -4. */
const powers = precedence.length - 1;

export type BinaryOperator = (typeof precedence)[number][number];

/** What a person writes into a watch: `storage[0] == 2 ** 64 - 1`, `keccak(memory[0..0x40])`. */
export type Expression =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  /** From `from` up to, but without, `to`. */
  | { readonly kind: 'range'; readonly of: Expression; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

const zero: Expression = { kind: 'number', value: 0n };

/** Bounds the depth of the tree, and so that of the recursion over it. */
const longest = 1000;

const pattern = /0x[\da-f_]*|\d[\d_]*|[a-z_$][\w$]*|\*\*|<<|>>|[<>=!]=|&&|\|\||\.\.|\S/giy;
const startsWord = (token: string | undefined): token is string => token !== undefined && /^[a-z_$]/i.test(token);

/** Whether a text can be a name in an expression. */
export const isWord = (text: string): boolean => /^[a-z_$][\w$]*$/i.test(text);

/** @throws RequestError on what is no expression. */
export const parseExpression = (text: string): Expression => {
  if (text.length > longest) throw new RequestError(messages.expressionTooLong(longest));
  return new Parser(text.match(new RegExp(pattern, 'gi')) ?? []).whole();
};

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#binary(0);
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return expression;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(token: string): boolean {
    const found = this.#next === token;
    if (found) this.#at += 1;
    return found;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected(token);
  }

  #binary(level: number): Expression {
    let left = this.#unary();
    for (;;) {
      const found = precedence.findIndex((row) => row.some((operator) => operator === this.#next));
      if (found < level) return left;
      const operator = this.#next as BinaryOperator;
      this.#at += 1;
      left = { kind: 'binary', operator, left, right: this.#binary(operator === '**' ? found : found + 1) };
    }
  }

  #unary(): Expression {
    if (this.#take('!')) return { kind: 'not', of: this.#unary() };
    if (this.#take('-')) return { kind: 'binary', operator: '-', left: zero, right: this.#binary(powers) };
    return this.#postfix(this.#primary());
  }

  #postfix(of: Expression): Expression {
    if (this.#take('.')) {
      const name = this.#next;
      if (!startsWord(name)) throw this.#unexpected();
      this.#at += 1;
      return this.#postfix({ kind: 'member', of, name });
    }
    if (!this.#take('[')) return of;
    const at = this.#binary(0);
    const range: Expression | undefined = this.#take('..')
      ? { kind: 'range', of, from: at, to: this.#binary(0) }
      : undefined;
    this.#expect(']');
    return this.#postfix(range ?? { kind: 'index', of, at });
  }

  #primary(): Expression {
    const token = this.#next;
    if (token === undefined) throw this.#unexpected();
    this.#at += 1;
    if (/^\d/.test(token)) return { kind: 'number', value: this.#number(token) };
    if (startsWord(token))
      return this.#take('(') ? { kind: 'call', name: token, args: this.#args() } : { kind: 'name', name: token };
    if (token !== '(') {
      this.#at -= 1;
      throw this.#unexpected();
    }
    const inner = this.#binary(0);
    this.#expect(')');
    return inner;
  }

  #args(): Expression[] {
    const args: Expression[] = [];
    if (this.#take(')')) return args;
    do args.push(this.#binary(0));
    while (this.#take(','));
    this.#expect(')');
    return args;
  }

  #number(token: string): bigint {
    const digits = token.replaceAll('_', '');
    if (digits === '0x') throw new RequestError(messages.unexpectedToken(token, undefined));
    return BigInt(digits);
  }

  #unexpected(expected?: string): RequestError {
    return new RequestError(messages.unexpectedToken(this.#next, expected));
  }
}
