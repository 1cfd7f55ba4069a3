import { type ByteReader, ElfError } from '../bytes.ts';
import * as messages from '../messages.ts';
import { type Abbreviation, AbbreviationTables } from './abbreviations.ts';
import { attributes, forms, unitTypes } from './constants.ts';
import { type FormContext, type FormValue, readForm, skipForm } from './forms.ts';
import { type DebugSections, readLength } from './sections.ts';

/** What an entry says, by the attributes' codes. */
export type Values = ReadonlyMap<number, FormValue>;

/** An entry of debug information (a DIE): a function, a type, a variable, or a part of one. */
export type Entry = {
  /** In `.debug_info`; other entries refer to it by this number. */
  readonly offset: number;
  readonly tag: number;
  /** 0 for the unit itself. */
  readonly depth: number;
  /** Read whenever asked for: there are too many to keep. @throws ElfError */
  values(): Values;
};

/** A compilation unit: one source file and what it includes, as the compiler saw it. */
export class Unit implements FormContext {
  /** Where it begins in `.debug_info`, and where the next one does. */
  readonly offset: number;
  readonly end: number;
  readonly version: number;
  /** True where offsets take 8 bytes (64-bit DWARF). */
  readonly wide: boolean;
  readonly addressSize: number;
  /** Of the unit's own entry, which all others lie in. */
  readonly root: Values;
  readonly #sections: DebugSections;
  readonly #abbreviations: ReadonlyMap<number, Abbreviation>;
  readonly #entries: ByteReader;

  constructor(sections: DebugSections, header: UnitHeader, tables: AbbreviationTables) {
    this.#sections = sections;
    this.offset = header.offset;
    this.end = header.end;
    this.version = header.version;
    this.wide = header.wide;
    this.addressSize = header.addressSize;
    this.#abbreviations = tables.at(header.abbreviationsAt, header);
    this.#entries = sections.reader('.debug_info').at(header.entriesAt, header.end);
    this.root = this.entries().next().value?.values() ?? new Map();
  }

  /**
   * The entries in the order of the file, so that an entry's children come right behind it, one deeper.
   * @throws ElfError where they are broken
   */
  *entries(): Generator<Entry, void> {
    const reader = this.#entries.at(this.#entries.offset);
    let depth = 0;
    while (!reader.isAtEnd) {
      this.#sections.work.spend();
      const offset = reader.offset;
      const code = reader.uleb();
      if (code === 0) {
        depth--;
        if (depth <= 0) return;
        continue;
      }
      const abbreviation = this.#abbreviations.get(code);
      if (!abbreviation) throw new ElfError(messages.unknownAbbreviation(code, offset));
      const { tag, hasChildren } = abbreviation;
      const at = reader.offset;
      yield { offset, tag, depth, values: () => this.#values(this.#entries.at(at), abbreviation) };
      this.#skip(reader, abbreviation);
      if (hasChildren) depth++;
      else if (depth === 0) return;
    }
  }

  text(value: FormValue | undefined): string | undefined {
    if (typeof value?.value === 'string') return value.value;
    if (typeof value?.value !== 'number') return undefined;
    switch (value.form) {
      case forms.strp:
        return this.#sections.text('.debug_str', value.value);
      case forms.lineStrp:
        return this.#sections.text('.debug_line_str', value.value);
      case forms.strx:
      case forms.strx1:
      case forms.strx2:
      case forms.strx3:
      case forms.strx4: {
        const size = this.wide ? 8 : 4;
        const base = number(this.root.get(attributes.stringOffsetsBase)) ?? 2 * size;
        const at = this.#sections.reader('.debug_str_offsets', base + value.value * size);
        return this.#sections.text('.debug_str', at.unsigned(size));
      }
      default:
        return undefined;
    }
  }

  /** An address, or an index of one. */
  address(value: FormValue | undefined): number | undefined {
    if (typeof value?.value !== 'number') return undefined;
    switch (value.form) {
      case forms.address:
        return value.value;
      case forms.addrx:
      case forms.addrx1:
      case forms.addrx2:
      case forms.addrx3:
      case forms.addrx4:
        return this.addressOfIndex(value.value);
      default:
        return undefined;
    }
  }

  addressOfIndex(index: number): number {
    const base = number(this.root.get(attributes.addressBase)) ?? 8;
    return this.#sections.reader('.debug_addr', base + index * this.addressSize).unsigned(this.addressSize);
  }

  /** The offset of the entry that a value refers to; undefined for one in another file or a type unit. */
  reference(value: FormValue | undefined): number | undefined {
    if (typeof value?.value !== 'number') return undefined;
    switch (value.form) {
      case forms.ref1:
      case forms.ref2:
      case forms.ref4:
      case forms.ref8:
      case forms.refUdata:
        return this.offset + value.value;
      case forms.refAddress:
        return value.value;
      default:
        return undefined;
    }
  }

  #values(reader: ByteReader, { specifications }: Abbreviation): Values {
    this.#sections.work.spend(specifications.length);
    return new Map(
      specifications.map(({ attribute, form, implicit }) => [attribute, readForm(reader, form, this, implicit)]),
    );
  }

  #skip(reader: ByteReader, { specifications, size }: Abbreviation): void {
    if (size !== undefined) {
      reader.skip(size);
      return;
    }
    this.#sections.work.spend(specifications.length);
    for (const { form } of specifications) skipForm(reader, form, this);
  }
}

/** A value that is a number in itself. */
export const number = (value: FormValue | undefined): number | undefined =>
  typeof value?.value === 'number' ? value.value : undefined;

type UnitHeader = FormContext & {
  readonly offset: number;
  readonly end: number;
  readonly abbreviationsAt: number;
  readonly entriesAt: number;
};

/**
 * All units with code in them, types' own units left out. One that cannot be read is left out too, and told of; so is all
 * behind one whose length is broken.
 */
export const readUnits = (sections: DebugSections, tell: (problem: ElfError) => void): readonly Unit[] => {
  const units: Unit[] = [];
  if (!sections.has('.debug_info')) return units;
  const tables = new AbbreviationTables(sections);
  try {
    const reader = sections.reader('.debug_info');
    while (!reader.isAtEnd) {
      const offset = reader.offset;
      const { length, wide } = readLength(reader);
      const content = reader.at(reader.offset, reader.offset + length);
      reader.skip(length);
      try {
        const header = readUnitHeader(content, offset, wide);
        if (header) units.push(new Unit(sections, header, tables));
      } catch (error) {
        tell(asElfError(error));
      }
    }
  } catch (error) {
    tell(asElfError(error));
  }
  return units;
};

/** Undefined for a unit that holds a type only. */
const readUnitHeader = (reader: ByteReader, offset: number, wide: boolean): UnitHeader | undefined => {
  const version = reader.u16();
  if (version < 2 || version > 5) throw new ElfError(messages.unknownVersion('.debug_info', version));
  const word = () => (wide ? reader.u64() : reader.u32());
  const type = version >= 5 ? reader.u8() : unitTypes.compile;
  if (type === unitTypes.type || type === unitTypes.splitType) return undefined;
  const early = version >= 5 ? reader.u8() : undefined;
  const abbreviationsAt = word();
  const addressSize = early ?? reader.u8();
  if (![1, 2, 4, 8].includes(addressSize)) throw new ElfError(messages.addressSize(addressSize));
  // Where the rest of the debug information is in a file of its own, an identifier of it stands here.
  if (type === unitTypes.skeleton || type === unitTypes.splitCompile) reader.skip(8);
  return { offset, end: reader.end, version, wide, addressSize, abbreviationsAt, entriesAt: reader.offset };
};

/** What was thrown, if it is about the file. @throws whatever else it is */
export const asElfError = (error: unknown): ElfError => {
  if (error instanceof ElfError) return error;
  throw error;
};
