import type { BorrowedAccount } from '../account-rules.ts';
import { Reader } from '../encoding.ts';
import { InstructionError } from '../errors.ts';
import { lamportsPerSignature } from '../fees.ts';
import { type Key, wellKnown } from '../keys.ts';
import { decodeRent, minimumBalance, type Rent } from '../rent.ts';
import { accountAt, isSignedBy, type NativeContext } from './native.ts';
import { durableNonce, encodeNonce, type Nonce, type NonceState, readNonce } from './nonce-state.ts';
import { systemError } from './system-errors.ts';

/** The instructions of the System program on nonce accounts (`system_instruction.rs`). */

export const advanceNonce = (context: NativeContext): void => {
  const account = accountAt(context, 0);
  const blockhashes = blockhashesAt(context, 1);
  if (blockhashes.length === 0) {
    context.log('Advance nonce account: recent blockhash list is empty');
    throw systemError('NonceNoRecentBlockhashes');
  }
  checkWritable(context, account, 'Advance nonce account');
  const { state } = nonceOf(account);
  if (!state) throw invalidState(context, account, 'Advance nonce account');
  if (!isSignedBy(context, state.authority)) {
    context.log(`Advance nonce account: Account ${state.authority} must be a signer`);
    throw new InstructionError('MissingRequiredSignature');
  }
  checkExpired(context, state, blockhashes, 'Advance nonce account');
  write(account, { isLegacy: false, state: freshState(blockhashes, state.authority) });
};

export const initializeNonce = (context: NativeContext, authority: Key): void => {
  const account = accountAt(context, 0);
  const blockhashes = blockhashesAt(context, 1);
  if (blockhashes.length === 0) {
    context.log('Initialize nonce account: recent blockhash list is empty');
    throw systemError('NonceNoRecentBlockhashes');
  }
  const rent = rentAt(context, 2);
  checkWritable(context, account, 'Initialize nonce account');
  if (nonceOf(account).state) throw invalidState(context, account, 'Initialize nonce account');
  const needed = minimumBalance(rent, account.data.length);
  if (account.lamports < needed) {
    context.log(`Initialize nonce account: insufficient lamports ${account.lamports}, need ${needed}`);
    throw new InstructionError('InsufficientFunds');
  }
  write(account, { isLegacy: false, state: freshState(blockhashes, authority) });
};

export const authorizeNonce = (context: NativeContext, authority: Key): void => {
  const account = accountAt(context, 0);
  checkWritable(context, account, 'Authorize nonce account');
  const { isLegacy, state } = nonceOf(account);
  if (!state) throw invalidState(context, account, 'Authorize nonce account');
  checkSigned(context, state.authority, 'Authorize nonce account');
  write(account, { isLegacy, state: { ...state, authority } });
};

/** Takes lamports; if it takes all, the account is a nonce no more. */
export const withdrawNonce = (context: NativeContext, lamports: bigint): void => {
  const [from, to] = [accountAt(context, 0), accountAt(context, 1)];
  const blockhashes = blockhashesAt(context, 2);
  const rent = rentAt(context, 3);
  checkWritable(context, from, 'Withdraw nonce account');
  const { state } = nonceOf(from);
  const isWhole = state !== undefined && lamports === from.lamports;
  if (isWhole) checkExpired(context, state, blockhashes, 'Withdraw nonce account');
  else {
    const needed = lamports + (state ? minimumBalance(rent, from.data.length) : 0n);
    if (needed >= 2n ** 64n) throw new InstructionError('InsufficientFunds');
    if (needed > from.lamports) {
      context.log(`Withdraw nonce account: insufficient lamports ${from.lamports}, need ${needed}`);
      throw new InstructionError('InsufficientFunds');
    }
  }
  checkSigned(context, state?.authority ?? from.key, 'Withdraw nonce account');
  if (isWhole) write(from, { isLegacy: false, state: undefined });
  from.addLamports(-lamports);
  to.addLamports(lamports);
};

/** Makes a legacy nonce one that serves transactions again. */
export const upgradeNonce = (context: NativeContext): void => {
  const account = accountAt(context, 0);
  if (account.owner !== wellKnown.systemProgram) throw new InstructionError('InvalidAccountOwner');
  if (!account.isWritable) throw new InstructionError('InvalidArgument');
  const { isLegacy, state } = nonceOf(account);
  if (!isLegacy || !state) throw new InstructionError('InvalidArgument');
  write(account, { isLegacy: false, state: { ...state, nonce: durableNonce(state.nonce) } });
};

/** The data of a sysvar, which the instruction must name in this place. */
const sysvarAt = (context: NativeContext, index: number, key: Key): Uint8Array => {
  if (accountAt(context, index).key !== key) throw new InstructionError('InvalidArgument');
  const data = context.sysvar(key);
  if (!data) throw new InstructionError('UnsupportedSysvar');
  return data;
};

/** The hashes of the last blocks, the newest first; 32 bytes each, with lamports per signature. */
const blockhashesAt = (context: NativeContext, index: number): Uint8Array => {
  const data = sysvarAt(context, index, wellKnown.recentBlockhashes);
  const count = new Reader(data).u64();
  return data.subarray(8, 8 + Number(count) * 40);
};

const rentAt = (context: NativeContext, index: number): Rent => decodeRent(sysvarAt(context, index, wellKnown.rent));

const nonceOf = ({ data }: BorrowedAccount): Nonce => {
  const nonce = readNonce(data);
  if (!nonce) throw new InstructionError('InvalidAccountData');
  return nonce;
};

const nextNonce = (blockhashes: Uint8Array): Uint8Array => durableNonce(blockhashes.subarray(0, 32));

const freshState = (blockhashes: Uint8Array, authority: Key): NonceState => ({
  authority,
  nonce: nextNonce(blockhashes),
  lamportsPerSignature,
});

const write = (account: BorrowedAccount, nonce: Nonce): void => {
  const refusal = account.refusesChange();
  if (refusal) throw new InstructionError(refusal);
  const encoded = encodeNonce(nonce);
  if (encoded.length > account.data.length) throw new InstructionError('AccountDataTooSmall');
  const data = account.data.slice();
  data.set(encoded);
  account.setData(data);
};

const checkWritable = (context: NativeContext, { isWritable, key }: BorrowedAccount, what: string): void => {
  if (isWritable) return;
  context.log(`${what}: Account ${key} must be writeable`);
  throw new InstructionError('InvalidArgument');
};

const checkSigned = (context: NativeContext, key: Key, what: string): void => {
  if (isSignedBy(context, key)) return;
  context.log(`${what}: Account ${key} must sign`);
  throw new InstructionError('MissingRequiredSignature');
};

const checkExpired = (context: NativeContext, { nonce }: NonceState, blockhashes: Uint8Array, what: string): void => {
  const next = nextNonce(blockhashes);
  if (nonce.some((byte, i) => byte !== next[i])) return;
  context.log(`${what}: nonce can only advance once per slot`);
  throw systemError('NonceBlockhashNotExpired');
};

const invalidState = (context: NativeContext, { key }: BorrowedAccount, what: string): InstructionError => {
  context.log(`${what}: Account ${key} state is invalid`);
  return new InstructionError('InvalidAccountData');
};
