import type { Place } from '../../code.ts';
import type { Access, FrameId, MachineEvent, Observer } from '../../machine.ts';
import type { Memory } from '../isa/memory.ts';
import type { Listener } from './chain.ts';
import type { Invocation, ProgramRun } from './invocation.ts';
import { accountSpace, memorySpace, pcSpace, registerSpace } from './locations.ts';
import type { SolanaMachine } from './machine.ts';
import type { SerializedAccount } from './serialization.ts';

/** Reasons of charges that belong to no instruction. */
const apart: ReadonlySet<string> = new Set(['heap', 'fault', 'built-in program']);

const noEvents: readonly MachineEvent[] = [];

/** Where a step is made, which what it charges is charged to. */
type Site = { readonly frame: FrameId; readonly place: Place | undefined };

/** Tells whoever listens what happens in a step: charges, accesses, events, lines of the log. */
export class Reporter implements Listener {
  observer: Observer | undefined;
  /** Set while a step is looked at, which makes it record what it touches. */
  watching = false;
  accesses: readonly Access[] = [];
  events: readonly MachineEvent[] = noEvents;
  readonly #machine: SolanaMachine;
  #site: Site = { frame: 0, place: undefined };
  #touched: Access[] = [];
  /** Whether steps can be made. */
  #isReady = false;
  /** What happened before the first step, and is told in it. */
  readonly #early: (() => void)[] = [];
  #watched: Memory[] = [];

  constructor(machine: SolanaMachine) {
    this.#machine = machine;
  }

  get #records(): boolean {
    return this.watching || this.observer?.access !== undefined;
  }

  /** What happens from now on is told at once. */
  ready(): void {
    this.#isReady = true;
  }

  /** Says where the step is made that is told of next, where it was not begun; nothing has happened in it yet. */
  stand(frame: FrameId, place: Place): void {
    this.#site = { frame, place };
    this.events = noEvents;
  }

  /** A step begins. */
  begin(invocation: Invocation | undefined): void {
    this.#site = { frame: invocation ? innermost(invocation) : 0, place: this.#machine.place };
    this.#touched = [];
    this.events = noEvents;
    if (this.#machine.steps === 0) for (const tell of this.#early) tell();
    if (this.#records && invocation) this.#watch(invocation);
  }

  end(): void {
    for (const memory of this.#watched) memory.touch = undefined;
    this.#watched = [];
    this.accesses = this.#touched;
  }

  /** A program may write to the memory of the one that called it, when it returns. */
  #watch(invocation: Invocation): void {
    for (let each: Invocation | undefined = invocation; each; each = each.caller) {
      const memory = each.run?.vm.cpu.memory;
      if (!memory) continue;
      const owner = each;
      this.#watched.push(memory);
      memory.touch = (at, size, write) => {
        this.#tell({ location: { space: memorySpace(owner), at, size }, write });
        this.#touchAccount(owner, Number(at), size, write);
      };
    }
    if (invocation.run) this.#touchRegisters(invocation, invocation.run);
  }

  #touchRegisters(invocation: Invocation, { vm }: ProgramRun): void {
    const register = (n: number, write: boolean) =>
      this.#tell({ location: { space: registerSpace(invocation), at: BigInt(n), size: 1 }, write });
    this.#tell({ location: { space: pcSpace(invocation), at: 0n, size: 1 }, write: true });
    const instruction = vm.program.at(vm.cpu.pc);
    if (!instruction) return;
    const { row, dst, src, isImmediate, effect } = instruction;
    for (const name of row.takes) if (name !== 'value' || !isImmediate) register(name === 'dst' ? dst : src, false);
    if (row.leaves.length > 0) register(dst, true);
    if (effect === 'syscall') {
      for (const n of [1, 2, 3, 4, 5]) register(n, false);
      register(0, true);
    }
    if (effect === 'frame') for (const n of [6, 7, 8, 9, 10]) register(n, true);
  }

  /** What lies in the input of a program is a part of an account too. */
  #touchAccount({ instruction, run }: Invocation, at: number, size: number, write: boolean): void {
    for (const [index, place] of (run?.input.accounts ?? []).entries()) {
      if (place.index !== index) continue;
      const { key } = instruction.accounts[index];
      for (const field of ['lamports', 'owner', 'data'] as const) {
        const [start, length] = fieldRange(place, field);
        const [from, to] = [Math.max(at, start), Math.min(at + size, start + length)];
        if (from >= to) continue;
        const location = { space: accountSpace(field, key), at: BigInt(from - start), size: to - from };
        this.#tell({ location, write });
      }
    }
  }

  #tell(access: Access): void {
    this.#touched.push(access);
    this.observer?.access?.(access);
  }

  /** Tells of a thing in the step in which it happens, or in the first one. */
  #say(tell: () => void): void {
    if (this.#isReady) tell();
    else this.#early.push(tell);
  }

  charge(amount: number, reason: string): void {
    const { invocation } = this.#machine.runtime ?? {};
    if (reason === 'heap' && invocation && this.#isReady) this.#within(invocation, () => this.#charge(amount, reason));
    else this.#charge(amount, reason);
  }

  /** Tells of what a program takes that is being entered in this step. */
  #within(entered: Invocation, tell: () => void): void {
    const machine = this.#machine;
    const { shown } = machine;
    const site = this.#site;
    machine.shown = entered;
    this.#site = { frame: entered.id, place: undefined };
    try {
      tell();
    } finally {
      machine.shown = shown;
      this.#site = site;
    }
  }

  #charge(amount: number, reason: string): void {
    this.#say(() => {
      const { frame, place } = this.#site;
      const isApart = apart.has(reason);
      const code = isApart ? undefined : place?.code;
      this.observer?.charge?.({ amount, reason, dimension: 0, frame, code, offset: place?.offset ?? 0 });
    });
  }

  /** Whether somebody wants to know of charges. */
  get isMetered(): boolean {
    return this.observer?.charge !== undefined;
  }

  log(line: string): void {
    this.#say(() => {
      this.observer?.output?.({ step: this.#machine.steps, text: line });
      this.#raise({ id: 'log', text: line });
    });
  }

  failed({ instruction }: Invocation, why: string): void {
    this.#say(() => this.#raise({ id: 'fault', text: `${instruction.program}: ${why}` }));
  }

  nextId(): FrameId {
    // What is entered before the first step is another frame than what that enters.
    return this.#isReady ? this.#machine.steps + 1 : 0;
  }

  entered({ height, instruction }: Invocation): void {
    if (height > 1) this.#raise({ id: 'call', text: instruction.program });
  }

  #raise(event: MachineEvent): void {
    this.events = [...this.events, event];
    this.observer?.event?.(event);
  }
}

const innermost = ({ id, run }: Invocation): FrameId => run?.vm.frame?.id ?? id;

const fieldRange = (place: SerializedAccount, field: 'lamports' | 'owner' | 'data'): readonly [number, number] => {
  if (field === 'lamports') return [place.lamports, 8];
  return field === 'owner' ? [place.owner, 32] : [place.data, place.room];
};
