import type { Range, TokenKind } from '../../language.ts';
import { type Lexeme, type LexemeKind, Lexer } from './lexer.ts';

/** Told of every token with its meaning, comments included, roughly in the order of the text. */
export type Mark = (range: Range, kind: TokenKind, definition?: boolean) => void;

/** Walks over the lexemes of a text with one more in sight. */
export class Cursor {
  now: Lexeme;
  next: Lexeme;
  /** End of the lexeme before this one. */
  end: number;
  readonly #lexer: Lexer;
  readonly #mark: Mark;

  constructor(text: string, mark: Mark, lines?: Range) {
    this.#lexer = new Lexer(text, (range) => mark(range, 'comment'), lines);
    this.#mark = mark;
    this.end = lines?.start ?? 0;
    this.now = this.#lexer.next();
    this.next = this.#lexer.next();
  }

  take(): Lexeme {
    const taken = this.now;
    this.now = this.next;
    this.next = this.#lexer.next();
    this.end = taken.end;
    return taken;
  }

  sees(sign: string): boolean {
    return this.now.kind === 'sign' && this.now.text === sign;
  }

  takeMarked(kind: TokenKind, definition?: boolean): Lexeme {
    this.#mark(this.now, kind, definition);
    return this.take();
  }

  takeSign(sign: string): boolean {
    if (!this.sees(sign)) return false;
    this.takeMarked('operator');
    return true;
  }

  /** True if the two lexemes ahead touch: `name` and `:`, `%` and `name`. */
  get joined(): boolean {
    return this.now.end === this.next.start;
  }

  is(kind: LexemeKind): boolean {
    return this.now.kind === kind;
  }

  get lineEnds(): boolean {
    return this.is('newline') || this.is('end') || this.sees('}');
  }

  skipLine(): void {
    while (!this.lineEnds) this.take();
  }

  skipNewlines(): void {
    while (this.is('newline')) this.take();
  }
}
