import type { FrameId } from '../../machine.ts';
import { pageSize } from '../../pages.ts';
import { type Environment, Hart } from '../isa/hart.ts';
import { executable, Memory, type SavedMemory } from '../isa/memory.ts';
import { CkbCode } from './code.ts';
import { placeImage, readImage } from './image.ts';
import type { Debt, Wait } from './process.ts';
import type { LoadedCode } from './reload.ts';
import { initStack } from './stack.ts';
import { versionNumber } from './versions.ts';

/** Memory of one program (RFC 0003). */
export const memorySize = 4 << 20;

/** Frames of a call stack that are kept track of; what is called deeper is seen as a part of the deepest. */
const deepest = 10_000;

/** A function that was called and has not returned. */
export type CallFrame = {
  readonly id: FrameId;
  /** Of its first instruction. */
  readonly entry: number;
  /** Address that the caller goes on at; undefined for the outermost. */
  readonly returnsTo: number | undefined;
  /** Of the call. */
  readonly site: number;
  /** `sp` when it was called. */
  readonly sp: number;
  readonly caller: CallFrame | undefined;
  readonly depth: number;
};

export type SavedVm = {
  readonly id: number;
  readonly registers: BigInt64Array;
  readonly pc: number;
  readonly far: bigint;
  readonly memory: SavedMemory;
  readonly codes: readonly CkbCode[];
  readonly frame: CallFrame;
  readonly process: ProcessState;
};

/** What the scheduler knows of a process. */
export type ProcessState = {
  /** Undefined while it can run. */
  readonly wait: Wait | undefined;
  /** Whether it is one of the few that the scheduler keeps at hand. */
  readonly isInstantiated: boolean;
  /** Ends of pipes that it was given when it was spawned. */
  readonly inherited: readonly bigint[];
  /** What it is charged when it runs next. */
  readonly debts: readonly Debt[];
  /** What has to be loaded again when it was swapped out. */
  readonly loaded: readonly LoadedCode[];
};

const noProcess: ProcessState = { wait: undefined, isInstantiated: true, inherited: [], debts: [], loaded: [] };

/** A running program: one instance of CKB-VM. */
export class Vm {
  readonly id: number;
  readonly version: string;
  readonly hart: Hart;
  /** Its stretches of code, by address. */
  codes: readonly CkbCode[] = [];
  /** Where the program counter was last found in. */
  code: CkbCode | undefined;
  frame: CallFrame;
  process: ProcessState = noProcess;

  constructor(id: number, version: string, environment: Environment, started: FrameId) {
    this.id = id;
    this.version = version;
    const isFirst = versionNumber(version) === 0;
    const memory = new Memory(memorySize, isFirst ? memorySize - 1 : memorySize);
    this.hart = new Hart(memory, environment, isFirst);
    this.frame = { id: started, entry: 0, returnsTo: undefined, site: 0, sp: memorySize, caller: undefined, depth: 1 };
  }

  /**
   * Puts a program in the memory, which must be new.
   * @param name what its code is called
   * @returns the bytes that are charged for
   * @throws Fault, with what stood before the fault in place
   */
  place(program: Uint8Array, name: string): number {
    const version = versionNumber(this.version);
    try {
      const image = readImage(program, version);
      const bytes = placeImage(this.hart.memory, image, version);
      this.hart.pc = image.entry;
      this.frame = { ...this.frame, entry: image.entry };
      return bytes;
    } finally {
      this.findCode(name, program);
    }
  }

  /** Puts the arguments of the program on the stack. @returns the bytes that are charged for @throws Fault */
  pushArguments(args: Iterable<Uint8Array>): number {
    return initStack(this.hart, args, versionNumber(this.version));
  }

  /** Notes what it is to be charged when it runs next. */
  owe(amount: number, reason: string): void {
    if (amount > 0) this.process = { ...this.process, debts: [...this.process.debts, { amount, reason }] };
  }

  /** Makes codes of the pages that have become executable, which were taken from a file. */
  findCode(name: string, file: Uint8Array): void {
    const { flags, bytes } = this.hart.memory;
    const known = (address: number) => this.codes.some(({ base, end }) => address >= base && address < end);
    const found: CkbCode[] = [];
    for (let page = 0; page < flags.length; page++) {
      const start = page * pageSize;
      const isNew = (each: number) => (flags[each] & executable) !== 0 && !known(each * pageSize);
      if (!isNew(page)) continue;
      while (page < flags.length && isNew(page)) page += 1;
      found.push(new CkbCode(bytes.slice(start, page * pageSize), start, this.version, name, file));
    }
    this.codes = [...this.codes, ...found].toSorted((a, b) => a.base - b.base);
  }

  /** The code that an address lies in. */
  codeAt(address: number): CkbCode | undefined {
    const { code } = this;
    if (code && address >= code.base && address < code.end) return code;
    const found = this.codes.find(({ base, end }) => address >= base && address < end);
    if (found) this.code = found;
    return found;
  }

  /** Notes a call that was just made: the hart stands at the first instruction of the function. */
  enter(site: number, returnsTo: number, id: FrameId): void {
    const { frame: caller, hart } = this;
    if (caller.depth >= deepest) return;
    const sp = hart.address(2, 0);
    this.frame = { id, entry: hart.pc, returnsTo, site, sp, caller, depth: caller.depth + 1 };
  }

  /** Notes a return that was just made: drops the frames that it leaves, of which there may be several, or none. */
  leave(): void {
    const { pc } = this.hart;
    const sp = this.hart.address(2, 0);
    for (let frame: CallFrame | undefined = this.frame; frame?.caller; frame = frame.caller) {
      if (frame.returnsTo === pc && frame.sp <= sp) {
        this.frame = frame.caller;
        return;
      }
    }
  }

  save(): SavedVm {
    const { id, hart, codes, frame, process } = this;
    const { pc, far } = hart;
    return { id, registers: hart.x.slice(), pc, far, memory: hart.memory.save(), codes, frame, process };
  }

  load({ registers, pc, far, memory, codes, frame, process }: SavedVm): void {
    this.hart.x.set(registers);
    this.hart.pc = pc;
    this.hart.far = far;
    this.hart.memory.load(memory);
    this.codes = codes;
    this.code = undefined;
    this.frame = frame;
    this.process = process;
  }
}
