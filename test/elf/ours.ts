import type { Elf } from '../../engines/elf/elf.ts';
import { absoluteSection, readSymbols } from '../../engines/elf/symbols.ts';

/** What the project's own reader finds, in the notation of the fixtures; see `dumps.ts`. */

const hex = (value: number) => `0x${value.toString(16)}`;
const hexes = (...values: readonly number[]) => values.map(hex).join(' ');

const segmentNames: Readonly<Record<number, string>> = {
  1: 'LOAD',
  6: 'PHDR',
  1685382481: 'GNU_STACK',
  1879048195: 'RISCV_ATTRIBUT',
};
const sectionNames: Readonly<Record<number, string>> = {
  0: 'NULL',
  1: 'PROGBITS',
  2: 'SYMTAB',
  3: 'STRTAB',
  4: 'RELA',
  8: 'NOBITS',
  9: 'REL',
  11: 'DYNSYM',
};
const symbolNames = {
  none: 'NOTYPE',
  object: 'OBJECT',
  function: 'FUNC',
  section: 'SECTION',
  file: 'FILE',
  other: '?',
};

/** Letters for the bits that are set. */
const letters = (flags: number, ...bits: readonly (readonly [bit: number, letter: string])[]) =>
  bits.flatMap(([bit, letter]) => (flags & bit ? letter : [])).join('');

export const headerLines = (elf: Elf): string[] => [
  ...elf.sections.map(({ name, type, address, offset, size, entrySize, flags, link, info, align }, index) => {
    const shown = letters(flags, [1, 'W'], [2, 'A'], [4, 'X'], [16, 'M'], [32, 'S'], [64, 'I']);
    return `section ${index} ${name} ${sectionNames[type]} ${hexes(address, offset, size, entrySize)} ${shown} ${link} ${info} ${align}`;
  }),
  ...elf.segments.map(({ type, offset, address, fileSize, memorySize, flags, align }) => {
    const shown = letters(flags, [4, 'R'], [2, 'W'], [1, 'E']);
    return `segment ${segmentNames[type]} ${hexes(offset, address, fileSize, memorySize)} ${shown} ${hex(align)}`;
  }),
  ...readSymbols(elf, 'symbols').map(({ name, value, size, type, binding, section }, index) => {
    const where = section === 0 ? 'UND' : section === absoluteSection ? 'ABS' : section;
    return `symbol ${index} ${hex(value)} ${size} ${symbolNames[type]} ${binding.toUpperCase()} ${where} ${name}`;
  }),
];
