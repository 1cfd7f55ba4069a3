import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readElf } from '../../engines/elf/elf.ts';
import { fixtures, sameLines } from './fixtures.ts';
import { headerLines } from './ours.ts';

for (const { name, bytes, expected } of fixtures) {
  test(`${name}: sections, segments and symbols are those that readelf finds`, (t) => {
    const elf = readElf(bytes);
    const theirs = expected('section', 'segment', 'symbol');
    assert.deepEqual(elf.problems, []);
    sameLines(headerLines(elf), theirs);
    assert.ok(theirs.length > 20);
    t.diagnostic(`${theirs.length} compared`);
  });
}
