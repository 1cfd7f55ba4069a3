import type { Range } from '../language.ts';
import type { Problems } from '../problems.ts';
import type { Lexeme } from './lexer.ts';
import { readCharacter } from './literals.ts';
import * as messages from './messages.ts';
import type { Expression, Position } from './syntax.ts';
import { rangeIn, type Written } from './written.ts';

/** What names and places mean where an expression stands. */
export type Surroundings = {
  readonly source: Written;
  readonly problems: Problems;
  /** Undefined for what is no number. */
  readNumber(text: string): bigint | undefined;
  /** The name of the symbol that `1f` or `1b` is, there. */
  local(digits: string, direction: 'f' | 'b'): string;
  /** The number that a name stands for up to here; it may stand for another further down. */
  constant(name: string): bigint | undefined;
  /** The place that `.` is. */
  here(): Position;
};

/** How closely operators bind (GNU as, "Infix Operators"; sums before comparisons, as `expr.c` does it). */
const strengths: Readonly<Record<string, number>> = {
  ...{ '*': 6, '/': 6, '%': 6, '<<': 6, '>>': 6 },
  ...{ '|': 5, '&': 5, '^': 5, '!': 5 },
  ...{ '+': 4, '-': 4 },
  ...{ '==': 3, '!=': 3, '<>': 3, '<': 3, '>': 3, '<=': 3, '>=': 3 },
  ...{ '&&': 2, '||': 1 },
};

const prefixes = new Set(['-', '+', '~', '!']);

/** Operators and parentheses in one expression. */
const most = 500;

/** Reads what follows the word of a statement. Never throws; what cannot be read is a problem. */
export class Reader {
  readonly #lexemes: readonly Lexeme[];
  readonly #around: Surroundings;
  /** Where the statement ends, for what is missing there. */
  readonly #end: number;
  #at = 0;
  #nodes = 0;

  constructor(lexemes: readonly Lexeme[], end: number, around: Surroundings) {
    this.#lexemes = lexemes;
    this.#end = end;
    this.#around = around;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#lexemes.length;
  }

  get next(): Lexeme | undefined {
    return this.#lexemes[this.#at];
  }

  /** How many lexemes were read. */
  get at(): number {
    return this.#at;
  }

  /** The lexeme that comes so many behind the next. */
  ahead(distance: number): Lexeme | undefined {
    return this.#lexemes[this.#at + distance];
  }

  /** The lexeme, if it is one of that text. */
  take(text: string): Lexeme | undefined {
    const lexeme = this.next;
    if (lexeme?.text !== text || lexeme.kind === 'string') return undefined;
    this.#at += 1;
    return lexeme;
  }

  /** Takes a sign that must come next; without it, the statement is given up. */
  expect(sign: string): boolean {
    const isThere = this.take(sign) !== undefined;
    if (!isThere) this.#unreadable(sign);
    return isThere;
  }

  /** Whatever comes next. */
  skip(): Lexeme | undefined {
    const lexeme = this.next;
    if (lexeme) this.#at += 1;
    return lexeme;
  }

  rangeOf({ start, end }: Range): Range {
    return rangeIn(this.#around.source, start, end);
  }

  /** The document's range of what is written from lexeme `from` up to here. */
  since(from: number): Range {
    const first = this.#lexemes[from];
    const last = this.#lexemes[Math.max(from, this.#at - 1)];
    return this.rangeOf({ start: first?.start ?? this.#end, end: last?.end ?? this.#end });
  }

  error(range: Range, code: string, message: string): void {
    this.#around.problems.error(range, code, message);
  }

  /** What is written from lexeme `from` up to here. */
  textSince(from: number): string {
    const [first, last] = [this.#lexemes[from], this.#lexemes[this.#at - 1]];
    return first && last ? this.#around.source.text.slice(first.start, last.end) : '';
  }

  /** All operands, parted by commas. */
  operands<Operand>(operand: () => Operand): readonly Operand[] {
    const found: Operand[] = [];
    while (!this.isAtEnd) {
      found.push(operand());
      if (this.isAtEnd) break;
      if (!this.take(',')) {
        this.#fail('comma-expected', messages.commaExpected);
        break;
      }
      if (this.isAtEnd) this.error(this.since(this.#at - 1), 'operand-missing', messages.operandMissing());
    }
    return found;
  }

  /** Expressions, parted by commas. */
  expressions(): readonly Expression[] {
    const found: Expression[] = [];
    while (!this.isAtEnd) {
      found.push(this.expression());
      if (this.isAtEnd) break;
      if (!this.take(',')) {
        this.#fail('comma-expected', messages.commaExpected);
        break;
      }
    }
    return found;
  }

  expression(strength = 1): Expression {
    const from = this.#at;
    let left = this.#prefixed();
    for (;;) {
      const operator = this.next;
      const binding = operator?.kind === 'sign' ? strengths[operator.text] : undefined;
      if (!operator || binding === undefined || binding < strength || !this.#count()) return left;
      this.#at += 1;
      const right = this.expression(binding + 1);
      left = { kind: 'binary', operator: operator.text, left, right, range: this.since(from) };
    }
  }

  #count(): boolean {
    this.#nodes += 1;
    if (this.#nodes === most) this.error(this.since(this.#at), 'too-deep', messages.tooDeep(most));
    if (this.#nodes < most) return true;
    this.#at = this.#lexemes.length;
    return false;
  }

  #prefixed(): Expression {
    const from = this.#at;
    const lexeme = this.next;
    if (!lexeme || !this.#count()) return this.#unreadable();
    const { text } = lexeme;
    this.#at += 1;
    switch (lexeme.kind) {
      case 'number':
        return this.#number(lexeme);
      case 'character': {
        const value = readCharacter(text);
        if (value !== undefined) return { kind: 'number', value, range: this.rangeOf(lexeme) };
        this.error(this.rangeOf(lexeme), 'bad-character', messages.badCharacter(text));
        return { kind: 'unreadable', range: this.rangeOf(lexeme) };
      }
      case 'word':
        if (text === '.') return { kind: 'place', place: this.#around.here(), range: this.rangeOf(lexeme) };
        return this.#name(lexeme);
      case 'relocation': {
        const operand = this.#parenthesized();
        return { kind: 'relocation', operator: text.slice(1), operand, range: this.since(from) };
      }
      case 'sign':
        if (text === '(') {
          this.#at -= 1;
          return this.#parenthesized();
        }
        if (prefixes.has(text)) {
          const operand = this.#prefixed();
          return { kind: 'unary', operator: text, operand, range: this.since(from) };
        }
    }
    this.#at -= 1;
    return this.#unreadable();
  }

  #name(lexeme: Lexeme): Expression {
    const value = this.#around.constant(lexeme.text);
    const range = this.rangeOf(lexeme);
    return value === undefined ? { kind: 'symbol', name: lexeme.text, range } : { kind: 'number', value, range };
  }

  #number(lexeme: Lexeme): Expression {
    const range = this.rangeOf(lexeme);
    const [, digits, direction] = /^(\d+)([fb])$/.exec(lexeme.text) ?? [];
    if (digits && (direction === 'f' || direction === 'b'))
      return { kind: 'symbol', name: this.#around.local(digits, direction), range };
    const value = this.#around.readNumber(lexeme.text);
    if (value !== undefined) return { kind: 'number', value, range };
    this.error(range, 'bad-number', messages.badNumber(lexeme.text));
    return { kind: 'unreadable', range };
  }

  #parenthesized(): Expression {
    if (!this.take('(')) return this.#unreadable('(');
    const inside = this.expression();
    if (inside.kind !== 'unreadable' && !this.take(')')) return this.#unreadable(')');
    return inside;
  }

  /** Gives up on the statement: what follows would be misunderstood. */
  #unreadable(expected?: string): Expression {
    const range = this.next ? this.rangeOf(this.next) : this.since(Math.max(0, this.#at - 1));
    if (this.#nodes < most)
      this.#fail('value-expected', expected ? messages.signExpected(expected) : messages.valueExpected);
    this.#at = this.#lexemes.length;
    return { kind: 'unreadable', range };
  }

  #fail(code: string, message: (found: string | undefined) => string): void {
    const range = this.next ? this.rangeOf(this.next) : this.since(Math.max(0, this.#at - 1));
    this.error(range, code, message(this.next?.text));
  }
}
