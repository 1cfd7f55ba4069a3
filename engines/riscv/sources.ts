import type { SourceMap } from '../code.ts';
import type { Companion } from '../companions.ts';
import type { DebugInfo } from '../elf/debug-info.ts';
import { mapPath } from '../elf/paths.ts';
import { mapDebugInfo } from '../elf/source-map.ts';
import { symbolFiles } from '../elf/symbol-files.ts';
import type { InputFile, LaunchProperties } from '../engine.ts';
import { resolve } from '../uri.ts';
import type { CkbCode } from './ckb/code.ts';
import type { PathMap } from './launch.ts';

/** Where what builds scripts leaves the file that a script was stripped from. */
const symbolPlaces = [
  '{name}.debug',
  '{stem}.debug',
  '{stem}.elf',
  '../target/riscv64imac-unknown-none-elf/release/{stem}',
  '../../target/riscv64imac-unknown-none-elf/release/{stem}',
];

export const companions = (file: InputFile, { symbols }: LaunchProperties): readonly Companion[] =>
  symbols === undefined ? symbolFiles(file, symbolPlaces) : [];

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
    ? codes.map((code) => mapDebugInfo(debug, code.id, (file) => resolve(program, mapPath(file, paths))))
    : [];
