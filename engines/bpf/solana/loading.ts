import type { Account } from './account.ts';
import type { Accounts } from './account-rules.ts';
import type { Budget } from './budget.ts';
import { type Key, wellKnown } from './keys.ts';
import type { Message } from './message.ts';
import { type Nonce, nonceSize, readNonce } from './programs/nonce-state.ts';
import { mayBecome, minimumBalance, type Rent } from './rent.ts';
import { TransactionError } from './transaction-errors.ts';

/**
 * Takes the fee from the payer, which is kept whether the transaction fails or not.
 * @throws TransactionError if the payer cannot pay
 */
export const payFee = (accounts: Accounts, { payer, fee, rent }: { payer: Key; fee: bigint; rent: Rent }): void => {
  const before = accounts.get(payer);
  if (before.lamports === 0n) throw new TransactionError('AccountNotFound');
  const kept = keptByPayer(before, rent);
  if (kept === undefined) throw new TransactionError('InvalidAccountForFee');
  if (before.lamports < kept + fee) throw new TransactionError('InsufficientFundsForFee');
  const after = { ...before, lamports: before.lamports - fee };
  if (!mayBecome(rent, payer, before, after)) throw new TransactionError('InsufficientFundsForRent', 0);
  accounts.set(payer, after);
};

/** Lamports that a fee must leave in an account; undefined if it can pay none (`get_system_account_kind`). */
const keptByPayer = ({ owner, data }: Account, rent: Rent): bigint | undefined => {
  if (owner !== wellKnown.systemProgram) return undefined;
  if (data.length === 0) return 0n;
  const nonce: Nonce | undefined = data.length === nonceSize ? readNonce(data) : undefined;
  return nonce?.state ? minimumBalance(rent, nonceSize) : undefined;
};

/** Bytes by which each account counts besides its data (SIMD-0186). */
const accountOverhead = 64;

/** @throws TransactionError if the accounts have more data than the transaction may load */
export const checkLoadedData = (accounts: Accounts, message: Message, { loadedData }: Budget): void => {
  let size = 0;
  for (const { key } of message.accounts) {
    const { lamports, data } = accounts.get(key);
    if (lamports > 0n) size += accountOverhead + data.length;
    if (size > loadedData) throw new TransactionError('MaxLoadedAccountsDataSizeExceeded');
  }
};

const owners: ReadonlySet<Key> = new Set([
  wellKnown.nativeLoader,
  wellKnown.loader1,
  wellKnown.loader2,
  wellKnown.loader3,
]);

/** @throws TransactionError if what an instruction names as its program is none (`account_loader.rs`) */
export const checkPrograms = (accounts: Accounts, { instructions }: Message): void => {
  for (const { program } of instructions) {
    const { lamports, owner } = accounts.get(program);
    if (lamports === 0n) throw new TransactionError('ProgramAccountNotFound');
    if (!owners.has(owner)) throw new TransactionError('InvalidProgramForExecution');
  }
};

type AccountAt = (key: Key) => Account | undefined;

/**
 * @param before as the accounts were before the fee was paid
 * @throws TransactionError if an account that could be written is left with too few lamports
 */
export const checkRent = (
  message: Message,
  { before, after, rent }: { before: AccountAt; after: AccountAt; rent: Rent },
): void => {
  for (const [index, { key, isWritable }] of message.accounts.entries())
    if (isWritable && !mayBecome(rent, key, before(key), after(key)))
      throw new TransactionError('InsufficientFundsForRent', index);
};
