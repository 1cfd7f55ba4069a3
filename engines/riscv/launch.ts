import type { JsonSchema, LaunchProperties, LoadOptions } from '../engine.ts';
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
import { mockSchemas } from './ckb/transaction/mock.ts';
import { firstLock, parseScriptId, type ScriptChoice, scriptIdPattern } from './ckb/transaction/script.ts';
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
  schema: { type: ['object', 'string'], description: doc.transaction(), properties: mockSchemas },
  read: (value, path) =>
    typeof value === 'string' || isObject(value) ? value : wrong(path, messages.transactionWanted(), value),
};

const choice = <const Value extends string>(description: string, values: readonly Value[]): Property<Value> => ({
  schema: { type: 'string', description, enum: values },
  read: (value, path) => values.find((each) => each === value) ?? wrong(path, messages.oneOf(values), value),
});

/** One of the two members of a mock transaction, which may stand in a scenario by themselves. */
const member = (schema: JsonSchema): Property<unknown> => ({ schema, read: (value) => value });

const scriptParts = group(doc.script(), {
  cell: choice(doc.cell(), ['input', 'output']),
  index: quantity(32, doc.index(), 0),
  script: choice(doc.kind(), ['lock', 'type']),
});

/** `input.0.lock`, or the same as an object. */
const script: Property<ScriptChoice> = {
  schema: {
    ...{ ...scriptParts.schema, type: ['string', 'object'] },
    ...{ pattern: scriptIdPattern, patternErrorMessage: messages.scriptWanted() },
    default: 'input.0.lock',
  },
  read: (value, path) => {
    if (typeof value === 'string') return parseScriptId(value) ?? wrong(path, messages.scriptWanted(), value);
    const { index, ...rest } = scriptParts.read(value, path);
    return { ...firstLock, ...rest, ...(index !== undefined && { index: Number(index) }) };
  },
};

const properties = {
  transaction,
  mock_info: member(mockSchemas.mock_info),
  tx: member(mockSchemas.tx),
  script,
  scriptArgs: bytes(doc.scriptArgs(), '0x'),
  witness: bytes(doc.witness(), '0x'),
  args: argumentsOf(doc.args()),
  cycles: quantity(53, doc.cycles(), blockCycles),
  link: listOf(doc.link(), text(doc.linked())),
  symbols: text(doc.symbols()),
  sourceMap: pathMap(doc.sourceMap()),
};

export const launchSchema = schemasOf(properties);

/** A transaction is given whole, or by its two members. */
export const replaces = { transaction: ['mock_info', 'tx'], mock_info: ['transaction'], tx: ['transaction'] };

/** What a launch configuration says of a run. */
export type Settings = {
  /** As JSON, or the name of a file; undefined if none is given. */
  readonly transaction: unknown;
  readonly script: ScriptChoice | undefined;
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
  const { transaction, mock_info, tx, script } = chain;
  return {
    ...{ args, maxCycles: cycles === undefined ? blockCycles : Number(cycles), link, symbols, sourceMap },
    transaction: transaction ?? (mock_info === undefined && tx === undefined ? undefined : { mock_info, tx }),
    script,
    scriptArgs: chain.scriptArgs ?? new Uint8Array(0),
    witness: chain.witness,
  };
};

/** The properties that name files. */
export const mapPaths = (launch: LaunchProperties, path: (text: string) => string): LaunchProperties => {
  const { link, symbols, transaction, mock_info, tx } = launch;
  return {
    ...launch,
    ...(mock_info !== undefined && { mock_info: mapFiles(mock_info, path) }),
    ...(tx !== undefined && { tx: mapFiles(tx, path) }),
    ...(transaction !== undefined && {
      transaction: typeof transaction === 'string' ? path(transaction) : mapFiles(transaction, path),
    }),
    ...(typeof symbols === 'string' && { symbols: path(symbols) }),
    ...(Array.isArray(link) && { link: link.map((each) => (typeof each === 'string' ? path(each) : each)) }),
  };
};
