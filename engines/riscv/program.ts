import type { Code, SourceMap } from '../code.ts';
import { ElfError } from '../elf/bytes.ts';
import { DebugInfo } from '../elf/debug-info.ts';
import { readElf } from '../elf/elf.ts';
import { codeDifference } from '../elf/same-code.ts';
import { type Choice, chooseSymbols, shortcomings } from '../elf/symbol-files.ts';
import { type InputFile, LoadError, type LoadOptions, type OwnVersion, type Program } from '../engine.ts';
import { mapDocument } from '../source-map.ts';
import type { CkbCode } from './ckb/code.ts';
import { CkbMachine, type Setup } from './ckb/machine.ts';
import type { ScriptContext } from './ckb/transaction/context.ts';
import { defaultTransaction } from './ckb/transaction/default.ts';
import { versionBy, versionNewest } from './ckb/transaction/messages.ts';
import { resolve } from './ckb/transaction/resolve.ts';
import { contextOf, firstLock, firstOf, scriptId, versionOf } from './ckb/transaction/script.ts';
import { newestVersion } from './ckb/versions.ts';
import { givenContext, type Held, heldScript } from './held.ts';
import { Fault } from './isa/fault.ts';
import { readSettings, type Settings } from './launch.ts';
import * as messages from './messages.ts';
import { isProgram, type Opened, openProgram } from './open.ts';
import { sourcesOf } from './sources.ts';
import { namesIn } from './symbols.ts';

/** @throws LoadError */
export const loadProgram = (file: InputFile, options: LoadOptions): Program => {
  const settings = readSettings(options);
  const { args, maxCycles, link, sourceMap } = settings;
  const others = link.map((path) => fileNamed(path, options, 'link'));
  const held = heldBy(file, settings, options);
  const program = held?.program ?? file;
  const opened = openProgram(program, options.version, others);
  const { chosen: known, remarks: found } = symbolsFor(opened, program, settings, options);
  const setup: Setup = {
    version: options.version,
    limits: options.limits,
    context: held?.context ?? givenContext(settings, options) ?? defaultContext(opened.bytes, settings),
    program: opened.bytes,
    args,
    name: opened.name,
    maxCycles,
    names: namesIn(opened.bytes, known),
  };
  const start = () => createMachine(opened, setup);
  const codes = [...start().codes.values()];
  const compiled = sourcesOf(known.debug, codes, known.uri, sourceMap);
  const sources = [...textsOf(opened, codes), ...compiled];
  const remarks = opened.texts.length > 0 ? found : [...found, ...shortcomings(known)];
  return { name: opened.name, ...(held && { part: held.part }), codes, sources, remarks, start };
};

/** Undefined for a file that is a program itself. @throws LoadError */
const heldBy = (file: InputFile, settings: Settings, options: Pick<LoadOptions, 'part' | 'files'>): Held | undefined =>
  isProgram(file) ? undefined : heldScript(file, settings, options);

/** A transaction that has next to nothing in it. */
const defaultContext = (program: Uint8Array, { script, scriptArgs, witness }: Settings): ScriptContext => {
  const mock = defaultTransaction(program, scriptArgs);
  const witnesses = witness ? [witness] : mock.transaction.witnesses;
  const transaction = { ...mock.transaction, witnesses };
  return contextOf(resolve({ ...mock, transaction }), script ?? firstLock);
};

/** The version that the script of a transaction asks for; undefined where no transaction is given. @throws LoadError */
export const versionFor = (file: InputFile, options: Omit<LoadOptions, 'version'>): OwnVersion | undefined => {
  const settings = readSettings(options);
  const context = heldBy(file, settings, options)?.context ?? givenContext(settings, options);
  if (!context) return undefined;
  const { hashType } = context.group.script;
  const id = scriptId(firstOf(context.group));
  const version = versionOf(hashType);
  return version === undefined
    ? { version: newestVersion, reason: versionNewest(newestVersion, id) }
    : { version, reason: versionBy(version, id, hashType) };
};

/**
 * Where the names and source lines of a program come from: its own file, or another that was built with it.
 * @throws LoadError for a file of another program
 */
const symbolsFor = (
  { bytes, debug }: Opened,
  { uri }: InputFile,
  { symbols }: Settings,
  options: LoadOptions,
): Choice => {
  const program = readElf(bytes);
  if (symbols === undefined) return chooseSymbols({ uri, elf: program, debug }, options.companions ?? []);
  const file = fileNamed(symbols, options, 'symbols');
  try {
    const elf = readElf(file.bytes);
    const reason = codeDifference(program, elf);
    if (reason !== undefined) throw new LoadError(messages.symbolsElsewhere(file.name, reason), 'symbols');
    return { chosen: { uri: file.uri, elf, debug: new DebugInfo(elf) }, remarks: [] };
  } catch (error) {
    if (error instanceof ElfError) throw new LoadError(messages.brokenElf(file.name, error.message), 'symbols');
    throw error;
  }
};

const fileNamed = (path: string, { files }: Pick<LoadOptions, 'files'>, property: string): InputFile => {
  const file = files?.get(path);
  if (!file) throw new LoadError(messages.fileMissing(path), property);
  return file;
};

const textsOf = ({ texts }: Opened, codes: readonly CkbCode[]): readonly SourceMap[] =>
  texts.flatMap(({ uri, text, document }) => codes.map(({ id }) => mapDocument(uri, text, document, id)));

/** The code in which a program begins. @throws LoadError */
export const codeOf = (file: InputFile, part: string | undefined, version: string): Code => {
  const settings = readSettings({ launch: {} });
  const held = heldBy(file, settings, part === undefined ? {} : { part });
  const opened = openProgram(held?.program ?? file, version);
  const { name, bytes } = opened;
  const most = Number.MAX_SAFE_INTEGER;
  const machine = createMachine(opened, {
    ...{ version, limits: { steps: most, memory: most }, args: [], name, maxCycles: most },
    ...{ program: bytes, context: held?.context ?? defaultContext(bytes, settings) },
  });
  const [first] = [machine.vm.codeAt(machine.hart.pc), ...machine.vm.codes];
  if (!first) throw new LoadError(messages.noCode(file.name), 'program');
  return first;
};

const createMachine = ({ name }: Opened, setup: Setup): CkbMachine => {
  try {
    return new CkbMachine(setup);
  } catch (error) {
    if (error instanceof Fault) throw new LoadError(messages.brokenElf(name, error.message), 'program');
    throw error;
  }
};
