import type { Range } from '../language.ts';

export type LexemeKind =
  /** `addi`, `.word`, `loop\@`, also with what a macro puts in its place. */
  | 'word'
  /** Whatever starts with a digit: `0x80`, `1f`, `12ab`. */
  | 'number'
  /** `'a'`; the closing one may be missing. */
  | 'character'
  /** With its quotes; the closing one may be missing. */
  | 'string'
  /** `%hi` */
  | 'relocation'
  | 'sign'
  /** A line end or `;`. */
  | 'end';

/** A stretch of a text; its offsets are those of the text that was read. */
export type Lexeme = Range & { readonly kind: LexemeKind; readonly text: string };

const parameter = String.raw`\\(?:[A-Za-z_.$][\w.$]*|@|\(\))`;

const patterns = {
  blank: /[ \t\f\v\u00a0\ufeff]+/y,
  comment: /(?:#|;|\/\/)[^\r\n]*|\/\*.*?(?:\*\/|$)/sy,
  end: /\r\n?|\n|;/y,
  word: new RegExp(`(?:[\\w.$]|${parameter})+`, 'y'),
  string: /"(?:[^"\\\r\n]|\\[^\r\n])*"?/y,
  character: /'(?:\\.|[^\\\r\n])?'?/uy,
  relocation: /%[A-Za-z_]\w*/y,
  sign: /<<|>>|<=|>=|==|!=|<>|&&|\|\||./suy,
};

type Pattern = keyof typeof patterns;

/** What may begin with each character of ASCII; all else is a sign. */
const beginnings = (semicolon: 'end' | 'comment'): readonly Pattern[] =>
  Array.from({ length: 256 }, (_, code) => {
    const character = String.fromCharCode(code);
    if (/[ \t\f\v\u00a0]/.test(character)) return 'blank';
    if (/[#/]/.test(character)) return 'comment';
    if (/[\r\n]/.test(character)) return 'end';
    if (character === ';') return semicolon;
    if (/[A-Za-z_.$\\\d]/.test(character)) return 'word';
    if (character === '"') return 'string';
    if (character === "'") return 'character';
    return character === '%' ? 'relocation' : 'sign';
  });

const isDigit = (code: number) => code >= 48 && code <= 57;

/** Cuts a text, in time proportional to its length. Blanks are passed over, and comments told of. */
export type Lexer = (text: string, comment?: (range: Range) => void) => readonly Lexeme[];

/** @param semicolon whether `;` ends a statement or begins a comment */
export const lexerOf = (semicolon: 'end' | 'comment'): Lexer => {
  const begins = beginnings(semicolon);
  return (text, comment = () => {}) => lexemesOf(text, begins, comment);
};

const lexemesOf = (text: string, begins: readonly Pattern[], comment: (range: Range) => void): readonly Lexeme[] => {
  const lexemes: Lexeme[] = [];
  let last: Lexeme | undefined;
  const endOf = (name: Pattern, start: number): number => {
    const pattern = patterns[name];
    pattern.lastIndex = start;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  for (let start = 0, end = 0; start < text.length; start = end) {
    const code = text.charCodeAt(start);
    let name = code === 0xfeff ? 'blank' : (begins[code] ?? 'sign');
    // Behind a value, "%" divides.
    if (name === 'relocation' && last && last.kind !== 'end' && endsValue(last)) name = 'sign';
    end = endOf(name, start);
    if (end < 0) {
      name = 'sign';
      end = endOf(name, start);
    }
    if (name === 'blank') continue;
    if (name === 'comment') comment({ start, end });
    else {
      const kind = name === 'word' && isDigit(code) ? 'number' : name;
      last = { kind, start, end, text: text.slice(start, end) };
      lexemes.push(last);
    }
  }
  return lexemes;
};

/** Whether a value may end here, so that what follows joins it to another or begins a new one. */
export const endsValue = ({ kind, text }: Lexeme): boolean =>
  kind === 'sign' ? text === ')' : kind !== 'relocation' && kind !== 'end';
