/** Bytes of the parts of an ELF of 64 bits (System V ABI, chapters 4 and 5). */
export const sizes = { header: 64, segment: 56, section: 64, symbol: 24 } as const;

/** `sh_type`s that only a writer needs. */
export const writtenTypes = { program: 1, strings: 3, dynamic: 6, relocations: 9, dynamicSymbols: 11 } as const;

/** A section as its header says it. */
export type SectionHeader = {
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

/** The header that every table begins with. */
export const emptyHeader: SectionHeader = {
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

export const writeSectionHeader = (file: FileWriter, header: SectionHeader, names: Texts): void => {
  file.number(4, names.add(header.name));
  file.number(4, header.type);
  for (const number of [header.flags, header.address, header.at, header.size]) file.number(8, number);
  file.number(4, header.link);
  file.number(4, header.info);
  file.number(8, header.align);
  file.number(8, header.entrySize);
};

/** A symbol as a table of symbols says it. */
export type WrittenSymbol = {
  readonly name: string;
  readonly address: number;
  readonly size: number;
  readonly type: 'none' | 'function' | 'object';
  readonly isGlobal: boolean;
  /** Index of its section, or one of the numbers that stand for none. */
  readonly section: number;
};

const symbolTypes = { none: 0, object: 1, function: 2 } as const;

/** Writes a table of symbols, after the empty one that it begins with. */
export const writeSymbols = (file: FileWriter, symbols: readonly WrittenSymbol[], names: Texts): void => {
  file.skip(sizes.symbol);
  for (const { name, address, size, type, isGlobal, section } of symbols) {
    file.number(4, names.add(name));
    file.number(1, (isGlobal ? 0x10 : 0) + symbolTypes[type]);
    file.number(1, 0);
    file.number(2, section);
    file.number(8, address);
    file.number(8, size);
  }
};

/** A stretch of the file that is put into memory. */
export type SegmentHeader = {
  readonly type: number;
  readonly flags: number;
  readonly at: number;
  readonly address: number;
  readonly size: number;
  readonly memorySize: number;
  readonly align: number;
};

export const writeSegmentHeader = (file: FileWriter, header: SegmentHeader): void => {
  const { type, flags, at, address, size, memorySize, align } = header;
  file.number(4, type);
  file.number(4, flags);
  for (const number of [at, address, address, size, memorySize, align]) file.number(8, number);
};

/** What an ELF says of itself. The names of its sections are in the last one. */
export type FileHeader = {
  readonly type: number;
  readonly machine: number;
  readonly flags: number;
  readonly entry: number;
  readonly segments: number;
  readonly headersAt: number;
  readonly headers: number;
};

export const writeFileHeader = (file: FileWriter, header: FileHeader): void => {
  const { type, machine, flags, entry, segments, headersAt, headers } = header;
  file.bytes(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  file.number(2, type);
  file.number(2, machine);
  file.number(4, 1);
  for (const number of [entry, sizes.header, headersAt]) file.number(8, number);
  file.number(4, flags);
  for (const number of [sizes.header, sizes.segment, segments, sizes.section, headers, headers - 1])
    file.number(2, number);
};

/** A table of texts, each ended by a zero byte; the first is empty. */
export class Texts {
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
export class FileWriter {
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
