import { loaderError, outOfBounds, parserError } from './errors.ts';

/** From a place in the file up to, without, another. */
export type Range = { readonly start: number; readonly end: number };

/** So many bytes of the file, which cannot be told from their ends where those are beyond 2^53. */
export type Extent = { readonly start: number; readonly size: number };

/** `Elf64_Ehdr`, as far as a loader looks at it. */
export type FileHeader = {
  /** `e_ident` */
  readonly ident: Uint8Array;
  readonly type: number;
  readonly machine: number;
  readonly version: number;
  readonly entry: number;
  readonly segmentsAt: number;
  readonly sectionsAt: number;
  /** `e_flags`, the version of sBPF. */
  readonly flags: number;
  readonly headerSize: number;
  readonly segmentSize: number;
  readonly segmentCount: number;
  readonly sectionSize: number;
  readonly sectionCount: number;
  readonly namesIndex: number;
};

/** `Elf64_Phdr` */
export type Segment = {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly physicalAddress: number;
  readonly fileSize: number;
  readonly memorySize: number;
};

/** `Elf64_Shdr` */
export type Section = {
  readonly nameAt: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
};

/** `Elf64_Sym` */
export type ElfSymbol = { readonly nameAt: number; readonly info: number; readonly value: number };

/** `Elf64_Rel` */
export type Relocation = { readonly offset: number; readonly type: number; readonly symbol: number };

/** `Elf64_Dyn` */
export type Dynamic = { readonly tag: number; readonly value: number };

/** A kind of table in the file: how large an entry is, and how it is read. */
export type Layout<Entry> = { readonly size: number; read(view: DataView, at: number): Entry };

/** A number of 64 bits; beyond 2^53, which only broken files hold, it is rounded. */
const u64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
const u32 = (view: DataView, at: number): number => view.getUint32(at, true);
const u16 = (view: DataView, at: number): number => view.getUint16(at, true);

export const fileHeaderLayout: Layout<FileHeader> = {
  size: 64,
  read: (view, at) => ({
    ident: new Uint8Array(view.buffer, view.byteOffset + at, 16),
    type: u16(view, at + 16),
    machine: u16(view, at + 18),
    version: u32(view, at + 20),
    entry: u64(view, at + 24),
    segmentsAt: u64(view, at + 32),
    sectionsAt: u64(view, at + 40),
    flags: u32(view, at + 48),
    headerSize: u16(view, at + 52),
    segmentSize: u16(view, at + 54),
    segmentCount: u16(view, at + 56),
    sectionSize: u16(view, at + 58),
    sectionCount: u16(view, at + 60),
    namesIndex: u16(view, at + 62),
  }),
};

export const segmentLayout: Layout<Segment> = {
  size: 56,
  read: (view, at) => ({
    type: u32(view, at),
    flags: u32(view, at + 4),
    offset: u64(view, at + 8),
    address: u64(view, at + 16),
    physicalAddress: u64(view, at + 24),
    fileSize: u64(view, at + 32),
    memorySize: u64(view, at + 40),
  }),
};

export const sectionLayout: Layout<Section> = {
  size: 64,
  read: (view, at) => ({
    nameAt: u32(view, at),
    type: u32(view, at + 4),
    flags: u64(view, at + 8),
    address: u64(view, at + 16),
    offset: u64(view, at + 24),
    size: u64(view, at + 32),
  }),
};

export const symbolLayout: Layout<ElfSymbol> = {
  size: 24,
  read: (view, at) => ({ nameAt: u32(view, at), info: view.getUint8(at + 4), value: u64(view, at + 8) }),
};

export const relocationLayout: Layout<Relocation> = {
  size: 16,
  read: (view, at) => ({ offset: u64(view, at), type: u32(view, at + 8), symbol: u32(view, at + 12) }),
};

export const dynamicLayout: Layout<Dynamic> = {
  size: 16,
  read: (view, at) => ({ tag: u64(view, at), value: u64(view, at + 8) }),
};

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** A sum as the chain's loader makes it. @throws LoaderError beyond 64 bits */
export const checkedSum = (a: number, b: number): number => {
  if (a + b >= 2 ** 64) throw outOfBounds();
  return a + b;
};

/** @throws LoaderError beyond 64 bits */
export const rangeOf = ({ start, size }: Extent): Range => ({ start, end: checkedSum(start, size) });

/** The entries of a table. @throws LoaderError */
export const readTable = <Entry>(bytes: Uint8Array, table: Extent, layout: Layout<Entry>): readonly Entry[] => {
  const { start, size } = table;
  const { end } = rangeOf(table);
  if (size % layout.size !== 0) throw parserError('InvalidSize');
  if (end > bytes.length) throw outOfBounds();
  if (start % 8 !== 0) throw parserError('InvalidAlignment');
  const view = viewOf(bytes);
  return Array.from({ length: size / layout.size }, (_, index) => layout.read(view, start + index * layout.size));
};

export const fileHeaderOf = (bytes: Uint8Array): FileHeader => {
  if (bytes.length < fileHeaderLayout.size) throw outOfBounds();
  return fileHeaderLayout.read(viewOf(bytes), 0);
};

const mostVersions = 4;

/** The version of sBPF that a file was made for. @throws LoaderError if there is none of that number */
export const versionOf = (bytes: Uint8Array): string => {
  const { flags } = fileHeaderOf(bytes);
  if (flags >= mostVersions) throw loaderError('UnsupportedSBPFVersion');
  return `v${flags}`;
};
