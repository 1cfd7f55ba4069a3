import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { Range, SymbolEntry } from '../../engines/language.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { statementAfter, statementAt } from '../symbols.ts';

const kinds = {
  label: SymbolKind.Key,
  constant: SymbolKind.Constant,
  macro: SymbolKind.Function,
  parameter: SymbolKind.TypeParameter,
} satisfies Record<SymbolEntry['kind'], SymbolKind>;

/**
 * The outline. A label reaches to the next definition in its scope, so that the line one reads has a heading;
 * what lies within another's reach is listed under it.
 */
export const documentSymbols = (snapshot: Snapshot): DocumentSymbol[] => {
  const { document } = snapshot;
  const entries = document.symbols
    .filter((symbol) => symbol.kind !== 'parameter')
    .sort((a, b) => a.definition.start - b.definition.start);
  const roots: DocumentSymbol[] = [];
  const open: { reach: Range; symbol: DocumentSymbol }[] = [];
  for (const [index, entry] of entries.entries()) {
    const { name, detail, kind, definition } = entry;
    while ((open.at(-1)?.reach.end ?? Number.POSITIVE_INFINITY) <= definition.start) open.pop();
    const limit = open.at(-1)?.reach.end ?? snapshot.text.getText().length;
    const reach = reachOf(snapshot, entry, Math.min(entries[index + 1]?.definition.start ?? limit, limit));
    const symbol: DocumentSymbol = {
      name,
      detail,
      kind: kinds[kind],
      range: toLspRange(snapshot, reach),
      selectionRange: toLspRange(snapshot, definition),
      children: [],
    };
    (open.at(-1)?.symbol.children ?? roots).push(symbol);
    open.push({ reach, symbol });
  }
  return roots;
};

const reachOf = ({ document }: Snapshot, { kind, definition }: SymbolEntry, next: number): Range => {
  if (kind === 'label') {
    const last = document.statements[statementAfter(document, next - 1) - 1];
    return { start: definition.start, end: Math.max(Math.min(last?.range.end ?? 0, next), definition.end) };
  }
  const range = statementAt(document, definition.start)?.range ?? definition;
  return document.blocks.find(({ start }) => start === range.start) ?? range;
};
