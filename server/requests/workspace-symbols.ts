import type { SymbolInformation } from 'vscode-languageserver';
import { listingScheme } from '../../engines/listing.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { headings } from '../outline.ts';
import { symbolKinds } from './document-symbols.ts';

export type WorkspaceName = SymbolInformation;

/** More than this nobody reads; typing on shortens the list. */
const most = 500;

/** The names of one text. Listings have none that a person gave. */
export const symbolsOf = (snapshot: Snapshot): readonly WorkspaceName[] => {
  if (snapshot.uri.startsWith(`${listingScheme}:`)) return [];
  const all = headings(snapshot);
  return all.map(({ entry }) => {
    const { name, kind, definition } = entry;
    const location = { uri: snapshot.uri, range: toLspRange(snapshot, definition) };
    const holds = ({ start, end }: { start: number; end: number }) => start < definition.start && definition.end <= end;
    const container = kind === 'label' && all.find((other) => other.entry.kind === 'macro' && holds(other.reach));
    return { name, kind: symbolKinds[kind], location, ...(container && { containerName: container.entry.name }) };
  });
};

/** Those whose name has the letters of `query` in their order, whatever their case, as editors search. */
export const workspaceSymbols = (names: readonly WorkspaceName[], query: string): SymbolInformation[] => {
  const letters = query.toLowerCase();
  const matches = ({ name }: WorkspaceName) => {
    let at = 0;
    for (const letter of name.toLowerCase()) if (letter === letters[at]) at += 1;
    return at === letters.length;
  };
  return names.filter(matches).slice(0, most);
};
