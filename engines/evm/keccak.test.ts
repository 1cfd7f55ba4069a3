import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { newSeed, randomFrom } from '../../test/harness/random.ts';
import { keccak256 } from './keccak.ts';
import { keccakModule } from './keccak-core.ts';
import { hexOf } from './words.ts';

test('the hash of nothing is the one that empty accounts have', () => {
  const empty = 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';
  assert.equal(hexOf(keccak256(new Uint8Array())), empty);
});

test('hashes are those of @noble/hashes, at every length around the edges of blocks and pages', (t) => {
  const seed = newSeed();
  t.diagnostic(`GASLAMP_SEED=${seed}`);
  const random = randomFrom(seed);
  const lengths = [...Array(300).keys(), 65_000, 65_023, 65_024, 65_025, 65_536, 200_000];
  for (const length of lengths) {
    const data = Uint8Array.from({ length }, () => random.below(256));
    assert.equal(hexOf(keccak256(data)), hexOf(keccak_256(data)), `${length} bytes`);
  }
});

test('the module is valid, and small enough for a window to take at once', () => {
  const module = keccakModule();
  assert.ok(WebAssembly.validate(module));
  assert.ok(module.length < 4096, `${module.length} bytes`);
});
