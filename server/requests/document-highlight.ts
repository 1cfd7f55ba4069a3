import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { type Snapshot, toLspRange } from '../documents.ts';
import { symbolAt } from '../symbols.ts';

/** Every place of the name under the cursor; its definition counts as written. */
export const documentHighlight = (snapshot: Snapshot, offset: number): DocumentHighlight[] | null => {
  const named = symbolAt(snapshot.document, offset);
  if (!named) return null;
  const { definition, references } = named.symbol;
  return [
    { range: toLspRange(snapshot, definition), kind: DocumentHighlightKind.Write },
    ...references.map((range) => ({ range: toLspRange(snapshot, range), kind: DocumentHighlightKind.Read })),
  ];
};
