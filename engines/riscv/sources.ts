import type { SourceMap } from '../code.ts';
import type { DebugInfo } from '../elf/debug-info.ts';
import { mapDebugInfo } from '../elf/source-map.ts';
import { resolve } from '../uri.ts';
import type { CkbCode } from './ckb/code.ts';
import type { PathMap } from './launch.ts';

/**
 * From source files, as the compiler knew them, to code.
 * @param program URI of the file that the code came from; relative paths begin in its folder.
 */
export const sourcesOf = (
  debug: DebugInfo,
  codes: readonly CkbCode[],
  program: string,
  paths: PathMap,
): readonly SourceMap[] =>
  debug.hasLines
    ? codes.map((code) => mapDebugInfo(debug, code.id, (file) => resolve(program, moved(file, paths))))
    : [];

/** A path with the longest beginning that is mapped replaced. */
const moved = (file: string, paths: PathMap): string => {
  const beginnings = [...paths.keys()].filter((each) => file.startsWith(each));
  const from = beginnings.toSorted((a, b) => b.length - a.length)[0];
  return from === undefined ? file : `${paths.get(from)}${file.slice(from.length)}`;
};
