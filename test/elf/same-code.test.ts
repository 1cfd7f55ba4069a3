import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Elf, readElf, sectionNamed } from '../../engines/elf/elf.ts';
import { codeDifference } from '../../engines/elf/same-code.ts';
import { fixture } from './fixtures.ts';

const { bytes } = fixture('gcc-O2-dwarf5');
const linked = readElf(bytes);

/** As `strip` leaves it when it removes section headers too. */
const stripped = (() => {
  const copy = bytes.slice();
  copy.fill(0, 0x28, 0x30);
  return readElf(copy);
})();

const changedAt = (offset: number): Elf => {
  const copy = bytes.slice();
  copy[offset] = 255 - (copy[offset] ?? 0);
  return readElf(copy);
};

/** As `objcopy --only-keep-debug` leaves it: the sections that are loaded keep their headers only. */
const debugOnly = (elf: Elf): Elf => ({
  ...elf,
  sections: elf.sections.map((section) =>
    section.flags & 2 ? { ...section, type: 8, bytes: bytes.subarray(0, 0) } : section,
  ),
});

const withBuildId = (elf: Elf, id: number): Elf => {
  const note = new Uint8Array([4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 71, 78, 85, 0, 0xab, id]);
  const [empty] = elf.sections;
  assert.ok(empty);
  return { ...elf, sections: [...elf.sections, { ...empty, name: '.note.gnu.build-id', type: 7, bytes: note }] };
};

test('a program and its stripped copy have the same code', () => {
  assert.equal(stripped.sections.length, 0);
  assert.equal(codeDifference(stripped, linked), undefined);
  assert.equal(codeDifference(linked, linked), undefined);
  assert.equal(codeDifference(stripped, stripped), undefined);
});

test('one other byte of code is another program; one of debug information is not', () => {
  const text = sectionNamed(linked, '.text');
  const lines = sectionNamed(linked, '.debug_line');
  assert.ok(text && lines);
  const where = `0x${(text.address + 20).toString(16)}`;
  assert.match(codeDifference(stripped, changedAt(text.offset + 20)) ?? '', new RegExp(`from ${where} on`));
  assert.match(codeDifference(linked, changedAt(text.offset + 20)) ?? '', new RegExp(`from ${where} on`));
  assert.equal(codeDifference(stripped, changedAt(lines.offset + 20)), undefined);
});

test('a program of the same sources with other options is another one', () => {
  assert.match(codeDifference(linked, readElf(fixture('gcc-O0-dwarf5').bytes)) ?? '', /Its code differs/);
});

test('a file with debug information only is known by its build ID', () => {
  assert.match(codeDifference(linked, debugOnly(linked)) ?? '', /no code to compare/);
  assert.equal(codeDifference(withBuildId(linked, 1), debugOnly(withBuildId(linked, 1))), undefined);
  const other = codeDifference(withBuildId(linked, 1), debugOnly(withBuildId(linked, 2)));
  assert.match(other ?? '', /build ID is ab02, and that of the program is ab01/);
});

test('a file for another machine says so', () => {
  const other = changedAt(0x12);
  assert.match(
    codeDifference(linked, { ...other, machine: 62 }) ?? '',
    /an ELF for x86-64, and the program is an ELF for RISC-V/,
  );
});
