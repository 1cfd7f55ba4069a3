import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { Range, Token } from '../../engines/language.ts';
import { listingScheme } from '../../engines/listing.ts';
import { firstIndex } from '../../engines/search.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { statementAfter } from '../symbols.ts';

/** Wider code does not move the comments of other lines. */
const widest = 40;

type Line = {
  /** Of the line, without its end. */
  readonly range: Range;
  /** Columns of indentation. */
  readonly indent: number;
  /** Without indentation and comment. */
  readonly code: string;
  readonly comment: string | undefined;
};

/**
 * Edits that put a text in columns: labels and definitions on the left, statements indented, comments below one another.
 * Only blanks between tokens change, so neither code nor comments do. Listings, and languages without lines, stay as they are.
 */
export const formatting = (snapshot: Snapshot, options: FormattingOptions, within?: Range): TextEdit[] => {
  const { engine, language, text, uri } = snapshot;
  if (uri.startsWith(`${listingScheme}:`) || language !== engine.languages[0]) return [];
  const lines = linesOf(snapshot, options.tabSize);
  const column = commentColumn(lines, options.tabSize);
  return lines.flatMap((line) => {
    const { range } = line;
    if (within && (range.start > within.end || range.end < within.start)) return [];
    const newText = write(line, column, options);
    return text.getText().slice(range.start, range.end) === newText
      ? []
      : [{ range: toLspRange(snapshot, range), newText }];
  });
};

const write = ({ indent, code, comment }: Line, column: number, { insertSpaces, tabSize }: FormattingOptions) => {
  const margin = insertSpaces ? ' '.repeat(indent) : '\t'.repeat(indent / tabSize);
  if (comment === undefined || code === '') return `${margin}${code}${comment ?? ''}`;
  const width = indent + code.length;
  return `${margin}${code}${' '.repeat(Math.max(2, column - width))}${comment}`;
};

/** The first tab stop that leaves two blanks behind the widest code with a comment. */
const commentColumn = (lines: readonly Line[], tabSize: number): number => {
  const widths = lines
    .filter(({ code, comment }) => code !== '' && comment !== undefined)
    .map(({ indent, code }) => indent + code.length)
    .filter((width) => width <= widest);
  return Math.ceil((widths.reduce((most, width) => Math.max(most, width), 0) + 2) / tabSize) * tabSize;
};

/** The lines that hold tokens, and nothing else but blanks. */
const linesOf = (snapshot: Snapshot, tabSize: number): readonly Line[] => {
  const { text } = snapshot;
  const level = levelsIn(snapshot);
  const lines: Line[] = [];
  let below = 0;
  for (const tokens of tokensByLine(snapshot).toReversed()) {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (!first || !last) continue;
    const { line } = text.positionAt(first.range.start);
    const start = text.offsetAt({ line, character: 0 });
    const range = { start, end: text.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }) };
    const remark = last.kind === 'comment' ? last.range : undefined;
    const code = spaced(text.getText(), remark ? tokens.slice(0, -1) : tokens, range, remark);
    if (code === undefined) continue;
    const comment = remark && text.getText().slice(remark.start, remark.end);
    // A comment on its own stands as the code below it, unless it stands at the margin.
    if (code !== '') below = tabSize * level(first);
    const indent = code === '' && first.range.start === start ? 0 : below;
    lines.push({ range, indent, code, comment });
  }
  return lines.toReversed();
};

/** A token over several lines counts to the first, and what follows it too. */
const tokensByLine = ({ document, text }: Snapshot): readonly Token[][] => {
  const lines: Token[][] = [];
  let last = -1;
  for (const token of document.tokens()) {
    if (text.positionAt(token.range.start).line === last) lines.at(-1)?.push(token);
    else lines.push([token]);
    last = text.positionAt(token.range.end).line;
  }
  return lines;
};

const blank = /^[ \t]*$/;

/** The tokens as written, one blank between them where there were any; undefined if there is more on the line, or less. */
const spaced = (text: string, tokens: readonly Token[], line: Range, comment?: Range): string | undefined => {
  let code = '';
  let end = line.start;
  for (const { range } of tokens) {
    const gap = text.slice(end, range.start);
    if (!blank.test(gap) || range.end > line.end) return undefined;
    if (gap !== '' && code !== '') code += ' ';
    code += text.slice(range.start, range.end);
    end = range.end;
  }
  if (comment && comment.end > line.end) return undefined;
  const rest = text.slice(end, comment?.start ?? line.end) + text.slice(comment?.end ?? line.end, line.end);
  return blank.test(rest) ? code : undefined;
};

/**
 * How far in the line of a token stands: statements one level, or as many as blocks hold them; labels one less;
 * what makes no code as far as its block; and what continues a statement one more than that.
 */
const levelsIn = ({ document }: Snapshot): ((first: Token) => number) => {
  const starts = document.blocks.map(({ start }) => start);
  const ends = document.blocks.map(({ end }) => end).sort((a, b) => a - b);
  const closing = new Set(ends);
  const upTo = (list: readonly number[], offset: number) => firstIndex(list.length, (i) => (list[i] ?? 0) >= offset);
  return ({ kind, range }) => {
    const depth = upTo(starts, range.start) - upTo(ends, range.start + 1);
    const inside = Math.max(1, depth);
    const statement = document.statements[statementAfter(document, range.start) - 1];
    const begins = statement?.range.start === range.start;
    if (statement && !begins && range.end <= statement.range.end) return inside + 1;
    if (closing.has(range.end)) return depth - 1;
    if (kind === 'label') return inside - 1;
    return kind === 'directive' && !(begins && statement.places.length > 0) ? depth : inside;
  };
};
