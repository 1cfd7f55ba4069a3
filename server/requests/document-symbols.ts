import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { Range, SymbolEntry } from '../../engines/language.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { headings } from '../outline.ts';

export const symbolKinds = {
  label: SymbolKind.Key,
  constant: SymbolKind.Constant,
  macro: SymbolKind.Function,
  parameter: SymbolKind.TypeParameter,
} satisfies Record<SymbolEntry['kind'], SymbolKind>;

/** The outline. What lies within the reach of another name is listed under it. */
export const documentSymbols = (snapshot: Snapshot): DocumentSymbol[] => {
  const roots: DocumentSymbol[] = [];
  const open: { reach: Range; symbol: DocumentSymbol }[] = [];
  for (const { entry, reach } of headings(snapshot)) {
    const { name, detail, kind, definition } = entry;
    while ((open.at(-1)?.reach.end ?? Number.POSITIVE_INFINITY) <= definition.start) open.pop();
    const symbol: DocumentSymbol = {
      name,
      detail,
      kind: symbolKinds[kind],
      range: toLspRange(snapshot, reach),
      selectionRange: toLspRange(snapshot, definition),
      children: [],
    };
    (open.at(-1)?.symbol.children ?? roots).push(symbol);
    open.push({ reach, symbol });
  }
  return roots;
};
