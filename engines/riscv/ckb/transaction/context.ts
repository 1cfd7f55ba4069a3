import type { CellOutput, Header, Script, Transaction } from './types.ts';

/** A cell that a transaction consumes, reads or makes. */
export type Cell = {
  readonly output: CellOutput;
  readonly data: Uint8Array;
  /** Hash of the block that made it; all 0 if that is not known. */
  readonly block: Uint8Array;
};

export type BlockHeader = { readonly hash: Uint8Array; readonly header: Header };

/** A transaction with all that it refers to. */
export type ResolvedTransaction = {
  readonly transaction: Transaction;
  readonly hash: Uint8Array;
  /** The cells of its inputs. */
  readonly inputs: readonly Cell[];
  /** Those outputs for which there is data. */
  readonly outputs: readonly Cell[];
  /** With the cells of a group in the group's place. */
  readonly cellDeps: readonly Cell[];
  readonly headerDeps: readonly BlockHeader[];
  /** What blocks carry beside header and transactions (RFC 0031), by hash of the block in hexadecimal. */
  readonly extensions: ReadonlyMap<string, Uint8Array>;
};

/** The cells that one script guards. */
export type ScriptGroup = {
  readonly kind: 'lock' | 'type';
  readonly script: Script;
  readonly hash: Uint8Array;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
};

/** What surrounds a script while it runs. */
export type ScriptContext = ResolvedTransaction & { readonly group: ScriptGroup };
