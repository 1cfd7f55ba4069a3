import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as words from '../../engines/evm/words.ts';
import { toHex } from './run.ts';

const most = 2n ** 256n - 1n;
const least = 2n ** 255n;
const minus = (n: bigint) => 2n ** 256n - n;

test('words wrap', () => {
  assert.equal(words.word(2n ** 256n), 0n);
  assert.equal(words.word(-1n), most);
  assert.equal(words.word(most), most);
  assert.equal(words.signed(most), -1n);
});

test('signed division and its one overflow', () => {
  assert.equal(words.signedDivide(minus(7n), 2n), minus(3n));
  assert.equal(words.signedDivide(least, most), least);
  assert.equal(words.signedModulo(minus(7n), 3n), minus(1n));
  assert.equal(words.signedModulo(7n, minus(3n)), 1n);
  for (const divide of [words.divide, words.modulo, words.signedDivide, words.signedModulo])
    assert.equal(divide(5n, 0n), 0n);
});

test('ADDMOD and MULMOD do not cut what is between', () => {
  assert.equal(words.addModulo(most, most, 7n), (2n * most) % 7n);
  assert.equal(words.multiplyModulo(most, most, 12n), (most * most) % 12n);
  assert.equal(words.addModulo(1n, 1n, 0n), 0n);
});

test('powers', () => {
  assert.equal(words.power(0n, 0n), 1n);
  assert.equal(words.power(2n, 255n), least);
  assert.equal(words.power(2n, 256n), 0n);
  assert.equal(words.power(3n, 5n), 243n);
  assert.equal(words.power(most, most), most);
});

test('SIGNEXTEND, BYTE, shifts and CLZ', () => {
  assert.equal(words.signExtend(0n, 0xffn), most);
  assert.equal(words.signExtend(0n, 0x17fn), 0x7fn);
  assert.equal(words.signExtend(31n, least), least);
  assert.equal(words.signExtend(most, 5n), 5n);
  assert.equal(words.byteAt(31n, 0x1234n), 0x34n);
  assert.equal(words.byteAt(0n, least), 0x80n);
  assert.equal(words.byteAt(32n, most), 0n);
  assert.equal(words.shiftLeft(255n, 3n), least);
  assert.equal(words.shiftLeft(256n, 3n), 0n);
  assert.equal(words.shiftRight(most, most), 0n);
  assert.equal(words.shiftRightSigned(1n, minus(4n)), minus(2n));
  assert.equal(words.shiftRightSigned(most, least), most);
  assert.equal(words.shiftRightSigned(300n, 5n), 0n);
  assert.deepEqual([0n, 1n, least, most].map(words.leadingZeros), [256n, 255n, 0n, 0n]);
});

test('bytes and words', () => {
  assert.equal(words.fromBytes(words.toBytes(2n ** 200n + 3n)), 2n ** 200n + 3n);
  assert.equal(words.fromBytes(new Uint8Array()), 0n);
  assert.equal(toHex(words.toBytes(0x0102n, 3)), '000102');
  assert.equal(toHex(words.toBytes(2n ** 64n + 5n, 20)), '0000000000000000000000010000000000000005');
  assert.deepEqual([0n, 1n, 255n, 256n].map(words.byteLength), [0, 1, 1, 2]);
  assert.equal(words.addressOf(most), `0x${'f'.repeat(40)}`);
});
