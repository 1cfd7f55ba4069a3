import { bytes, type Layout, number, option, raw, struct, table, vector } from './molecule.ts';

/** How a script names its program, and with it the version of CKB-VM (RFC 0022, 0032, 0048). */
export type HashType = 'data' | 'type' | 'data1' | 'data2';
const hashTypes: Readonly<Record<HashType, number>> = { data: 0, type: 1, data1: 2, data2: 4 };

export type DepType = 'code' | 'dep_group';

export type Script = { readonly codeHash: Uint8Array; readonly hashType: HashType; readonly args: Uint8Array };
export type OutPoint = { readonly txHash: Uint8Array; readonly index: number };
/** `capacity` in shannons. */
export type CellOutput = { readonly capacity: bigint; readonly lock: Script; readonly type: Script | undefined };
export type CellInput = { readonly since: bigint; readonly previousOutput: OutPoint };
export type CellDep = { readonly outPoint: OutPoint; readonly depType: DepType };

export type Transaction = {
  readonly version: number;
  readonly cellDeps: readonly CellDep[];
  /** Hashes of blocks. */
  readonly headerDeps: readonly Uint8Array[];
  readonly inputs: readonly CellInput[];
  readonly outputs: readonly CellOutput[];
  readonly outputsData: readonly Uint8Array[];
  readonly witnesses: readonly Uint8Array[];
};

export type Header = {
  readonly version: number;
  readonly compactTarget: number;
  /** Milliseconds since 1970. */
  readonly timestamp: bigint;
  readonly number: bigint;
  /** Number in the low 24 bits, then index and length of 16 each (RFC 0017). */
  readonly epoch: bigint;
  readonly parentHash: Uint8Array;
  readonly transactionsRoot: Uint8Array;
  readonly proposalsHash: Uint8Array;
  readonly extraHash: Uint8Array;
  readonly dao: Uint8Array;
  readonly nonce: bigint;
};

const hash = raw(32);
const u32 = number(4);
const u64 = number(8);
const oneOf = <Name extends string>(values: Readonly<Record<Name, number>>): Layout<Name> => ({
  size: 1,
  write: (name) => Uint8Array.of(values[name]),
});

/** The layouts of RFC 0019 and `blockchain.mol`. */
export const script: Layout<Script> = table({ codeHash: hash, hashType: oneOf(hashTypes), args: bytes });
export const outPoint: Layout<OutPoint> = struct({ txHash: hash, index: u32 });
export const cellOutput: Layout<CellOutput> = table({ capacity: u64, lock: script, type: option(script) });
export const cellInput: Layout<CellInput> = struct({ since: u64, previousOutput: outPoint });
const cellDep: Layout<CellDep> = struct({ outPoint, depType: oneOf<DepType>({ code: 0, dep_group: 1 }) });

/** All of a transaction but its witnesses: what its hash is made of. */
export const rawTransaction: Layout<Transaction> = table({
  version: u32,
  cellDeps: vector(cellDep),
  headerDeps: vector(hash),
  inputs: vector(cellInput),
  outputs: vector(cellOutput),
  outputsData: vector(bytes),
});

const transactionTable = table({ raw: rawTransaction, witnesses: vector(bytes) });
export const transaction: Layout<Transaction> = {
  write: (value) => transactionTable.write({ raw: value, witnesses: value.witnesses }),
};

export const header: Layout<Header> = struct({
  version: u32,
  compactTarget: u32,
  timestamp: u64,
  number: u64,
  epoch: u64,
  parentHash: hash,
  transactionsRoot: hash,
  proposalsHash: hash,
  extraHash: hash,
  dao: hash,
  nonce: number(16),
});
