import { ErrorCodes, type PrepareRenameResult, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { SymbolEntry } from '../../engines/language.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { areEqual } from '../flow.ts';
import { nameInUse, nameMeansElse, noName, notRenamable } from '../messages.ts';
import { symbolAt } from '../symbols.ts';

/** The name under the cursor, or null where there is none to rename. */
export const prepareRename = (snapshot: Snapshot, offset: number): PrepareRenameResult | null => {
  const named = symbolAt(snapshot.document, offset);
  return named ? { range: toLspRange(snapshot, named.range), placeholder: named.symbol.name } : null;
};

/**
 * The edits that give the symbol under the cursor another name.
 * @throws ResponseError where there is no symbol, or where the text would mean something else under the new name.
 */
export const rename = (snapshot: Snapshot, offset: number, name: string): WorkspaceEdit => {
  const { document, language, text, uri, version } = snapshot;
  const named = symbolAt(document, offset);
  if (!named) throw new ResponseError(ErrorCodes.InvalidParams, notRenamable());
  const { definition, references } = named.symbol;
  const edits = [definition, ...references].map((range) => ({ range: toLspRange(snapshot, range), newText: name }));
  const renamed = language.parse(TextDocument.applyEdits(text, edits), { version });
  const { bytes, problems, symbols } = renamed;
  const isRenamed = (symbol: SymbolEntry) => symbol.name === name && symbol.references.length === references.length;
  const refuse = (why: string): never => {
    throw new ResponseError(ErrorCodes.InvalidParams, why);
  };
  if (
    symbols.length !== document.symbols.length ||
    problems.length !== document.problems.length ||
    !symbols.some(isRenamed)
  ) {
    refuse(document.symbols.some((symbol) => symbol.name === name) ? nameInUse(name) : noName(name));
  }
  if (!areEqual(bytes, document.bytes)) refuse(nameMeansElse(name));
  return { changes: { [uri]: edits } };
};
