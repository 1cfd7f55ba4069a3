import type { InlineValue } from 'vscode-languageserver';
import { type Snapshot, toLspRange } from '../documents.ts';
import { statementAt } from '../symbols.ts';

/** What the instruction at `offset`, where a debugger stands, is about to take, as expressions that the debugger evaluates. */
export const inlineValues = (snapshot: Snapshot, offset: number): InlineValue[] => {
  const { document, engine } = snapshot;
  const statement = statementAt(document, offset);
  if (!statement?.row) return [];
  const range = toLspRange(snapshot, statement.range);
  return (engine.taken?.(statement.row) ?? []).map((expression) => ({ range, expression }));
};
