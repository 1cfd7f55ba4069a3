import type { Account } from '../../engines/evm/message.ts';
import type { Transaction } from '../../engines/evm/transactions/transaction.ts';
import type { FullMessage } from './reference.ts';
import { type Situation, sender } from './transactions.ts';

/** Does nothing and takes no place on the stack, so that what follows stays where it is. */
const jumpdest = 0x5b;
const sizes = [256, 64, 16, 4, 1];

/**
 * The smallest thing found that still has a property.
 * @param smallerThan gives smaller ones, those first that are much smaller.
 * @param most how many are tried.
 */
export const shrink = async <Thing>(
  thing: Thing,
  smallerThan: (thing: Thing) => Iterable<Thing>,
  holds: (smaller: Thing) => Promise<boolean>,
  most = 2000,
): Promise<Thing> => {
  let smallest = thing;
  let tried = 0;
  for (let found = true; found && tried < most; ) {
    found = false;
    for (const candidate of smallerThan(smallest)) {
      if (tried >= most) break;
      tried += 1;
      if (!(await holds(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
};

/** With fewer accounts, less code, data, storage and value. */
export function* smallerMessages(message: FullMessage): Generator<FullMessage> {
  const { accounts, address, caller, calldata, value } = message;
  for (const account of accounts) {
    if (account.address !== address && account.address !== caller) {
      yield { ...message, accounts: accounts.filter((each) => each !== account) };
    }
  }
  if (calldata && calldata.length > 0) {
    yield { ...message, calldata: new Uint8Array() };
    yield { ...message, calldata: calldata.subarray(0, calldata.length >> 1) };
  }
  if (value) yield { ...message, value: 0n };
  for (const changed of withSmallerAccounts(accounts)) yield { ...message, accounts: changed };
}

/** With fewer accounts, less code and storage, and less in the transaction. */
export function* smallerSituations(situation: Situation): Generator<Situation> {
  const { accounts, transaction } = situation;
  for (const account of accounts) {
    if (account.address !== sender) yield { ...situation, accounts: accounts.filter((each) => each !== account) };
  }
  const { data, value, accessList, blobHashes, authorizations } = transaction;
  const smaller: Partial<Transaction>[] = [
    ...(data.length > 0 ? [{ data: new Uint8Array() }, { data: data.subarray(0, data.length >> 1) }] : []),
    ...(value > 0n ? [{ value: 0n }] : []),
    ...accessList.map((entry) => ({ accessList: accessList.filter((each) => each !== entry) })),
    ...blobHashes.map((hash) => ({ blobHashes: blobHashes.filter((each) => each !== hash) })),
    ...authorizations.map((one) => ({ authorizations: authorizations.filter((each) => each !== one) })),
  ];
  for (const less of smaller) yield { ...situation, transaction: { ...transaction, ...less } };
  for (const changed of withSmallerAccounts(accounts)) yield { ...situation, accounts: changed };
}

/** The accounts, with one of them smaller. */
function* withSmallerAccounts(accounts: readonly Account[]): Generator<readonly Account[]> {
  for (const account of accounts) {
    for (const smaller of smallerAccounts(account)) yield accounts.map((each) => (each === account ? smaller : each));
  }
}

function* smallerAccounts(account: Account): Generator<Account> {
  const { code, storage } = account;
  if (storage && [...storage].length > 0) yield { ...account, storage: [] };
  if (!code || code.length === 0) return;
  for (const kept of [0, code.length >> 1, code.length - (code.length >> 3), code.length - 1]) {
    if (kept < code.length) yield { ...account, code: code.slice(0, kept) };
  }
  for (const size of sizes) {
    for (let at = 0; at < code.length; at += size) {
      const end = Math.min(at + size, code.length);
      if (code.subarray(at, end).some((byte) => byte !== jumpdest)) {
        yield { ...account, code: code.slice().fill(jumpdest, at, end) };
      }
    }
  }
}
