import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexToBytes } from '@noble/hashes/utils.js';
import { decodeBase58, encodeBase58 } from './base58.ts';

test('bytes and letters stand for each other', () => {
  const known: readonly (readonly [hex: string, text: string])[] = [
    ['', ''],
    ['00', '1'],
    ['0000000000000000000000000000000000000000000000000000000000000000', '1'.repeat(32)],
    ['39', 'z'],
    ['3a', '21'],
    ['0000287fb4cd', '11233QC4'],
    ['06ddf6e1d765a193d9cbe146ceeb79ac1cb485ed5f5b37913a8cf5857eff00a9', 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'],
    ['ff'.repeat(32), 'JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG'],
  ];
  for (const [hex, text] of known) {
    assert.equal(encodeBase58(hexToBytes(hex)), text);
    assert.deepEqual(decodeBase58(text), hexToBytes(hex));
  }
});

test('every length of bytes comes back', () => {
  for (let size = 0; size < 70; size++) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (size * 7 + i * 31) & 0xff);
    assert.deepEqual(decodeBase58(encodeBase58(bytes)), bytes);
  }
});

test('letters that look like others are none', () => {
  for (const letter of ['0', 'O', 'I', 'l', ' ', 'é']) assert.equal(decodeBase58(`1${letter}`), undefined);
});
