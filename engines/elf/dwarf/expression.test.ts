import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from './expression.ts';

const registers = new Map([
  [7, 0x1000n],
  [16, 0x4_000bn],
]);

const value = (bytes: readonly number[], start: readonly bigint[] = []) =>
  evaluate(
    Uint8Array.from(bytes),
    {
      littleEndian: true,
      addressSize: 8,
      register: (register) => registers.get(register),
      read: (address, size) =>
        address === 0x1008n ? 0x1234_5678_9abc_def0n & ((1n << BigInt(8 * size)) - 1n) : undefined,
    },
    start,
  );

test('the frame of a procedure linkage table of x86-64', () => {
  // breg7 8, breg16 0, lit15, and, lit11, ge, lit3, shl, plus
  assert.equal(value([0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22]), 0x1010n);
});

test('constants of every width', () => {
  assert.equal(value([0x08, 0xff]), 255n);
  assert.equal(value([0x09, 0xff]), 2n ** 64n - 1n);
  assert.equal(value([0x0b, 0xfe, 0xff]), 2n ** 64n - 2n);
  assert.equal(value([0x0c, 1, 2, 3, 4]), 0x0403_0201n);
  assert.equal(value([0x10, 0x80, 1]), 128n);
  assert.equal(value([0x11, 0x7f]), 2n ** 64n - 1n);
  assert.equal(value([0x03, 1, 0, 0, 0, 0, 0, 0, 0]), 1n);
});

test('the stack', () => {
  assert.equal(value([0x23, 8], [0x20n]), 0x28n);
  assert.equal(value([0x31, 0x32, 0x16, 0x1c]), 1n);
  assert.equal(value([0x31, 0x32, 0x33, 0x17, 0x13]), 1n);
  assert.equal(value([0x31, 0x32, 0x14, 0x15, 1]), 2n);
});

test('memory', () => {
  assert.equal(value([0x77, 8, 0x06]), 0x1234_5678_9abc_def0n);
  assert.equal(value([0x77, 8, 0x94, 2]), 0xdef0n);
  assert.equal(value([0x77, 0, 0x06]), undefined);
});

test('jumps, and none without end', () => {
  assert.equal(value([0x31, 0x28, 1, 0, 0x35, 0x32]), 2n);
  assert.equal(value([0x30, 0x28, 1, 0, 0x35]), 5n);
  assert.equal(value([0x2f, 0xfd, 0xff]), undefined);
  assert.equal(value([0x2f, 0x00, 0x80]), undefined);
});

test('what is broken, unknown or not there has no value', () => {
  for (const bytes of [[], [0x22], [0x0c, 1], [0xf3], [0x71, 0], [0x31, 0x30, 0x1b], [0x50]])
    assert.equal(value(bytes), undefined, bytes.join());
});
