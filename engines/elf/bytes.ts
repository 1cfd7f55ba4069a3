import { cutOff } from './messages.ts';

/** What is wrong with an ELF or its debug information, in one sentence for a person. Nothing else is thrown in this room. */
export class ElfError extends Error {}

const decoder = new TextDecoder();

/**
 * Reads numbers and texts one behind the other, and never past the end.
 * Numbers are exact up to 2^53 - 1. Larger ones are rounded and stay larger, so that no bound takes them for something smaller.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  /** Names the bytes where they end too early: `.debug_line`. */
  readonly name: string;
  /** Of the next byte to read. */
  offset: number;
  /** Of the first byte that may not be read. */
  readonly end: number;
  readonly #view: DataView;

  /** From `offset` up to `end`, which lies within the bytes. @throws ElfError where it does not. */
  constructor(bytes: Uint8Array, littleEndian: boolean, name: string, offset = 0, end = bytes.length) {
    if (!(offset >= 0 && offset <= end && end <= bytes.length)) throw new ElfError(cutOff(name, offset, bytes.length));
    this.bytes = bytes;
    this.littleEndian = littleEndian;
    this.name = name;
    this.offset = offset;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The same bytes from another offset on, up to another end. @throws ElfError where that is outside. */
  at(offset: number, end = this.end): ByteReader {
    return new ByteReader(this.bytes, this.littleEndian, this.name, offset, end);
  }

  get isAtEnd(): boolean {
    return this.offset >= this.end;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), this.littleEndian);
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2), this.littleEndian);
  }

  u24(): number {
    const [first, second, third] = [this.u8(), this.u8(), this.u8()];
    return this.littleEndian ? first | (second << 8) | (third << 16) : (first << 16) | (second << 8) | third;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), this.littleEndian);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), this.littleEndian);
  }

  u64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), this.littleEndian));
  }

  /** Exact, unlike the number. */
  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8), this.littleEndian);
  }

  /** An unsigned number of 1, 2, 4 or 8 bytes. */
  unsigned(size: number): number {
    if (size === 8) return this.u64();
    if (size === 4) return this.u32();
    return size === 2 ? this.u16() : this.u8();
  }

  /** Unsigned LEB128 (DWARF 5, 7.6). */
  uleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      // A long run of empty groups would make the scale infinite, and zero times that is no number.
      if (byte & 0x7f) value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  /** Signed LEB128 (DWARF 5, 7.6). */
  sleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      if (byte & 0x7f) value += (byte & 0x7f) * scale;
      if (byte < 0x80) return byte & 0x40 ? value - scale * 128 : value;
    }
  }

  /** Text up to a zero byte, which is passed too. */
  text(): string {
    const start = this.offset;
    this.skipText();
    return decoder.decode(this.bytes.subarray(start, this.offset - 1));
  }

  skipText(): void {
    const end = this.bytes.indexOf(0, this.offset);
    if (end < 0 || end >= this.end) throw new ElfError(cutOff(this.name, this.end, this.bytes.length));
    this.offset = end + 1;
  }

  /** A view of the next bytes, not a copy. */
  take(size: number): Uint8Array {
    const start = this.#take(size);
    return this.bytes.subarray(start, start + size);
  }

  skip(size: number): void {
    this.#take(size);
  }

  #take(size: number): number {
    const start = this.offset;
    if (!(size >= 0 && start + size <= this.end)) throw new ElfError(cutOff(this.name, this.end, this.bytes.length));
    this.offset = start + size;
    return start;
  }
}
