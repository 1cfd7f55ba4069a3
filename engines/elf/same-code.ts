import { bytesToHex } from '@noble/hashes/utils.js';
import { type Elf, sectionFlags, sectionTypes, segmentFlags, segmentTypes } from './elf.ts';
import { describeElf } from './machines.ts';
import * as messages from './messages.ts';

/** Bytes of code, and where they are loaded. */
type Piece = { readonly address: number; readonly bytes: Uint8Array };

/**
 * Why the symbols and debug information of one file say nothing about a program, in one sentence; undefined where they do,
 * because the code is the same. The program may be stripped, of its section headers too. The other file may be the program as it was
 * linked, or hold nothing but debug information; then the build IDs have to agree.
 */
export const codeDifference = (program: Elf, symbols: Elf): string | undefined => {
  const [expected, found] = [describeElf(program), describeElf(symbols)];
  if (expected !== found) return messages.otherMachine(found, expected);
  const [expectedId, foundId] = [buildId(program), buildId(symbols)];
  const haveIds = expectedId !== undefined && foundId !== undefined;
  if (haveIds && expectedId !== foundId) return messages.otherBuild(foundId, expectedId);

  const [programSections, symbolSections] = [codeSections(program), codeSections(symbols)];
  if (symbolSections.length === 0 && (symbols.sections.length > 0 || codeSegments(symbols).length === 0))
    return haveIds ? undefined : messages.noCode();
  // Segments may hold headers too, in which files of one build differ; so sections are compared, as soon as one file has them.
  if (programSections.length > 0) {
    const other = symbolSections.length > 0 ? symbolSections : codeSegments(symbols);
    return difference(programSections, other) ?? extra(symbolSections, programSections);
  }
  if (symbolSections.length > 0) return difference(symbolSections, codeSegments(program));
  return difference(codeSegments(program), codeSegments(symbols));
};

/** None where they overlap, which no linker does, and which would make comparing them endless. */
const codeSections = ({ sections, bytes: file }: Elf): readonly Piece[] => {
  const both = sectionFlags.allocated | sectionFlags.execute;
  const found = sections.filter(({ flags, bytes }) => (flags & both) === both && bytes.length > 0);
  return found.reduce((size, { bytes }) => size + bytes.length, 0) > file.length ? [] : found;
};

const codeSegments = ({ segments }: Elf): readonly Piece[] =>
  segments.filter(
    ({ type, flags, bytes }) => type === segmentTypes.load && flags & segmentFlags.execute && bytes.length > 0,
  );

/** Where pieces are not found in others. */
const difference = (pieces: readonly Piece[], others: readonly Piece[]): string | undefined => {
  for (const { address, bytes } of pieces) {
    const other = others.find(
      (each) => each.address <= address && each.address + each.bytes.length >= address + bytes.length,
    );
    if (!other) return messages.otherCode(address);
    const shift = address - other.address;
    const at = bytes.findIndex((byte, index) => byte !== other.bytes[index + shift]);
    if (at >= 0) return messages.otherCode(address + at);
  }
  return undefined;
};

/** Code that the program does not have. */
const extra = (found: readonly Piece[], expected: readonly Piece[]): string | undefined => {
  const more = found.find(({ address }) => !expected.some((each) => each.address === address));
  return more && messages.otherCode(more.address);
};

/** `NT_GNU_BUILD_ID` */
const buildIdNote = 3;

/** What the linker wrote to tell builds apart, in hex. */
const buildId = ({ sections, littleEndian }: Elf): string | undefined => {
  const note = sections.find(({ type, name }) => type === sectionTypes.note && name === '.note.gnu.build-id');
  if (!note || note.bytes.length < 16) return undefined;
  const view = new DataView(note.bytes.buffer, note.bytes.byteOffset, note.bytes.length);
  const [nameSize, size, type] = [0, 4, 8].map((at) => view.getUint32(at, littleEndian));
  if (type !== buildIdNote || nameSize !== 4 || size === undefined) return undefined;
  return bytesToHex(note.bytes.subarray(16, 16 + size));
};
