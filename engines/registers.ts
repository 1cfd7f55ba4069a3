/**
 * Registers of 64 bits, in one buffer that a translation of code may share. The views rely on a little-endian host, as
 * WebAssembly engines do.
 */
export class Registers {
  /** As signed numbers. */
  readonly x: BigInt64Array;
  /** The same as unsigned numbers. */
  readonly u: BigUint64Array;
  /** The low and the high halves of the registers, in turn. */
  readonly #halves: Int32Array;

  constructor(count: number) {
    this.x = new BigInt64Array(count);
    this.u = new BigUint64Array(this.x.buffer);
    this.#halves = new Int32Array(this.x.buffer);
  }

  /** The low 32 bits of a register, as a signed number. */
  low(register: number): number {
    return this.#halves[2 * register];
  }

  /** The high 32 bits of a register, as a signed number. */
  high(register: number): number {
    return this.#halves[2 * register + 1];
  }

  /** Sets a register to a 32-bit number, extended by its sign. */
  setSigned(register: number, value: number): void {
    this.#halves[2 * register] = value;
    this.#halves[2 * register + 1] = value >> 31;
  }

  /** Sets a register to the low 32 bits of a number, without sign. */
  setUnsigned(register: number, value: number): void {
    this.#halves[2 * register] = value;
    this.#halves[2 * register + 1] = 0;
  }

  /** Sets both halves of a register. */
  setHalves(register: number, low: number, high: number): void {
    this.#halves[2 * register] = low;
    this.#halves[2 * register + 1] = high;
  }

  /** Sets a register to a whole number of at most 53 bits. */
  setNumber(register: number, value: number): void {
    this.#halves[2 * register] = value;
    this.#halves[2 * register + 1] = Math.floor(value / 2 ** 32);
  }
}
