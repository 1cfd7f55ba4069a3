import { bytesToHex } from '@noble/hashes/utils.js';
import { isSame } from '../bytes.ts';
import { isScenario } from '../claim.ts';
import { type Claim, type InputFile, LoadError, type LoadOptions, type Part } from '../engine.ts';
import { offsetOf } from '../json-text.ts';
import { isObject } from '../properties.ts';
import { LineIndex } from '../source-map.ts';
import { resolve as resolveUri } from '../uri.ts';
import type { ResolvedTransaction, ScriptContext } from './ckb/transaction/context.ts';
import { embed, filesNamed, mapFiles, parseTransaction } from './ckb/transaction/embeddings.ts';
import * as messages from './ckb/transaction/messages.ts';
import { readMock } from './ckb/transaction/mock.ts';
import { resolve } from './ckb/transaction/resolve.ts';
import {
  contextOf,
  firstLock,
  firstOf,
  parseScriptId,
  programOf,
  scriptId,
  scriptsOf,
} from './ckb/transaction/script.ts';
import type { Settings } from './launch.ts';
import { fileMissing, noProgram } from './messages.ts';

type Files = NonNullable<LoadOptions['files']>;

/** A transaction as JSON, and the text that it stands in, if it is known; files are named in it by URIs. */
type Written = { readonly json: unknown; readonly file: InputFile | undefined };

/** A script that runs with the program that its own transaction holds. */
export type Held = {
  readonly context: ScriptContext;
  readonly program: InputFile;
  /** The id of the script, as a part of the file. */
  readonly part: string;
};

const textOf = ({ bytes }: InputFile): string => new TextDecoder().decode(bytes);
const mayHold = ({ name, bytes }: InputFile): boolean => name.toLowerCase().endsWith('.json') && bytes.length > 0;

/** What stands for a transaction in a file: the file's whole JSON, a member of a scenario, or the name of another file. */
const transactionIn = (file: InputFile): unknown => {
  if (!mayHold(file)) return undefined;
  const text = textOf(file);
  const inScenario = isScenario(file.name);
  if (!text.includes('"mock_info"') && !(inScenario && text.includes('"transaction"'))) return undefined;
  const json = parseTransaction(text, file.name);
  if (!isObject(json) || json.program !== undefined) return undefined;
  if (json.mock_info !== undefined) {
    if (json.tx === undefined) throw new LoadError(messages.notWhole(file.name, 'tx'), 'program');
    return json;
  }
  const { transaction } = json;
  if (!inScenario || isObject(transaction)) return inScenario ? transaction : undefined;
  return typeof transaction === 'string' && /\.json$/i.test(transaction) ? transaction : undefined;
};

/** Whether a file is a program by the transaction that it holds or names. Never throws. */
export const claimTransaction = (file: InputFile): Claim => {
  try {
    const json = transactionIn(file);
    return json === undefined ? { claimed: false } : { claimed: true, parts: partsOf(json) };
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return { claimed: false, nearly: true, reason: error.message };
  }
};

/** What is wrong with a transaction is said when it is run; as little as one part is there to be chosen. */
const unknownParts: readonly Part[] = [{ id: scriptId(firstLock), name: scriptId(firstLock), description: '' }];

/** The scripts of a transaction, told apart without the files in it: each file counts as what its name says. */
const partsOf = (json: unknown): readonly Part[] => {
  try {
    const resolved = resolve(readMock(embed(json, (name) => new TextEncoder().encode(name))));
    const parts = scriptsOf(resolved).map((choice): Part => {
      const { kind, script, inputs, outputs } = contextOf(resolved, choice).group;
      const cells = [...inputs.map(messages.inputCell), ...outputs.map(messages.outputCell)].join(', ');
      const codeHash = `0x${bytesToHex(script.codeHash.subarray(0, 4))}…`;
      const description = messages.scriptOf(kind, cells, script.hashType, codeHash);
      return { id: scriptId(choice), name: scriptId(choice), description };
    });
    return parts.length > 0 ? parts : unknownParts;
  } catch (error) {
    if (error instanceof LoadError) return unknownParts;
    throw error;
  }
};

/** URIs of the files that are named in a transaction's file. A scenario's are among its launch properties. */
export const filesIn = (file: InputFile): readonly string[] => {
  if (!mayHold(file) || isScenario(file.name)) return [];
  try {
    const json = parseTransaction(textOf(file), file.name);
    return filesNamed(json).flatMap((name) => resolveUri(file.uri, name) ?? []);
  } catch (error) {
    if (error instanceof LoadError) return [];
    throw error;
  }
};

/** The transaction that the launch properties give, or else the file that is run. */
const written = (settings: Settings, files: Files | undefined, program?: InputFile): Written | undefined => {
  const { transaction = program && transactionIn(program) } = settings;
  if (transaction === undefined) return undefined;
  if (typeof transaction !== 'string') return { json: transaction, file: program };
  const file = files?.get(transaction);
  if (!file) throw new LoadError(fileMissing(transaction), 'transaction');
  return { json: parseTransaction(textOf(file), file.name), file };
};

const resolved = ({ json, file }: Written, files: Files | undefined): ResolvedTransaction => {
  const absolute = mapFiles(json, (name) => (file && resolveUri(file.uri, name)) ?? name);
  try {
    return resolve(readMock(embed(absolute, (uri) => files?.get(uri)?.bytes)));
  } catch (error) {
    throw error instanceof LoadError && file ? located(error, file) : error;
  }
};

/** Says in which line of a file a value is that a reader found to be wrong. */
const located = (error: LoadError, file: InputFile): LoadError => {
  const { path } = error;
  if (path === undefined) return error;
  const text = textOf(file);
  const offset = offsetOf(text, path) ?? offsetOf(text, path.replace(/^transaction\.?/, ''));
  if (offset === undefined) return error;
  const line = new LineIndex(text).line(offset) + 1;
  return new LoadError(messages.atLine(file.name, line, error.message), error.property, path);
};

/** What surrounds a program that comes beside the transaction; undefined where no transaction is given. @throws LoadError */
export const givenContext = (settings: Settings, { files }: Pick<LoadOptions, 'files'>): ScriptContext | undefined => {
  const found = written(settings, files);
  return found && contextOf(resolved(found, files), settings.script ?? firstLock);
};

/** What a file runs that holds or names a transaction. @throws LoadError */
export const heldScript = (
  file: InputFile,
  settings: Settings,
  { part, files }: Pick<LoadOptions, 'part' | 'files'>,
): Held => {
  const own = transactionIn(file);
  if (settings.transaction !== undefined && !isScenario(file.name))
    throw new LoadError(messages.twoTransactions(file.name), 'transaction');
  if (own === undefined && settings.transaction === undefined) throw new LoadError(noProgram(file.name), 'program');
  const found = written(settings, files, file) ?? { json: own, file };
  const all = resolved(found, files);
  const context = chosenContext(all, settings.script ?? (part === undefined ? undefined : parseScriptId(part)));
  const id = scriptId(firstOf(context.group));
  const { data } = all.cellDeps[programOf(all, context.group.script)];
  return { context, part: id, program: fileOf(data, files) ?? { uri: file.uri, name: `${id}.elf`, bytes: data } };
};

/** @throws LoadError where no script is chosen and there are several */
const chosenContext = (all: ResolvedTransaction, choice: Settings['script']): ScriptContext => {
  if (choice) return contextOf(all, choice);
  const [only, ...others] = scriptsOf(all);
  if (!only) throw new LoadError(messages.noScript(), 'script');
  if (others.length > 0) throw new LoadError(messages.chooseScript([only, ...others].map(scriptId)), 'script');
  return contextOf(all, only);
};

/** The file that was put into the data of a cell: its sources lie where it does. */
const fileOf = (data: Uint8Array, files: Files = new Map()): InputFile | undefined =>
  [...files.values()].find(({ bytes }) => isSame(bytes, data));
