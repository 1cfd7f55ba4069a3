import { memoryDivisor, memoryWord } from './schedule.ts';
import { wordAt } from './words.ts';

export const wordsIn = (bytes: bigint): bigint => (bytes + 31n) / 32n;

/** Cost of a memory of that many bytes, altogether (Yellow Paper, appendix H.1). */
export const memoryCost = (bytes: bigint): bigint => {
  const words = wordsIn(bytes);
  return BigInt(memoryWord) * words + words ** 2n / BigInt(memoryDivisor);
};

/** A frame's memory as a save holds it; `bytes` is never written again. */
export type SavedMemory = { readonly bytes: Uint8Array; readonly size: number };

/** Bytes that grow in words of 32 and start as zeros. A save shares them until the next write, which copies. */
export class Memory {
  /** In use, in bytes; a multiple of 32. */
  size: number;
  #bytes: Uint8Array;
  #view: DataView;
  #shared: boolean;

  constructor(saved: SavedMemory = { bytes: new Uint8Array(), size: 0 }) {
    this.size = saved.size;
    this.#bytes = saved.bytes;
    this.#view = new DataView(saved.bytes.buffer);
    this.#shared = true;
  }

  /** Whether a save holds these bytes already. */
  get shared(): boolean {
    return this.#shared;
  }

  save(): SavedMemory {
    this.#shared = true;
    return { bytes: this.#bytes, size: this.size };
  }

  /** Room doubles, so that growing word by word costs little. */
  grow(size: number): void {
    if (size > this.#bytes.length) this.#own(Math.max(size, 2 * this.#bytes.length, 1024));
    this.size = size;
  }

  #own(room: number): void {
    const bytes = new Uint8Array(room);
    bytes.set(this.#bytes.subarray(0, this.size));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#shared = false;
  }

  word(at: number): bigint {
    return wordAt(this.#view, at);
  }

  /** A view takes the low 64 bits of what it is given. */
  setWord(at: number, value: bigint): void {
    if (this.#shared) this.#own(this.#bytes.length);
    const view = this.#view;
    view.setBigUint64(at + 24, value);
    view.setBigUint64(at + 16, value >> 64n);
    view.setBigUint64(at + 8, value >> 128n);
    view.setBigUint64(at, value >> 192n);
  }

  setByte(at: number, value: number): void {
    if (this.#shared) this.#own(this.#bytes.length);
    this.#bytes[at] = value;
  }

  set(at: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#shared) this.#own(this.#bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** A copy. */
  slice(at: number, size: number): Uint8Array {
    return this.#bytes.slice(at, at + size);
  }

  /** A stretch as it is until the next write. */
  view(at: number, size: number): Uint8Array {
    return this.#bytes.subarray(at, at + size);
  }
}
