import type { Range, Statement, SymbolEntry } from '../engines/language.ts';
import { firstIndex } from '../engines/search.ts';
import { fence, plain } from './cards.ts';
import { type Snapshot, textOf } from './documents.ts';
import * as messages from './messages.ts';
import { statementAfter, statementAt } from './symbols.ts';

const longestBody = 30;
const mostArguments = 8;

/** Parameters are the names whose scope holds the macro's own, in the order in which they are given. */
export const parametersOf = (symbols: readonly SymbolEntry[], macro: SymbolEntry): readonly SymbolEntry[] =>
  symbols
    .filter(({ kind, scope }) => kind === 'parameter' && holds(scope, macro.definition))
    .sort((a, b) => a.definition.start - b.definition.start);

const holds = (outer: Range, inner: Range) => outer.start <= inner.start && inner.end <= outer.end;

/** Markdown with the statements that a use of a macro stands for, its arguments in their places; at the definition, as they are. */
export const expansionCard = (snapshot: Snapshot, macro: SymbolEntry, at: Range): string | undefined => {
  const { document, language } = snapshot;
  const body = bodyOf(snapshot, macro);
  if (!body || at.start === macro.definition.start) return undefined;
  const given = statementAt(document, at.start)?.operands ?? [];
  const uses = parametersOf(document.symbols, macro).flatMap(({ references }, index) =>
    references.map((range) => ({ range, argument: given[index] })),
  );
  const sigil = language.sigils?.parameter ?? '';
  let text = '';
  let end = body.start;
  for (const { range, argument } of uses.sort((a, b) => a.range.start - b.range.start)) {
    if (!argument || !holds(body, range)) continue;
    text += textOf(snapshot, { start: end, end: range.start - sigil.length }) + textOf(snapshot, argument);
    end = range.end;
  }
  const lines = dedented(text + textOf(snapshot, { start: end, end: body.end }));
  const shown = lines.slice(0, longestBody).join('\n');
  const rest = lines.length - longestBody;
  return [messages.expandsTo(), fence(language.id, shown), ...(rest > 0 ? [messages.moreLines(rest)] : [])].join(
    '\n\n',
  );
};

/** From the line of the first statement in a macro's block to the end of the last. */
const bodyOf = ({ document, text }: Snapshot, { definition }: SymbolEntry): Range | undefined => {
  const head = statementAt(document, definition.start);
  const { blocks, statements } = document;
  const block = blocks[firstIndex(blocks.length, (index) => (blocks[index]?.start ?? 0) >= (head?.range.start ?? 0))];
  if (!head || block?.start !== head.range.start) return undefined;
  const first = statements[statementAfter(document, head.range.start)];
  const end = statementAfter(document, block.end - 1) - 1;
  // A block may end with a sign, or with a statement, which is no part of what it holds.
  const last = statements[statements[end]?.range.end === block.end ? end - 1 : end];
  if (!first || !last || last === head || first.range.start >= block.end) return undefined;
  const line = text.offsetAt({ line: text.positionAt(first.range.start).line, character: 0 });
  return { start: Math.max(line, head.range.end) === line ? line : first.range.start, end: last.range.end };
};

const dedented = (text: string): readonly string[] => {
  const lines = text.split(/\r\n?|\n/);
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least));
};

/** Markdown with what a macro's parameter is given where the macro is used. */
export const argumentsCard = (snapshot: Snapshot, parameter: SymbolEntry): string | undefined => {
  const { document } = snapshot;
  const macro = document.symbols.find(({ kind, definition }) => kind === 'macro' && holds(parameter.scope, definition));
  if (!macro) return undefined;
  const index = parametersOf(document.symbols, macro).indexOf(parameter);
  const given = macro.references
    .map((use): Statement | undefined => statementAt(document, use.start))
    .flatMap((call) => call?.operands[index] ?? [])
    .map((range) => textOf(snapshot, range));
  const distinct = [...new Set(given)];
  if (distinct.length === 0) return undefined;
  const shown = distinct.slice(0, mostArguments).map((argument) => plain(argument.replaceAll(/\s+/g, ' ')));
  return messages.isGiven(shown.join(', '), distinct.length - shown.length);
};
