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
