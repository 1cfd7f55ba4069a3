import { concatBytes } from '@noble/hashes/utils.js';
import type { Account } from '../solana/account.ts';
import { u32, u64 } from '../solana/encoding.ts';
import { bytesOfKey, type Key, wellKnown } from '../solana/keys.ts';
import { findProgramAddress } from '../solana/program-address.ts';

/** Lamports of an account of which nothing is said: enough that nobody asks for rent. */
export const plenty = 10_000_000_000n;

/** Bytes of the account that a program gets where nothing is said. */
export const stateSize = 128;

export const emptyAccount: Account = {
  lamports: plenty,
  data: new Uint8Array(),
  owner: wellKnown.systemProgram,
  executable: false,
};

/** The accounts in which a loader keeps a program (`solana-loader-v3-interface`). */
export const programAccounts = (
  key: Key,
  file: Uint8Array,
  loader: Key = wellKnown.loader3,
): readonly (readonly [Key, Account])[] => {
  const account = (data: Uint8Array, executable: boolean): Account => ({
    ...{ lamports: plenty, data, owner: loader, executable },
  });
  if (loader !== wellKnown.loader3) return [[key, account(file, true)]];
  const place = findProgramAddress([bytesOfKey(key)], loader);
  if (!place) return [];
  // A program that nobody can replace any more, from slot 0.
  const header = concatBytes(u32(3), u64(0n), new Uint8Array(33));
  return [
    [key, account(concatBytes(u32(2), bytesOfKey(place.key)), true)],
    [place.key, account(concatBytes(header, file), false)],
  ];
};
