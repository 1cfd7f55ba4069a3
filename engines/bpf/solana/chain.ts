import type { FrameId } from '../../machine.ts';
import type { Transaction } from './account.ts';
import type { Accounts } from './account-rules.ts';
import type { FeatureSet } from './features.ts';
import type { Invocation } from './invocation.ts';
import type { Key } from './keys.ts';
import type { ProgramCache } from './programs.ts';
import type { Syscall } from './syscalls/row.ts';
import type { TransactionError } from './transaction-errors.ts';

/** All that a transaction meets. */
export type Chain = {
  readonly accounts: Accounts;
  readonly transaction: Transaction;
  readonly features: FeatureSet;
  readonly programs: ProgramCache;
  /** By their hashes. */
  readonly syscalls: ReadonlyMap<number, Syscall>;
  /** Undefined for what the transaction asks for. */
  readonly computeUnits: number | undefined;
  /** Stake of this epoch by the vote accounts with which it votes; if absent, there is none. */
  readonly epochStake?: ReadonlyMap<Key, bigint>;
  /** Bytes of log that are kept; if absent, as many as the chain keeps. */
  readonly logLimit?: number | undefined;
};

/** Told of what a transaction does. */
export type Listener = {
  charge(amount: number, reason: string): void;
  log(text: string): void;
  /** The id for a frame that is entered now. */
  nextId(): FrameId;
  entered(invocation: Invocation): void;
  failed(invocation: Invocation, why: string): void;
};

/** How a transaction ended. */
export type Ending = { readonly failure: Failure | undefined };

export type Failure = {
  readonly error: TransactionError;
  /** What happened in the innermost program, in the chain's words. */
  readonly cause: string;
  /** The same as it was thrown. */
  readonly source: Error;
};
