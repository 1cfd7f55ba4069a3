import type { LaunchProperties, LoadOptions } from '../engine.ts';
import {
  bytes,
  group,
  isObject,
  listOf,
  type Property,
  quantity,
  readAll,
  refuseMisspelt,
  schemasOf,
  text,
  wrong,
} from '../properties.ts';
import { mapFiles } from './ckb/transaction/embeddings.ts';
import { firstLock, type ScriptChoice } from './ckb/transaction/script.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** Text, or bytes after 0x. */
const argument: Property<Uint8Array> = {
  schema: { type: 'string' },
  read: (value, path) => {
    if (typeof value !== 'string' || value.includes('\0')) return wrong(path, messages.argumentWanted(), value);
    const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(value)?.[1];
    if (digits === undefined) return new TextEncoder().encode(value);
    return Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  },
};

const argumentsOf = (description: string): Property<readonly Uint8Array[]> => ({
  schema: { type: 'array', description, items: argument.schema },
  read: (value, path) =>
    Array.isArray(value)
      ? value.map((each, i) => argument.read(each, `${path}[${i}]`))
      : wrong(path, messages.argumentWanted(), value),
});

/** From the beginning of a path, as the compiler knew it, to where that lies now. */
export type PathMap = ReadonlyMap<string, string>;

const pathMap = (description: string): Property<PathMap> => ({
  schema: { type: 'object', description, additionalProperties: { type: 'string' } },
  read: (value, path) => {
    if (!isObject(value)) return wrong(path, messages.sourceMapWanted(), value);
    return new Map(
      Object.entries(value).map(([from, to]) => [
        from,
        typeof to === 'string' ? to : wrong(`${path}.${from}`, messages.sourceMapWanted(), to),
      ]),
    );
  },
});

/** Cycles that a block may take (`ckb`, `spec/src/consensus.rs`). */
const blockCycles = 3_500_000_000;

/** A mock transaction, or the name of a file that holds one. */
const transaction: Property<unknown> = {
  schema: { type: ['object', 'string'], description: doc.transaction() },
  read: (value, path) =>
    typeof value === 'string' || isObject(value) ? value : wrong(path, messages.transactionWanted(), value),
};

const choice = <const Value extends string>(description: string, values: readonly Value[]): Property<Value> => ({
  schema: { type: 'string', description, enum: values },
  read: (value, path) => values.find((each) => each === value) ?? wrong(path, messages.oneOf(values), value),
});

const properties = {
  transaction,
  script: group(doc.script(), {
    cell: choice(doc.cell(), ['input', 'output']),
    index: quantity(32, doc.index(), 0),
    script: choice(doc.kind(), ['lock', 'type']),
  }),
  scriptArgs: bytes(doc.scriptArgs(), '0x'),
  witness: bytes(doc.witness(), '0x'),
  args: argumentsOf(doc.args()),
  cycles: quantity(53, doc.cycles(), blockCycles),
  link: listOf(doc.link(), text(doc.linked())),
  symbols: text(doc.symbols()),
  sourceMap: pathMap(doc.sourceMap()),
};

export const launchSchema = schemasOf(properties);

/** What a launch configuration says of a run. */
export type Settings = {
  /** As JSON, or the name of a file. */
  readonly transaction: unknown;
  readonly script: ScriptChoice;
  /** Of the transaction that stands in for one. */
  readonly scriptArgs: Uint8Array;
  readonly witness: Uint8Array | undefined;
  readonly args: readonly Uint8Array[];
  readonly maxCycles: number;
  /** Names of files. */
  readonly link: readonly string[];
  readonly symbols: string | undefined;
  readonly sourceMap: PathMap;
};

/** @throws LoadError */
export const readSettings = ({ launch }: Pick<LoadOptions, 'launch'>): Settings => {
  refuseMisspelt(properties, launch);
  const { args = [], cycles, link = [], symbols, sourceMap = new Map(), ...chain } = readAll(properties, launch);
  const { cell, index, script } = { ...firstLock, ...chain.script };
  return {
    ...{ args, maxCycles: cycles === undefined ? blockCycles : Number(cycles), link, symbols, sourceMap },
    transaction: chain.transaction,
    script: { cell, index: Number(index), script },
    scriptArgs: chain.scriptArgs ?? new Uint8Array(0),
    witness: chain.witness,
  };
};

/** The properties that name files. */
export const mapPaths = (launch: LaunchProperties, path: (text: string) => string): LaunchProperties => {
  const { link, symbols, transaction } = launch;
  return {
    ...launch,
    ...(transaction !== undefined && {
      transaction: typeof transaction === 'string' ? path(transaction) : mapFiles(transaction, path),
    }),
    ...(typeof symbols === 'string' && { symbols: path(symbols) }),
    ...(Array.isArray(link) && { link: link.map((each) => (typeof each === 'string' ? path(each) : each)) }),
  };
};
