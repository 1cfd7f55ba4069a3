import type { Range, Statement, Token } from '../../language.ts';
import { Problems } from '../../problems.ts';
import { firstIndex } from '../../search.ts';
import { parseSource } from './parser.ts';

/** Every token of a text. It is read once more, listening to what each means. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  parseSource(text, new Problems(), ({ start, end }, kind, definition) => {
    tokens.push({ range: { start, end }, kind, ...(definition && { definition }) });
  });
  return tokens.sort((a, b) => a.range.start - b.range.start);
};

/**
 * The tokens that touch `range`. What they mean does not depend on anything before the statement they belong to,
 * so only the text from there to the end of the last line is read: 0.1 ms for a screen of 9 MB, the whole of which takes 400 (measured).
 */
export const tokensWithin = (text: string, statements: readonly Statement[], range: Range): readonly Token[] => {
  const next = firstIndex(statements.length, (index) => statements[index]!.range.start >= range.start);
  const start = statements[next - 1]?.range.start ?? 0;
  const lineEnd = /[\r\n]|$/g;
  lineEnd.lastIndex = range.end;
  const end = lineEnd.exec(text)?.index ?? text.length;
  return tokensOf(text.slice(start, end))
    .map((token) => ({ ...token, range: { start: start + token.range.start, end: start + token.range.end } }))
    .filter((token) => token.range.start <= range.end && token.range.end >= range.start);
};
