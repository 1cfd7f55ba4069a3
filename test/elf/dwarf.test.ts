import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readElf } from '../../engines/elf/elf.ts';
import { fixtures, sameLines } from './fixtures.ts';
import { entryLines, frameLines, lineLines } from './ours.ts';

for (const { name, bytes, expected } of fixtures) {
  test(`${name}: line tables are those that llvm-dwarfdump finds`, (t) => {
    const theirs = expected('table', 'row');
    sameLines(lineLines(readElf(bytes)), theirs);
    assert.ok(theirs.length > 20);
    t.diagnostic(`${theirs.length} compared`);
  });

  test(`${name}: entries, code of functions and calls of inlined ones are those that llvm-dwarfdump finds`, (t) => {
    const theirs = expected('entry', 'code', 'about');
    sameLines(entryLines(readElf(bytes)), theirs);
    assert.ok(theirs.length > 20);
    t.diagnostic(`${theirs.length} compared`);
  });

  test(`${name}: rules of call frames are those that readelf finds`, (t) => {
    const theirs = expected('frame');
    sameLines(frameLines(readElf(bytes)), theirs);
    assert.ok(theirs.length > 5);
    t.diagnostic(`${theirs.length} compared`);
  });
}
