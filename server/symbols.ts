import type { Document, Range, Statement, SymbolEntry } from '../engines/language.ts';
import { touches } from './documents.ts';

/** The symbol whose name the cursor touches, and where that name is written. */
export const symbolAt = (document: Document, offset: number): { symbol: SymbolEntry; range: Range } | undefined => {
  for (const symbol of document.symbols) {
    if (touches(symbol.definition, offset)) return { symbol, range: symbol.definition };
    const range = symbol.references.find((reference) => touches(reference, offset));
    if (range) return { symbol, range };
  }
  return undefined;
};

/** The innermost statement that the cursor touches. */
export const statementAt = (document: Document, offset: number): Statement | undefined =>
  document.statements.findLast((statement) => touches(statement.range, offset));
