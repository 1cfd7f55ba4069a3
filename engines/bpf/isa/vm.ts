import { Cpu, type Environment } from './cpu.ts';
import { slotSize } from './decoder.ts';
import { Fault } from './fault.ts';
import { address, frameSize, type Memory, maxDepth } from './memory.ts';
import type { Program } from './program.ts';
import type { Operands } from './row.ts';
import { type Rules, rulesOf } from './versions.ts';

/** Does what a program asks the chain for: arguments are in `r1` to `r5`. @returns what goes to `r0` @throws Fault */
export type Syscall = (vm: Vm) => bigint;

/** A function that was called and has not returned. */
export type CallFrame = {
  /** `Vm.now` when it was entered. */
  readonly id: number;
  /** What it keeps for its caller: `r6` to `r10`. */
  readonly saved: BigInt64Array;
  /** The slot at which the caller goes on. */
  readonly returnsTo: number;
  /** The slot of its first instruction. */
  readonly entry: number;
  /** The slot of the call. */
  readonly site: number;
  readonly caller: CallFrame | undefined;
  /** How many calls there are around it, its own included. */
  readonly depth: number;
};

const framePointer = 10;
const firstSaved = 6;

/** Where the frame pointer is when a program begins. */
const firstFrameEnd = ({ hasFixedFrames }: Rules): number =>
  address.stack + (hasFixedFrames ? 1 : maxDepth) * frameSize;

/** One program under way: what sBPF itself is, without the chain around it and without its meter. */
export class Vm implements Environment {
  readonly program: Program;
  readonly cpu: Cpu;
  readonly #rules: Rules;
  readonly #syscalls: ReadonlyMap<number, Syscall>;
  /** The innermost function that was called; undefined in the outermost. */
  frame: CallFrame | undefined;
  /** What the program left in `r0` when it ended. */
  result: bigint | undefined;
  /** Says when it is: whoever makes steps counts it up. */
  now = 0;

  /** @param syscalls by their hashes */
  constructor(program: Program, memory: Memory, syscalls: ReadonlyMap<number, Syscall>) {
    this.program = program;
    this.#rules = rulesOf(program.version);
    this.#syscalls = syscalls;
    this.cpu = new Cpu(memory, this);
    this.cpu.pc = program.entry;
    this.cpu.x[framePointer] = BigInt(firstFrameEnd(this.#rules));
  }

  get depth(): number {
    return this.frame?.depth ?? 0;
  }

  /** Makes one step. @throws Fault */
  step(): void {
    const { cpu, program } = this;
    const { pc } = cpu;
    const instruction = program.at(pc);
    if (!instruction) throw new Fault(pc < program.slots ? 'UnsupportedInstruction' : 'ExecutionOverrun');
    cpu.next = pc + instruction.slots;
    instruction.execute(cpu, instruction);
    cpu.pc = cpu.next;
  }

  call({ src, imm }: Operands): void {
    const { functions, slots } = this.program;
    const { next } = this.cpu;
    const target = this.#rules.hasRelativeCalls ? next + imm : functions.get(imm >>> 0);
    const isNamed = !this.#rules.hasRelativeCalls || src === 1;
    if (target === undefined || !isNamed || !(target >= 0 && target < slots)) throw new Fault('UnsupportedInstruction');
    this.#enter(target);
  }

  callAt(target: bigint): void {
    const { base, slots } = this.program;
    const pc = BigInt.asUintN(64, target - BigInt(base)) / BigInt(slotSize);
    this.#enter(Number(pc));
    if (pc >= slots) throw new Fault('CallOutsideTextSegment');
  }

  syscall({ imm }: Operands): void {
    const run = this.#syscalls.get(imm >>> 0);
    if (!run) throw new Fault('UnsupportedInstruction');
    this.cpu.u[0] = run(this);
  }

  exit(): void {
    const { cpu, frame } = this;
    if (!frame) {
      this.result = cpu.u[0];
      cpu.next = cpu.pc;
      return;
    }
    cpu.x.set(frame.saved, firstSaved);
    cpu.next = frame.returnsTo;
    this.frame = frame.caller;
  }

  #enter(entry: number): void {
    const { cpu, frame: caller, depth } = this;
    const saved = cpu.x.slice(firstSaved, framePointer + 1);
    this.frame = { id: this.now, saved, returnsTo: cpu.next, entry, site: cpu.pc, caller, depth: depth + 1 };
    if (this.depth === maxDepth) throw new Fault('CallDepthExceeded');
    const { hasFixedFrames, hasFrameGaps } = this.#rules;
    if (hasFixedFrames) cpu.x[framePointer] += BigInt(frameSize * (hasFrameGaps ? 2 : 1));
    cpu.next = entry;
  }
}
