import { partsOf } from '../engines/instruction.ts';
import type { Directive, Document, Range, Statement, SymbolEntry } from '../engines/language.ts';
import { firstIndex } from '../engines/search.ts';
import { type Snapshot, touches } from './documents.ts';

/** A name where it is written, be it defined there or used. */
export type Mention = { readonly symbol: SymbolEntry; readonly range: Range };

/** By the list of symbols: one edit may leave another document with the same, which then have moved and kept their order. */
const mentions = new WeakMap<readonly SymbolEntry[], readonly Mention[]>();

/** Every name of a document, in text order. */
const mentionsIn = (document: Document): readonly Mention[] => {
  const { symbols } = document;
  let known = mentions.get(symbols);
  if (!known) {
    known = symbols
      .flatMap((symbol) => [symbol.definition, ...symbol.references].map((range) => ({ symbol, range })))
      .sort((a, b) => a.range.start - b.range.start);
    mentions.set(symbols, known);
  }
  return known;
};

/** The symbol whose name the cursor touches, and where that name is written. */
export const symbolAt = (document: Document, offset: number): Mention | undefined => {
  const all = mentionsIn(document);
  const found = all[firstIndex(all.length, (index) => (all[index]?.range.end ?? 0) >= offset)];
  return found && touches(found.range, offset) ? found : undefined;
};

/** Index of the first statement that starts behind `offset`. */
export const statementAfter = ({ statements }: Document, offset: number): number =>
  firstIndex(statements.length, (index) => (statements[index]?.range.start ?? 0) > offset);

/** The statement that the cursor touches; of two, the second. */
export const statementAt = (document: Document, offset: number): Statement | undefined => {
  const statement = document.statements[statementAfter(document, offset) - 1];
  return statement && touches(statement.range, offset) ? statement : undefined;
};

/** The last statement whose word ends before the cursor; if `wanted` is given, the last of which it is true. */
export const statementBefore = (
  { statements }: Document,
  offset: number,
  wanted: (statement: Statement) => boolean = () => true,
): Statement | undefined => {
  let index = firstIndex(statements.length, (i) => (statements[i]?.word.end ?? 0) >= offset) - 1;
  for (let found = statements[index]; found; found = statements[--index]) if (wanted(found)) return found;
  return undefined;
};

/** Names that may stand where the cursor is in an operand or about to begin one, as the instruction's row tells it. */
export const namesAt = ({ document, text }: Snapshot, offset: number): readonly string[] => {
  const statement = statementBefore(document, offset);
  if (!statement?.row || text.positionAt(statement.word.start).line !== text.positionAt(offset).line) return [];
  const part = partsOf(statement.row)[statement.operands.filter(({ end }) => end < offset).length];
  return part?.operands.flatMap(({ names = [] }) => names) ?? [];
};

/** What the language says of a name that is written in an operand. */
export const operandDirective = ({ language, text }: Snapshot, { start, end }: Range): Directive | undefined => {
  const written = text.getText().slice(start, end);
  return language.directives.find(({ word, position }) => position === 'operand' && word === written);
};
