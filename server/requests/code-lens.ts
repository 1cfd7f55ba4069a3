import type { CodeLens } from 'vscode-languageserver';
import { type Snapshot, toLspRange } from '../documents.ts';
import { flowOf } from '../flow.ts';
import { debugIt, profileIt, runIt } from '../messages.ts';

/** Where the program starts: what can be done with it. The commands are the client's, and take the URI of the text. */
export const codeLenses = (snapshot: Snapshot): CodeLens[] => {
  const entry = flowOf(snapshot)?.entry;
  if (!entry) return [];
  const range = toLspRange(snapshot, entry.word);
  const lens = (title: string, command: string): CodeLens => ({
    range,
    command: { title, command, arguments: [snapshot.uri] },
  });
  return [lens(runIt(), 'gaslamp.run'), lens(debugIt(), 'gaslamp.debug'), lens(profileIt(), 'gaslamp.profile')];
};
