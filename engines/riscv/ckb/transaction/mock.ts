import { LoadError } from '../../../engine.ts';
import {
  bytes as bytesProperty,
  isObject,
  listOf,
  type Property,
  quantity,
  readAll,
  wrong,
} from '../../../properties.ts';
import * as messages from './messages.ts';
import type {
  CellDep,
  CellInput,
  CellOutput,
  DepType,
  HashType,
  Header,
  OutPoint,
  Script,
  Transaction,
} from './types.ts';

/** A cell that a mock transaction brings along. `header` is the hash of the block that made it. */
export type MockCell = {
  readonly output: CellOutput;
  readonly data: Uint8Array;
  readonly header: Uint8Array | undefined;
};

/** A transaction with what it refers to, as ckb-debugger and `ckb-cli mock-tx dump` keep it. */
export type MockTransaction = {
  readonly inputs: readonly (MockCell & { readonly input: CellInput })[];
  readonly cellDeps: readonly (MockCell & { readonly cellDep: CellDep })[];
  readonly headerDeps: readonly { readonly hash: Uint8Array; readonly header: Header }[];
  readonly extensions: readonly { readonly block: Uint8Array; readonly data: Uint8Array }[];
  readonly transaction: Transaction;
};

type Reader<Value> = Property<Value>['read'] & { readonly isOptional?: boolean };
type Readers = Readonly<Record<string, Reader<unknown>>>;
type Read<R extends Readers> = { readonly [Name in keyof R]: ReturnType<R[Name]> };

/** An object of which all of these must be there; others are passed over, for tools add some. */
const object =
  <const R extends Readers>(readers: R): Reader<Read<R>> =>
  (value, path) => {
    if (!isObject(value)) return wrong(path, messages.objectWanted(), value);
    const known = Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, { schema: {}, read }]));
    const present = readAll(known, value, `${path}.`);
    for (const [name, read] of Object.entries(readers)) {
      if (value[name] === undefined && !read.isOptional)
        throw new LoadError(messages.missing(path, name), 'transaction');
    }
    return present as Read<R>;
  };

/** What may be left out, or null. */
const optional = <Value>(read: Reader<Value>): Reader<Value | undefined> =>
  Object.assign((value: unknown, path: string) => (value === null ? undefined : read(value, path)), {
    isOptional: true,
  });

const list =
  <Value>(read: Reader<Value>): Reader<readonly Value[]> =>
  (value, path) =>
    listOf('', { schema: {}, read }).read(value, path);

const data: Reader<Uint8Array> = bytesProperty('').read;
const whole = (bits: number): Reader<bigint> => quantity(bits, '').read;
const u32: Reader<number> = (value, path) => Number(whole(32)(value, path));
const u64 = whole(64);

const hash: Reader<Uint8Array> = (value, path) => {
  const found = data(value, path);
  return found.length === 32 ? found : wrong(path, messages.hashWanted(), value);
};

const oneOf =
  <const Name extends string>(names: readonly Name[]): Reader<Name> =>
  (value, path) =>
    names.find((name) => name === value) ?? wrong(path, messages.oneOfWanted(names), value);

const hashType = oneOf<HashType>(['data', 'type', 'data1', 'data2']);
const depType = oneOf<DepType>(['code', 'dep_group']);

/** Gives what is read other names. */
const as =
  <From, To>(read: Reader<From>, rename: (value: From) => To): Reader<To> =>
  (value, path) =>
    rename(read(value, path));

const scriptReader: Reader<Script> = as(object({ code_hash: hash, hash_type: hashType, args: data }), (script) => ({
  codeHash: script.code_hash,
  hashType: script.hash_type,
  args: script.args,
}));

const outPointReader: Reader<OutPoint> = as(object({ tx_hash: hash, index: u32 }), ({ tx_hash: txHash, index }) => ({
  txHash,
  index,
}));

const outputReader: Reader<CellOutput> = as(
  object({ capacity: u64, lock: scriptReader, type: optional(scriptReader) }),
  ({ capacity, lock, type }) => ({ capacity, lock, type }),
);

const inputReader: Reader<CellInput> = as(object({ since: u64, previous_output: outPointReader }), (input) => ({
  since: input.since,
  previousOutput: input.previous_output,
}));

const cellDepReader: Reader<CellDep> = as(object({ out_point: outPointReader, dep_type: depType }), (dep) => ({
  outPoint: dep.out_point,
  depType: dep.dep_type,
}));

const headerReader: Reader<MockTransaction['headerDeps'][number]> = as(
  object({
    ...{ hash, version: u32, compact_target: u32, timestamp: u64, number: u64, epoch: u64, nonce: whole(128) },
    ...{ parent_hash: hash, transactions_root: hash, proposals_hash: hash, dao: hash },
    extra_hash: hash,
  }),
  ({ hash: own, version, timestamp, number, epoch, nonce, dao, ...rest }) => ({
    hash: own,
    header: {
      ...{ version, timestamp, number, epoch, nonce, dao },
      compactTarget: rest.compact_target,
      parentHash: rest.parent_hash,
      transactionsRoot: rest.transactions_root,
      proposalsHash: rest.proposals_hash,
      extraHash: rest.extra_hash,
    },
  }),
);

const transactionReader: Reader<Transaction> = as(
  object({
    ...{ version: u32, cell_deps: list(cellDepReader), header_deps: list(hash), inputs: list(inputReader) },
    ...{ outputs: list(outputReader), outputs_data: list(data), witnesses: list(data) },
  }),
  ({ version, inputs, outputs, witnesses, ...rest }) => ({
    ...{ version, inputs, outputs, witnesses },
    cellDeps: rest.cell_deps,
    headerDeps: rest.header_deps,
    outputsData: rest.outputs_data,
  }),
);

const extensionReader: Reader<MockTransaction['extensions'][number]> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 2) return wrong(path, messages.pairWanted(), value);
  return { block: hash(value[0], `${path}[0]`), data: data(value[1], `${path}[1]`) };
};

const cell = { output: outputReader, data, header: optional(hash) };

const mockReader: Reader<MockTransaction> = as(
  object({
    mock_info: object({
      inputs: list(object({ input: inputReader, ...cell })),
      cell_deps: list(
        as(object({ cell_dep: cellDepReader, ...cell }), ({ cell_dep: cellDep, ...rest }) => ({ cellDep, ...rest })),
      ),
      header_deps: list(headerReader),
      extensions: optional(list(extensionReader)),
    }),
    tx: transactionReader,
  }),
  ({ mock_info: { inputs, cell_deps: cellDeps, header_deps: headerDeps, extensions = [] }, tx: transaction }) => ({
    ...{ inputs, cellDeps, headerDeps, extensions, transaction },
  }),
);

/**
 * Reads the JSON form of a mock transaction.
 * @param path what it is called in messages: `transaction`
 * @throws LoadError that names the field at fault
 */
export const readMock = (json: unknown, path = 'transaction'): MockTransaction => mockReader(json, path);
