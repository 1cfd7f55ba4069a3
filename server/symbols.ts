import type { Operand } from '../engines/instruction.ts';
import type { Document, Range, Statement, SymbolEntry } from '../engines/language.ts';
import { type Snapshot, touches } from './documents.ts';

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

/** The operand that the cursor is in or about to begin, on the line of its statement, as the instruction's row tells it. */
export const operandAt = ({ document, text }: Snapshot, offset: number): Operand | undefined => {
  const statement = document.statements.findLast(({ word }) => word.end < offset);
  if (!statement?.row || text.positionAt(statement.word.start).line !== text.positionAt(offset).line) return undefined;
  return statement.row.operands[statement.operands.filter(({ end }) => end < offset).length];
};
