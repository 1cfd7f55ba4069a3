import { type ByteReader, ElfError } from '../bytes.ts';
import * as messages from '../messages.ts';
import type { AddressRange } from '../range-index.ts';
import { pointerEncodings } from './constants.ts';
import { readLength } from './sections.ts';

/** What the frames of several functions have in common (CIE; DWARF 5, 6.4.1). */
export type CommonFrame = {
  readonly codeAlignment: number;
  readonly dataAlignment: number;
  /** The register, or what stands for one, that holds the return address. */
  readonly returnAddress: number;
  readonly addressSize: number;
  /** How addresses are written. */
  readonly encoding: number;
  /** True for what the system calls at a signal: its return address is the next instruction, not one behind a call. */
  readonly isSignal: boolean;
  readonly hasData: boolean;
  /** The size of the segment numbers before addresses. */
  readonly segmentSize: number;
  readonly instructions: ByteReader;
};

/** The frame of one function (FDE). */
export type FunctionFrame = AddressRange & {
  readonly common: CommonFrame;
  readonly instructions: ByteReader;
};

/** A section of call-frame information, and what is needed to read it. */
export type FrameSection = {
  readonly reader: ByteReader;
  /** Where the section is loaded. */
  readonly address: number;
  readonly addressSize: number;
  /** `.eh_frame`, which differs from `.debug_frame` in how entries refer to each other and how they write addresses. */
  readonly isEh: boolean;
};

/** The frames of all functions in a section; one that is broken is left out and told of. */
export const readFrames = (section: FrameSection, tell: (problem: ElfError) => void): readonly FunctionFrame[] => {
  const { reader, isEh } = section;
  const frames: FunctionFrame[] = [];
  const commons = new Map<number, CommonFrame>();
  const attempt = (read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ElfError)) throw error;
      tell(error);
    }
  };
  const commonAt = (offset: number): CommonFrame => {
    const known = commons.get(offset);
    if (known) return known;
    const entry = offset < 0 ? undefined : readEntry(reader.at(offset), isEh);
    if (entry?.kind !== 'common') throw new ElfError(messages.noFrameHeader(reader.name));
    const common = readCommon(entry.content, section);
    commons.set(offset, common);
    return common;
  };
  const at = reader.at(0);
  attempt(() => {
    while (!at.isAtEnd) {
      const entry = readEntry(at, isEh);
      // `.eh_frame` ends with an empty entry.
      if (!entry) return;
      if (entry.kind === 'function')
        attempt(() => frames.push(readFunction(entry.content, commonAt(entry.common), section)));
    }
  });
  return frames;
};

type FrameEntry =
  | { readonly kind: 'common'; readonly content: ByteReader }
  | { readonly kind: 'function'; readonly content: ByteReader; readonly common: number };

/** Takes an entry, and says what it is. */
const readEntry = (reader: ByteReader, isEh: boolean): FrameEntry | undefined => {
  const { length, wide } = readLength(reader);
  if (length === 0 && isEh) return undefined;
  const content = reader.at(reader.offset, reader.offset + length);
  reader.skip(length);
  const pointerAt = content.offset;
  // In `.eh_frame` the pointer leads back from itself, and 0 means none; in `.debug_frame` it is an offset, and all bits mean none.
  const pointer = wide && !isEh ? content.u64() : content.u32();
  if (isEh)
    return pointer === 0 ? { kind: 'common', content } : { kind: 'function', content, common: pointerAt - pointer };
  const none = wide ? Number.MAX_SAFE_INTEGER : 0xffff_fffe;
  return pointer > none ? { kind: 'common', content } : { kind: 'function', content, common: pointer };
};

const readCommon = (reader: ByteReader, section: FrameSection): CommonFrame => {
  const version = reader.u8();
  if (![1, 3, 4].includes(version)) throw new ElfError(messages.unknownVersion(reader.name, version));
  const augmentation = reader.text();
  const isNew = version === 4 && !section.isEh;
  const addressSize = isNew ? reader.u8() : section.addressSize;
  if (![1, 2, 4, 8].includes(addressSize)) throw new ElfError(messages.addressSize(addressSize));
  const segmentSize = isNew ? reader.u8() : 0;
  const [codeAlignment, dataAlignment] = [reader.uleb(), reader.sleb()];
  const returnAddress = version === 1 ? reader.u8() : reader.uleb();
  const hasData = augmentation.startsWith('z');
  if (augmentation !== '' && !hasData) throw new ElfError(messages.unknownAugmentation(reader.name, augmentation));
  let encoding: number = pointerEncodings.native;
  if (hasData) {
    const size = reader.uleb();
    const data = reader.at(reader.offset, reader.offset + size);
    reader.skip(size);
    for (const letter of augmentation.slice(1)) {
      if (letter === 'R') encoding = data.u8();
      else if (letter === 'L') data.u8();
      else if (letter === 'P') readPointer(data, data.u8() & ~pointerEncodings.indirect, { ...section, addressSize });
      // Others have no data: B and S, and G of AArch64.
    }
  }
  const isSignal = augmentation.includes('S');
  return {
    codeAlignment,
    dataAlignment,
    returnAddress,
    addressSize,
    encoding,
    isSignal,
    hasData,
    segmentSize,
    instructions: reader,
  };
};

const readFunction = (reader: ByteReader, common: CommonFrame, section: FrameSection): FunctionFrame => {
  reader.skip(common.segmentSize);
  const place = { ...section, addressSize: common.addressSize };
  const start = readPointer(reader, common.encoding, place);
  const size = readPointer(reader, common.encoding & pointerEncodings.formatMask, place);
  if (common.hasData) reader.skip(reader.uleb());
  return { start, end: start + size, common, instructions: reader };
};

/** An address as `.eh_frame` writes it; in `.debug_frame` the encoding is always `native`. */
export const readPointer = (
  reader: ByteReader,
  encoding: number,
  { address, addressSize }: Pick<FrameSection, 'address' | 'addressSize'>,
): number => {
  const { formatMask, relationMask, indirect, toItself } = pointerEncodings;
  const relation = encoding & relationMask;
  if (encoding & indirect || (relation !== pointerEncodings.absolute && relation !== toItself))
    throw new ElfError(messages.unknownEncoding(encoding));
  const base = relation === toItself ? address + reader.offset : 0;
  switch (encoding & formatMask) {
    case pointerEncodings.native:
      return base + reader.unsigned(addressSize);
    case pointerEncodings.uleb:
      return base + reader.uleb();
    case pointerEncodings.u16:
      return base + reader.u16();
    case pointerEncodings.u32:
      return base + reader.u32();
    case pointerEncodings.u64:
      return base + reader.u64();
    case pointerEncodings.sleb:
      return base + reader.sleb();
    case pointerEncodings.i16:
      return base + reader.i16();
    case pointerEncodings.i32:
      return base + reader.i32();
    case pointerEncodings.i64:
      return base + Number(reader.i64());
    default:
      throw new ElfError(messages.unknownEncoding(encoding));
  }
};
