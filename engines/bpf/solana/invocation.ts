import type { FrameId } from '../../machine.ts';
import type { SavedPages } from '../../pages.ts';
import { address, frameSize, Memory, maxDepth } from '../isa/memory.ts';
import { rulesOf } from '../isa/versions.ts';
import { type CallFrame, type Syscall, Vm } from '../isa/vm.ts';
import type { Instruction } from './account.ts';
import { type Accounts, BorrowedAccount } from './account-rules.ts';
import type { Key } from './keys.ts';
import type { LoadedProgram } from './programs.ts';
import { deserialize, type InputAccount, type SerializedInput, serialize } from './serialization.ts';

/** A program that was called, by the transaction or by another program, and has not returned. */
export type Invocation = {
  readonly id: FrameId;
  readonly instruction: Instruction;
  /** Its accounts; a repeated one says where it was before. */
  readonly accounts: readonly InputAccount[];
  /** 1 for an instruction of the transaction, one more for each program that was called. */
  readonly height: number;
  readonly caller: Invocation | undefined;
  /** Undefined for a program that is part of the chain. */
  readonly run: ProgramRun | undefined;
  /** What is done in the caller when this has ended well. */
  readonly onReturn: (() => void) | undefined;
};

/** A program of sBPF under way. */
export class ProgramRun {
  readonly vm: Vm;
  readonly key: Key;
  readonly loaded: LoadedProgram;
  readonly input: SerializedInput;
  readonly isAligned: boolean;
  readonly heapSize: number;
  /** Compute units that there were before the program was set up, and when it began. */
  readonly unitsBefore: number;
  unitsAtStart = 0;
  /** Bytes of the heap that `sol_alloc_free_` has given away. */
  heapUsed = 0;
  /** The slot of the step that was made last. */
  site: number;

  constructor(loaded: LoadedProgram, facts: RunFacts, syscalls: ReadonlyMap<number, Syscall>) {
    const { executable, program } = loaded;
    this.key = facts.key;
    this.loaded = loaded;
    this.input = facts.input;
    this.isAligned = facts.isAligned;
    this.heapSize = facts.heapSize;
    this.unitsBefore = facts.unitsBefore;
    const { hasFixedFrames, hasFrameGaps } = rulesOf(executable.version);
    const none = new Uint8Array();
    const memory = new Memory(
      [
        executable.constants,
        { start: address.stack, bytes: none, size: frameSize * maxDepth, isWritable: true, hasGaps: hasFrameGaps },
        { start: address.heap, bytes: none, size: facts.heapSize, isWritable: true },
        { start: address.input, bytes: facts.input.bytes, isWritable: true },
      ],
      { hasFixedFrames },
    );
    this.vm = new Vm(program, memory, syscalls);
    this.vm.cpu.u[1] = BigInt(address.input);
    if (facts.passesData) this.vm.cpu.u[2] = BigInt(facts.input.instructionData);
    this.site = program.entry;
  }

  /** Takes over what the program did to its accounts. @throws InstructionError */
  writeBack(accounts: readonly InputAccount[]): void {
    const { memory } = this.vm.cpu;
    const read = (at: number, size: number): Uint8Array => memory.peek(at, size) ?? new Uint8Array(size);
    deserialize(accounts, this.input.accounts, this.isAligned, read);
  }

  save(): SavedRun {
    const { vm, heapUsed, site, unitsAtStart } = this;
    const { cpu, frame, result } = vm;
    return {
      registers: cpu.x.slice(),
      pc: cpu.pc,
      memory: cpu.memory.save(),
      frame,
      result,
      heapUsed,
      site,
      unitsAtStart,
    };
  }

  load({ registers, pc, memory, frame, result, heapUsed, site, unitsAtStart }: SavedRun): void {
    const { vm } = this;
    vm.cpu.x.set(registers);
    vm.cpu.pc = pc;
    vm.cpu.memory.load(memory);
    vm.frame = frame;
    vm.result = result;
    this.heapUsed = heapUsed;
    this.site = site;
    this.unitsAtStart = unitsAtStart;
  }
}

export type SavedRun = {
  readonly registers: BigInt64Array;
  readonly pc: number;
  readonly memory: SavedPages;
  readonly frame: CallFrame | undefined;
  readonly result: bigint | undefined;
  readonly heapUsed: number;
  readonly site: number;
  readonly unitsAtStart: number;
};

export type RunFacts = {
  readonly key: Key;
  readonly input: SerializedInput;
  readonly isAligned: boolean;
  readonly heapSize: number;
  readonly unitsBefore: number;
  /** Whether `r2` is the address of the instruction data. */
  readonly passesData: boolean;
};

/** The accounts of an instruction in the hands of its program, each once. */
export const borrow = (accounts: Accounts, { program, accounts: metas }: Instruction): readonly InputAccount[] => {
  const places = new Map<Key, number>();
  return metas.map((meta, index): InputAccount => {
    const duplicateOf = places.get(meta.key);
    if (duplicateOf !== undefined) return { duplicateOf };
    places.set(meta.key, index);
    return new BorrowedAccount(accounts, meta, program);
  });
};

/** The account at a place, also where it was named before. */
export const accountAt = (accounts: readonly InputAccount[], index: number): BorrowedAccount | undefined => {
  const account = accounts[index];
  if (!account) return undefined;
  return 'duplicateOf' in account ? accountAt(accounts, account.duplicateOf) : account;
};

export const inputOf = (accounts: readonly InputAccount[], { data, program }: Instruction, isAligned: boolean) =>
  serialize(accounts, data, program, isAligned);
