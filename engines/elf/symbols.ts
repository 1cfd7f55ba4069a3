import { ByteReader } from './bytes.ts';
import { type Elf, type Section, sectionTypes, textAt } from './elf.ts';

/** A name in a symbol table (`Elf64_Sym`). */
export type ElfSymbol = {
  /** As the linker knows it; `demangle` makes it legible. */
  readonly name: string;
  /** An address, in linked files. */
  readonly value: number;
  /** In bytes; 0 where whoever wrote the symbol did not say. */
  readonly size: number;
  /** `none` are labels of assembly that nobody gave a type. */
  readonly type: 'none' | 'object' | 'function' | 'section' | 'file' | 'other';
  readonly binding: 'local' | 'global' | 'weak' | 'other';
  /** Index of the section that holds it; 0 for one that is not defined here, `absoluteSection` for a plain number. */
  readonly section: number;
};

/** The `section` of symbols that are no addresses (`SHN_ABS`). */
export const absoluteSection = 0xfff1;
/** `st_shndx` of a name that another file defines. */
export const undefinedSection = 0;

const types = { 0: 'none', 1: 'object', 2: 'function', 3: 'section', 4: 'file', 10: 'function' } as const;
const bindings = { 0: 'local', 1: 'global', 2: 'weak' } as const;
const named = <T extends string>(names: Readonly<Record<number, T>>, key: number): T | 'other' => names[key] ?? 'other';

/**
 * The symbols of `.symtab` or `.dynsym` by their indices, as relocations name them; the first is empty.
 * Empty where there is no such table. A table that ends within an entry ends before it.
 */
export const readSymbols = (elf: Elf, table: 'symbols' | 'dynamicSymbols'): readonly ElfSymbol[] => {
  const section = elf.sections.find(({ type, bytes }) => type === sectionTypes[table] && bytes.length > 0);
  return section ? symbolsOf(elf, section) : [];
};

const symbolsOf = ({ bits, littleEndian, sections }: Elf, { bytes, link, name }: Section): readonly ElfSymbol[] => {
  const texts = sections[link]?.bytes;
  const reader = new ByteReader(bytes, littleEndian, name);
  const count = Math.floor(bytes.length / (bits === 64 ? 24 : 16));
  return Array.from({ length: count }, () => {
    const { nameAt, info, section, value, size } = bits === 64 ? wideSymbol(reader) : narrowSymbol(reader);
    return {
      name: textAt(texts, nameAt),
      value,
      size,
      type: named(types, info & 0xf),
      binding: named(bindings, info >> 4),
      section,
    };
  });
};

const wideSymbol = (reader: ByteReader) => {
  const [nameAt, info] = [reader.u32(), reader.u8()];
  reader.skip(1);
  return { nameAt, info, section: reader.u16(), value: reader.u64(), size: reader.u64() };
};

const narrowSymbol = (reader: ByteReader) => {
  const [nameAt, value, size, info] = [reader.u32(), reader.u32(), reader.u32(), reader.u8()];
  reader.skip(1);
  return { nameAt, info, section: reader.u16(), value, size };
};
