import { Registers } from '../../registers.ts';
import type { Memory } from './memory.ts';

/** What an instruction can ask of what surrounds the hart. */
export type Environment = {
  /** ECALL: the registers say what for. */
  call(): void;
  breakpoint(): void;
};

/** A hart: registers, program counter and memory, on which the rows of the instruction table work. */
export class Hart extends Registers {
  readonly memory: Memory;
  readonly environment: Environment;
  /** Of the instruction that runs; an address in the upper half of 64 bits, which is no place for code, is below 0. */
  pc = 0;
  /** Where the hart goes on after it. */
  next = 0;
  /** What `pc` is rounded from where it exceeds 53 bits, which is outside any memory. */
  far = 0n;
  /** Whether JALR leaves the return address before it looks where to jump, as CKB-VM 0 does. */
  readonly linksFirst: boolean;

  constructor(memory: Memory, environment: Environment, linksFirst = false) {
    // x0 to x31; one more takes what is written to x0.
    super(33);
    this.memory = memory;
    this.environment = environment;
    this.linksFirst = linksFirst;
  }

  /** A register plus a number. Sums beyond 53 bits are rounded, and lie outside any memory as the exact ones do. */
  address(register: number, offset: number): number {
    const low = this.low(register);
    const high = this.high(register);
    return high === 0 && low >= 0 ? low + offset : high * 2 ** 32 + (low >>> 0) + offset;
  }

  /** Jumps to a register plus a number; the lowest bit of the sum is not looked at. */
  jumpTo(register: number, offset: number): void {
    const address = this.address(register, offset);
    if (address >= 0 && address < 2 ** 31) this.next = address & ~1;
    else {
      this.far = BigInt.asIntN(64, this.x[register] + BigInt(offset)) & ~1n;
      this.next = Number(this.far);
    }
  }

  /** The program counter to the last bit. */
  get exactPc(): bigint {
    return BigInt.asUintN(64, Number.isSafeInteger(this.pc) ? BigInt(this.pc) : this.far);
  }

  /** Where an instruction may read. @throws Fault */
  toRead(register: number, offset: number, size: number): number {
    return this.memory.toRead(this.address(register, offset), size);
  }

  /** Where an instruction may write. @throws Fault */
  toWrite(register: number, offset: number, size: number): number {
    return this.memory.toWrite(this.address(register, offset), size);
  }
}
