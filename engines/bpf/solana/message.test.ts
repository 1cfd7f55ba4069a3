import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountMeta } from './account.ts';
import { defaultFeatures } from './features.ts';
import { type Key, keyOf, wellKnown } from './keys.ts';
import { messageOf } from './message.ts';

const key = (byte: number): Key => keyOf(new Uint8Array(32).fill(byte));
const meta = (byte: number, rights = ''): AccountMeta => ({
  key: key(byte),
  isSigner: rights.includes('s'),
  isWritable: rights.includes('w'),
});
const messageFor = (program: Key, ...accounts: AccountMeta[]) =>
  messageOf({ payer: key(9), instructions: [{ program, accounts, data: new Uint8Array() }] }, defaultFeatures);

test('accounts come by their rights, the payer first, and each kind by its bytes', () => {
  const { accounts, header } = messageFor(
    key(200),
    ...[meta(8), meta(7, 'w'), meta(3, 'w'), meta(6, 's'), meta(5, 'sw'), meta(1, 'sw')],
  );
  assert.deepEqual(
    accounts.map((each) => each.key),
    [9, 1, 5, 6, 3, 7, 8, 200].map(key),
  );
  assert.deepEqual(header, { signatures: 4, readonlySigned: 1, readonlyUnsigned: 2 });
});

test('an account has everywhere the rights that it is given anywhere', () => {
  const { instructions } = messageFor(key(200), meta(1, 's'), meta(1, 'w'), meta(9));
  assert.deepEqual(instructions[0]?.accounts, [meta(1, 'sw'), meta(1, 'sw'), meta(9, 'sw')]);
});

test('what is reserved is not written, nor is a program that runs, unless a loader is there', () => {
  const sysvar = { ...meta(0, 'w'), key: wellKnown.clock };
  const loader = { ...meta(0), key: wellKnown.loader3 };
  const rights = (...accounts: AccountMeta[]) =>
    messageFor(key(200), ...accounts).instructions[0]?.accounts.map(({ isWritable }) => isWritable);
  assert.deepEqual(rights(sysvar, meta(200, 'w')), [false, false]);
  assert.deepEqual(rights(meta(200, 'w'), loader), [true, false]);
});
