import type { Key } from './keys.ts';

/** What the chain holds at a key. Immutable: a change makes a new one. */
export type Account = {
  readonly lamports: bigint;
  /** Never written to in place. */
  readonly data: Uint8Array;
  /** The program that may change it. */
  readonly owner: Key;
  /** Whether it is a program. */
  readonly executable: boolean;
};

/** Largest data of an account, in bytes. */
export const maxDataSize = 10 * 1024 * 1024;
/** Bytes by which a program may let the data of an account grow in one instruction. */
export const maxGrowth = 10 * 1024;

/** An account as an instruction names it. */
export type AccountMeta = { readonly key: Key; readonly isSigner: boolean; readonly isWritable: boolean };

export type Instruction = {
  readonly program: Key;
  readonly accounts: readonly AccountMeta[];
  readonly data: Uint8Array;
};

/** Instructions that are run one after the other; if one fails, none has happened. */
export type Transaction = {
  readonly instructions: readonly Instruction[];
  /** Pays the fee, and signs. */
  readonly payer: Key;
};
