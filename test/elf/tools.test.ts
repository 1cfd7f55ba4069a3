import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readElf } from '../../engines/elf/elf.ts';
import { codeDifference } from '../../engines/elf/same-code.ts';
import { toolsSay } from '../../tools/elf-fixtures.ts';
import { fixture, fixtures, readBytes, sameLines } from './fixtures.ts';
import { entryLines, frameLines, headerLines, lineLines } from './ours.ts';

const lacking = ['readelf', 'llvm-dwarfdump', 'llvm-symbolizer', 'llvm-objcopy'].filter((tool) => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
});
const skip = lacking.length > 0 && `${lacking.join(', ')} not installed`;

for (const { name, path, bytes } of fixtures) {
  test(`${name}: the tools installed here say the same`, { skip }, () => {
    const elf = readElf(bytes);
    const ours = [...headerLines(elf), ...lineLines(elf), ...entryLines(elf), ...frameLines(elf)];
    const theirs = toolsSay(path).split('\n');
    sameLines(
      ours,
      theirs.filter((line) => !line.startsWith('at ')),
    );
  });
}

test('a file stripped by objcopy is known as the same code', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gaslamp-elf-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { path, bytes } = fixture('rust-O0-legacy');
  const derived = (...options: string[]) => {
    const file = join(folder, 'derived.elf');
    writeFileSync(file, '');
    execFileSync('llvm-objcopy', [...options, path, file]);
    return readElf(readBytes(file));
  };
  const linked = readElf(bytes);
  assert.equal(codeDifference(derived('--strip-all'), linked), undefined);
  assert.equal(codeDifference(derived('--strip-sections'), linked), undefined);
  assert.match(codeDifference(linked, derived('--only-keep-debug')) ?? '', /no code to compare/);
});
