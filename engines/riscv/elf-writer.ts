import type { Image, ImageSection } from '../assembly/image.ts';
import { elfTypes, sectionFlags, sectionTypes, segmentFlags, segmentTypes } from '../elf/elf.ts';
import { machines } from '../elf/machines.ts';
import { absoluteSection } from '../elf/symbols.ts';
import {
  emptyHeader,
  FileWriter,
  type SectionHeader,
  sizes,
  Texts,
  writeFileHeader,
  writeSectionHeader,
  writeSegmentHeader,
  writeSymbols,
  writtenTypes,
} from '../elf/writer.ts';

/** `e_flags`: compressed instructions, numbers with a point in integer registers (RISC-V ELF psABI 1.0, 8.1). */
const compressedSoftFloat = 0x1;

/** The image as an executable ELF of 64 bits, with its sections and symbols for other tools (System V ABI, chapters 4 and 5). */
export const writeElf = ({ segments, sections, symbols, entry }: Image): Uint8Array => {
  const names = new Texts();
  const symbolNames = new Texts();
  const file = new FileWriter();
  const sectionAt = new Map<ImageSection, number>();

  file.skip(sizes.header + segments.length * sizes.segment);
  const segmentsAt = segments.map(({ address, bytes }) => {
    // A loader maps pages: the offset is the address but for whole pages.
    file.alignTo(4096, address % 4096);
    const at = file.bytes(bytes);
    for (const section of sections)
      if (section.address >= address && section.address < address + Math.max(1, bytes.length))
        sectionAt.set(section, at + section.address - address);
    return at;
  });
  file.alignTo(8);
  const locals = symbols.filter(({ isGlobal }) => !isGlobal);
  const ordered = [...locals, ...symbols.filter(({ isGlobal }) => isGlobal)];
  const symbolsAt = file.size;
  writeSymbols(
    file,
    ordered.map((symbol) => ({
      ...symbol,
      section: symbol.section === undefined ? absoluteSection : symbol.section + 1,
    })),
    symbolNames,
  );
  const headers: SectionHeader[] = [
    emptyHeader,
    ...sections.map(
      (section): SectionHeader => ({
        ...{ name: section.name, type: section.bytes.length === 0 ? sectionTypes.noBits : writtenTypes.program },
        ...{ flags: rightsOf(section), address: section.address, at: sectionAt.get(section) ?? 0, size: section.size },
        ...{ link: 0, info: 0, align: section.align, entrySize: 0 },
      }),
    ),
    {
      ...emptyHeader,
      name: '.symtab',
      type: sectionTypes.symbols,
      at: symbolsAt,
      size: (ordered.length + 1) * sizes.symbol,
      link: sections.length + 2,
      info: locals.length + 1,
      align: 8,
      entrySize: sizes.symbol,
    },
    {
      ...emptyHeader,
      name: '.strtab',
      type: writtenTypes.strings,
      at: file.bytes(symbolNames.bytes),
      size: symbolNames.bytes.length,
      align: 1,
    },
  ];
  for (const { name } of headers) names.add(name);
  names.add('.shstrtab');
  headers.push({
    ...emptyHeader,
    name: '.shstrtab',
    type: writtenTypes.strings,
    at: file.bytes(names.bytes),
    size: names.bytes.length,
    align: 1,
  });
  file.alignTo(8);
  const headersAt = file.size;
  for (const header of headers) writeSectionHeader(file, header, names);
  const result = file.result;
  writeFileHeader(new FileWriter(result), {
    ...{ type: elfTypes.executable, machine: machines.riscv, flags: compressedSoftFloat },
    ...{ entry, segments: segments.length, headersAt, headers: headers.length },
  });
  const table = new FileWriter(result, sizes.header);
  for (const [i, { address, bytes, memorySize, write, execute }] of segments.entries()) {
    writeSegmentHeader(table, {
      type: segmentTypes.load,
      flags: segmentFlags.read + (write ? segmentFlags.write : 0) + (execute ? segmentFlags.execute : 0),
      ...{ at: segmentsAt[i] ?? 0, address, size: bytes.length, memorySize, align: 4096 },
    });
  }
  return result;
};

const rightsOf = ({ write, execute }: ImageSection): number =>
  sectionFlags.allocated + (write ? sectionFlags.write : 0) + (execute ? sectionFlags.execute : 0);
