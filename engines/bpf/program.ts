import type { Code, SourceMap } from '../code.ts';
import type { Choice } from '../elf/symbol-files.ts';
import { type InputFile, LoadError, type LoadOptions, type OwnVersion, type Program } from '../engine.ts';
import { mapDocument } from '../source-map.ts';
import { listingOf } from './assembly/listing.ts';
import { LoaderError } from './elf/errors.ts';
import { anchorErrors } from './idl/anchor-errors.ts';
import { decodeData } from './idl/layout.ts';
import { programOf } from './isa/program.ts';
import * as messages from './messages.ts';
import { type Opened, openProgram, refusalOf, saidVersion } from './open.ts';
import { readBesides } from './scenario/besides.ts';
import { knownProgram } from './scenario/known-files.ts';
import { readSettings } from './scenario/launch.ts';
import { placeAccounts, type World, worldOf } from './scenario/world.ts';
import { SbpfCode } from './solana/code.ts';
import { defaultFeatures } from './solana/features.ts';
import type { Key } from './solana/keys.ts';
import { type Setup, SolanaMachine } from './solana/machine.ts';
import { nameOfKey } from './solana/names.ts';
import { fileOf, type LoadedProgram, ProgramCache } from './solana/programs.ts';
import { syscallsByHash, syscallsFor } from './solana/syscalls/index.ts';
import { functionNames, sourceLines, sourcesOf, symbolsOf } from './symbols.ts';

const isSyscall = (hash: number): boolean => syscallsByHash.has(hash);
const syscallName = (hash: number): string | undefined => syscallsByHash.get(hash)?.name;

/** @throws LoadError */
export const loadProgram = (file: InputFile, options: LoadOptions): Program => {
  const { version, companions = [], files = new Map() } = options;
  const settings = readSettings(options);
  const opened = new Map<InputFile, Opened>();
  const open = (each: InputFile): Opened => {
    const found = opened.get(each) ?? openProgram(each, version);
    opened.set(each, found);
    return found;
  };
  const { name, bytes } = open(file);
  const world = worldOf({
    ...{ name, program: bytes, settings, files },
    besides: readBesides(companions),
    known: knownProgram(file)?.key,
    open: (each) => open(each).bytes,
  });
  const programs = new ProgramCache(isSyscall);
  const main = placedProgram(programs, world, world.programId, { opened: open(file), file, companions });
  const others = [...world.programs].map(([key, each]) =>
    placedProgram(programs, world, key, { opened: open(each), file: each, companions: [] }),
  );
  const all = [main, ...others];
  const codes = new Map(all.map(({ loaded, code }) => [loaded, code] as const));
  const features = settings.features ?? defaultFeatures;
  const nameOf = (key: Key) => nameOfKey(key, world.names);
  const setup: Setup = {
    limits: options.limits,
    chain: () => ({
      ...{ accounts: placeAccounts(world), transaction: world.transaction, features, programs },
      syscalls: syscallsFor(features),
      epochStake: world.epochStake,
      computeUnits: settings.computeUnits === undefined ? undefined : Number(settings.computeUnits),
    }),
    nameOf,
    contentOf: ({ owner, data }, space) => {
      const idl = world.idls.of(owner);
      return idl && decodeData(idl, data, { space, nameOf });
    },
    meaningOf: (program, error) => {
      const idl = world.idls.of(program);
      const guess = idl ? undefined : anchorErrors.get(error);
      return idl?.errors.get(error) ?? (guess && messages.perhapsAnchor(guess()));
    },
    codeOf: (loaded, key) => {
      const known = codes.get(loaded) ?? new SbpfCode(loaded.program, nameOf(key), syscallName);
      codes.set(loaded, known);
      return known;
    },
    functionName: (loaded, pc) => codes.get(loaded)?.functionName(pc),
  };
  const codesById = new Map(all.toReversed().map(({ code }) => [code.id, code]));
  return {
    name,
    codes: [main.code, ...[...codesById.values()].filter(({ id }) => id !== main.code.id)],
    sources: all.flatMap(({ sources }) => sources),
    remarks: [...main.remarks, ...world.remarks],
    start: () => new SolanaMachine(setup),
  };
};

/** A program at its key, with what its files say of it. */
type PlacedProgram = {
  readonly loaded: LoadedProgram;
  readonly code: SbpfCode;
  readonly sources: readonly SourceMap[];
  readonly remarks: readonly string[];
};

type Origin = { readonly opened: Opened; readonly file: InputFile; readonly companions: readonly InputFile[] };

/** @throws LoadError if it is no program, or if something else lies at its key */
const placedProgram = (
  programs: ProgramCache,
  world: World,
  key: Key,
  { opened, file, companions }: Origin,
): PlacedProgram => {
  const { name, source } = opened;
  const accounts = placeAccounts(world);
  const bytes = fileOf(accounts.get(key), (each) => accounts.get(each));
  if (!bytes) throw new LoadError(messages.notPlaced(name), 'accounts');
  const loaded = loadElf(programs, { name: file.name, bytes });
  const symbols = symbolsOf(opened, file, companions);
  const code = codeWith(symbols, loaded, name);
  return {
    ...{ loaded, code, remarks: symbols.remarks },
    sources: [
      ...(source ? [mapDocument(source.uri, source.text, source.document, code.id)] : []),
      ...sourcesOf(symbols, code, file),
    ],
  };
};

/** @throws LoadError */
const loadElf = (programs: ProgramCache, { name, bytes }: Pick<Opened, 'name' | 'bytes'>): LoadedProgram => {
  try {
    return programs.load(bytes);
  } catch (error) {
    if (error instanceof LoaderError) throw refusalOf(name, error);
    throw error;
  }
};

/** The code in which a program begins. @throws LoadError */
export const codeOf = (file: InputFile, _part: string | undefined, version: string): Code => {
  const opened = openProgram(file, version);
  const loaded = loadElf(new ProgramCache(isSyscall), { name: file.name, bytes: opened.bytes });
  return codeWith(symbolsOf(opened, file), loaded, opened.name);
};

/** The code of a program, with what is known of its names and sources. */
const codeWith = (symbols: Choice, loaded: LoadedProgram, name: string): SbpfCode =>
  new SbpfCode(loaded.program, name, syscallName, functionNames(symbols, loaded), sourceLines(symbols, loaded));

/** A code as assembly text; one that no file was read for is taken as it lies. */
export const listing = (code: Code, version: string): string => {
  const own = code instanceof SbpfCode ? code : undefined;
  const facts = { text: code.bytes, version, base: code.base, entry: 0, functions: new Map<number, number>() };
  const program = own?.program ?? programOf(facts, isSyscall);
  return listingOf(code.name, program, {
    syscall: syscallName,
    function: (pc) => own?.functionName(pc),
    line: (pc) => own?.sourceLine(pc),
  });
};

/** The version that a file says it is of. */
export const versionFor = (file: InputFile, { launch }: Pick<LoadOptions, 'launch'>): OwnVersion | undefined => {
  readSettings({ launch });
  const version = saidVersion(file);
  return version === undefined
    ? undefined
    : { version, reason: messages.versionOfFile(version, file.name), isFixed: true };
};
