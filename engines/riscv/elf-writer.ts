import type { Image, ImageSection } from '../assembly/image.ts';
import { elfTypes, sectionFlags, sectionTypes, segmentFlags, segmentTypes } from '../elf/elf.ts';
import { machines } from '../elf/machines.ts';
import { absoluteSection } from '../elf/symbols.ts';

const sizes = { header: 64, segment: 56, section: 64, symbol: 24 };

/** `e_flags`: compressed instructions, numbers with a point in integer registers (RISC-V ELF psABI 1.0, 8.1). */
const compressedSoftFloat = 0x1;

/** `sh_type`s that only a writer needs. */
const [programBits, strings] = [1, 3];

/** The image as an executable ELF of 64 bits, with its sections and symbols for other tools (System V ABI, chapters 4 and 5). */
export const writeElf = ({ segments, sections, symbols, entry }: Image): Uint8Array => {
  const names = new Texts();
  const symbolNames = new Texts();
  const file = new Writer();
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
  const symbolsAt = file.skip(sizes.symbol);
  for (const { name, address, size, type, isGlobal, section } of ordered) {
    file.number(4, symbolNames.add(name));
    file.number(1, (isGlobal ? 0x10 : 0) + (type === 'function' ? 2 : type === 'object' ? 1 : 0));
    file.number(1, 0);
    file.number(2, section === undefined ? absoluteSection : section + 1);
    file.number(8, address);
    file.number(8, size);
  }
  const headers: Header[] = [
    { ...empty },
    ...sections.map(
      (section): Header => ({
        ...{ name: section.name, type: section.bytes.length === 0 ? sectionTypes.noBits : programBits },
        ...{ flags: rightsOf(section), address: section.address, at: sectionAt.get(section) ?? 0, size: section.size },
        ...{ link: 0, info: 0, align: section.align, entrySize: 0 },
      }),
    ),
    {
      ...empty,
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
      ...empty,
      name: '.strtab',
      type: strings,
      at: file.bytes(symbolNames.bytes),
      size: symbolNames.bytes.length,
      align: 1,
    },
  ];
  for (const { name } of headers) names.add(name);
  names.add('.shstrtab');
  headers.push({
    ...empty,
    name: '.shstrtab',
    type: strings,
    at: file.bytes(names.bytes),
    size: names.bytes.length,
    align: 1,
  });
  file.alignTo(8);
  const headersAt = file.size;
  for (const header of headers) writeSectionHeader(file, header, names);
  const result = file.result;
  writeFileHeader(new Writer(result), { entry, segments: segments.length, headersAt, headers: headers.length });
  const table = new Writer(result, sizes.header);
  for (const [i, { address, bytes, memorySize, write, execute }] of segments.entries()) {
    table.number(4, segmentTypes.load);
    table.number(4, segmentFlags.read + (write ? segmentFlags.write : 0) + (execute ? segmentFlags.execute : 0));
    for (const number of [segmentsAt[i] ?? 0, address, address, bytes.length, memorySize, 4096])
      table.number(8, number);
  }
  return result;
};

const rightsOf = ({ write, execute }: ImageSection): number =>
  sectionFlags.allocated + (write ? sectionFlags.write : 0) + (execute ? sectionFlags.execute : 0);

type Header = {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly at: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly align: number;
  readonly entrySize: number;
};

const empty: Header = {
  name: '',
  type: 0,
  flags: 0,
  address: 0,
  at: 0,
  size: 0,
  link: 0,
  info: 0,
  align: 0,
  entrySize: 0,
};

const writeSectionHeader = (file: Writer, header: Header, names: Texts): void => {
  file.number(4, names.add(header.name));
  file.number(4, header.type);
  for (const number of [header.flags, header.address, header.at, header.size]) file.number(8, number);
  file.number(4, header.link);
  file.number(4, header.info);
  file.number(8, header.align);
  file.number(8, header.entrySize);
};

type FileHeader = {
  readonly entry: number;
  readonly segments: number;
  readonly headersAt: number;
  readonly headers: number;
};

const writeFileHeader = (file: Writer, { entry, segments, headersAt, headers }: FileHeader): void => {
  file.bytes(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  file.number(2, elfTypes.executable);
  file.number(2, machines.riscv);
  file.number(4, 1);
  for (const number of [entry, sizes.header, headersAt]) file.number(8, number);
  file.number(4, compressedSoftFloat);
  for (const number of [sizes.header, sizes.segment, segments, sizes.section, headers, headers - 1])
    file.number(2, number);
};

/** A table of texts, each ended by a zero byte; the first is empty. */
class Texts {
  readonly #at = new Map<string, number>([['', 0]]);
  #bytes: Uint8Array = new Uint8Array(1);

  /** Offset of the text in the table. */
  add(text: string): number {
    const known = this.#at.get(text);
    if (known !== undefined) return known;
    const at = this.#bytes.length;
    const encoded = new TextEncoder().encode(`${text}\0`);
    const next = new Uint8Array(at + encoded.length);
    next.set(this.#bytes);
    next.set(encoded, at);
    this.#bytes = next;
    this.#at.set(text, at);
    return at;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }
}

/** Writes numbers, lowest byte first, and bytes one behind the other. */
class Writer {
  #bytes: Uint8Array;
  #at: number;
  #size: number;

  constructor(bytes: Uint8Array = new Uint8Array(4096), at = 0) {
    this.#bytes = bytes;
    this.#at = at;
    this.#size = at;
  }

  get size(): number {
    return this.#at;
  }

  get result(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  /** Leaves room for some bytes, and says where. */
  skip(size: number): number {
    const at = this.#at;
    const end = at + size;
    if (end > this.#bytes.length) {
      const next = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      next.set(this.#bytes);
      this.#bytes = next;
    }
    this.#at = end;
    this.#size = Math.max(this.#size, end);
    return at;
  }

  alignTo(boundary: number, rest = 0): void {
    this.skip((((rest - this.#at) % boundary) + boundary) % boundary);
  }

  number(width: number, number: number): void {
    const at = this.skip(width);
    let left = number < 0 ? BigInt.asUintN(64, BigInt(number)) : BigInt(number);
    for (let i = 0; i < width; i++, left >>= 8n) this.#bytes[at + i] = Number(left & 255n);
  }

  bytes(bytes: Uint8Array): number {
    const at = this.skip(bytes.length);
    this.#bytes.set(bytes, at);
    return at;
  }
}
