import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { maxDataSize } from '../account.ts';
import { InstructionError } from '../errors.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../keys.ts';
import { marker, maxSeedSize } from '../program-address.ts';
import { accountAt, isSignedBy, type NativeContext } from './native.ts';
import { systemError } from './system-errors.ts';

/** The instructions of the System program that make accounts and move lamports (`system_processor.rs`). */

/** A key, and the key from which it was derived with a seed, if any. */
type Address = { readonly key: Key; readonly base: Key | undefined };
type Seed = { readonly base: Key; readonly seed: string; readonly owner: Key };
type NewAccount = { readonly space: bigint; readonly owner: Key };

export const addressOf = (context: NativeContext, index: number): Address => ({
  key: accountAt(context, index).key,
  base: undefined,
});

/** @throws InstructionError if the key is not what the seed gives */
export const derivedAddressOf = (context: NativeContext, index: number, seed: Seed): Address => {
  const { key } = accountAt(context, index);
  const derived = keyWithSeed(seed);
  if (key !== derived) {
    context.log(`Create: address ${key} does not match derived address ${derived}`);
    throw systemError('AddressWithSeedMismatch');
  }
  return { key, base: seed.base };
};

export const createAccount = (
  context: NativeContext,
  { address, lamports, ...account }: NewAccount & { readonly address: Address; readonly lamports: bigint },
): void => {
  if (accountAt(context, 1).lamports > 0n) {
    context.log(`Create Account: account ${format(address)} already in use`);
    throw systemError('AccountAlreadyInUse');
  }
  allocateAndAssign(context, 1, address, account);
  transfer(context, 0, 1, lamports);
};

/** Makes an account that may hold lamports already (SIMD-0312). */
export const createPrefundedAccount = (context: NativeContext, lamports: bigint, account: NewAccount): void => {
  if (!context.features.has('create_account_allow_prefund')) throw new InstructionError('InvalidInstructionData');
  accountAt(context, lamports > 0n ? 1 : 0);
  allocateAndAssign(context, 0, addressOf(context, 0), account);
  if (lamports > 0n) transfer(context, 1, 0, lamports);
};

export const allocateAndAssign = (
  context: NativeContext,
  index: number,
  address: Address,
  { space, owner }: NewAccount,
): void => {
  allocate(context, index, address, space);
  assign(context, index, address, owner);
};

/** Gives an account data, of zeros. */
export const allocate = (context: NativeContext, index: number, address: Address, space: bigint): void => {
  const account = accountAt(context, index);
  if (!isSigned(context, address)) {
    context.log(`Allocate: 'to' account ${format(address)} must sign`);
    throw new InstructionError('MissingRequiredSignature');
  }
  if (account.data.length > 0 || account.owner !== wellKnown.systemProgram) {
    context.log(`Allocate: account ${format(address)} already in use`);
    throw systemError('AccountAlreadyInUse');
  }
  if (space > BigInt(maxDataSize)) {
    context.log(`Allocate: requested ${space}, max allowed ${maxDataSize}`);
    throw systemError('InvalidAccountDataLength');
  }
  account.setSize(Number(space));
};

/** Gives an account to a program. */
export const assign = (context: NativeContext, index: number, address: Address, owner: Key): void => {
  const account = accountAt(context, index);
  if (account.owner === owner) return;
  if (!isSigned(context, address)) {
    context.log(`Assign: account ${format(address)} must sign`);
    throw new InstructionError('MissingRequiredSignature');
  }
  account.setOwner(owner);
};

export const transfer = (context: NativeContext, from: number, to: number, lamports: bigint): void => {
  const { isSigner, key } = accountAt(context, from);
  if (!isSigner) {
    context.log(`Transfer: \`from\` account ${key} must sign`);
    throw new InstructionError('MissingRequiredSignature');
  }
  move(context, from, to, lamports);
};

/** Moves lamports of an account whose key is derived from the signer's. */
export const transferWithSeed = (
  context: NativeContext,
  { seed, owner }: Omit<Seed, 'base'>,
  lamports: bigint,
): void => {
  const [from, base] = [accountAt(context, 0), accountAt(context, 1)];
  if (!base.isSigner) {
    context.log(`Transfer: 'from' account ${base.key} must sign`);
    throw new InstructionError('MissingRequiredSignature');
  }
  const derived = keyWithSeed({ base: base.key, seed, owner });
  if (from.key !== derived) {
    context.log(`Transfer: 'from' address ${from.key} does not match derived address ${derived}`);
    throw systemError('AddressWithSeedMismatch');
  }
  move(context, 0, 2, lamports);
};

const move = (context: NativeContext, fromIndex: number, toIndex: number, lamports: bigint): void => {
  const from = accountAt(context, fromIndex);
  if (from.data.length > 0) {
    context.log('Transfer: `from` must not carry data');
    throw new InstructionError('InvalidArgument');
  }
  if (lamports > from.lamports) {
    context.log(`Transfer: insufficient lamports ${from.lamports}, need ${lamports}`);
    throw systemError('ResultWithNegativeLamports');
  }
  from.addLamports(-lamports);
  accountAt(context, toIndex).addLamports(lamports);
};

const isSigned = (context: NativeContext, { key, base }: Address): boolean => isSignedBy(context, base ?? key);

/** As Rust prints it. */
const format = ({ key, base }: Address): string =>
  `Address { address: ${key}, base: ${base === undefined ? 'None' : `Some(${base})`} }`;

/** The numbers of errors of a derivation (`solana-pubkey`), which here are custom errors. */
const derivationErrors = { seedIsTooLong: 0, ownerIsIllegal: 2 } as const;

/** @throws InstructionError for a seed that is too long, or an owner that might forge an address */
export const keyWithSeed = ({ base, seed, owner }: Seed): Key => {
  const [seedBytes, ownerBytes] = [new TextEncoder().encode(seed), bytesOfKey(owner)];
  if (seedBytes.length > maxSeedSize) throw new InstructionError('Custom', derivationErrors.seedIsTooLong);
  // Else the key might be the address of a program's account.
  if (ownerBytes.subarray(-marker.length).every((byte, at) => byte === marker[at]))
    throw new InstructionError('Custom', derivationErrors.ownerIsIllegal);
  return keyOf(sha256(concatBytes(bytesOfKey(base), seedBytes, ownerBytes)));
};
