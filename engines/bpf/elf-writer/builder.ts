import type { Image } from '../../assembly/image.ts';
import { elfTypes, sectionTypes } from '../../elf/elf.ts';
import { machines } from '../../elf/machines.ts';
import { absoluteSection } from '../../elf/symbols.ts';
import {
  emptyHeader,
  FileWriter,
  type SectionHeader,
  type SegmentHeader,
  sizes,
  Texts,
  type WrittenSymbol,
  writeFileHeader,
  writeSectionHeader,
  writeSegmentHeader,
  writeSymbols,
  writtenTypes,
} from '../../elf/writer.ts';
import type { LinkedProgram } from './program.ts';

/** What the file is, apart from its sections. */
export type FileFacts = {
  /** `e_flags`: the version of sBPF. */
  readonly flags: number;
  readonly entry: number;
  readonly segments: readonly SegmentHeader[];
};

/** Puts an ELF together, section by section in the order of the file. */
export class ElfBuilder {
  readonly #file = new FileWriter();
  readonly #headers: SectionHeader[] = [emptyHeader];

  /** Where the next section can begin. */
  get size(): number {
    return this.#file.size;
  }

  /** Index of the next section. */
  get next(): number {
    return this.#headers.length;
  }

  /** Leaves room up to an offset. */
  skipTo(at: number): void {
    this.#file.skip(Math.max(0, at - this.#file.size));
  }

  /** Adds a section at the next multiple of its alignment. @returns its header */
  add(bytes: Uint8Array, header: Partial<SectionHeader> & Pick<SectionHeader, 'name' | 'type'>): SectionHeader {
    this.#file.alignTo(header.align ?? 1);
    const at = this.#file.bytes(bytes);
    const added = { ...emptyHeader, align: 1, ...header, at, size: bytes.length };
    this.#headers.push(added);
    return added;
  }

  /** Adds the names of the program, for other tools. Loaders ask for them when they trace. */
  addSymbols(symbols: readonly WrittenSymbol[]): void {
    const ordered = symbols.toSorted((a, b) => Number(a.isGlobal) - Number(b.isGlobal));
    const names = new Texts();
    this.add(symbolTable(ordered, names), {
      ...{ name: '.symtab', type: sectionTypes.symbols, align: 8, entrySize: sizes.symbol },
      ...{ link: this.next + 1, info: symbols.filter(({ isGlobal }) => !isGlobal).length + 1 },
    });
    this.add(names.bytes, { name: '.strtab', type: writtenTypes.strings });
  }

  addDescriptions({ descriptions = [] }: Pick<LinkedProgram, 'descriptions'>): void {
    for (const { name, bytes } of descriptions) this.add(bytes, { name, type: writtenTypes.program });
  }

  finish({ flags, entry, segments }: FileFacts): Uint8Array {
    const names = new Texts();
    for (const { name } of this.#headers) names.add(name);
    names.add('.shstrtab');
    this.add(names.bytes, { name: '.shstrtab', type: writtenTypes.strings });
    this.#file.alignTo(8);
    const headersAt = this.#file.size;
    for (const header of this.#headers) writeSectionHeader(this.#file, header, names);
    const result = this.#file.result;
    writeFileHeader(new FileWriter(result), {
      ...{ type: elfTypes.shared, machine: machines.bpf, flags, entry },
      ...{ segments: segments.length, headersAt, headers: this.#headers.length },
    });
    const table = new FileWriter(result, sizes.header);
    for (const segment of segments) writeSegmentHeader(table, segment);
    return result;
  }
}

export const symbolTable = (symbols: readonly WrittenSymbol[], names: Texts): Uint8Array => {
  const file = new FileWriter();
  writeSymbols(file, symbols, names);
  return file.result;
};

/**
 * The names of an image as a file has them.
 * @param functions addresses of functions, beside those that the text says are some
 * @param sectionOf index in the file, by the index of a section in the image
 * @param shift what addresses are less in the file
 */
export const symbolsOf = (
  { symbols, sections }: Image,
  functions: ReadonlySet<number>,
  sectionOf: (index: number) => number,
  shift: number,
): readonly WrittenSymbol[] =>
  symbols.map(({ name, address, size, type, isGlobal, section }) => {
    if (section === undefined) return { name, address, size, type, isGlobal, section: absoluteSection };
    const isCode = sections[section]?.execute;
    const isFunction = isCode && (isGlobal || functions.has(address));
    const usual = isFunction ? 'function' : isCode ? 'none' : 'object';
    const written = type === 'none' ? usual : type;
    return { name, address: address - shift, size, type: written, isGlobal, section: sectionOf(section) };
  });
