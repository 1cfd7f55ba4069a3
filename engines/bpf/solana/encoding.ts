import { type Key, keyOf, keySize } from './keys.ts';

/** Reads what bincode and borsh wrote: numbers are little-endian and of a fixed size. Reading too far throws a RangeError. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  /** @param limit bytes that may be read */
  constructor(bytes: Uint8Array, limit = bytes.length) {
    this.#bytes = bytes.subarray(0, limit);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
  }

  u8(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#skip(8), true);
  }

  bytes(size: number): Uint8Array {
    const at = this.#skip(size);
    if (this.#at > this.#bytes.length) throw new RangeError();
    return this.#bytes.subarray(at, this.#at);
  }

  key(): Key {
    return keyOf(this.bytes(keySize));
  }

  /** UTF-8 behind its size in 64 bits. @throws TypeError if it is not UTF-8 */
  text(): string {
    const size = this.u64();
    if (size > BigInt(this.#bytes.length)) throw new RangeError();
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(Number(size)));
  }

  #skip(size: number): number {
    const at = this.#at;
    this.#at += size;
    return at;
  }
}

export const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);

export const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
};

export const u64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};
