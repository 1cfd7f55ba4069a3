import type { Address } from '../words.ts';

/** Accounts and slots that count as touched from the start (EIP-2930). */
export type AccessList = readonly { readonly address: Address; readonly keys: readonly bigint[] }[];

/** A signature of secp256k1. */
export type Signature = { readonly yParity: number; readonly r: bigint; readonly s: bigint };

/** The signer wants its account to run another's code (EIP-7702). `chainId` 0 means every chain; a zero address ends a delegation. */
export type Authorization = Signature & {
  readonly chainId: bigint;
  readonly address: Address;
  readonly nonce: bigint;
  /** Who is taken as having signed, whatever the signature says. */
  readonly authority?: Address;
};

/**
 * A transaction of any type. Types before EIP-1559 have one price, which is both `maxFeePerGas` and `maxPriorityFeePerGas`.
 * What a type does not have is empty, or 0.
 */
export type Transaction = {
  readonly type: 0 | 1 | 2 | 3 | 4;
  /** Undefined for a legacy transaction that holds on every chain (before EIP-155). */
  readonly chainId: bigint | undefined;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  /** Undefined for the creation of a contract. */
  readonly to: Address | undefined;
  /** In wei. */
  readonly value: bigint;
  /** Call data, or init code. */
  readonly data: Uint8Array;
  /** In wei per gas (EIP-1559), and per blob gas (EIP-4844). */
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly maxFeePerBlobGas: bigint;
  readonly accessList: AccessList;
  /** Versioned hashes (EIP-4844). */
  readonly blobHashes: readonly bigint[];
  readonly authorizations: readonly Authorization[];
};

export type SignedTransaction = Transaction & { readonly signature: Signature };

/** A legacy transaction that does nothing and pays nothing; say what is different. */
export const plainTransaction: Transaction = {
  type: 0,
  chainId: undefined,
  nonce: 0n,
  gasLimit: 21000n,
  to: undefined,
  value: 0n,
  data: new Uint8Array(),
  maxFeePerGas: 0n,
  maxPriorityFeePerGas: 0n,
  maxFeePerBlobGas: 0n,
  accessList: [],
  blobHashes: [],
  authorizations: [],
};

/** Why a transaction may not be part of a block; the rule's name. */
export type Rule =
  | 'encoding'
  | 'type'
  | 'signature'
  | 'chain'
  | 'intrinsic-gas'
  | 'gas-floor'
  | 'gas-cap'
  | 'block-gas'
  | 'nonce-limit'
  | 'nonce'
  | 'init-code-size'
  | 'fee-below-base-fee'
  | 'priority-above-fee'
  | 'funds'
  | 'sender-has-code'
  | 'creation'
  | 'no-blobs'
  | 'blob-version'
  | 'blob-count'
  | 'blob-fee'
  | 'no-authorizations';

/** A transaction that no block may hold, and why, in one sentence. */
export class InvalidTransaction extends Error {
  readonly rule: Rule;

  constructor(rule: Rule, message: string) {
    super(message);
    this.rule = rule;
  }
}
