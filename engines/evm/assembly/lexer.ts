import type { Range } from '../../language.ts';

export type LexemeKind =
  /** `add`, `loop`, `.table` */
  | 'word'
  /** Whatever starts with a digit: `0x80`, `1_000`, `12ab`. */
  | 'number'
  /** With its quotes; the closing one may be missing. */
  | 'string'
  /** `#define`, with its `#`. */
  | 'directive'
  | 'sign'
  /** `[0e]`, as some disassemblers write a place. */
  | 'place'
  | 'newline'
  /** Characters that belong to nothing. */
  | 'stray'
  | 'end';

export type Lexeme = Range & { readonly kind: LexemeKind; readonly text: string };

const [tab, lf, vt, ff, cr, space] = [9, 10, 11, 12, 13, 32];
const code = (character: string) => character.charCodeAt(0);
const [hash, semicolon, slash, dot, backslash] = [code('#'), code(';'), code('/'), code('.'), code('\\')];
const [quote, apostrophe, bracket] = [code('"'), code("'"), code('[')];

const isDigit = (c: number) => c >= 48 && c <= 57;
const isLetter = (c: number) => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
const isWordPart = (c: number) => isLetter(c) || isDigit(c) || c === dot;
const isNewline = (c: number) => c === lf || c === cr;
/** Also the spaces that come along when text is copied from a web page, and the byte order mark. */
const isBlank = (c: number) =>
  c === space || c === tab || c === vt || c === ff || c === 0xa0 || c === 0x2009 || c === 0x202f || c === 0xfeff;

const place = /\[(?:0x)?[0-9a-f]{1,12}\]/iy;

const signs = new Set([...'@$%:,(){}=+-*/&|^~<>'].map(code));

/** Cuts a text, or some whole lines of it, into lexemes, in time proportional to their length. Comments and blanks are passed over. */
export class Lexer {
  readonly #text: string;
  readonly #comment: (range: Range) => void;
  readonly #end: number;
  #at: number;

  constructor(text: string, comment: (range: Range) => void = () => {}, lines = { start: 0, end: text.length }) {
    this.#text = text;
    this.#comment = comment;
    this.#at = lines.start;
    this.#end = lines.end;
  }

  next(): Lexeme {
    const text = this.#text;
    let at = this.#at;
    for (;;) {
      const c = text.charCodeAt(at);
      if (isBlank(c)) at++;
      else if (this.#startsComment(c, at)) {
        const start = at;
        while (at < text.length && !isNewline(text.charCodeAt(at))) at++;
        this.#comment({ start, end: at });
      } else return this.#lexeme(c, at);
    }
  }

  /** `;` and `//` always; `#` only before a blank or a line's end, because `#name` is a directive. */
  #startsComment(c: number, at: number): boolean {
    if (c === semicolon) return true;
    const next = this.#text.charCodeAt(at + 1);
    if (c === slash) return next === slash;
    return c === hash && !isLetter(next);
  }

  #lexeme(c: number, start: number): Lexeme {
    const text = this.#text;
    if (start >= this.#end) return this.#cut('end', start, start);
    if (isNewline(c))
      return this.#cut('newline', start, start + (c === cr && text.charCodeAt(start + 1) === lf ? 2 : 1));
    if (isDigit(c)) return this.#cut('number', start, this.#afterWord(start));
    if (isLetter(c) || (c === dot && isLetter(text.charCodeAt(start + 1)))) {
      return this.#cut('word', start, this.#afterWord(start + 1));
    }
    if (c === quote || c === apostrophe) return this.#cut('string', start, this.#afterString(c, start + 1));
    if (c === hash) return this.#cut('directive', start, this.#afterWord(start + 1));
    if (signs.has(c)) {
      const doubled = (c === code('<') || c === code('>')) && text.charCodeAt(start + 1) === c;
      return this.#cut('sign', start, start + (doubled ? 2 : 1));
    }
    if (c === bracket) {
      place.lastIndex = start;
      if (place.test(text)) return this.#cut('place', start, place.lastIndex);
    }
    return this.#cut('stray', start, this.#afterStray(start + 1));
  }

  #cut(kind: LexemeKind, start: number, end: number): Lexeme {
    this.#at = end;
    return { kind, start, end, text: this.#text.slice(start, end) };
  }

  #afterWord(at: number): number {
    let end = at;
    while (isWordPart(this.#text.charCodeAt(end))) end++;
    return end;
  }

  #afterString(closing: number, at: number): number {
    for (let end = at; end < this.#text.length; end++) {
      const c = this.#text.charCodeAt(end);
      if (c === closing) return end + 1;
      if (isNewline(c)) return end;
      if (c === backslash && end + 1 < this.#text.length && !isNewline(this.#text.charCodeAt(end + 1))) end++;
    }
    return this.#text.length;
  }

  #afterStray(at: number): number {
    let end = at;
    for (; end < this.#text.length; end++) {
      const c = this.#text.charCodeAt(end);
      const known = isBlank(c) || isNewline(c) || isWordPart(c) || signs.has(c) || c === quote || c === apostrophe;
      if (known || c === hash || c === semicolon || c === bracket) break;
    }
    return end;
  }
}
