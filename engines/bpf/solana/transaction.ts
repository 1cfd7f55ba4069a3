import type { Account, Transaction } from './account.ts';
import type { Accounts } from './account-rules.ts';
import { type Budget, budgetOf } from './budget.ts';
import type { FeatureSet } from './features.ts';
import { feeOf } from './fees.ts';
import { type Key, wellKnown } from './keys.ts';
import { checkLoadedData, checkPrograms, checkRent, payFee } from './loading.ts';
import { type Message, messageOf } from './message.ts';
import { decodeRent, type Rent } from './rent.ts';
import { encodeInstructions, sysvarAccount, withCurrentInstruction } from './sysvars.ts';

/** A transaction that the chain takes, before its first instruction. */
export type PreparedTransaction = {
  readonly message: Message;
  readonly budget: Budget;
  /** Lamports that were taken from the payer. */
  readonly fee: bigint;
  readonly rent: Rent;
  /** The accounts before the fee was paid. */
  readonly before: Accounts['all'];
};

/**
 * Does what comes before the first instruction (`svm/src/transaction_processor.rs`). What it does to the accounts stays even if it
 * throws: a transaction that could not be loaded pays nevertheless.
 * @throws TransactionError
 */
export const prepare = (accounts: Accounts, transaction: Transaction, features: FeatureSet): PreparedTransaction => {
  const before = accounts.all;
  const message = messageOf(transaction, features);
  const budget = budgetOf(message.instructions);
  const rent = decodeRent(accounts.get(wellKnown.rent).data);
  const fee = feeOf(message, budget);
  payFee(accounts, { payer: transaction.payer, fee, rent });
  checkLoadedData(accounts, message, budget);
  checkPrograms(accounts, message);
  const instructions = encodeInstructions(message.instructions);
  if (instructions && message.accounts.some(({ key }) => key === wellKnown.instructions))
    accounts.set(wellKnown.instructions, { ...sysvarAccount(instructions), lamports: 0n });
  return { message, budget, fee, rent, before };
};

/** Tells programs which instruction of the transaction runs, if the transaction gives them its instructions. */
export const markCurrent = (accounts: Accounts, index: number): void => {
  const account: Account = accounts.get(wellKnown.instructions);
  if (account.data.length === 0) return;
  accounts.set(wellKnown.instructions, { ...account, data: withCurrentInstruction(account.data, index) });
};

/** @throws TransactionError if the instructions succeeded, but leave what the chain does not take */
export const finish = (accounts: Accounts, { message, before, rent }: PreparedTransaction): void =>
  checkRent(message, { before: (key: Key) => before.get(key), after: (key: Key) => accounts.get(key), rent });
