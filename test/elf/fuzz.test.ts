import assert from 'node:assert/strict';
import { test } from 'node:test';
import { damaged, readEverything } from './damage.ts';
import { fixtures } from './fixtures.ts';

const variants = 40;

for (const { name, bytes } of fixtures) {
  test(`${name}: damaged files are read as far as they go, and nothing is thrown but sentences`, () => {
    let told = 0;
    for (let seed = 1; seed <= variants; seed++) told += readEverything(damaged(bytes, seed)).length;
    assert.ok(told > 0, 'some damage should be noticed');
  });
}
