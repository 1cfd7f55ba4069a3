import { LoadError } from '../../../engine.ts';
import { bytes, isObject, listOf, type Property, quantity, readAll, schemasOf, wrong } from '../../../properties.ts';
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

const { doc } = messages;

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

type Field<Value> = Property<Value> & { readonly isOptional?: boolean };
type Fields = Readonly<Record<string, Field<unknown>>>;
type Values<F extends Fields> = { readonly [Name in keyof F]: ReturnType<F[Name]['read']> };

/** An object of which all of these must be there; others are passed over, for tools add some. */
const object = <const F extends Fields>(description: string, fields: F): Field<Values<F>> => {
  const needed = Object.entries(fields).flatMap(([name, { isOptional }]) => (isOptional ? [] : [name]));
  return {
    schema: { type: 'object', ...(description && { description }), properties: schemasOf(fields), required: needed },
    read: (value, path) => {
      if (!isObject(value)) return wrong(path, messages.objectWanted(), value);
      const present = readAll(fields, value, `${path}.`);
      for (const name of needed) {
        if (value[name] === undefined) throw new LoadError(messages.missing(path, name), 'transaction', path);
      }
      return present as Values<F>;
    },
  };
};

/** What may be left out, or null. */
const optional = <Value>({ schema, read }: Field<Value>): Field<Value | undefined> => ({
  isOptional: true,
  schema: { ...schema, type: [...(typeof schema.type === 'string' ? [schema.type] : []), 'null'] },
  read: (value, path) => (value === null ? undefined : read(value, path)),
});

const described = <Value>({ schema, read }: Field<Value>, description: string): Field<Value> => ({
  schema: { ...schema, description },
  read,
});

/** Gives what is read other names. */
const as = <From, To>({ schema, read }: Field<From>, rename: (value: From) => To): Field<To> => ({
  schema,
  read: (value, path) => rename(read(value, path)),
});

/** In a text there may be `{{ data FILE }}`, so no pattern can be told of it. */
const data = (description: string): Field<Uint8Array> => ({
  schema: { type: 'string', description },
  read: bytes('').read,
});

const hash = (description: string): Field<Uint8Array> => ({
  schema: { type: 'string', description },
  read: (value, path) => {
    const found = bytes('').read(value, path);
    return found.length === 32 ? found : wrong(path, messages.hashWanted(), value);
  },
});

const u32 = (description: string): Field<number> => as(quantity(32, description), Number);
const u64 = (description: string): Field<bigint> => quantity(64, description);

const oneOf = <const Name extends string>(description: string, names: readonly Name[]): Field<Name> => ({
  schema: { type: 'string', description, enum: names },
  read: (value, path) => names.find((name) => name === value) ?? wrong(path, messages.oneOfWanted(names), value),
});

const script: Field<Script> = as(
  object('', {
    code_hash: hash(doc.codeHash()),
    hash_type: oneOf<HashType>(doc.hashType(), ['data', 'type', 'data1', 'data2']),
    args: data(doc.scriptArgs()),
  }),
  ({ args, ...rest }) => ({ codeHash: rest.code_hash, hashType: rest.hash_type, args }),
);

const outPoint = (description: string): Field<OutPoint> =>
  as(
    object(description, { tx_hash: hash(doc.transactionHash()), index: u32(doc.outputIndex()) }),
    ({ tx_hash: txHash, index }) => ({ txHash, index }),
  );

const output: Field<CellOutput> = as(
  object(doc.output(), {
    capacity: u64(doc.capacity()),
    lock: described(script, doc.lock()),
    type: optional(described(script, doc.type())),
  }),
  ({ capacity, lock, type }) => ({ capacity, lock, type }),
);

const input: Field<CellInput> = as(
  object(doc.input(), { since: u64(doc.since()), previous_output: outPoint(doc.previousOutput()) }),
  ({ since, previous_output: previousOutput }) => ({ since, previousOutput }),
);

const cellDep: Field<CellDep> = as(
  object(doc.cellDep(), {
    out_point: outPoint(doc.depPoint()),
    dep_type: oneOf<DepType>(doc.depType(), ['code', 'dep_group']),
  }),
  (dep) => ({ outPoint: dep.out_point, depType: dep.dep_type }),
);

const headerFields = {
  ...{
    hash: hash(doc.blockHash()),
    version: u32(doc.blockVersion()),
    compact_target: u32(doc.target()),
    timestamp: u64(doc.timestamp()),
  },
  ...{ number: u64(doc.blockNumber()), epoch: u64(doc.epoch()), nonce: quantity(128, doc.nonce()) },
  ...{ parent_hash: hash(doc.parent()), transactions_root: hash(doc.transactionsRoot()) },
  ...{ proposals_hash: hash(doc.proposals()), extra_hash: hash(doc.extra()), dao: hash(doc.dao()) },
};

const header: Field<MockTransaction['headerDeps'][number]> = as(
  object(doc.header(), headerFields),
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

const transaction: Field<Transaction> = as(
  object(doc.tx(), {
    version: u32(doc.version()),
    cell_deps: listOf(doc.cellDeps(), cellDep),
    header_deps: listOf(doc.headerDeps(), hash(doc.blockHash())),
    inputs: listOf(doc.inputs(), input),
    outputs: listOf(doc.outputs(), output),
    outputs_data: listOf(doc.outputsData(), data(doc.cellData())),
    witnesses: listOf(doc.witnesses(), data(doc.witness())),
  }),
  ({ version, inputs, outputs, witnesses, ...rest }) => ({
    ...{ version, inputs, outputs, witnesses },
    cellDeps: rest.cell_deps,
    headerDeps: rest.header_deps,
    outputsData: rest.outputs_data,
  }),
);

const extension: Field<MockTransaction['extensions'][number]> = {
  schema: { type: 'array', description: doc.extension(), items: { type: 'string' } },
  read: (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) return wrong(path, messages.pairWanted(), value);
    return { block: hash('').read(value[0], `${path}[0]`), data: data('').read(value[1], `${path}[1]`) };
  },
};

const cell = { output, data: data(doc.cellData()), header: optional(hash(doc.madeBy())) };

const parts = {
  mock_info: object(doc.mockInfo(), {
    inputs: listOf(doc.mockInputs(), object(doc.consumedCell(), { input, ...cell })),
    cell_deps: listOf(
      doc.mockCellDeps(),
      as(object(doc.readCell(), { cell_dep: cellDep, ...cell }), ({ cell_dep, ...rest }) => ({
        cellDep: cell_dep,
        ...rest,
      })),
    ),
    header_deps: listOf(doc.mockHeaderDeps(), header),
    extensions: optional(listOf(doc.mockExtensions(), extension)),
  }),
  tx: transaction,
};

const mock: Field<MockTransaction> = as(
  object('', parts),
  ({ mock_info: { inputs, cell_deps: cellDeps, header_deps: headerDeps, extensions = [] }, tx }) => ({
    ...{ inputs, cellDeps, headerDeps, extensions, transaction: tx },
  }),
);

/** What an editor is told of the two members of a mock transaction. */
export const mockSchemas = schemasOf(parts);

/**
 * Reads the JSON form of a mock transaction.
 * @param path what it is called in messages: `transaction`
 * @throws LoadError that names the field at fault
 */
export const readMock = (json: unknown, path = 'transaction'): MockTransaction => mock.read(json, path);
