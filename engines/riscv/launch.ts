import type { LaunchProperties, LoadOptions } from '../engine.ts';
import {
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

const properties = {
  args: argumentsOf(doc.args()),
  cycles: quantity(53, doc.cycles(), blockCycles),
  link: listOf(doc.link(), text(doc.linked())),
  symbols: text(doc.symbols()),
  sourceMap: pathMap(doc.sourceMap()),
};

export const launchSchema = schemasOf(properties);

/** What a launch configuration says of a run. */
export type Settings = {
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
  const { args = [], cycles, link = [], symbols, sourceMap = new Map() } = readAll(properties, launch);
  return { args, maxCycles: cycles === undefined ? blockCycles : Number(cycles), link, symbols, sourceMap };
};

/** The properties that name files. */
export const mapPaths = (launch: LaunchProperties, path: (text: string) => string): LaunchProperties => {
  const { link, symbols } = launch;
  return {
    ...launch,
    ...(typeof symbols === 'string' && { symbols: path(symbols) }),
    ...(Array.isArray(link) && { link: link.map((each) => (typeof each === 'string' ? path(each) : each)) }),
  };
};
