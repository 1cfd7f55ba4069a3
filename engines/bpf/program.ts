import type { Code } from '../code.ts';
import { DebugInfo } from '../elf/debug-info.ts';
import { readElf } from '../elf/elf.ts';
import { type InputFile, LoadError, type LoadOptions, type OwnVersion, type Program } from '../engine.ts';
import { LoaderError } from './elf/errors.ts';
import { rulesOf } from './isa/versions.ts';
import * as messages from './messages.ts';
import { type Opened, openProgram } from './open.ts';
import { readSettings } from './scenario/launch.ts';
import { placeAccounts, worldOf } from './scenario/world.ts';
import { SbpfCode } from './solana/code.ts';
import { defaultFeatures } from './solana/features.ts';
import { type Setup, SolanaMachine } from './solana/machine.ts';
import { nameOfKey } from './solana/names.ts';
import { type LoadedProgram, ProgramCache } from './solana/programs.ts';
import { syscallsByHash, syscallsFor } from './solana/syscalls/index.ts';

const isSyscall = (hash: number): boolean => syscallsByHash.has(hash);
const syscallName = (hash: number): string | undefined => syscallsByHash.get(hash)?.name;

/** @throws LoadError */
export const loadProgram = (file: InputFile, options: LoadOptions): Program => {
  const settings = readSettings(options);
  const opened = openProgram(file);
  const programs = new ProgramCache(isSyscall);
  const main = loadElf(programs, opened);
  const world = worldOf(opened.name, opened.bytes, settings, options.files ?? new Map());
  const features = settings.features ?? defaultFeatures;
  const names = functionNames(opened, main);
  const codes = new Map<LoadedProgram, SbpfCode>();
  const codeOf = (loaded: LoadedProgram): SbpfCode => {
    const isMain = loaded === main;
    const name = isMain ? opened.name : `program ${loaded.program.text.length}`;
    const known = codes.get(loaded) ?? new SbpfCode(loaded.program, name, syscallName, isMain ? names : undefined);
    codes.set(loaded, known);
    return known;
  };
  const setup: Setup = {
    limits: options.limits,
    chain: () => ({
      ...{ accounts: placeAccounts(world), transaction: world.transaction, features, programs },
      syscalls: syscallsFor(features),
      computeUnits: settings.computeUnits === undefined ? undefined : Number(settings.computeUnits),
    }),
    nameOf: (key) => nameOfKey(key, world.names),
    codeOf,
    functionName: (loaded, pc) => (loaded === main ? names(pc) : undefined),
  };
  return { name: opened.name, codes: [codeOf(main)], sources: [], start: () => new SolanaMachine(setup) };
};

/** @throws LoadError */
const loadElf = (programs: ProgramCache, { name, bytes }: Opened): LoadedProgram => {
  try {
    return programs.load(bytes);
  } catch (error) {
    if (error instanceof LoaderError) throw new LoadError(messages.refused(name, error.message), 'program');
    throw error;
  }
};

/** Names of functions out of the file's own symbols. */
const functionNames = ({ bytes }: Opened, { program }: LoadedProgram) => {
  const debug = new DebugInfo(readElf(bytes));
  const shift = rulesOf(program.version).hasStrictElf ? 0 : 2 ** 32;
  return (pc: number): string | undefined => {
    const address = program.base + 8 * pc - shift;
    const found = debug.functionAt(address);
    return found?.entry === address ? found.name : undefined;
  };
};

/** The code in which a program begins. @throws LoadError */
export const codeOf = (file: InputFile): Code => {
  const opened = openProgram(file);
  const loaded = loadElf(new ProgramCache(isSyscall), opened);
  return new SbpfCode(loaded.program, opened.name, syscallName, functionNames(opened, loaded));
};

/** The version that a file says it is of. */
export const versionFor = (file: InputFile): OwnVersion | undefined => {
  const { version } = openProgram(file);
  return { version, reason: messages.versionOfFile(version) };
};
