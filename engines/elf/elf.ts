import { ByteReader, ElfError } from './bytes.ts';
import * as messages from './messages.ts';

/** A stretch of the file that a loader places in memory (`Elf64_Phdr`). */
export type Segment = {
  /** `p_type`; see `segmentTypes`. */
  readonly type: number;
  /** `p_flags`; see `segmentFlags`. */
  readonly flags: number;
  /** Where its bytes begin in the file. */
  readonly offset: number;
  /** `p_vaddr` */
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly align: number;
  /** Its bytes in the file, not a copy; fewer than `fileSize` where the file is cut off. */
  readonly bytes: Uint8Array;
};

/** A named stretch of the file, as linkers and debuggers see it (`Elf64_Shdr`). */
export type Section = {
  readonly name: string;
  /** `sh_type`; see `sectionTypes`. */
  readonly type: number;
  /** `sh_flags`; see `sectionFlags`. */
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  /** Also of a section whose bytes are not in the file. */
  readonly size: number;
  /** Index of a section that belongs to it: the strings of a symbol table, the symbols of relocations. */
  readonly link: number;
  readonly info: number;
  readonly align: number;
  readonly entrySize: number;
  /** Its bytes in the file, not a copy; empty for one of type `noBits`, and for one that the file does not hold. */
  readonly bytes: Uint8Array;
};

/** What is wrong with a part of a file whose other parts can be used. */
export type ElfProblem = { readonly part: 'segments' | 'sections'; readonly message: string };

/** An ELF as it was read. Numbers are exact up to 2^53 - 1; larger ones, which only broken files hold, stay larger. */
export type Elf = {
  readonly bytes: Uint8Array;
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  readonly osAbi: number;
  /** `e_type`; see `elfTypes`. */
  readonly type: number;
  /** `e_machine`; `describeElf` names it. */
  readonly machine: number;
  /** `e_flags` */
  readonly flags: number;
  readonly entry: number;
  /** In the order of the file; empty where there are none, and where they are broken. */
  readonly segments: readonly Segment[];
  /** By their indices; the first is empty. None where there are none, and where they are broken. */
  readonly sections: readonly Section[];
  readonly problems: readonly ElfProblem[];
};

export const elfTypes = { relocatable: 1, executable: 2, shared: 3 } as const;
export const segmentTypes = { load: 1 } as const;
export const segmentFlags = { execute: 1, write: 2, read: 4 } as const;
export const sectionTypes = { symbols: 2, rela: 4, note: 7, noBits: 8, rel: 9, dynamicSymbols: 11 } as const;
export const sectionFlags = { write: 1, allocated: 2, execute: 4, compressed: 0x800 } as const;

const magic = [0x7f, 0x45, 0x4c, 0x46];

/** True for bytes that begin as every ELF does. */
export const isElf = (bytes: Uint8Array): boolean => magic.every((byte, index) => bytes[index] === byte);

/** Sizes in bytes of the file's own structures. */
const sizes = {
  32: { header: 52, segment: 32, section: 40 },
  64: { header: 64, segment: 56, section: 64 },
} as const;

/**
 * Reads the headers of an ELF of either width and byte order (System V ABI, chapters 4 and 5).
 * A table that is broken leaves the other one usable, and is told of in `problems`.
 * @throws ElfError for what is no ELF, or is cut off within its header.
 */
export const readElf = (bytes: Uint8Array): Elf => {
  if (bytes.length === 0) throw new ElfError(messages.emptyFile());
  if (!isElf(bytes)) throw new ElfError(messages.notElf(firstBytes(bytes)));
  const [, , , , elfClass = 0, byteOrder = 0, , osAbi = 0] = bytes;
  if (bytes.length < 16) throw new ElfError(messages.headerCut(bytes.length, sizes[64].header));
  if (elfClass !== 1 && elfClass !== 2) throw new ElfError(messages.unknownClass(elfClass));
  if (byteOrder !== 1 && byteOrder !== 2) throw new ElfError(messages.unknownByteOrder(byteOrder));

  const bits = elfClass === 2 ? 64 : 32;
  const { header } = sizes[bits];
  if (bytes.length < header) throw new ElfError(messages.headerCut(bytes.length, header));
  const reader = new ByteReader(bytes, byteOrder === 1, 'ELF', 16);
  const word = () => reader.unsigned(bits / 8);
  const [type, machine] = [reader.u16(), reader.u16()];
  reader.skip(4);
  const [entry, segmentsAt, sectionsAt] = [word(), word(), word()];
  const flags = reader.u32();
  reader.skip(2);
  const segmentTable = { offset: segmentsAt, entrySize: reader.u16(), count: reader.u16() };
  const sectionTable = { offset: sectionsAt, entrySize: reader.u16(), count: reader.u16() };
  const namesIndex = reader.u16();

  const problems: ElfProblem[] = [];
  const sections = readSections({ reader, bits, table: sectionTable, namesIndex, problems });
  const table = { ...segmentTable, count: realCount(segmentTable.count, sections) };
  const segments = readSegments({ reader, bits, table, problems });
  return {
    bytes,
    bits,
    littleEndian: reader.littleEndian,
    osAbi,
    type,
    machine,
    flags,
    entry,
    segments,
    sections,
    problems,
  };
};

/** The first section of a name that has bytes. */
export const sectionNamed = ({ sections }: Elf, name: string): Section | undefined =>
  sections.find((section) => section.name === name && section.bytes.length > 0);

const firstBytes = (bytes: Uint8Array) =>
  Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');

type Table = { readonly offset: number; readonly entrySize: number; readonly count: number };
type Reading = {
  readonly reader: ByteReader;
  readonly bits: 32 | 64;
  readonly table: Table;
  readonly problems: ElfProblem[];
};

/** A number of segments that does not fit stands in the first section (`PN_XNUM`). */
const realCount = (count: number, [first]: readonly Section[]) => (count === 0xffff && first ? first.info : count);

const fits = ({ offset, entrySize, count }: Table, bytes: Uint8Array) => offset + entrySize * count <= bytes.length;

const readSegments = ({ reader, bits, table, problems }: Reading): readonly Segment[] => {
  const { bytes } = reader;
  const { offset: start, entrySize, count } = table;
  const problem = (message: string) => problems.push({ part: 'segments', message });
  if (count === 0) return [];
  if (entrySize < sizes[bits].segment) {
    problem(messages.entrySize(entrySize, sizes[bits].segment));
    return [];
  }
  if (!fits(table, bytes)) {
    problem(messages.segmentsOutside(count, start, bytes.length));
    return [];
  }
  return Array.from({ length: count }, (_, index) => {
    const at = reader.at(start + index * entrySize);
    const word = () => at.unsigned(bits / 8);
    const type = at.u32();
    // The flags moved between the two layouts.
    const wideFlags = bits === 64 ? at.u32() : 0;
    const [offset, address] = [word(), word()];
    word();
    const [fileSize, memorySize] = [word(), word()];
    const flags = bits === 64 ? wideFlags : at.u32();
    const align = word();
    if (offset + fileSize > bytes.length) problem(messages.segmentCut(index, offset, fileSize, bytes.length));
    const held = bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + fileSize, bytes.length));
    return { type, flags, offset, address, fileSize, memorySize, align, bytes: held };
  });
};

const readSections = ({
  reader,
  bits,
  table: { offset: start, entrySize, count },
  namesIndex,
  problems,
}: Reading & { readonly namesIndex: number }): readonly Section[] => {
  const { bytes } = reader;
  const problem = (message: string) => problems.push({ part: 'sections', message });
  if (start === 0) return [];
  if (entrySize < sizes[bits].section) {
    problem(messages.entrySize(entrySize, sizes[bits].section));
    return [];
  }
  const headerAt = (index: number) => readSectionHeader(reader.at(start + index * entrySize), bits);
  if (!fits({ offset: start, entrySize, count: 1 }, bytes)) {
    problem(messages.sectionsOutside(count, start, bytes.length));
    return [];
  }
  // Numbers that do not fit into the file's header stand in the first section (`SHN_XINDEX`).
  const first = headerAt(0);
  const table = { offset: start, entrySize, count: count === 0 ? first.size : count };
  if (!fits(table, bytes)) {
    problem(messages.sectionsOutside(table.count, start, bytes.length));
    return [];
  }
  const headers = Array.from({ length: table.count }, (_, index) => headerAt(index));
  const names = headers[namesIndex === 0xffff ? first.link : namesIndex];
  const texts = names && contentOf(names, bytes);
  return headers.map((header) => {
    const name = textAt(texts, header.nameAt);
    const content = contentOf(header, bytes);
    if (!content) problem(messages.sectionCut(name, header.offset, header.size, bytes.length));
    const { nameAt: _, ...rest } = header;
    return { ...rest, name, bytes: content ?? bytes.subarray(0, 0) };
  });
};

const readSectionHeader = (at: ByteReader, bits: 32 | 64) => {
  const word = () => at.unsigned(bits / 8);
  const [nameAt, type] = [at.u32(), at.u32()];
  const [flags, address, offset, size] = [word(), word(), word(), word()];
  const [link, info] = [at.u32(), at.u32()];
  return { nameAt, type, flags, address, offset, size, link, info, align: word(), entrySize: word() };
};

/** Undefined where the file does not hold it. */
const contentOf = ({ type, offset, size }: Pick<Section, 'type' | 'offset' | 'size'>, bytes: Uint8Array) => {
  if (type === 0 || type === sectionTypes.noBits) return bytes.subarray(0, 0);
  return offset + size <= bytes.length ? bytes.subarray(offset, offset + size) : undefined;
};

const decoder = new TextDecoder();

/** No compiler writes longer names, and without a bound a broken file could make each of its names a whole table. */
const longestText = 4096;

/** The text at an offset of a string table, up to a zero byte or its end; empty outside. */
export const textAt = (table: Uint8Array | undefined, offset: number): string => {
  const text = table?.subarray(offset, offset + longestText);
  const end = text?.indexOf(0) ?? 0;
  return decoder.decode(end < 0 ? text : text?.subarray(0, end));
};
