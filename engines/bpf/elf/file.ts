import { loaderError, nameTooLong, outOfBounds, parserError } from './errors.ts';
import {
  checkedSum,
  dynamicLayout,
  type ElfSymbol,
  type FileHeader,
  fileHeaderLayout,
  fileHeaderOf,
  type Range,
  type Relocation,
  rangeOf,
  readTable,
  relocationLayout,
  type Section,
  type Segment,
  sectionLayout,
  segmentLayout,
  symbolLayout,
} from './structures.ts';

const segmentTypes = { load: 1, dynamic: 2 } as const;
export const sectionTypes = { null: 0, symbols: 2, strings: 3, dynamic: 6, noBits: 8, dynamicSymbols: 11 } as const;
const dynamicTags = { symbols: 6, relocations: 17, relocationsSize: 18, relocationSize: 19 } as const;
/** Tags of the dynamic table from which on nothing is looked at. */
const dynamicTagCount = 35;

/** Bytes of a name with the zero that ends it. */
const longest = { section: 16, symbol: 64 } as const;

/** An ELF file as the chain's loader of versions 0 to 2 reads it, with all that it checks (`elf_parser/mod.rs`). */
export type ElfFile = {
  readonly bytes: Uint8Array;
  readonly header: FileHeader;
  readonly sections: readonly (Section & { readonly name: string })[];
  readonly relocations: readonly Relocation[];
  readonly dynamicSymbols: readonly ElfSymbol[];
  /** @throws LoaderError */
  dynamicName(at: number): Uint8Array | undefined;
};

/** Where a section lies in the file; nowhere if it has no bytes there. */
export const fileRange = ({ type, offset, size }: Section): Range =>
  type === sectionTypes.noBits ? { start: 0, end: 0 } : { start: offset, end: offset + size };

/** @throws LoaderError */
export const readFile = (bytes: Uint8Array): ElfFile => {
  const header = fileHeaderOf(bytes);
  if (!isUsable(header)) throw parserError('InvalidFileHeader');
  const headerRange = { start: 0, end: fileHeaderLayout.size };
  const segmentTable = { start: header.segmentsAt, size: header.segmentCount * segmentLayout.size };
  const segmentRange = rangeOf(segmentTable);
  checkApart(headerRange, segmentRange);
  const segments = readTable(bytes, segmentTable, segmentLayout);
  const sectionTable = { start: header.sectionsAt, size: header.sectionCount * sectionLayout.size };
  const sectionRange = rangeOf(sectionTable);
  checkApart(headerRange, sectionRange);
  checkApart(segmentRange, sectionRange);
  const sections = readTable(bytes, sectionTable, sectionLayout);
  if (sections[0]?.type !== sectionTypes.null) throw parserError('InvalidSectionHeader');
  checkSegments(segments, bytes.length);
  checkSections(sections, [headerRange, segmentRange, sectionRange], bytes.length);

  if (header.namesIndex === 0) throw parserError('NoSectionNameStringTable');
  const names = sections[header.namesIndex];
  if (!names) throw outOfBounds();
  const named = sections.map((section) => ({
    ...section,
    name: new TextDecoder().decode(stringAt(bytes, names, section.nameAt, longest.section)),
  }));
  for (const name of ['.symtab', '.strtab', '.dynstr'])
    if (named.filter((section) => section.name === name).length > 1) throw parserError('InvalidSectionHeader');
  const dynamicNames = named.find(({ name }) => name === '.dynstr');
  return {
    ...{ bytes, header, sections: named },
    ...readDynamic(bytes, segments, sections),
    dynamicName: (at) => dynamicNames && stringAt(bytes, dynamicNames, at, longest.symbol),
  };
};

const isUsable = ({ ident, ...header }: FileHeader): boolean =>
  [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1].every((byte, index) => ident[index] === byte) &&
  header.version === 1 &&
  header.headerSize === fileHeaderLayout.size &&
  header.segmentSize === segmentLayout.size &&
  header.sectionSize === sectionLayout.size &&
  header.namesIndex < header.sectionCount;

const checkApart = (a: Range, b: Range): void => {
  if (a.end > b.start && b.end > a.start) throw parserError('Overlap');
};

const checkSegments = (segments: readonly Segment[], size: number): void => {
  let last = 0;
  for (const { type, address, offset, fileSize } of segments) {
    if (type !== segmentTypes.load) continue;
    if (address < last) throw loaderError('InvalidProgramHeader');
    if (checkedSum(offset, fileSize) > size) throw outOfBounds();
    last = address;
  }
};

const checkSections = (sections: readonly Section[], tables: readonly Range[], size: number): void => {
  let last = 0;
  for (const { type, offset, size: length } of sections) {
    if (type === sectionTypes.noBits) continue;
    const range = { start: offset, end: checkedSum(offset, length) };
    for (const table of tables) checkApart(range, table);
    if (range.start < last) throw parserError('SectionNotInOrder');
    last = range.end;
    if (last > size) throw outOfBounds();
  }
};

/** A text that ends with a zero. @throws LoaderError */
const stringAt = (bytes: Uint8Array, table: Section, at: number, most: number): Uint8Array => {
  if (table.type !== sectionTypes.strings) throw parserError('InvalidSectionHeader');
  const start = checkedSum(table.offset, at);
  const end = Math.min(checkedSum(table.offset, table.size), start + most);
  if (start > end || end > bytes.length) throw outOfBounds();
  const text = bytes.subarray(start, end);
  const length = text.indexOf(0);
  if (length < 0) throw nameTooLong(new TextDecoder().decode(text), most);
  return text.subarray(0, length);
};

const readDynamic = (bytes: Uint8Array, segments: readonly Segment[], sections: readonly Section[]) => {
  const values = dynamicValues(bytes, segments, sections);
  return {
    relocations: readRelocations(bytes, segments, sections, values),
    dynamicSymbols: readDynamicSymbols(bytes, sections, values),
  };
};

/** By tag; 0 where the table says nothing. */
const dynamicValues = (bytes: Uint8Array, segments: readonly Segment[], sections: readonly Section[]) => {
  const values: number[] = new Array(dynamicTagCount).fill(0);
  const table = dynamicTable(bytes, segments, sections);
  for (const { tag, value } of table) {
    if (tag === 0) break;
    if (tag < dynamicTagCount) values[tag] = value;
  }
  return values;
};

/** What a segment says, or a section where there is no such segment or it is broken. */
const dynamicTable = (bytes: Uint8Array, segments: readonly Segment[], sections: readonly Section[]) => {
  const segment = segments.find(({ type }) => type === segmentTypes.dynamic);
  const ofSegment =
    segment && attempt(() => readTable(bytes, { start: segment.offset, size: segment.fileSize }, dynamicLayout));
  if (ofSegment) return ofSegment;
  const section = sections.find(({ type }) => type === sectionTypes.dynamic);
  if (!section) return [];
  const ofSection = attempt(() => readTable(bytes, { start: section.offset, size: section.size }, dynamicLayout));
  if (!ofSection) throw parserError('InvalidDynamicSectionTable');
  return ofSection;
};

const attempt = <Result>(read: () => Result): Result | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const readRelocations = (
  bytes: Uint8Array,
  segments: readonly Segment[],
  sections: readonly Section[],
  values: readonly number[],
): readonly Relocation[] => {
  const address = values[dynamicTags.relocations] ?? 0;
  if (address === 0) return [];
  const size = values[dynamicTags.relocationsSize] ?? 0;
  if (values[dynamicTags.relocationSize] !== relocationLayout.size || size === 0)
    throw parserError('InvalidDynamicSectionTable');
  const segment = segments.find(
    (each) => address >= each.address && address < checkedSum(each.address, each.memorySize),
  );
  // Old toolchains wrote an address that no segment holds; the section with that address is meant.
  const section = sections.find((each) => each.address === address);
  if (!segment && !section) throw parserError('InvalidDynamicSectionTable');
  const start = segment ? checkedSum(address - segment.address, segment.offset) : (section?.offset ?? 0);
  const table = attempt(() => readTable(bytes, { start, size }, relocationLayout));
  if (!table) throw parserError('InvalidDynamicSectionTable');
  return table;
};

const readDynamicSymbols = (
  bytes: Uint8Array,
  sections: readonly Section[],
  values: readonly number[],
): readonly ElfSymbol[] => {
  const address = values[dynamicTags.symbols] ?? 0;
  if (address === 0) return [];
  const section = sections.find((each) => each.address === address);
  if (!section) throw parserError('InvalidDynamicSectionTable');
  if (section.type !== sectionTypes.symbols && section.type !== sectionTypes.dynamicSymbols)
    throw parserError('InvalidSectionHeader');
  return readTable(bytes, { start: section.offset, size: section.size }, symbolLayout);
};
