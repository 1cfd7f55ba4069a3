import type { Code } from '../code.ts';
import { type InputFile, LoadError, type LoadOptions, type OwnVersion, type Program } from '../engine.ts';
import { mapDocument } from '../source-map.ts';
import { listingOf } from './assembly/listing.ts';
import { LoaderError } from './elf/errors.ts';
import { decodeData } from './idl/layout.ts';
import { programOf } from './isa/program.ts';
import * as messages from './messages.ts';
import { type Opened, openProgram } from './open.ts';
import { readBesides } from './scenario/besides.ts';
import { readSettings } from './scenario/launch.ts';
import { placeAccounts, type World, worldOf } from './scenario/world.ts';
import { SbpfCode } from './solana/code.ts';
import { defaultFeatures } from './solana/features.ts';
import type { Key } from './solana/keys.ts';
import { type Setup, SolanaMachine } from './solana/machine.ts';
import { nameOfKey } from './solana/names.ts';
import { fileOf, type LoadedProgram, ProgramCache } from './solana/programs.ts';
import { syscallsByHash, syscallsFor } from './solana/syscalls/index.ts';
import { functionNames, sourcesOf, symbolsOf } from './symbols.ts';

const isSyscall = (hash: number): boolean => syscallsByHash.has(hash);
const syscallName = (hash: number): string | undefined => syscallsByHash.get(hash)?.name;

/** @throws LoadError */
export const loadProgram = (file: InputFile, options: LoadOptions): Program => {
  const settings = readSettings(options);
  const opened = openProgram(file, options.version);
  const { name, bytes, source } = opened;
  const programs = new ProgramCache(isSyscall);
  const world = worldOf({
    ...{ name, program: bytes, settings, files: options.files ?? new Map() },
    besides: readBesides(options.companions ?? []),
    open: (each) => openFurther(programs, each, options.version),
  });
  const main = loadPlaced(programs, world, name);
  const symbols = symbolsOf(opened, file, options.companions);
  const functionName = functionNames(symbols, main);
  const features = settings.features ?? defaultFeatures;
  const mainCode = new SbpfCode(main.program, name, syscallName, functionName);
  const nameOf = (key: Key) => nameOfKey(key, world.names);
  const codes = new Map([[main, mainCode]]);
  const setup: Setup = {
    limits: options.limits,
    chain: () => ({
      ...{ accounts: placeAccounts(world), transaction: world.transaction, features, programs },
      syscalls: syscallsFor(features),
      computeUnits: settings.computeUnits === undefined ? undefined : Number(settings.computeUnits),
    }),
    nameOf,
    contentOf: ({ owner, data }, space) => {
      const idl = world.idls.of(owner);
      return idl && decodeData(idl, data, { space, nameOf });
    },
    meaningOf: (program, error) => world.idls.of(program)?.errors.get(error),
    codeOf: (loaded, key) => {
      const known = codes.get(loaded) ?? new SbpfCode(loaded.program, nameOf(key), syscallName);
      codes.set(loaded, known);
      return known;
    },
    functionName: (loaded, pc) => (loaded === main ? functionName(pc) : undefined),
  };
  const sources = source ? [mapDocument(source.uri, source.text, source.document, mainCode.id)] : [];
  return {
    ...{ name, codes: [mainCode], remarks: [...symbols.remarks, ...world.remarks] },
    sources: [...sources, ...sourcesOf(symbols, mainCode, file)],
    start: () => new SolanaMachine(setup),
  };
};

/** The program that is debugged, from its account, so that it is known where it runs. @throws LoadError */
const loadPlaced = (programs: ProgramCache, world: World, name: string): LoadedProgram => {
  const accounts = placeAccounts(world);
  const file = fileOf(accounts.get(world.programId), (key) => accounts.get(key));
  if (!file) throw new LoadError(messages.notPlaced(name), 'accounts');
  return loadElf(programs, { name, bytes: file });
};

/** The file of another program as an ELF that the chain takes. @throws LoadError */
const openFurther = (programs: ProgramCache, file: InputFile, version: string): Uint8Array => {
  const opened = openProgram(file, version);
  loadElf(programs, opened);
  return opened.bytes;
};

/** @throws LoadError */
const loadElf = (programs: ProgramCache, { name, bytes }: Pick<Opened, 'name' | 'bytes'>): LoadedProgram => {
  try {
    return programs.load(bytes);
  } catch (error) {
    if (error instanceof LoaderError) throw new LoadError(messages.refused(name, error.message), 'program');
    throw error;
  }
};

/** The code in which a program begins. @throws LoadError */
export const codeOf = (file: InputFile, _part: string | undefined, version: string): Code => {
  const opened = openProgram(file, version);
  const loaded = loadElf(new ProgramCache(isSyscall), opened);
  return new SbpfCode(loaded.program, opened.name, syscallName, functionNames(symbolsOf(opened, file), loaded));
};

/** A code as assembly text; one that no file was read for is taken as it lies. */
export const listing = (code: Code, version: string): string => {
  const own = code instanceof SbpfCode ? code : undefined;
  const facts = { text: code.bytes, version, base: code.base, entry: 0, functions: new Map<number, number>() };
  const program = own?.program ?? programOf(facts, isSyscall);
  return listingOf(code.name, program, { syscall: syscallName, function: (pc) => own?.functionName(pc) });
};

/** The version that a file says it is of. */
export const versionFor = (file: InputFile, { launch }: Pick<LoadOptions, 'launch'>): OwnVersion | undefined => {
  readSettings({ launch });
  const { version, source, withDebugInfo } = openProgram(file, newest);
  return source || withDebugInfo ? undefined : { version, reason: messages.versionOfFile(version) };
};

const newest = 'v3';
