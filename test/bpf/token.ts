import type { Account, AccountMeta, Instruction, Transaction } from '../../engines/bpf/solana/account.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { programAddress } from '../../engines/bpf/solana/program-address.ts';
import { programIds } from './oracle.ts';

/** Keys that nobody has a secret to; the same in each run. */
export const keyNumber = (n: number): Key => {
  const bytes = new Uint8Array(32).fill(7);
  bytes[31] = n;
  return keyOf(bytes);
};

export const people = { payer: keyNumber(1), owner: keyNumber(2), other: keyNumber(3), mint: keyNumber(4) } as const;
export const holdings = { first: keyNumber(5), second: keyNumber(6) } as const;

const writable = (key: Key, isSigner = false): AccountMeta => ({ key, isSigner, isWritable: true });
const readonly = (key: Key, isSigner = false): AccountMeta => ({ key, isSigner, isWritable: false });

const u64 = (value: bigint): number[] => [...new Uint8Array(BigUint64Array.of(value).buffer)];

/** Instructions of the Token program (`spl-token-interface`), each with its number. */
export const token = (program: Key = programIds.token) => ({
  initializeMint2: (mint: Key, authority: Key, decimals = 6): Instruction =>
    instruction(program, [writable(mint)], [20, decimals, ...bytesOfKey(authority), 0]),
  initializeAccount3: (account: Key, mint: Key, owner: Key): Instruction =>
    instruction(program, [writable(account), readonly(mint)], [18, ...bytesOfKey(owner)]),
  mintTo: (mint: Key, account: Key, authority: Key, amount: bigint): Instruction =>
    instruction(program, [writable(mint), writable(account), readonly(authority, true)], [7, ...u64(amount)]),
  transfer: (from: Key, to: Key, owner: Key, amount: bigint): Instruction =>
    instruction(program, [writable(from), writable(to), readonly(owner, true)], [3, ...u64(amount)]),
  transferChecked: (from: Key, mint: Key, to: Key, owner: Key, amount: bigint, decimals = 6): Instruction =>
    instruction(
      program,
      [writable(from), readonly(mint), writable(to), readonly(owner, true)],
      [12, ...u64(amount), decimals],
    ),
  approve: (from: Key, delegate: Key, owner: Key, amount: bigint): Instruction =>
    instruction(program, [writable(from), readonly(delegate), readonly(owner, true)], [4, ...u64(amount)]),
  burn: (account: Key, mint: Key, owner: Key, amount: bigint): Instruction =>
    instruction(program, [writable(account), writable(mint), readonly(owner, true)], [8, ...u64(amount)]),
  closeAccount: (account: Key, to: Key, owner: Key): Instruction =>
    instruction(program, [writable(account), writable(to), readonly(owner, true)], [9]),
});

/** The account that a wallet has for a mint, which the Associated Token Account program makes. */
export const associatedAccount = (
  wallet: Key,
  mint: Key,
  program: Key = programIds.token,
): { key: Key; bump: number } => {
  for (let bump = 255; bump >= 0; bump--) {
    const seeds = [wallet, program, mint].map(bytesOfKey);
    const key = programAddress([...seeds, Uint8Array.of(bump)], programIds.associatedToken);
    if (key) return { key, bump };
  }
  throw new Error('no seed gives an address');
};

export const createAssociated = (payer: Key, wallet: Key, mint: Key, program: Key = programIds.token): Instruction =>
  instruction(
    programIds.associatedToken,
    [
      writable(payer, true),
      writable(associatedAccount(wallet, mint, program).key),
      ...[wallet, mint, wellKnown.systemProgram, program].map((key) => readonly(key)),
    ],
    [0],
  );

export const memo = (program: Key, text: string, signers: readonly Key[] = []): Instruction =>
  instruction(
    program,
    signers.map((key) => readonly(key, true)),
    [...new TextEncoder().encode(text)],
  );

const instruction = (program: Key, accounts: readonly AccountMeta[], data: readonly number[]): Instruction => ({
  program,
  accounts,
  data: Uint8Array.from(data),
});

export const transactionOf = (...instructions: readonly Instruction[]): Transaction => ({
  instructions,
  payer: people.payer,
});

const empty = (owner: Key, size: number): Account => ({
  lamports: 1_000_000_000n,
  data: new Uint8Array(size),
  owner,
  executable: false,
});

/** The accounts that there are before anything has happened. */
export const initialAccounts = (program: Key = programIds.token): ReadonlyMap<Key, Account> =>
  new Map([
    ...[people.payer, people.owner, people.other].map((key) => [key, empty(wellKnown.systemProgram, 0)] as const),
    [people.mint, empty(program, 82)],
    [holdings.first, empty(program, 165)],
    [holdings.second, empty(program, 165)],
  ]);
