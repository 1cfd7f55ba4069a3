import { Pages, pageSize, type SavedPages } from '../../pages.ts';
import { Fault } from './fault.ts';

/** Bits of an address within its region; the ones above them number the region. */
const regionSize = 2 ** 32;

/** Where each part of a program's memory begins (`sbpf` 0.23, `ebpf.rs`). */
export const address = {
  /** Constants from v3 on. */
  constants: 0x0_0000_0000,
  /** Code; constants too before v3. */
  program: 0x1_0000_0000,
  stack: 0x2_0000_0000,
  heap: 0x3_0000_0000,
  input: 0x4_0000_0000,
} as const;

export const frameSize = 4096;
/** Bits of an offset in the stack that are one within a frame. */
const withinFrame = frameSize - 1;
const pageBits = Math.log2(pageSize);
/** Frames that there is stack for. A call from the deepest but one is refused. */
export const maxDepth = 64;

/** A stretch of memory that a program can reach. */
export type Region = {
  /** Address of its first byte. */
  readonly start: number;
  /** What it begins with; zeros follow. */
  readonly bytes: Uint8Array;
  /** In bytes; if absent, that of `bytes`. */
  readonly size?: number;
  readonly isWritable: boolean;
  /** True if each frame is followed by an equally large gap in which nothing lies. */
  readonly hasGaps?: boolean;
};

/** A region, and where its bytes lie in the buffer of all. */
type Placed = {
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly size: number;
  readonly isWritable: boolean;
  readonly hasGaps: boolean;
};

/** Told of every access by an instruction. */
export type Touch = (address: bigint, size: number, isWrite: boolean) => void;

/** What a memory must know of the version to say in the chain's words why an access is refused. */
export type StackNaming = { readonly hasFixedFrames: boolean };

/** The memory of one program as its instructions see it. All regions lie in one buffer, which a translation of code may share. */
export class Memory {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #pages: Pages;
  touch: Touch | undefined;
  /** By the upper half of the address, in the order of their addresses. */
  readonly #regions: readonly (readonly Placed[])[];
  /** By the upper half of the address too, where there is but one. */
  readonly #single: readonly (Placed | undefined)[];
  readonly #naming: StackNaming;

  constructor(regions: readonly Region[], naming: StackNaming) {
    const table: Placed[][] = [];
    let at = 0;
    for (const { start, bytes, size = bytes.length, isWritable, hasGaps = false } of regions.toSorted(
      (a, b) => a.start - b.start,
    )) {
      const low = start % regionSize;
      const placed = { start: low, end: low + (hasGaps ? 2 * size : size), at, size, isWritable, hasGaps };
      const index = Math.floor(start / regionSize);
      table[index] = [...(table[index] ?? []), placed];
      at += size;
    }
    this.#pages = new Pages(at);
    this.bytes = this.#pages.bytes;
    this.view = this.#pages.view;
    this.#regions = Array.from(table, (each) => each ?? []);
    this.#single = this.#regions.map((each) => (each.length === 1 ? each[0] : undefined));
    this.#naming = naming;
    for (const { start, bytes } of regions) this.fill(start, bytes);
  }

  /** Writes whatever the rights are, as loaders and debuggers do; what lies outside is left out. */
  fill(address: number, bytes: Uint8Array): void {
    const at = this.find(address, bytes.length);
    if (at === undefined) return;
    this.bytes.set(bytes, at);
    this.#pages.mark(at, bytes.length);
  }

  /** A copy of bytes, whatever the rights are; undefined outside. */
  peek(address: number, size: number): Uint8Array | undefined {
    const at = this.find(address, size);
    return at === undefined ? undefined : this.bytes.slice(at, at + size);
  }

  save(): SavedPages {
    return this.#pages.save();
  }

  load(saved: SavedPages): void {
    this.#pages.load(saved);
  }

  /** Where the bytes at an address lie in the buffer, if they all lie in one region and may be read, or written. */
  find(from: number, size: number, isWrite = false): number | undefined {
    const at = this.#find(Math.floor(from / regionSize), from % regionSize, size, isWrite);
    return at < 0 ? undefined : at;
  }

  /**
   * Where an instruction may read or write: a place in the buffer.
   * @param high the upper half of the address @param low the lower half, from 0 to 2^32 - 1
   * @throws Fault
   */
  reach(high: number, low: number, size: number, isWrite: boolean): number {
    const found = this.#find(high, low, size, isWrite);
    if (found < 0) throw this.violation((BigInt(high >>> 0) << 32n) | BigInt(low), BigInt(size), isWrite);
    if (isWrite) this.#mark(found, size);
    if (this.touch) this.touch((BigInt(high >>> 0) << 32n) | BigInt(low), size, isWrite);
    return found;
  }

  #mark(at: number, size: number): void {
    if (size > 8) this.#pages.mark(at, size);
    else {
      this.#pages.dirty[at >>> pageBits] = 1;
      this.#pages.dirty[(at + size - 1) >>> pageBits] = 1;
    }
  }

  /** @returns a place in the buffer; below 0 if there is none */
  #find(high: number, low: number, size: number, isWrite: boolean): number {
    const region = this.#single[high] ?? this.#regionAt(high, low);
    if (!region || low < region.start || (isWrite && !region.isWritable)) return -1;
    let offset = low - region.start;
    if (region.hasGaps) {
      if (offset & frameSize || low > region.end) return -1;
      offset = ((offset >>> 1) & ~withinFrame) | (offset & withinFrame);
    }
    return offset + size <= region.size ? region.at + offset : -1;
  }

  #regionAt(high: number, low: number): Placed | undefined {
    const regions = this.#regions[high];
    if (!regions) return undefined;
    for (const region of regions) if (low >= region.start && low < region.end) return region;
    return regions.findLast((region) => low === region.end);
  }

  /** What is thrown where nothing lies at an address, or not so many bytes. */
  violation(at: bigint, size: bigint, isWrite: boolean): Fault {
    const access = { address: at, size: Number(size), isWrite };
    const high = Number(at >> 32n);
    const low = Number(at & 0xffff_ffffn);
    const hex = `0x${at.toString(16)}`;
    const frame = Number((BigInt.asIntN(64, at) - BigInt(address.stack)) / BigInt(frameSize));
    if (this.#naming.hasFixedFrames && frame >= -1 && frame <= maxDepth)
      return new Fault(
        'StackAccessViolation',
        `Access violation in stack frame ${frame} at address ${hex} of size ${size}`,
        access,
      );
    const verb = isWrite ? 'writing' : 'reading';
    const region = this.#regions[high]?.some(({ start, end }) => low >= start && low < end)
      ? regionName(high)
      : 'unallocated';
    return new Fault(
      'AccessViolation',
      `Access violation ${verb} ${size} bytes at address ${hex} (in ${region} region)`,
      access,
    );
  }
}

/** In the chain's words. */
const regionName = (high: number): string => ['allocated', 'program', 'stack', 'heap', 'input'][high] ?? 'allocated';
