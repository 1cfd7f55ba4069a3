import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { samples } from './paths.ts';

test('the index of the samples names each of their files, and no other', () => {
  const index: readonly { files: string[] }[] = JSON.parse(readFileSync(join(samples, 'samples.json'), 'utf8'));
  const named = new Set(index.flatMap(({ files }) => files));
  const folders = ['evm', 'erc20', 'ckb'];
  const there = folders.flatMap((folder) => readdirSync(join(samples, folder)).map((name) => `${folder}/${name}`));
  // The build makes this one.
  assert.deepEqual([...named].sort(), [...new Set([...there, 'erc20/Token.json'])].sort());
});
