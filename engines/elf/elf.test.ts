import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElfError } from './bytes.ts';
import { type Elf, readElf, sectionNamed } from './elf.ts';
import { describeElf } from './machines.ts';
import { readRelocations } from './relocations.ts';
import { readSymbols } from './symbols.ts';
import { buildElf } from './test/build-elf.ts';

const text = { '.text': { type: 1, flags: 6, bytes: [1, 2, 3, 4] } };

const messageOf = (bytes: Uint8Array) => {
  try {
    readElf(bytes);
  } catch (error) {
    assert.ok(error instanceof ElfError, String(error));
    return error.message;
  }
  return undefined;
};

const changed = (bytes: Uint8Array, changes: Readonly<Record<number, number>>) => {
  const copy = bytes.slice();
  for (const [at, value] of Object.entries(changes)) copy[Number(at)] = value;
  return copy;
};

for (const bits of [32, 64]) {
  for (const littleEndian of [true, false]) {
    test(`headers of ${bits} bits, ${littleEndian ? 'little' : 'big'}-endian`, () => {
      const elf = readElf(buildElf({ bits, littleEndian, sections: text }));
      const { type, machine, flags, entry, problems, segments, sections } = elf;
      assert.deepEqual(
        { bits: elf.bits, littleEndian: elf.littleEndian, type, machine, flags, entry, problems },
        { bits, littleEndian, type: 2, machine: 243, flags: 5, entry: 0x10000, problems: [] },
      );
      const [segment] = segments;
      assert.deepEqual([segment?.type, segment?.flags, segment?.address, segment?.align], [1, 5, 0x10000, 0x1000]);
      assert.equal(segment?.bytes.length, segment?.fileSize);
      assert.deepEqual(
        sections.map(({ name }) => name),
        ['', '.text', '.shstrtab'],
      );
      assert.deepEqual(sectionNamed(elf, '.text')?.bytes, new Uint8Array([1, 2, 3, 4]));
    });
  }
}

test('what an ELF is for is told', () => {
  const told = (options: Parameters<typeof buildElf>[0]) => describeElf(readElf(buildElf(options)));
  assert.equal(told({}), 'an ELF for RISC-V');
  assert.equal(told({ machine: 62 }), 'an ELF for x86-64');
  assert.equal(told({ bits: 32 }), 'a 32-bit ELF for RISC-V');
  assert.equal(told({ littleEndian: false, machine: 8 }), 'a big-endian ELF for MIPS');
  assert.equal(told({ machine: 4321 }), 'an ELF for machine number 4321');
});

test('what is no ELF is refused in a sentence', () => {
  const good = buildElf();
  assert.match(messageOf(new Uint8Array()) ?? '', /file is empty/);
  assert.match(messageOf(new TextEncoder().encode('#!/bin/sh')) ?? '', /begins with 23 21 2f 62/);
  assert.match(messageOf(good.subarray(0, 9)) ?? '', /takes 64 bytes, and the file has 9/);
  assert.match(messageOf(good.subarray(0, 60)) ?? '', /takes 64 bytes, and the file has 60/);
  assert.match(messageOf(changed(good, { 4: 7 })) ?? '', /class is 7/);
  assert.match(messageOf(changed(good, { 5: 0 })) ?? '', /byte order is 0/);
});

test('one broken table leaves the other', () => {
  const good = buildElf({ sections: text });
  const parts = (elf: Elf) => [elf.segments.length, elf.sections.length];
  const sectionsOutside = readElf(changed(good, { 46: 0xff }));
  assert.deepEqual(parts(sectionsOutside), [1, 0]);
  assert.deepEqual(
    sectionsOutside.problems.map(({ part }) => part),
    ['sections'],
  );
  const smallSections = readElf(changed(good, { 58: 8 }));
  assert.match(smallSections.problems[0]?.message ?? '', /gives 8 bytes to an entry .* take 64/);
  const segmentsOutside = readElf(changed(good, { 37: 0xff }));
  assert.deepEqual(parts(segmentsOutside), [0, 3]);
  assert.deepEqual(
    segmentsOutside.problems.map(({ part }) => part),
    ['segments'],
  );
});

test('content that the file does not hold is told of, and what there is can be read', () => {
  const good = buildElf({ sections: text });
  const header = good.length - 2 * 64;
  const cutSection = readElf(changed(good, { [header + 0x21]: 0xff }));
  assert.equal(sectionNamed(cutSection, '.text'), undefined);
  assert.match(cutSection.problems[0]?.message ?? '', /\.text cannot be read: it takes 65284 bytes/);
  const cutSegment = readElf(changed(good, { 98: 1 }));
  assert.equal(cutSegment.segments[0]?.bytes.length, good.length);
  assert.match(cutSegment.problems[0]?.message ?? '', /segment 0 takes 65\d+ bytes at 0x0/);
});

test('symbols and relocations of both widths', () => {
  const strings = { type: 3, bytes: [...new TextEncoder().encode('\0main\0')] };
  const wide = readElf(
    buildElf({
      sections: {
        '.strtab': strings,
        '.symtab': {
          type: 2,
          link: 1,
          bytes: [...new Array(24).fill(0), 1, 0, 0, 0, 0x12, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0],
        },
        '.rela.text': {
          type: 4,
          link: 2,
          bytes: [8, 0, 1, 0, 0, 0, 0, 0, 18, 0, 0, 0, 1, 0, 0, 0, ...new Array(8).fill(0xff)],
        },
      },
    }),
  );
  const main = { name: 'main', value: 0x10000, size: 4, type: 'function', binding: 'global', section: 1 };
  assert.deepEqual(readSymbols(wide, 'symbols')[1], main);
  assert.deepEqual(readSymbols(wide, 'dynamicSymbols'), []);
  const relocations = wide.sections.flatMap((section) => readRelocations(wide, section));
  assert.deepEqual(relocations, [{ offset: 0x10008, type: 18, symbol: 1, addend: -1n }]);

  const narrow = readElf(
    buildElf({
      bits: 32,
      sections: {
        '.strtab': strings,
        '.symtab': {
          type: 2,
          link: 1,
          bytes: [...new Array(16).fill(0), 1, 0, 0, 0, 0, 0, 1, 0, 4, 0, 0, 0, 0x12, 0, 1, 0],
        },
        '.rel.text': { type: 9, link: 2, bytes: [8, 0, 1, 0, 18, 1, 0, 0] },
      },
    }),
  );
  assert.deepEqual(readSymbols(narrow, 'symbols')[1], main);
  const [relocation] = narrow.sections.flatMap((section) => readRelocations(narrow, section));
  assert.deepEqual(relocation, { offset: 0x10008, type: 18, symbol: 1, addend: undefined });
});
