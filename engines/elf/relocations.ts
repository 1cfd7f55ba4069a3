import { ByteReader } from './bytes.ts';
import { type Elf, type Section, sectionTypes } from './elf.ts';

/** What a linker or loader still has to write into a file, in the machine's own terms (`Elf64_Rel`, `Elf64_Rela`). */
export type Relocation = {
  /** An address in linked files, an offset in the section concerned in relocatable ones. */
  readonly offset: number;
  /** The machine's number for what is to be done. */
  readonly type: number;
  /** Index into the symbols that the section links to. */
  readonly symbol: number;
  /** Undefined where it stands at the place that is relocated (`SHT_REL`). */
  readonly addend: bigint | undefined;
};

/** The entries of a section of type `rel` or `rela`, as they stand; empty for other sections. */
export const readRelocations = ({ bits, littleEndian }: Elf, { type, bytes, name }: Section): readonly Relocation[] => {
  const hasAddends = type === sectionTypes.rela;
  if (!hasAddends && type !== sectionTypes.rel) return [];
  const reader = new ByteReader(bytes, littleEndian, name);
  const count = Math.floor(bytes.length / ((bits / 8) * (hasAddends ? 3 : 2)));
  return Array.from({ length: count }, () => {
    const offset = reader.unsigned(bits / 8);
    const { type, symbol } = bits === 64 ? wideInfo(reader) : narrowInfo(reader);
    const addend = bits === 64 ? () => reader.i64() : () => BigInt(reader.i32());
    return { offset, type, symbol, addend: hasAddends ? addend() : undefined };
  });
};

const wideInfo = (reader: ByteReader) => {
  const info = BigInt.asUintN(64, reader.i64());
  return { symbol: Number(info >> 32n), type: Number(info & 0xffff_ffffn) };
};

const narrowInfo = (reader: ByteReader) => {
  const info = reader.u32();
  return { symbol: info >>> 8, type: info & 0xff };
};
