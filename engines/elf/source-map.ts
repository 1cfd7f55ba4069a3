import type { CodeId, SourceMap, Span } from '../code.ts';
import type { DebugInfo } from './debug-info.ts';
import type { SourcePosition } from './unit-code.ts';

/**
 * The source map of a code that was loaded from an ELF.
 * @param shift what its offsets are more than the ELF's addresses; 0 where it lies where the file says.
 * @param uriOf gives the URI of a file as `DebugInfo.files` names it, or undefined for one that is not to be shown.
 */
export const mapDebugInfo = (
  info: DebugInfo,
  code: CodeId,
  uriOf: (file: string) => string | undefined,
  shift = 0,
): SourceMap => {
  const uris = new Map(info.files.flatMap((file) => entryOf(file, uriOf(file))));
  const filesOf = Map.groupBy(uris.keys(), (file) => uris.get(file));
  const spanOf = (position: SourcePosition | undefined): readonly Span[] => {
    const uri = position && uris.get(position.file);
    return position === undefined || uri === undefined ? [] : [span(uri, position)];
  };
  return {
    uris: [...new Set(uris.values())],
    spans: (place) =>
      place.code === code ? info.framesAt(place.offset - shift).flatMap(({ position }) => spanOf(position)) : [],
    inlined: (place) =>
      place.code === code
        ? info
            .framesAt(place.offset - shift)
            .slice(0, -1)
            .map(({ name }) => name ?? '')
        : [],
    places: (uri, first, last) =>
      (filesOf.get(uri) ?? [])
        .flatMap((file) => info.addressesOf(file, first + 1, last + 1))
        .map((start) => ({
          place: { code, offset: start.address + shift },
          span: span(uri, start),
          entersLine: start.entersLine,
        })),
  };
};

const entryOf = (file: string, uri: string | undefined): readonly (readonly [string, string])[] =>
  uri === undefined ? [] : [[file, uri]];

/** DWARF does not say where a statement ends: it gets one column, or the whole line where its column is not known. */
const span = (uri: string, { line, column }: SourcePosition): Span =>
  column === 0
    ? { uri, start: { line: line - 1, column: 0 }, end: { line, column: 0 } }
    : { uri, start: { line: line - 1, column: column - 1 }, end: { line: line - 1, column } };
