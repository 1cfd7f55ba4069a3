import type { Account } from '../../engines/evm/message.ts';
import type { FullMessage } from './reference.ts';

/** Does nothing and takes no place on the stack, so that what follows stays where it is. */
const jumpdest = 0x5b;
const sizes = [256, 64, 16, 4, 1];

/**
 * A smaller message that still has a property: with fewer accounts, less code, data, storage and gas.
 * @param most how many messages are tried.
 */
export const shrink = async (
  message: FullMessage,
  holds: (smaller: FullMessage) => Promise<boolean>,
  most = 2000,
): Promise<FullMessage> => {
  let smallest = message;
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

/** Smaller messages, those first that are much smaller. */
function* smallerThan(message: FullMessage): Generator<FullMessage> {
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
  for (const account of accounts) {
    for (const smaller of smallerAccounts(account)) {
      yield { ...message, accounts: accounts.map((each) => (each === account ? smaller : each)) };
    }
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
