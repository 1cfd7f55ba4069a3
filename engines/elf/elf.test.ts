import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElfError } from './bytes.ts';
import { type Elf, readElf, sectionNamed } from './elf.ts';
import { describeElf } from './machines.ts';
import { readRelocations } from './relocations.ts';
import { readSymbols } from './symbols.ts';

type Part = {
  readonly type: number;
  readonly flags?: number;
  readonly link?: number;
  readonly bytes: readonly number[];
};

/** A small ELF with a segment over all of it, these sections, and one for their names behind them. */
const build = ({
  bits = 64,
  littleEndian = true,
  machine = 243,
  sections = {} as Readonly<Record<string, Part>>,
} = {}) => {
  const out: number[] = [];
  const put = (value: number, size: number) => {
    const bytes = Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) % 256);
    out.push(...(littleEndian ? bytes : bytes.reverse()));
  };
  const wide = bits === 64;
  const word = (value: number) => put(value, bits / 8);
  const names = ['', ...Object.keys(sections), '.shstrtab'];
  const nameBytes = [...new TextEncoder().encode(`${names.join('\0')}\0`)];
  const parts: Part[] = [{ type: 0, bytes: [] }, ...Object.values(sections), { type: 3, bytes: nameBytes }];
  const header = wide ? 64 : 52;
  const contentAt = header + (wide ? 56 : 32);
  const offsets = parts.map((_, index) =>
    parts.slice(0, index).reduce((at, { bytes }) => at + bytes.length, contentAt),
  );
  const sectionsAt = (offsets.at(-1) ?? 0) + nameBytes.length;

  out.push(0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, littleEndian ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  put(2, 2);
  put(machine, 2);
  put(1, 4);
  for (const value of [0x10000, header, sectionsAt]) word(value);
  put(5, 4);
  for (const value of [header, wide ? 56 : 32, 1, wide ? 64 : 40, parts.length, parts.length - 1]) put(value, 2);

  put(1, 4);
  if (wide) put(5, 4);
  for (const value of [0, 0x10000, 0x10000, sectionsAt, sectionsAt]) word(value);
  if (!wide) put(5, 4);
  word(0x1000);

  for (const { bytes } of parts) out.push(...bytes);
  for (const [index, { type, flags = 0, link = 0, bytes }] of parts.entries()) {
    put(names.slice(0, index).join('\0').length + (index === 0 ? 0 : 1), 4);
    put(type, 4);
    for (const value of [flags, 0, offsets[index] ?? 0, bytes.length]) word(value);
    put(link, 4);
    put(0, 4);
    word(1);
    word(0);
  }
  return new Uint8Array(out);
};

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
      const elf = readElf(build({ bits, littleEndian, sections: text }));
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
  const told = (options: Parameters<typeof build>[0]) => describeElf(readElf(build(options)));
  assert.equal(told({}), 'an ELF for RISC-V');
  assert.equal(told({ machine: 62 }), 'an ELF for x86-64');
  assert.equal(told({ bits: 32 }), 'a 32-bit ELF for RISC-V');
  assert.equal(told({ littleEndian: false, machine: 8 }), 'a big-endian ELF for MIPS');
  assert.equal(told({ machine: 4321 }), 'an ELF for machine number 4321');
});

test('what is no ELF is refused in a sentence', () => {
  const good = build();
  assert.match(messageOf(new Uint8Array()) ?? '', /file is empty/);
  assert.match(messageOf(new TextEncoder().encode('#!/bin/sh')) ?? '', /begins with 23 21 2f 62/);
  assert.match(messageOf(good.subarray(0, 9)) ?? '', /takes 64 bytes, and the file has 9/);
  assert.match(messageOf(good.subarray(0, 60)) ?? '', /takes 64 bytes, and the file has 60/);
  assert.match(messageOf(changed(good, { 4: 7 })) ?? '', /class is 7/);
  assert.match(messageOf(changed(good, { 5: 0 })) ?? '', /byte order is 0/);
});

test('one broken table leaves the other', () => {
  const good = build({ sections: text });
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
  const good = build({ sections: text });
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
    build({
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
    build({
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
