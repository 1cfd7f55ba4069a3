import type { Block } from '../environment.ts';
import { type ForkId, rules } from '../forks.ts';
import type { Address } from '../words.ts';
import { plainTransaction, type Transaction } from './transaction.ts';

/** What a transaction is made from beside its own fields. */
type Rest = Pick<Transaction, 'nonce' | 'value' | 'data'> & {
  readonly fork: ForkId;
  readonly block: Block;
  readonly to: Address | undefined;
  /** The gas limit; left out, it is as much as block and fork allow, but no more than `plenty`. */
  readonly gas: bigint | undefined;
  /** For each fee that is not given. */
  readonly gasPrice: bigint;
};

const plenty = 30_000_000n;
const least = (...all: readonly bigint[]) => all.reduce((a, b) => (b < a ? b : a));

/** A whole transaction from the fields that somebody gave. */
export const completeTransaction = (fields: Partial<Transaction>, rest: Rest): Transaction => {
  const { fork, block, gas, gasPrice, ...own } = rest;
  const { gasCap = plenty, namesChain } = rules[fork].transactions;
  const type = fields.type ?? typeOf(fields);
  const maxFeePerGas = fields.maxFeePerGas ?? gasPrice;
  return {
    ...plainTransaction,
    chainId: type > 0 || namesChain ? block.chainId : undefined,
    gasLimit: gas ?? least(plenty, block.gasLimit, gasCap),
    ...own,
    maxFeePerGas,
    maxPriorityFeePerGas: type < 2 ? maxFeePerGas : 0n,
    maxFeePerBlobGas: type === 3 ? block.blobBaseFee : 0n,
    ...fields,
    type,
  };
};

/** The oldest type that has all these fields. */
const typeOf = (fields: Partial<Transaction>): Transaction['type'] => {
  if (fields.authorizations) return 4;
  if (fields.blobHashes || fields.maxFeePerBlobGas !== undefined) return 3;
  if (fields.maxFeePerGas !== undefined || fields.maxPriorityFeePerGas !== undefined) return 2;
  return fields.accessList ? 1 : 0;
};
