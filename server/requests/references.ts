import type { Location } from 'vscode-languageserver';
import { type Snapshot, toLspRange } from '../documents.ts';
import { symbolAt } from '../symbols.ts';

/** Every use of the name under the cursor, after its definition if that is wanted too. */
export const references = (snapshot: Snapshot, offset: number, withDefinition: boolean): Location[] | null => {
  const named = symbolAt(snapshot.document, offset);
  if (!named) return null;
  const { definition, references: uses } = named.symbol;
  const ranges = withDefinition ? [definition, ...uses] : uses;
  return ranges.map((range) => ({ uri: snapshot.uri, range: toLspRange(snapshot, range) }));
};
