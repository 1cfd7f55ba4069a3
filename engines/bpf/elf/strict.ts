import { machines } from '../../elf/machines.ts';
import { slotSize } from '../isa/decoder.ts';
import { address } from '../isa/memory.ts';
import { loaderError, parserError } from './errors.ts';
import type { Executable } from './executable.ts';
import {
  type FileHeader,
  fileHeaderLayout,
  fileHeaderOf,
  rangeOf,
  readTable,
  type Segment,
  segmentLayout,
} from './structures.ts';

/** `e_ident` to its last byte: ELF, 64 bits, little-endian, version 1, no ABI of its own. */
const ident = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

const load = 1;
const [execute, read] = [1, 4];

/** The segments that there may be, in this order; the first may be left out. */
const layout = [
  { flags: read, address: address.constants },
  { flags: execute, address: address.program },
] as const;

/** Loads a file of version 3 or later, of which the headers must be just so (SIMD-0189). @throws LoaderError */
export const loadStrict = (bytes: Uint8Array, version: string): Executable => {
  const header = fileHeaderOf(bytes);
  const table = { start: fileHeaderLayout.size, size: header.segmentCount * segmentLayout.size };
  const tableEnd = rangeOf(table).end;
  if (!isStrictHeader(header) || tableEnd > bytes.length) throw parserError('InvalidFileHeader');
  const segments = readTable(bytes, table, segmentLayout);
  const hasConstants = segments[0]?.flags === read;
  if (hasConstants && segments.length < 2) throw parserError('InvalidFileHeader');
  const expected = hasConstants ? layout : layout.slice(1);
  let offset = tableEnd;
  for (const [index, { flags, address }] of expected.entries()) {
    const segment = segments[index];
    if (!segment || !isStrictSegment(segment, flags, address, offset, bytes.length))
      throw loaderError('InvalidProgramHeader');
    offset += segment.fileSize;
  }
  const contentOf = (segment: Segment | undefined) =>
    bytes.slice(segment?.offset ?? tableEnd, (segment?.offset ?? tableEnd) + (segment?.fileSize ?? 0));
  const constants = contentOf(hasConstants ? segments[0] : undefined);
  const text = contentOf(segments[expected.length - 1]);
  const distance = header.entry - address.program;
  // The instruction at the entry must end within the code.
  const isInside = distance + slotSize - 1 >= 0 && distance + slotSize - 1 < text.length;
  if (!isInside || header.entry % slotSize !== 0) throw parserError('InvalidFileHeader');
  return {
    ...{ version, text, base: address.program, entry: Math.max(0, distance) / slotSize, functions: new Map() },
    constants: { start: address.constants, bytes: constants, isWritable: false },
  };
};

const isStrictHeader = (header: FileHeader): boolean =>
  ident.every((byte, index) => header.ident[index] === byte) &&
  header.machine === machines.bpf &&
  header.version === 1 &&
  header.segmentsAt === fileHeaderLayout.size &&
  header.headerSize === fileHeaderLayout.size &&
  header.segmentSize === segmentLayout.size &&
  header.segmentCount > 0;

const isStrictSegment = (segment: Segment, flags: number, start: number, offset: number, fileSize: number): boolean =>
  segment.type === load &&
  segment.flags === flags &&
  segment.offset === offset &&
  segment.offset < fileSize &&
  segment.offset % slotSize === 0 &&
  segment.address === start &&
  segment.physicalAddress === start &&
  segment.fileSize === segment.memorySize &&
  segment.fileSize <= fileSize - segment.offset &&
  segment.fileSize % slotSize === 0 &&
  segment.memorySize < 2 ** 32;
