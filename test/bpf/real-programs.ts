import { sha256 } from '@noble/hashes/sha2.js';
import type { AccountMeta, Instruction } from '../../engines/bpf/solana/account.ts';
import { u16, u32, u64 } from '../../engines/bpf/solana/encoding.ts';
import { bytesOfKey, type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { programAddress } from '../../engines/bpf/solana/program-address.ts';
import { programIds } from './oracle.ts';
import { associatedAccount } from './token.ts';

export const writable = (key: Key, isSigner = false): AccountMeta => ({ key, isSigner, isWritable: true });
export const readonly = (key: Key, isSigner = false): AccountMeta => ({ key, isSigner, isWritable: false });

export const instruction = (
  program: Key,
  accounts: readonly AccountMeta[],
  ...data: readonly (number | Uint8Array)[]
): Instruction => ({
  ...{ program, accounts },
  data: Uint8Array.from(data.flatMap((each) => (typeof each === 'number' ? [each] : [...each]))),
});

export const createAccount = (from: Key, account: Key, owner: Key, size: number, lamports = 10n ** 8n): Instruction =>
  instruction(
    wellKnown.systemProgram,
    [writable(from, true), writable(account, true)],
    ...[u32(0), u64(lamports), u64(BigInt(size)), bytesOfKey(owner)],
  );

export const unitLimit = (units: number): Instruction => instruction(wellKnown.computeBudget, [], 2, u32(units));

/** Several instructions of p-token in one (SIMD-0266). */
export const batch = (all: readonly Instruction[]): Instruction =>
  instruction(
    programIds.token,
    all.flatMap(({ accounts }) => accounts),
    ...[255, ...all.flatMap(({ accounts, data }) => [accounts.length, data.length, data])],
  );

const { token2022 } = programIds;

/** Instructions that only Token-2022 has (`spl-token-2022-interface`). */
export const transferFee = {
  /** Sizes of a mint and of an account, with what the extension keeps in them. */
  sizes: { mint: 278, account: 178 },
  configure: (mint: Key, authority: Key, basisPoints: number, most: bigint): Instruction =>
    instruction(
      token2022,
      [writable(mint)],
      ...[26, 0, 1, bytesOfKey(authority), 1, bytesOfKey(authority), u16(basisPoints), u64(most)],
    ),
  transfer: (
    { from, mint, to, owner }: Readonly<Record<'from' | 'mint' | 'to' | 'owner', Key>>,
    amount: bigint,
    fee: bigint,
  ): Instruction =>
    instruction(
      token2022,
      [writable(from), readonly(mint), writable(to), readonly(owner, true)],
      ...[26, 1, u64(amount), 6, u64(fee)],
    ),
  withdrawFromMint: (mint: Key, to: Key, authority: Key): Instruction =>
    instruction(token2022, [writable(mint), writable(to), readonly(authority, true)], 26, 2),
  harvest: (mint: Key, ...from: readonly Key[]): Instruction =>
    instruction(
      token2022,
      [mint, ...from].map((key) => writable(key)),
      26,
      4,
    ),
};

/** More of its extensions, each with the bytes that it takes in a mint or an account. */
export const extensions = {
  /** Calls a program at each transfer. */
  hook: {
    sizes: { mint: 234, account: 171 },
    configure: (mint: Key, authority: Key, program: Key): Instruction =>
      instruction(token2022, [writable(mint)], 36, 0, bytesOfKey(authority), bytesOfKey(program)),
  },
  /** Wants a memo before each transfer to an account. */
  memo: {
    sizes: { account: 171 },
    require: (account: Key, owner: Key): Instruction =>
      instruction(token2022, [writable(account), readonly(owner, true)], 30, 0),
  },
  /** Shows amounts as if they grew. */
  interest: {
    sizes: { mint: 222 },
    configure: (mint: Key, authority: Key, rate: number): Instruction =>
      instruction(token2022, [writable(mint)], 33, 0, bytesOfKey(authority), u16(rate)),
  },
  /** Keeps a name, for which the mint grows. */
  metadata: {
    sizes: { mint: 234 },
    configure: (mint: Key, authority: Key): Instruction =>
      instruction(token2022, [writable(mint)], 39, 0, bytesOfKey(authority), bytesOfKey(mint)),
    initialize: (mint: Key, authority: Key, ...texts: readonly string[]): Instruction => {
      const tag = sha256(new TextEncoder().encode('spl_token_metadata_interface:initialize_account')).subarray(0, 8);
      const strings = texts.map((text) => new TextEncoder().encode(text)).flatMap((each) => [u32(each.length), each]);
      const accounts = [writable(mint), readonly(authority), readonly(mint), readonly(authority, true)];
      return instruction(token2022, accounts, tag, ...strings);
    },
  },
};

const associated = programIds.associatedToken;

export const createIdempotent = (payer: Key, wallet: Key, mint: Key, program: Key): Instruction =>
  instruction(
    associated,
    [
      writable(payer, true),
      writable(associatedAccount(wallet, mint, program).key),
      ...[wallet, mint, wellKnown.systemProgram, program].map((key) => readonly(key)),
    ],
    1,
  );

/** Takes tokens back that went to the associated account of an associated account. */
export const recoverNested = (wallet: Key, ownerMint: Key, nestedMint: Key, program: Key): Instruction => {
  const owner = associatedAccount(wallet, ownerMint, program).key;
  return instruction(
    associated,
    [
      writable(associatedAccount(owner, nestedMint, program).key),
      readonly(nestedMint),
      writable(associatedAccount(wallet, nestedMint, program).key),
      ...[readonly(owner), readonly(ownerMint), writable(wallet, true), readonly(program)],
    ],
    2,
  );
};

const tables = programIds.addressLookupTable;

/** Where the table lies that an authority makes in a slot. */
export const lookupTable = (authority: Key, slot: bigint): { readonly key: Key; readonly bump: number } => {
  for (let bump = 255; bump >= 0; bump--) {
    const key = programAddress([bytesOfKey(authority), u64(slot), Uint8Array.of(bump)], tables);
    if (key) return { key, bump };
  }
  throw new Error('no seed gives an address');
};

/** Instructions of the Address Lookup Table program. */
export const lookup = (table: Key, authority: Key, payer: Key) => {
  const common = [writable(table), readonly(authority, true)];
  const paying = [...common, writable(payer, true), readonly(wellKnown.systemProgram)];
  return {
    create: (slot: bigint, bump: number): Instruction => instruction(tables, paying, u32(0), u64(slot), bump),
    extend: (keys: readonly Key[]): Instruction =>
      instruction(tables, paying, u32(2), u64(BigInt(keys.length)), ...keys.map(bytesOfKey)),
    deactivate: (): Instruction => instruction(tables, common, u32(3)),
    freeze: (): Instruction => instruction(tables, common, u32(1)),
    close: (to: Key): Instruction => instruction(tables, [...common, writable(to)], u32(4)),
  };
};
