import type { Location } from 'vscode-languageserver';
import { type Snapshot, toLspRange } from '../documents.ts';
import { symbolAt } from '../symbols.ts';

/** Where the name under the cursor is defined. */
export const definition = (snapshot: Snapshot, offset: number): Location | null => {
  const named = symbolAt(snapshot.document, offset);
  return named ? { uri: snapshot.uri, range: toLspRange(snapshot, named.symbol.definition) } : null;
};
