import { ByteReader, ElfError } from '../bytes.ts';
import { type Elf, sectionFlags, sectionNamed, textAt } from '../elf.ts';
import * as messages from '../messages.ts';

/**
 * Bounds the work on one file, and the memory for what is kept of it. A broken file can ask for the same bytes to be read again
 * and again; a sound one comes to less than 1 per byte (measured).
 */
export class Work {
  #left: number;

  /** @param size of the file in bytes. */
  constructor(size: number) {
    this.#left = 1_000_000 + 8 * size;
  }

  /** For something that is kept. @throws ElfError when the bound is reached. */
  keep(): void {
    this.spend(8);
  }

  /** For so many things that are read. @throws ElfError when the bound is reached. */
  spend(amount = 1): void {
    this.#left -= amount;
    if (this.#left < 0) throw new ElfError(messages.tooMuchWork());
  }
}

/** The sections of an ELF that hold its debug information. */
export class DebugSections {
  readonly elf: Elf;
  readonly work: Work;
  readonly #readers = new Map<string, ByteReader | undefined>();

  constructor(elf: Elf) {
    this.elf = elf;
    this.work = new Work(elf.bytes.length);
  }

  has(name: string): boolean {
    return sectionNamed(this.elf, name) !== undefined;
  }

  /** From an offset of a section on. @throws ElfError where there is no such section, or it is shorter, or compressed. */
  reader(name: string, offset = 0): ByteReader {
    const known = this.#readers.get(name) ?? this.#open(name);
    this.#readers.set(name, known);
    return known.at(offset);
  }

  /** @throws ElfError where there is no such section, or it is shorter. */
  text(name: string, offset: number): string {
    const text = textAt(this.reader(name, offset).bytes, offset);
    this.work.spend(1 + (text.length >> 4));
    return text;
  }

  #open(name: string): ByteReader {
    const section = sectionNamed(this.elf, name);
    if (!section) throw new ElfError(messages.noSection(name));
    if (section.flags & sectionFlags.compressed) throw new ElfError(messages.compressed(name));
    return new ByteReader(section.bytes, this.elf.littleEndian, name);
  }
}

/** The length that a unit, table or entry begins with (DWARF 5, 7.4), and whether its offsets take 8 bytes. */
export const readLength = (reader: ByteReader): { readonly length: number; readonly wide: boolean } => {
  const length = reader.u32();
  if (length === 0xffff_ffff) return { length: reader.u64(), wide: true };
  return { length, wide: false };
};
