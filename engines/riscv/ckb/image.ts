import { ElfError } from '../../elf/bytes.ts';
import { type Elf, readElf, segmentFlags, segmentTypes } from '../../elf/elf.ts';
import { pageSize } from '../../pages.ts';
import { Fault } from '../isa/fault.ts';
import { executable, frozen, type Memory } from '../isa/memory.ts';
import * as messages from './messages.ts';

const roundDown = (address: number): number => Math.floor(address / pageSize) * pageSize;
const roundUp = (address: number): number => Math.ceil(address / pageSize) * pageSize;

/** What of a program goes where. */
export type ProgramImage = { readonly entry: number; readonly fillings: readonly Filling[] };

/**
 * Reads an ELF as CKB-VM does (`ckb-vm` 0.24, `elf.rs`): of the file only the entry and the segments count.
 * @param version 0, 1 or 2
 * @throws Fault with the error of CKB-VM
 */
export const readImage = (program: Uint8Array, version: number): ProgramImage => {
  const elf = readProgram(program);
  const fillings = elf.segments
    .filter(({ type }) => type === segmentTypes.load)
    .map(({ flags, offset, address, fileSize, memorySize }): Filling => {
      const start = roundDown(address);
      const padding = address - start;
      if (offset + fileSize > program.length)
        throw new Fault('ElfSegmentAddrOrSizeError', messages.segmentOutsideFile(address));
      return {
        // The sum is one of 64 bits, so that a segment of nearly as many bytes takes no page.
        ...{ start, padding, size: roundUp(memorySize + padding) % 2 ** 64 },
        rights: rightsOf(flags, address, version),
        source: program.subarray(offset, offset + fileSize),
      };
    });
  return { entry: elf.entry, fillings };
};

/**
 * Places a program in memory.
 * @returns the bytes that are charged for
 * @throws Fault, with what stood before the fault in place
 */
export const placeImage = (memory: Memory, { fillings }: ProgramImage, version: number): number => {
  for (const filling of fillings) {
    initPages(memory, filling);
    // Version 0 clears the padding once more, by a store that code does not take.
    if (version === 0 && filling.padding > 0 && filling.rights & executable)
      throw new Fault('MemWriteOnExecutablePage', messages.unalignedCode(filling.start + filling.padding));
  }
  return fillings.reduce((sum, { source }) => sum + source.length, 0);
};

const readProgram = (program: Uint8Array): Elf => {
  try {
    const elf = readElf(program);
    if (elf.bits !== 64) throw new Fault('ElfBits', messages.notElf64());
    // One segment may be broken where it is not loaded.
    const problem = elf.segments.length === 0 && elf.problems.find(({ part }) => part === 'segments');
    if (problem) throw new Fault('ElfParseError', problem.message);
    return elf;
  } catch (error) {
    if (error instanceof ElfError) throw new Fault('ElfParseError', error.message);
    throw error;
  }
};

const rightsOf = (flags: number, address: number, version: number): number => {
  if (!(flags & segmentFlags.read)) throw new Fault('ElfSegmentUnreadable', messages.unreadableSegment(address));
  if (flags & segmentFlags.execute) {
    if (flags & segmentFlags.write) throw new Fault('ElfSegmentWritableAndExecutable', messages.writableCode(address));
    return executable | frozen;
  }
  return flags & segmentFlags.write && version > 0 ? 0 : frozen;
};

export type Filling = {
  /** A whole page's. */
  readonly start: number;
  /** Bytes, whole pages. */
  readonly size: number;
  readonly rights: number;
  readonly source: Uint8Array;
  /** Bytes before those of `source`; they and what follows are cleared. */
  readonly padding: number;
};

/** Fills pages that no loader has filled before, and gives them their rights. @throws Fault */
export const initPages = (memory: Memory, { start, size, rights, source, padding }: Filling): void => {
  if (!(start >= 0 && start + size <= memory.size))
    throw new Fault('MemOutOfBound', messages.imageOutside(start, size, memory.size));
  for (let page = start / pageSize; page < (start + size) / pageSize; page++) {
    if (memory.flags[page] & frozen) throw new Fault('MemWriteOnFreezedPage', messages.frozenPage(page * pageSize));
    memory.flags[page] = rights;
  }
  memory.clear(start, size);
  memory.fill(start + padding, source.subarray(0, Math.max(0, size - padding)));
};
