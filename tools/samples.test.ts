import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { samples } from './paths.ts';
import { madeSamples } from './samples.ts';

test('the index of the samples names each of their files, and no other', () => {
  const index: readonly { files: string[] }[] = JSON.parse(readFileSync(join(samples, 'samples.json'), 'utf8'));
  const named = new Set(index.flatMap(({ files }) => files));
  const folders = ['evm', 'erc20', 'ckb', 'solana'];
  const there = folders.flatMap((folder) => readdirSync(join(samples, folder)).map((name) => `${folder}/${name}`));
  assert.deepEqual([...named].sort(), [...new Set([...there, ...madeSamples])].sort());
});
