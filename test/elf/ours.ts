import { CodeRanges } from '../../engines/elf/code-ranges.ts';
import { attributes } from '../../engines/elf/dwarf/constants.ts';
import { Dwarf } from '../../engines/elf/dwarf/dwarf.ts';
import { readFrames } from '../../engines/elf/dwarf/frame-entries.ts';
import { type CfaRule, type RegisterRule, rulesOf } from '../../engines/elf/dwarf/frame-rules.ts';
import { rangesOf } from '../../engines/elf/dwarf/ranges.ts';
import { DebugSections } from '../../engines/elf/dwarf/sections.ts';
import { number } from '../../engines/elf/dwarf/units.ts';
import { type Elf, sectionNamed } from '../../engines/elf/elf.ts';
import { absoluteSection, readSymbols } from '../../engines/elf/symbols.ts';
import { addressText, dropped } from './dumps.ts';

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

export const lineLines = (elf: Elf): string[] => {
  const dwarf = new Dwarf(elf, new CodeRanges(elf));
  return dwarf.units.flatMap((unit) => {
    const rows = (dwarf.lineTable(unit)?.rows() ?? []).filter(({ address }) => addressText(address) !== dropped);
    return [
      `table ${hex(number(unit.root.get(attributes.statementList)) ?? 0)}`,
      ...rows.map(({ address, line, column, file, discriminator, isStatement, prologueEnd, endSequence }) => {
        const flags = letters(7, [Number(isStatement), ' is_stmt'], [Number(prologueEnd), ' prologue_end']);
        return `row ${addressText(address)} ${line} ${column} ${file} ${discriminator}${flags}${endSequence ? ' end_sequence' : ''}`;
      }),
    ];
  });
};

const tagNames: Readonly<Record<number, string>> = {
  1: 'array_type',
  4: 'enumeration_type',
  5: 'formal_parameter',
  10: 'label',
  11: 'lexical_block',
  13: 'member',
  15: 'pointer_type',
  17: 'compile_unit',
  19: 'structure_type',
  21: 'subroutine_type',
  22: 'typedef',
  23: 'union_type',
  24: 'unspecified_parameters',
  25: 'variant',
  29: 'inlined_subroutine',
  33: 'subrange_type',
  36: 'base_type',
  38: 'const_type',
  40: 'enumerator',
  46: 'subprogram',
  47: 'template_type_parameter',
  51: 'variant_part',
  52: 'variable',
  53: 'volatile_type',
  57: 'namespace',
  59: 'unspecified_type',
  72: 'call_site',
  73: 'call_site_parameter',
  16649: 'GNU_call_site',
  16650: 'GNU_call_site_parameter',
};

export const entryLines = (elf: Elf): string[] => {
  const dwarf = new Dwarf(elf, new CodeRanges(elf));
  const sections = new DebugSections(elf);
  return dwarf.units.flatMap((unit) =>
    [...unit.entries()].flatMap(({ offset, tag, values }) => {
      const text = (attribute: number) => unit.text(values().get(attribute));
      const lines = [`entry ${hex(offset)} ${tagNames[tag]} ${text(attributes.name) ?? ''}`.trim()];
      if (tag !== 46 && tag !== 29) return lines;
      const ranges = rangesOf(sections, unit, values());
      const code = ranges.map(({ start, end }) => `${addressText(start)}-${addressText(end)}`);
      const details = [...values()].flatMap(([attribute, value]) => {
        if (attribute === attributes.linkageName) return `linkage=${unit.text(value)}`;
        if (attribute === attributes.callFile) return `file=${dwarf.lineTable(unit)?.files[number(value) ?? 0]}`;
        if (attribute === attributes.callLine) return `line=${number(value)}`;
        return attribute === attributes.callColumn ? `column=${number(value)}` : [];
      });
      if (code.length > 0) lines.push(`code ${hex(offset)} ${code.join(' ')}`);
      if (details.length > 0) lines.push(`about ${hex(offset)} ${details.join(' ')}`);
      return lines;
    }),
  );
};

const signed = (offset: number) => (offset < 0 ? `${offset}` : `+${offset}`);

const cfaText = (rule: CfaRule | undefined) =>
  rule?.kind === 'register' ? `r${rule.register}${signed(rule.offset)}` : rule ? 'exp' : 'none';

const ruleText = (rule: RegisterRule): string => {
  switch (rule.kind) {
    case 'undefined':
      return 'u';
    case 'same':
      return 's';
    case 'saved':
      return `c${signed(rule.offset)}`;
    case 'value':
      return `v${signed(rule.offset)}`;
    case 'register':
      return `r${rule.register}`;
    case 'savedByExpression':
      return 'exp';
    case 'valueOfExpression':
      return 'vexp';
  }
};

export const frameLines = (elf: Elf): string[] => {
  const sections = new DebugSections(elf);
  return ['.eh_frame', '.debug_frame'].flatMap((name) => {
    const address = sectionNamed(elf, name)?.address;
    if (address === undefined) return [];
    const section = { reader: sections.reader(name), address, addressSize: elf.bits / 8, isEh: name === '.eh_frame' };
    const frames = readFrames(section, (problem) => {
      throw problem;
    });
    return frames.flatMap((frame) => {
      const rows = rulesOf(frame, section);
      if (rows.length < 2) return [];
      return rows.map(({ start, cfa, registers }) => {
        const rules = [...registers]
          .filter(([, { kind }]) => kind !== 'undefined')
          .sort(([a], [b]) => a - b)
          .map(([register, rule]) => `r${register}=${ruleText(rule)}`);
        return ['frame', hex(start), cfaText(cfa), ...rules].join(' ');
      });
    });
  });
};
