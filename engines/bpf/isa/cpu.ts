import { Registers } from '../../registers.ts';
import type { Memory } from './memory.ts';
import type { Operands } from './row.ts';

/** What an instruction can ask of what surrounds it. */
export type Environment = {
  /** Calls the function that the instruction names. @throws Fault */
  call(operands: Operands): void;
  /** Calls the function at an address. @throws Fault */
  callAt(address: bigint): void;
  /** Asks the chain for what the instruction names. @throws Fault */
  syscall(operands: Operands): void;
  /** Leaves a function, or the program. @throws Fault */
  exit(): void;
};

/** r0 to r9 hold what the program likes, r10 is the frame pointer. */
export const registerCount = 11;

/** Registers, program counter and memory, on which the rows of the instruction table work. */
export class Cpu extends Registers {
  memory: Memory;
  readonly environment: Environment;
  /** Index of the slot of 8 bytes at which the instruction that runs begins. */
  pc = 0;
  /** Where the program goes on after it. */
  next = 0;

  constructor(memory: Memory, environment: Environment) {
    super(registerCount);
    this.memory = memory;
    this.environment = environment;
  }

  /** The second operand, a register or a number that is extended by its sign, as a signed number. */
  signed(operands: Operands): bigint {
    return operands.isImmediate ? operands.wide : this.x[operands.src];
  }

  /** The same as an unsigned number. */
  unsigned(operands: Operands): bigint {
    return operands.isImmediate ? operands.unsigned : this.u[operands.src];
  }

  /** The second operand where numbers are not extended by their sign. */
  zeroExtended(operands: Operands): bigint {
    return operands.isImmediate ? BigInt.asUintN(32, operands.wide) : this.u[operands.src];
  }

  /** The low 32 bits of the second operand, as a signed number. */
  word(operands: Operands): number {
    return operands.isImmediate ? operands.imm : this.low(operands.src);
  }

  /** The high 32 bits of the second operand, as a signed number. */
  upper(operands: Operands): number {
    return operands.isImmediate ? operands.high : this.high(operands.src);
  }

  /** Whether `dst` and the second operand are the same. */
  isEqual(operands: Operands): boolean {
    return this.low(operands.dst) === this.word(operands) && this.high(operands.dst) === this.upper(operands);
  }

  /** Less than, equal to or greater than 0, as `dst` is to the second operand without signs. */
  compare(operands: Operands): number {
    return (
      (this.high(operands.dst) >>> 0) - (this.upper(operands) >>> 0) ||
      (this.low(operands.dst) >>> 0) - (this.word(operands) >>> 0)
    );
  }

  /** The same of signed numbers. */
  compareSigned(operands: Operands): number {
    return (
      this.high(operands.dst) - this.upper(operands) || (this.low(operands.dst) >>> 0) - (this.word(operands) >>> 0)
    );
  }

  /** Adds numbers by their halves. */
  add(register: number, low: number, high: number, carry: 0 | 1): void {
    const sum = (this.low(register) >>> 0) + (low >>> 0) + carry;
    this.setHalves(register, sum | 0, this.high(register) + high + (sum > 0xffff_ffff ? 1 : 0));
  }

  /** @param bits from 0 to 63 */
  shiftLeft(register: number, bits: number): void {
    const [low, high] = [this.low(register), this.high(register)];
    if (bits === 0) return;
    if (bits >= 32) this.setHalves(register, 0, low << (bits - 32));
    else this.setHalves(register, low << bits, (high << bits) | (low >>> (32 - bits)));
  }

  /** @param bits from 0 to 63 @param fill what comes in, 32 times the same bit */
  shiftRight(register: number, bits: number, fill: number): void {
    const [low, high] = [this.low(register), this.high(register)];
    if (bits === 0) return;
    const above = (number: number, by: number): number => (by === 0 ? number : (number >>> by) | (fill << (32 - by)));
    if (bits >= 32) this.setHalves(register, above(high, bits - 32), fill);
    else this.setHalves(register, (low >>> bits) | (high << (32 - bits)), above(high, bits));
  }

  /** Where an instruction reads memory, from the register `src` on. @throws Fault */
  toRead({ src, off }: Operands, size: number): number {
    return this.#reach(src, off, size, false);
  }

  /** Where an instruction writes memory, from the register `dst` on. @throws Fault */
  toWrite({ dst, off }: Operands, size: number): number {
    return this.#reach(dst, off, size, true);
  }

  #reach(register: number, offset: number, size: number, isWrite: boolean): number {
    const low = (this.low(register) >>> 0) + offset;
    const high = this.high(register) >>> 0;
    if (low >= 0 && low < 2 ** 32) return this.memory.reach(high, low, size, isWrite);
    return this.memory.reach((high + (low < 0 ? -1 : 1)) >>> 0, low >>> 0, size, isWrite);
  }
}
