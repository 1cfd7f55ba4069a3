import { isSame } from '../../bytes.ts';
import { Pages, type SavedPages } from '../../pages.ts';
import { Fault } from './fault.ts';
import { readOutside, writeOutside, writeToCode } from './messages.ts';

/** What may not be done with a page: `frozen` keeps a loader from filling it again, `executable` keeps the program from writing to it. */
export const frozen = 1;
export const executable = 2;

/** Told of every access by an instruction. */
export type Touch = (address: number, size: number, write: boolean) => void;

/** All that a memory is at one moment. */
export type SavedMemory = SavedPages & { readonly flags: Uint8Array };

/**
 * A flat memory with rights by page. Addresses are numbers: one that does not fit in 53 bits lies outside however it is rounded.
 * It is held in one buffer, which a translation of code may share; which pages differ from the last save is kept by page.
 */
export class Memory {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly flags: Uint8Array;
  touch: Touch | undefined;
  /** Reads end before this address. */
  readonly #readEnd: number;
  readonly #pages: Pages;
  /** Those of `#pages`, at hand. */
  readonly #dirty: Uint8Array;
  #savedFlags: Uint8Array;

  /** @param size in bytes, whole pages. @param readEnd where reads must end, if that is not the end of the memory. */
  constructor(size: number, readEnd = size) {
    this.#pages = new Pages(size);
    this.bytes = this.#pages.bytes;
    this.view = this.#pages.view;
    this.#dirty = this.#pages.dirty;
    this.flags = new Uint8Array(this.#dirty.length);
    this.#readEnd = readEnd;
    this.#savedFlags = this.flags.slice();
  }

  get size(): number {
    return this.bytes.length;
  }

  /** The address again, if an instruction may read there. @throws Fault */
  toRead(address: number, size: number): number {
    if (!(address >= 0 && address + size <= this.#readEnd))
      throw new Fault('MemOutOfBound', readOutside(address, size, this.size));
    this.touch?.(address, size, false);
    return address;
  }

  /** The address again, if an instruction may write there; what is written is kept for the next save. @throws Fault */
  toWrite(address: number, size: number): number {
    if (!(address >= 0 && address + size <= this.bytes.length))
      throw new Fault('MemOutOfBound', writeOutside(address, size, this.size));
    const first = address >>> 12;
    const last = (address + size - 1) >>> 12;
    if ((this.flags[first] | this.flags[last]) & executable)
      throw new Fault('MemWriteOnExecutablePage', writeToCode(address));
    this.#dirty[first] = 1;
    this.#dirty[last] = 1;
    this.touch?.(address, size, true);
    return address;
  }

  /** Bytes that the chain takes, for which the end of the memory is where it is. None can be taken anywhere. @throws Fault */
  readBytes(address: number, size: number): Uint8Array {
    if (size === 0) return new Uint8Array();
    if (!(address >= 0 && address + size <= this.bytes.length))
      throw new Fault('MemOutOfBound', readOutside(address, size, this.size));
    this.touch?.(address, size, false);
    return this.bytes.slice(address, address + size);
  }

  /** Writes bytes of the chain with the rights of an instruction. None can be written anywhere. @throws Fault */
  writeBytes(address: number, bytes: Uint8Array): void {
    const size = bytes.length;
    if (size === 0) return;
    if (!(address >= 0 && address + size <= this.bytes.length))
      throw new Fault('MemOutOfBound', writeOutside(address, size, this.size));
    const pages = this.flags.subarray(address >>> 12, ((address + size - 1) >>> 12) + 1);
    if (pages.some((flags) => flags & executable)) throw new Fault('MemWriteOnExecutablePage', writeToCode(address));
    this.touch?.(address, size, true);
    this.fill(address, bytes);
  }

  /** Writes whatever the rights are, as loaders and debuggers do. @throws RangeError outside the memory */
  fill(address: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, address);
    this.#pages.mark(address, bytes.length);
  }

  /** Sets bytes to 0 whatever the rights are. */
  clear(address: number, size: number): void {
    this.bytes.fill(0, address, address + size);
    this.#pages.mark(address, size);
  }

  save(): SavedMemory {
    const pages = this.#pages.save();
    if (!isSame(this.flags, this.#savedFlags)) this.#savedFlags = this.flags.slice();
    return { ...pages, flags: this.#savedFlags };
  }

  load(saved: SavedMemory): void {
    this.#pages.load(saved);
    this.flags.set(saved.flags);
    this.#savedFlags = saved.flags;
  }
}
