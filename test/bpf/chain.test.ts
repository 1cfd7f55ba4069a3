import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSbpf } from '../../engines/bpf/assembly/document.ts';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import type { Account } from '../../engines/bpf/solana/account.ts';
import { defaultFeatures } from '../../engines/bpf/solana/features.ts';
import { type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { messageOf } from '../../engines/bpf/solana/message.ts';
import { decodeRent, minimumBalance } from '../../engines/bpf/solana/rent.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import { defaultMoment, sysvarAccounts } from '../../engines/bpf/solana/sysvars.ts';
import { OracleChain } from './native-oracle.ts';
import { skipped } from './oracle.ts';
import { runOurs } from './our-runtime.ts';

test('the chain begins with the accounts that Agave has', { skip: skipped }, () => {
  const oracle = new OracleChain();
  for (const [key, account] of [...builtinAccounts, ...sysvarAccounts()])
    assert.deepEqual(account, oracle.get(key), key);
});

test('what exempts an account from rent is what Agave asks', { skip: skipped }, () => {
  const oracle = new OracleChain();
  const rent = decodeRent(sysvarAccounts().get(wellKnown.rent)?.data ?? new Uint8Array());
  for (const size of [0, 1, 80, 165, 10 * 1024 * 1024])
    assert.equal(minimumBalance(rent, size), oracle.minimumBalance(size), `${size} bytes`);
});

/** Logs the data of its first account. */
const show = `
  ldxdw r7, [r1+88]
  add64 r1, 96
  stxdw [r10-16], r1
  stxdw [r10-8], r7
  mov64 r1, r10
  add64 r1, -16
  mov64 r2, 1
  call sol_log_data
  mov64 r0, 0
  exit
`;

test('programs read what instructions there are, and which of them runs', { skip: skipped }, () => {
  const key = (byte: number): Key => keyOf(new Uint8Array(32).fill(byte));
  const [payer, program] = [key(1), key(2)];
  const data = writeElf(parseSbpf(show, 'v0', new Set(['sol_log_data'])));
  const world: readonly (readonly [Key, Account])[] = [
    [payer, { lamports: 10n ** 10n, data: new Uint8Array(), owner: wellKnown.systemProgram, executable: false }],
    [program, { lamports: 10n ** 10n, data, owner: wellKnown.loader2, executable: true }],
  ];
  const sysvar = { key: wellKnown.instructions, isSigner: false, isWritable: true };
  const shown = { program, accounts: [sysvar], data: Uint8Array.of(1, 2, 3) };
  const other = { program: wellKnown.computeBudget, accounts: [], data: Uint8Array.of(2, 0, 0, 1, 0) };
  const more = { ...shown, accounts: [sysvar, { key: payer, isSigner: true, isWritable: false }] };
  const transaction = { payer, instructions: [shown, other, more] };
  const oracle = new OracleChain();
  for (const [each, account] of world) oracle.set(each, account);
  const theirs = oracle.send(messageOf(transaction, defaultFeatures), defaultMoment.blockhash);
  const accounts = new Map([...builtinAccounts, ...sysvarAccounts(), ...world]);
  const ours = runOurs({ accounts, features: defaultFeatures }, transaction);
  assert.equal(theirs.error, undefined);
  assert.deepEqual(ours.logs, theirs.logs);
  assert.equal(ours.logs.filter((line) => line.startsWith('Program data: ')).length, 2);
});
