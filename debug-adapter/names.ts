import type { CodeId, Place, SourceMap } from '../engines/code.ts';
import type { InputFile } from '../engines/engine.ts';
import type { SymbolEntry } from '../engines/language.ts';
import { LineIndex } from '../engines/source-map.ts';
import { keyOf } from '../engines/uri.ts';
import type { Debuggee } from './debuggee.ts';
import { statementAt } from './line-breakpoints.ts';

/** Places by the names that a person gave them. */
export type Names = ReadonlyMap<string, readonly Place[]>;

/** The name of a place, where it has one. */
export type Symbols = (code: CodeId, offset: number) => string | undefined;

/** Names of places, those in the sources before those in listings. */
export const symbolsOf = async (debuggee: Debuggee): Promise<Symbols> => {
  const byPlace = new Map<string, string>();
  const keyAt = (code: CodeId, offset: number) => `${code}:${offset}`;
  for (const names of [namesInListings(debuggee), await namesInSources(debuggee)]) {
    for (const [name, places] of names) for (const { code, offset } of places) byPlace.set(keyAt(code, offset), name);
  }
  return (code, offset) => byPlace.get(keyAt(code, offset));
};

/** Labels and macros in the listings of the codes met. */
export const namesInListings = (debuggee: Debuggee): Names => {
  const names = new Map<string, Place[]>();
  for (const code of debuggee.codes) {
    const { text, symbols, map } = debuggee.sources.listed(code);
    collect(names, text, symbols, map, code.id);
  }
  return names;
};

/** Labels and macros in the sources, where the engine reads their language. */
export const namesInSources = async (debuggee: Debuggee): Promise<Names> => {
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
