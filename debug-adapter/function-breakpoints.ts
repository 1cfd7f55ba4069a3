import type { Code, Place, SourceMap } from '../engines/code.ts';
import type { InputFile } from '../engines/engine.ts';
import type { SymbolEntry } from '../engines/language.ts';
import { nearest } from '../engines/nearest.ts';
import { LineIndex } from '../engines/source-map.ts';
import { keyOf } from '../engines/uri.ts';
import { type Binding, type Group, headOf, withHead } from './breakpoints.ts';
import { type Client, toClient } from './client.ts';
import type { Debuggee } from './debuggee.ts';
import { movedTo, statementAt } from './line-breakpoints.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import { readTerms } from './terms.ts';

/** Places by the names that a person gave them. */
type Names = ReadonlyMap<string, readonly Place[]>;

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
    owner === undefined ? program.codes : codesOf(debuggee).filter((code) => code.name === owner);
  const offset = Number(digits);
  return codes.flatMap((code) => (code.decode(offset) ? [{ code: code.id, offset }] : []));
};

const codesOf = ({ launched, machine }: Debuggee): readonly Code[] => [
  ...new Map([...launched.program.codes, ...machine.codes.values()].map((code) => [code.id, code])).values(),
];

const namesInListings = (debuggee: Debuggee): Names => {
  const names = new Map<string, Place[]>();
  for (const code of codesOf(debuggee)) {
    const { text, symbols, map } = debuggee.sources.listed(code);
    collect(names, text, symbols, map, code.id);
  }
  return names;
};

const namesInSources = async (debuggee: Debuggee): Promise<Names> => {
  const { engine, program, version } = debuggee.launched;
  const names = new Map<string, Place[]>();
  for (const map of program.sources) {
    for (const uri of map.uris) {
      const file = await fileOf(debuggee, uri);
      const language =
        file &&
        engine.languages.find(({ id, extensions }) =>
          file.languageId === undefined ? extensions.some((end) => file.name.endsWith(end)) : file.languageId === id,
        );
      if (!language) continue;
      const text = new TextDecoder().decode(file.bytes);
      collect(names, text, language.parse(text, { version }).symbols, map, uri);
    }
  }
  return names;
};

/** A source as it was when the program was launched, if it can be had. */
const fileOf = async ({ launched }: Debuggee, uri: string): Promise<InputFile | undefined> =>
  keyOf(uri) === keyOf(launched.file.uri) ? launched.file : launched.read(uri).catch(() => undefined);

/** A name stands for the first statement behind its definition; that of a macro, for each place where it is used. */
const collect = (
  names: Map<string, Place[]>,
  text: string,
  symbols: readonly SymbolEntry[],
  map: SourceMap,
  uri: string,
): void => {
  const lines = new LineIndex(text);
  for (const { name, kind, definition } of symbols) {
    if (kind !== 'label' && kind !== 'macro') continue;
    const places = (first: number, last: number) => map.places(uri, first, last);
    const found = statementAt({ places }, lines.position(definition.end)).map(({ place }) => place);
    if (found.length > 0) names.set(name, [...(names.get(name) ?? []), ...found]);
  }
};
