import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grouped, hex, hex64 } from './digits.ts';

test('digits are grouped by three', () => {
  for (const value of [0, 7, 999, 1000, -999, -1000, 123456, 1234567, 2n ** 256n, -(10n ** 18n)])
    assert.equal(grouped(value), value.toLocaleString('en'));
  assert.equal(grouped('30000000'), '30,000,000');
});

test('hexadecimal numbers keep their sign, or have that of a register', () => {
  assert.deepEqual([0, 31, -31, 2n ** 64n - 1n].map(hex), ['0x0', '0x1f', '-0x1f', '0xffffffffffffffff']);
  assert.deepEqual([31, -1, -(2n ** 63n)].map(hex64), ['0x1f', '0xffffffffffffffff', '0x8000000000000000']);
});
