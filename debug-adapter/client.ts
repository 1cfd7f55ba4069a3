import type { Span } from '../engines/code.ts';
import type { Param } from './params.ts';

/** What a client says of itself in `initialize`. Inside the adapter lines and columns count from 0. */
export type Client = {
  readonly firstLine: 0 | 1;
  readonly firstColumn: 0 | 1;
  /** Whether it opens listings by their URI, as our VS Code client does; others ask for the text by number. */
  readonly opensListings: boolean;
  /** Whether it wants to hear that values, or bytes of memory, are not what they were. */
  readonly hearsInvalidated: boolean;
  readonly hearsMemory: boolean;
  readonly showsProgress: boolean;
  readonly showsColours: boolean;
};

export const readClient = (param: Param): Client => {
  const first = (key: string) => (param.at(key).optional((p) => p.boolean()) === false ? 0 : 1);
  const supports = (key: string) => param.at(key).value === true;
  return {
    firstLine: first('linesStartAt1'),
    firstColumn: first('columnsStartAt1'),
    opensListings: param.at('clientID').value === 'vscode',
    hearsInvalidated: supports('supportsInvalidatedEvent'),
    hearsMemory: supports('supportsMemoryEvent'),
    showsProgress: supports('supportsProgressReporting'),
    showsColours: supports('supportsANSIStyling'),
  };
};

/** A stretch of text in the client's counting, with the names that DAP gives its ends. */
export const toClient = (client: Client, { start, end }: Span) => ({
  line: start.line + client.firstLine,
  column: start.column + client.firstColumn,
  endLine: end.line + client.firstLine,
  endColumn: end.column + client.firstColumn,
});
