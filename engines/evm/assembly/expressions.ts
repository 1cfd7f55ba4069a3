import type { Problems } from '../../problems.ts';
import { builtins } from './builtins.ts';
import type { Cursor } from './cursor.ts';
import { readNumber, readString } from './literals.ts';
import * as messages from './messages.ts';
import type { Names } from './names.ts';
import type { Body, Expression } from './syntax.ts';
import { findRow } from './vocabulary.ts';

/** Parentheses, signs and calls inside one another; more would only serve to exhaust the stack. */
const deepest = 100;
/** The higher, the tighter. As in C, with the bitwise operators each on a level of its own. */
const precedence: ReadonlyMap<string, number> = new Map([
  ['|', 1],
  ['^', 2],
  ['&', 3],
  ['<<', 4],
  ['>>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);

/** Reads expressions: numbers, texts, `@label`, `$parameter`, constants, functions, and arithmetic on them. */
export class ExpressionParser {
  /** Where labels and parameters are looked up. */
  body: Body;
  readonly #cursor: Cursor;
  readonly #names: Names;
  readonly #problems: Problems;
  #depth = 0;

  constructor(cursor: Cursor, names: Names, problems: Problems, body: Body) {
    this.#cursor = cursor;
    this.#names = names;
    this.#problems = problems;
    this.body = body;
  }

  /** Expressions in parentheses. */
  arguments(): Expression[] {
    const given: Expression[] = [];
    this.#cursor.takeSign('(');
    this.#cursor.skipNewlines();
    while (!this.#cursor.is('end') && !this.#cursor.sees(')')) {
      if (!this.startsHere()) break;
      given.push(this.read());
      this.#cursor.skipNewlines();
      if (!this.#cursor.takeSign(',')) break;
      this.#cursor.skipNewlines();
    }
    if (!this.#cursor.takeSign(')'))
      this.#problems.error(this.#cursor.now, 'missing-parenthesis', messages.missingParenthesis());
    return given;
  }

  /** Whether what is ahead can start an expression. */
  startsHere(): boolean {
    const { kind, text } = this.#cursor.now;
    if (kind === 'word') {
      const sign = this.#cursor.joined ? this.#cursor.next.text : '';
      // Some functions are called like instructions, so the parenthesis decides.
      return sign === '(' || (sign !== ':' && findRow(text) === undefined);
    }
    return kind === 'number' || kind === 'string' || '@$(-'.includes(text);
  }

  read(lowest = 1): Expression {
    this.#depth++;
    let left = this.#depth > deepest ? this.#tooDeep() : this.#operand();
    for (;;) {
      const level = this.#cursor.now.kind === 'sign' ? precedence.get(this.#cursor.now.text) : undefined;
      if (level === undefined || level < lowest) break;
      const { text: operator, end } = this.#cursor.takeMarked('operator');
      if (operator === '%' && this.#cursor.is('word') && this.#cursor.now.start === end)
        this.#names.mayBeMacro(this.#cursor.now, { start: left.range.end, end });
      const right = this.read(level + 1);
      left = { kind: 'binary', operator, left, right, range: { start: left.range.start, end: right.range.end } };
    }
    this.#depth--;
    return left;
  }

  #tooDeep(): Expression {
    this.#problems.error(this.#cursor.now, 'too-deep', messages.tooDeep());
    const { start } = this.#cursor.now;
    this.#cursor.skipLine();
    return { kind: 'unreadable', range: { start, end: this.#cursor.end } };
  }

  #operand(): Expression {
    const { kind, text, start, end } = this.#cursor.now;
    const range = { start, end };
    if (kind === 'number') {
      this.#cursor.takeMarked('number');
      return readNumber(text, range, this.#problems);
    }
    if (kind === 'string') {
      this.#cursor.takeMarked('string');
      return readString(text, range, this.#problems);
    }
    if (kind === 'word' && !(this.#cursor.joined && this.#cursor.next.text === ':')) return this.#named();
    if (text === '@' || text === '$') return this.#sigil(text);
    if (this.#cursor.takeSign('-')) {
      const operand = this.read(7);
      return { kind: 'minus', operand, range: { start, end: operand.range.end } };
    }
    if (this.#cursor.takeSign('(')) {
      this.#cursor.skipNewlines();
      const inner = this.read();
      this.#cursor.skipNewlines();
      if (!this.#cursor.takeSign(')'))
        this.#problems.error(range, 'missing-parenthesis', messages.missingParenthesis());
      return { ...inner, range: { start, end: this.#cursor.end } };
    }
    this.#problems.error(range, 'missing-operand', messages.expectedValue(kind === 'sign' ? text : ''));
    if (text !== ')' && text !== ',') this.#cursor.skipLine();
    // What stands here was not taken: it may be the end of the line.
    return { kind: 'unreadable', range: { start: this.#cursor.end, end: this.#cursor.end } };
  }

  #sigil(sigil: '@' | '$'): Expression {
    const { start } = this.#cursor.takeMarked('operator');
    if (!this.#cursor.is('word') || this.#cursor.now.start !== this.#cursor.end) {
      const range = { start, end: this.#cursor.end };
      this.#problems.error(range, 'missing-name', messages.missingName(sigil));
      return { kind: 'unreadable', range };
    }
    const name = this.#cursor.takeMarked(sigil === '@' ? 'label' : 'parameter');
    const range = { start, end: name.end };
    const written = { start: name.start, end: name.end };
    if (sigil === '$')
      return { kind: 'parameter', parameter: this.#names.useParameter(this.body, name.text, written), range };
    const expression: Expression & { kind: 'label' } = { kind: 'label', label: undefined, range };
    this.#names.useLabel(this.body, name.text, written, (label) => {
      expression.label = label;
    });
    return expression;
  }

  /** A constant, or a call of a builtin function. */
  #named(): Expression {
    const { text, start, end } = this.#cursor.now;
    const range = { start, end };
    if (this.#cursor.joined && this.#cursor.next.text === '(') {
      this.#cursor.takeMarked('macro');
      const given = this.arguments();
      if (!builtins.has(text)) this.#names.useUnknownFunction(text, range);
      return { kind: 'call', name: text, arguments: given, range: { start, end: this.#cursor.end } };
    }
    this.#cursor.takeMarked('constant');
    const expression: Expression & { kind: 'constant' } = { kind: 'constant', constant: undefined, range };
    this.#names.useConstant(text, range, (constant) => {
      expression.constant = constant;
    });
    return expression;
  }
}
