import type { Code, Place } from '../engines/code.ts';
import { nearest } from '../engines/nearest.ts';
import { type Binding, type Group, headOf, withHead } from './breakpoints.ts';
import { type Client, toClient } from './client.ts';
import type { Debuggee } from './debuggee.ts';
import { movedTo } from './line-breakpoints.ts';
import * as messages from './messages.ts';
import { type Names, namesInListings, namesInSources } from './names.ts';
import type { Param } from './params.ts';
import { readTerms } from './terms.ts';

/** Breakpoints on names: labels and macros of the sources, or of a listing, and offsets in a code. @throws RequestError */
export const functionBreakpoints = (client: Client, args: Param): Group => {
  let names: Names = new Map();
  return {
    key: 'names',
    kind: 'function breakpoint',
    wishes: args
      .at('breakpoints')
      .list()
      .map((wish) => {
        const name = wish.at('name').string().trim();
        return { terms: readTerms(wish), bind: (debuggee) => bind(debuggee, client, names, name) };
      }),
    open: async (debuggee) => {
      names = await namesInSources(debuggee);
    },
  };
};

const bind = (debuggee: Debuggee, client: Client, names: Names, name: string): Binding => {
  const found = names.get(name) ?? placesByOffset(debuggee, name) ?? namesInListings(debuggee).get(name) ?? [];
  const [first] = found;
  if (!first) return { places: [], verified: false, message: absence(debuggee, names, name), where: {} };
  const head = headOf(debuggee, first);
  const located = debuggee.sources.locate(head);
  return {
    places: found.flatMap((place) => withHead(debuggee, place)),
    verified: true,
    message: movedTo(debuggee, first, head),
    where: located ? { source: located.source, ...toClient(client, located.span) } : {},
  };
};

const absence = (debuggee: Debuggee, names: Names, name: string): string => {
  const known = [...names.keys(), ...namesInListings(debuggee).keys()];
  return messages.unknownPlaceName(name, nearest(name, known));
};

/** `0x1f` in the codes that the program starts with; `Token:0x1f` in a code of that name. Undefined for another form of name. */
const placesByOffset = (debuggee: Debuggee, name: string): readonly Place[] | undefined => {
  const [, owner, digits = ''] = /^(?:(.+):)?(0x[\da-f]+|\d+)$/i.exec(name) ?? [];
  if (digits === '') return undefined;
  const { program } = debuggee.launched;
  const codes: readonly Code[] =
    owner === undefined ? program.codes : debuggee.codes.filter((code) => code.name === owner);
  const offset = Number(digits);
  return codes.flatMap((code) => (code.decode(offset) ? [{ code: code.id, offset }] : []));
};
