import type { SourceMap } from '../code.ts';
import type { Companion } from '../companions.ts';
import { DebugInfo } from '../elf/debug-info.ts';
import { readElf } from '../elf/elf.ts';
import { mapDebugInfo } from '../elf/source-map.ts';
import { type Choice, chooseSymbols, symbolFiles } from '../elf/symbol-files.ts';
import type { InputFile } from '../engine.ts';
import { nameOf, resolve } from '../uri.ts';
import { slotSize } from './isa/decoder.ts';
import { rulesOf } from './isa/versions.ts';
import type { Opened } from './open.ts';
import type { SbpfCode, SourceLines } from './solana/code.ts';

/** Where `cargo build-sbf` leaves the file that a deployed one was stripped from. */
const places = [
  '{name}.debug',
  '{stem}.debug',
  '../sbf-solana-solana/release/{name}',
  '../sbpf-solana-solana/release/{name}',
  '../sbpfv3-solana-solana/release/{name}',
  '../../target/sbf-solana-solana/release/{name}',
  '../../target/sbpf-solana-solana/release/{name}',
];

export const companions = (file: InputFile): readonly Companion[] => symbolFiles(file, places);

/** What addresses of a program are more than those in its file. */
const shiftOf = ({ program }: Pick<SbpfCode, 'program'>): number =>
  rulesOf(program.version).hasStrictElf ? 0 : 2 ** 32;

/** Where names and source lines of a program come from: its own file, or another of the same code. */
export const symbolsOf = (
  { bytes, withDebugInfo }: Opened,
  { uri }: InputFile,
  files: readonly InputFile[] = [],
): Choice => {
  const elf = readElf(withDebugInfo ?? bytes);
  return chooseSymbols({ uri, elf, debug: new DebugInfo(elf) }, files);
};

/** The name of the function that begins at a slot. */
export const functionNames = ({ chosen: { debug } }: Choice, code: Pick<SbpfCode, 'program'>) => {
  const { base } = code.program;
  const shift = shiftOf(code);
  return (pc: number): string | undefined => {
    const address = base + 8 * pc - shift;
    const found = debug.functionAt(address);
    return found?.entry === address ? found.name : undefined;
  };
};

/** The source line of a slot. */
export const sourceLines = ({ chosen: { debug } }: Choice, code: Pick<SbpfCode, 'program'>): SourceLines => {
  const { base } = code.program;
  const shift = shiftOf(code);
  if (!debug.hasLines) return () => undefined;
  return (pc) => {
    const position = debug.lineAt(base + slotSize * pc - shift);
    return position && `${nameOf(position.file)}:${position.line}`;
  };
};

/** From source files, as the compiler knew them, to code; paths begin in the folder of the file. */
export const sourcesOf = ({ chosen: { debug } }: Choice, code: SbpfCode, file: InputFile): readonly SourceMap[] =>
  debug.hasLines ? [mapDebugInfo(debug, code.id, (path) => resolve(file.uri, path), shiftOf(code))] : [];
