import type { Range } from '../language.ts';
import type { Problems } from '../problems.ts';
import type { Dialect } from './dialect.ts';
import type { Lexeme } from './lexer.ts';
import * as messages from './messages.ts';
import type { GrowingStatement, Line } from './syntax.ts';
import { rangeIn, type Written } from './written.ts';

const nowhere: readonly number[] = [];

/** The document itself as a text to assemble. */
export const documentText = (text: string): Written => ({ text, whole: { start: 0, end: text.length } });

/**
 * Cuts a text into labels and statements.
 * @param owner the statement of the document that the text was made for, if it is not the document itself.
 */
export const linesOf = (
  dialect: Dialect,
  source: Written,
  problems: Problems,
  owner?: GrowingStatement,
  comment?: (range: Range) => void,
): readonly Line[] => {
  const lines: Line[] = [];
  const lexemes = dialect.lexer(source.text, comment);
  for (let from = 0; from < lexemes.length; ) {
    let to = from;
    while (to < lexemes.length && lexemes[to].kind !== 'end') to += 1;
    addLines({ dialect, source, problems, owner, lines }, lexemes.slice(from, to));
    from = to + 1;
  }
  return lines;
};

type Reading = {
  readonly dialect: Dialect;
  readonly source: Written;
  readonly problems: Problems;
  readonly owner: GrowingStatement | undefined;
  readonly lines: Line[];
};

const addLines = (reading: Reading, all: readonly Lexeme[]): void => {
  let at = 0;
  while (isLabel(all, at)) {
    addLabel(reading, all[at], all[at + 1]);
    at += 2;
  }
  const word = all[at];
  if (!word) return;
  // A statement may begin with what a register points to.
  if (word.kind === 'word' || (word.text === '*' && reading.dialect.infix))
    addStatement(reading, word, all.slice(at + 1));
  else {
    const range = rangeIn(reading.source, word.start, word.end);
    reading.problems.error(range, 'statement-expected', messages.statementExpected(word.text));
  }
};

const isLabel = (all: readonly Lexeme[], at: number) => {
  const word = all[at];
  const isName = word?.kind === 'word' || (word?.kind === 'number' && /^\d+$/.test(word.text));
  return isName && all[at + 1]?.text === ':';
};

const addLabel = ({ source, owner, lines }: Reading, word: Lexeme, colon: Lexeme): void => {
  const range = rangeIn(source, word.start, colon.end);
  const statement = owner ?? { range, word: rangeIn(source, word.start, word.end), operands: [], places: nowhere };
  lines.push({ source, statement, kind: 'label', word, rest: [], start: word.start, end: colon.end });
};

const addStatement = ({ dialect, source, owner, lines }: Reading, word: Lexeme, rest: readonly Lexeme[]): void => {
  const { start } = word;
  const end = rest.at(-1)?.end ?? word.end;
  const statement = owner ?? {
    range: rangeIn(source, start, end),
    word: rangeIn(source, word.start, word.end),
    operands: operandRanges(rest),
    row: dialect.findRow(word.text),
    places: nowhere,
  };
  lines.push({ source, statement, kind: 'statement', word, rest, start, end });
};

/** What stands between commas outside of parentheses. */
const operandRanges = (lexemes: readonly Lexeme[]): readonly Range[] => {
  const ranges: Range[] = [];
  let depth = 0;
  let first: Lexeme | undefined;
  let last: Lexeme | undefined;
  for (const lexeme of lexemes) {
    const { text } = lexeme;
    if (text === ',' && depth === 0) {
      if (first && last) ranges.push({ start: first.start, end: last.end });
      first = undefined;
      continue;
    }
    if (text === '(') depth += 1;
    else if (text === ')') depth -= 1;
    first ??= lexeme;
    last = lexeme;
  }
  if (first && last) ranges.push({ start: first.start, end: last.end });
  return ranges;
};
