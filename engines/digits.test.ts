import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grouped } from './digits.ts';

test('digits are grouped by three', () => {
  for (const value of [0, 7, 999, 1000, -999, -1000, 123456, 1234567, 2n ** 256n, -(10n ** 18n)])
    assert.equal(grouped(value), value.toLocaleString('en'));
  assert.equal(grouped('30000000'), '30,000,000');
});
