import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from './account.ts';
import { type Key, keyOf, wellKnown } from './keys.ts';
import { mayBecome, minimumBalance } from './rent.ts';

const rent = { lamportsPerByte: 6_960n, threshold: 1 };
const key = keyOf(new Uint8Array(32).fill(1));
const account = (lamports: bigint, size = 10, owner: Key = wellKnown.systemProgram): Account => ({
  lamports,
  data: new Uint8Array(size),
  owner,
  executable: false,
});
const exempt = minimumBalance(rent, 10);

test('the balance that exempts, also by an older rent', () => {
  assert.equal(minimumBalance(rent, 165), 2_039_280n);
  assert.equal(minimumBalance({ lamportsPerByte: 3_480n, threshold: 2 }, 165), 2_039_280n);
  assert.equal(minimumBalance({ lamportsPerByte: 1n, threshold: 1.5 }, 1), 193n);
});

test('an account ends exempt, empty, or with no less than it had', () => {
  assert.ok(mayBecome(rent, key, account(0n), account(exempt)));
  assert.ok(mayBecome(rent, key, account(exempt), account(0n)));
  assert.ok(mayBecome(rent, key, account(100n), account(100n)));
  assert.ok(mayBecome(rent, key, account(100n), account(101n)));
  assert.ok(mayBecome(rent, key, account(100n), account(100n, 9)));
});

test('what may not be left', () => {
  assert.ok(!mayBecome(rent, key, account(exempt), account(exempt - 1n)));
  assert.ok(!mayBecome(rent, key, account(0n), account(1n)));
  assert.ok(!mayBecome(rent, key, undefined, account(1n)));
  assert.ok(!mayBecome(rent, key, account(100n), account(100n, 11)));
  assert.ok(!mayBecome(rent, key, account(100n), account(100n, 10, wellKnown.loader2)));
  assert.ok(mayBecome(rent, '1nc1nerator11111111111111111111111111111111', account(0n), account(1n)));
});
