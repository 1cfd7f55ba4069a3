import type { Moment } from '../state.ts';
import type { Address } from '../words.ts';
import type { ExpectedReceipt, Receipt } from './receipt.ts';
import type { Transaction } from './transaction.ts';

/** What a transaction is around the message call that it makes. */
export type Envelope = {
  readonly transaction: Transaction;
  readonly sender: Address;
  /** Before anything was paid. */
  readonly before: Moment;
  /** Gas that is gone before the first instruction. */
  readonly intrinsic: bigint;
  /** What came of the transaction on its chain. */
  readonly expected?: ExpectedReceipt | undefined;
  /** Does all that comes after the last instruction, with so much gas left. Called once in every run. */
  readonly settle: (gasLeft: bigint, ok: boolean) => Settlement;
};

/** Gas that is given back in the end, and what is added to reach the least that the transaction costs. */
export type Settlement = { readonly refund: bigint; readonly topUp: bigint; readonly receipt: Receipt };
