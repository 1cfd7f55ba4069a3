import type { CodeId } from '../../engines/code.ts';
import type { Access, Charge, Location, MachineEvent, Outcome } from '../../engines/machine.ts';
import { memoryLimit } from '../../engines/messages.ts';
import { HostLimit } from '../../engines/run.ts';
import { base } from './code.ts';
import { deadlock, halted, noSyscall, noThread, outOf, stackEmpty, wrongType } from './messages.ts';
import { syscalls } from './rows.ts';
import {
  type FrameState,
  heightOf,
  isWaiting,
  type Pair,
  push,
  type Stack,
  type State,
  type Thread,
  type ToyValue,
} from './state.ts';
import { memoryAt, stackAt, textOf } from './view.ts';

/** What the machine lends to its steps. */
export type Surroundings = {
  readonly limits: readonly [fuel: number, memory: number];
  readonly hostMemory: number;
  /** Name of the function that starts there. */
  nameOf(code: CodeId | undefined, offset: number): string;
  /** Whether somebody wants to know of accesses. */
  watched(): boolean;
  /** Makes bytes known as a code. */
  materialise(bytes: Uint8Array): CodeId;
};

/** Ends the program; the message is its outcome. */
export class Fault extends Error {}

/** Steps after which the next thread has its turn. */
const turnLength = 8;

const depthOf = (frame: FrameState | undefined) => frame?.depth ?? 0;

/**
 * One step in the making: what the function of a row can do to the machine. The state before it stays as it is until the
 * step is done, so a step that meets a limit of the host is simply thrown away.
 */
export class Step {
  readonly charges: Charge[] = [];
  readonly outputs: string[] = [];
  readonly accesses: Access[] = [];
  readonly events: MachineEvent[] = [];
  readonly #before: State;
  readonly #around: Surroundings;
  readonly #thread: Thread;
  #stack: Stack;
  #frame: FrameState;
  /** Where the frame goes on. */
  #next: number;
  #waitsFor: number | undefined;
  #ended = false;
  #started: Thread | undefined;
  #outcome: Outcome | undefined;
  #memory: State['memory'];
  #memorySize: number;
  #fuel: number;
  #memorySpent: number;

  constructor(before: State, thread: Thread, size: number, around: Surroundings) {
    this.#before = before;
    this.#around = around;
    this.#thread = thread;
    this.#stack = thread.stack;
    this.#frame = thread.frame;
    this.#next = thread.frame.offset + size;
    this.#memory = before.memory;
    this.#memorySize = before.memorySize;
    this.#fuel = before.spent[0];
    this.#memorySpent = before.spent[1];
  }

  charge(amount: number, reason: string, dimension: 0 | 1 = 0, apart = false): void {
    const spent = (dimension === 0 ? this.#fuel : this.#memorySpent) + amount;
    const limit = this.#around.limits[dimension];
    if (spent > limit) throw new Fault(outOf(dimension === 0 ? 'fuel' : 'memory', amount, limit - spent + amount));
    if (dimension === 0) this.#fuel = spent;
    else this.#memorySpent = spent;
    const { id, code, offset } = this.#thread.frame;
    this.charges.push({ amount, reason, dimension, frame: id, code: apart ? undefined : code, offset });
  }

  pop(): ToyValue {
    const stack = this.#stack;
    if (!stack) throw new Fault(stackEmpty());
    this.#touch(() => stackAt(this.#thread.id, stack.height - 1, stack.value), false);
    this.#stack = stack.below;
    return stack.value;
  }

  number(): number {
    const value = this.pop();
    if (typeof value !== 'number') throw new Fault(wrongType('number'));
    return value;
  }

  pair(): Pair {
    const value = this.pop();
    if (typeof value === 'number') throw new Fault(wrongType('pair'));
    return value;
  }

  push(value: ToyValue): void {
    const kept = typeof value === 'number' ? value | 0 : value;
    this.#touch(() => stackAt(this.#thread.id, heightOf(this.#stack), kept), true);
    this.#stack = push(this.#stack, kept);
  }

  jump(offset: number): void {
    this.#next = offset;
  }

  call(offset: number): void {
    const { code } = this.#frame;
    this.#enter({ kind: 'function', name: this.#around.nameOf(code, offset), code, offset });
  }

  exec(address: number, size: number): void {
    this.charge(Math.max(0, size), 'code');
    const bytes = Uint8Array.from({ length: Math.max(0, size) }, (_, i) => this.load(address + i));
    const code = this.#around.materialise(bytes);
    this.events.push({ id: 'made', text: `Made code ${code.slice(0, 8)}… of ${bytes.length} bytes.` });
    this.#enter({ kind: 'call', name: this.#around.nameOf(code, base), code, offset: base });
  }

  native(number: number): void {
    const syscall = syscalls[number];
    if (!syscall) throw new Fault(noSyscall(number));
    this.#enter({ kind: 'native', name: syscall.name, code: undefined, offset: number });
  }

  ret(): void {
    const { caller } = this.#frame;
    if (!caller) {
      this.end();
      return;
    }
    this.#frame = caller;
    this.#next = caller.resume;
  }

  end(): void {
    this.#ended = true;
    if (this.#thread.id !== 0) return;
    const top = this.#stack?.value ?? 0;
    const numbers = typeof top === 'number' ? [top] : [top.first, top.second];
    this.#outcome = { ok: true, text: halted(textOf(top)), data: new Uint8Array(Int32Array.from(numbers).buffer) };
  }

  load(address: number): number {
    this.#touch(() => memoryAt(address), false);
    return this.#memory.get(address) ?? 0;
  }

  store(address: number, byte: number): void {
    const size = (address >>> 0) + 1;
    if (size > this.#memorySize) {
      const { hostMemory } = this.#around;
      if (size > hostMemory) throw new HostLimit(memoryLimit(`${size} bytes`, `${hostMemory} bytes`));
      this.charge(Math.ceil((size - this.#memorySize) / 32), 'memory growth');
      this.charge(size - this.#memorySize, 'memory growth', 1);
      this.#memorySize = size;
    }
    this.#touch(() => memoryAt(address >>> 0), true);
    this.#memory = this.#memory.set(address >>> 0, byte & 0xff);
  }

  free(address: number): void {
    const size = Math.min(address >>> 0, this.#memorySize);
    this.charge(size - this.#memorySize, 'memory given back', 1);
    for (let i = size; i < this.#memorySize; i++) this.#memory = this.#memory.delete(i);
    this.#memorySize = size;
  }

  spawn(offset: number, argument: ToyValue): void {
    const id = this.#before.threads.length;
    const name = this.#around.nameOf(this.#frame.code, offset);
    const frame = this.#newFrame({ kind: 'function', name, code: this.#frame.code, offset }, undefined);
    this.#started = { id, name, stack: push(undefined, argument), frame, waitsFor: undefined, ended: false };
    this.#touch(() => stackAt(id, 0, argument), true);
    this.events.push({ id: 'spawn', text: `Thread ${id} starts at ${name}.` });
    this.push(id);
  }

  join(thread: number): void {
    if (!this.#before.threads[thread]) throw new Fault(noThread(thread));
    this.#waitsFor = thread;
  }

  print(): void {
    const value = this.pop();
    this.outputs.push(textOf(value));
    this.push(value);
  }

  /** The state after the step. @throws Fault if no thread can go on. */
  done(): State {
    const { steps, threads, running, turn } = this.#before;
    const resume = this.#next;
    const ended = this.#ended;
    // A thread that ends stays at its last step.
    const frame = { ...this.#frame, offset: ended ? this.#frame.offset : resume, resume };
    const thread = { ...this.#thread, stack: this.#stack, frame, waitsFor: this.#waitsFor, ended };
    const all = threads.with(running, thread);
    return schedule({
      ...this.#before,
      steps: steps + 1,
      threads: this.#started ? [...all, this.#started] : all,
      turn: turn + 1,
      memory: this.#memory,
      memorySize: this.#memorySize,
      spent: [this.#fuel, this.#memorySpent],
      outcome: this.#outcome,
    });
  }

  /** The state after a step that went wrong: what it charged is paid, nothing else is done. */
  failed(message: string): State {
    this.events.push({ id: 'fault', text: message });
    return {
      ...this.#before,
      steps: this.#before.steps + 1,
      spent: [this.#fuel, this.#memorySpent],
      outcome: { ok: false, text: message, data: new Uint8Array() },
    };
  }

  #touch(location: () => Location, write: boolean): void {
    if (this.#around.watched()) this.accesses.push({ location: location(), write });
  }

  #enter(what: Pick<FrameState, 'kind' | 'name' | 'code' | 'offset'>): void {
    this.#frame = this.#newFrame(what, { ...this.#frame, resume: this.#next });
    this.#next = what.offset;
  }

  #newFrame(what: Pick<FrameState, 'kind' | 'name' | 'code' | 'offset'>, caller: FrameState | undefined): FrameState {
    return { ...what, id: this.#before.steps + 1, resume: what.offset, caller, depth: depthOf(caller) + 1 };
  }
}

/** Gives the turn to the next thread that can go on, when this one cannot or has had its steps. */
const schedule = (state: State): State => {
  const current = state.threads[state.running];
  const canRun = (thread: Thread | undefined) => thread && !thread.ended && !isWaiting(state, thread);
  if (state.outcome || (canRun(current) && state.turn < turnLength)) return state;
  const count = state.threads.length;
  for (let i = 1; i <= count; i++) {
    const next = (state.running + i) % count;
    if (canRun(state.threads[next])) return { ...state, running: next, turn: 0 };
  }
  throw new Fault(deadlock());
};
