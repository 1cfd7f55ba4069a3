import type { HostLimits } from '../engine.ts';
import type { Interface } from './abi/interface.ts';
import type { ForkId } from './forks.ts';
import type { Address } from './words.ts';

export type Block = {
  readonly number: bigint;
  /** Seconds since 1970. */
  readonly timestamp: bigint;
  readonly coinbase: Address;
  readonly gasLimit: bigint;
  readonly chainId: bigint;
  /** In wei per gas, and per blob gas. */
  readonly baseFee: bigint;
  readonly blobBaseFee: bigint;
  readonly difficulty: bigint;
  readonly prevRandao: bigint;
  /** Of one of the 256 blocks before this one. */
  readonly blockHash: (number: bigint) => bigint;
};

/** What code can see of the transaction that it runs in. */
export type TransactionContext = {
  readonly origin: Address;
  readonly gasPrice: bigint;
  readonly blobHashes: readonly bigint[];
};

/** What surrounds a message call. */
export type Environment = {
  readonly fork: ForkId;
  readonly limits: HostLimits;
  readonly block: Block;
  readonly transaction: TransactionContext;
  /** What is known of the contracts' functions, events and errors, so that results can be told in their terms. */
  readonly known: Interface | undefined;
};
