import type { Frame } from '../../machine.ts';
import { Fault } from '../isa/fault.ts';
import { transferCycles } from './cycles.ts';
import type { CkbMachine } from './machine.ts';
import * as messages from './messages.ts';
import { otherEnd, type PipeWait } from './process.ts';
import { reloadCode } from './reload.ts';
import { success } from './results.ts';
import type { SavedVm, Vm } from './vm.ts';

/** Limits and costs of RFC 0050 (`ckb`, `scheduler.rs`). */
const mostInstantiated = 4;
const swapCycles = 100_000;
export const firstEnd = 2n;
export const root = 0;

export type SavedScheduler = {
  readonly vms: readonly SavedVm[];
  readonly ends: ReadonlyMap<bigint, number>;
  readonly exits: ReadonlyMap<number, number>;
  readonly nextId: number;
  readonly nextEnd: bigint;
  readonly unseen: number;
  readonly ended: EndedProcess | undefined;
};

/** What is kept of processes that ended, the last one first: where each did. */
export type EndedProcess = { readonly id: number; readonly frame: Frame; readonly before: EndedProcess | undefined };

/** What a process asks of the scheduler when it gives up its turn: gives what is left in `a0`, if it is known. @throws Fault */
export type Message = () => number | undefined;

/** The processes of one script, and what is between them: whose turn it is, pipes, exit codes (RFC 0050). */
export class Scheduler {
  readonly #machine: CkbMachine;
  /** By their ids, which ascend. */
  vms: readonly Vm[] = [];
  /** The ends of pipes that are open, and whose they are. */
  ends: ReadonlyMap<bigint, number> = new Map();
  /** Of processes that ended and for which nobody has waited. */
  exits: ReadonlyMap<number, number> = new Map();
  ended: EndedProcess | undefined;
  nextId: number = root;
  nextEnd = firstEnd;
  /**
   * Cycles for swaps since the last process gave up its turn. The running process neither sees them by `current_cycles` nor are
   * they held against its limit before its turn ends, which is a quirk that CKB keeps.
   */
  unseen = 0;

  constructor(machine: CkbMachine) {
    this.#machine = machine;
  }

  get(id: number): Vm | undefined {
    return this.vms.find((vm) => vm.id === id);
  }

  /** Takes in a process, in the place of the one with its id if there is one. */
  put(vm: Vm): void {
    this.vms = [...this.vms.filter(({ id }) => id !== vm.id), vm].toSorted((a, b) => a.id - b.id);
    this.nextId = Math.max(this.nextId, vm.id + 1);
  }

  /** Makes room for a new process, which is at hand from the start. */
  makeRoom(): void {
    while (this.#instantiated().length >= mostInstantiated) this.#swap(this.#instantiated()[0], false);
  }

  /** A process, brought to hand if it was not. */
  take(vm: Vm): Vm {
    this.#ensure([vm]);
    return vm;
  }

  #instantiated(): readonly Vm[] {
    return this.vms.filter(({ process }) => process.isInstantiated);
  }

  #swap(vm: Vm, isInstantiated: boolean): void {
    vm.process = { ...vm.process, isInstantiated };
    this.unseen += swapCycles;
    this.#machine.charge(swapCycles, 'swap');
    if (!isInstantiated || vm.process.loaded.length === 0) return;
    reloadCode(vm);
    this.#machine.meetCodes();
  }

  #ensure(wanted: readonly Vm[]): void {
    const away = wanted.filter(({ process }) => !process.isInstantiated);
    while (away.length > 0 && this.#instantiated().length < mostInstantiated) this.#swap(away.pop() as Vm, true);
    const others = this.#instantiated().filter((vm) => !wanted.includes(vm));
    for (const [i, vm] of away.entries()) {
      this.#swap(others[i], false);
      this.#swap(vm, true);
    }
  }

  /** Lets a process wait no longer, with the result of its syscall. */
  resume(vm: Vm, result: number): void {
    vm.process = { ...vm.process, wait: undefined };
    this.#machine.result(result, vm);
  }

  /**
   * Ends the turn of the running process.
   * @param message what it asks of the scheduler; its end counts as such
   * @returns the process whose turn it is now
   * @throws Fault
   */
  endTurn(vm: Vm, message: Message): Vm {
    const machine = this.#machine;
    try {
      const result = message();
      if (result !== undefined) machine.result(result, vm);
    } finally {
      this.unseen = 0;
      machine.checkCycles();
    }
    if (machine.outcome) return vm;
    this.#moveBytes();
    const next = this.vms.findLast(({ process }) => !process.wait);
    if (!next) throw new Fault('Unexpected', messages.deadlock());
    return this.take(next);
  }

  /** A process that is not the first has ended. */
  exit(vm: Vm, code: number): undefined {
    this.exits = new Map([...this.exits, [vm.id, code]]);
    for (const each of this.vms) {
      const { wait } = each.process;
      if (wait?.kind !== 'exit' || wait.process !== vm.id) continue;
      this.take(each).hart.memory.writeBytes(wait.codeAt, Uint8Array.of(code));
      this.resume(each, success);
    }
    this.ends = new Map([...this.ends].filter(([, owner]) => owner !== vm.id));
    this.ended = { id: vm.id, frame: this.#machine.frames(vm.id)[0], before: this.ended };
    this.vms = this.vms.filter((each) => each !== vm);
  }

  /** Moves bytes through pipes of which one process reads and another writes, and ends what a closed end makes vain. */
  #moveBytes(): void {
    const waiting = (kind: PipeWait['kind']) =>
      this.vms.flatMap((vm) => (vm.process.wait?.kind === kind ? [{ vm, wait: vm.process.wait as PipeWait }] : []));
    const [readers, writers] = [waiting('read'), waiting('write')];
    const isOpen = ({ wait }: { wait: PipeWait }) => this.ends.has(otherEnd(wait.end));
    const pairs = writers.filter(isOpen).flatMap((writer) => {
      const reader = readers.find(({ wait }) => wait.end === otherEnd(writer.wait.end));
      return reader && isOpen(reader) ? [{ reader, writer }] : [];
    });
    const vain = [...readers, ...writers].filter((each) => !isOpen(each));
    for (const { vm, wait } of vain) this.#finish(vm, wait, wait.moved);
    for (const { reader, writer } of pairs) this.#move(reader, writer);
  }

  #move(reader: { vm: Vm; wait: PipeWait }, writer: { vm: Vm; wait: PipeWait }): void {
    this.#ensure([reader.vm, writer.vm]);
    const { buffer, length, moved } = writer.wait;
    const size = Math.min(reader.wait.length, length - moved);
    writer.vm.owe(transferCycles(size), 'pipe');
    const bytes = writer.vm.hart.memory.readBytes(buffer + moved, size);
    reader.vm.owe(transferCycles(size), 'pipe');
    reader.vm.hart.memory.writeBytes(reader.wait.buffer, bytes);
    this.#finish(reader.vm, reader.wait, size);
    if (moved + size === length) this.#finish(writer.vm, writer.wait, length);
    else writer.vm.process = { ...writer.vm.process, wait: { ...writer.wait, moved: moved + size } };
  }

  #finish(vm: Vm, { lengthAt }: PipeWait, length: number): void {
    writeU64(this.take(vm), lengthAt, BigInt(length));
    this.resume(vm, success);
  }

  save(): SavedScheduler {
    const { ends, exits, nextId, nextEnd, unseen, ended } = this;
    return { vms: this.vms.map((vm) => vm.save()), ends, exits, nextId, nextEnd, unseen, ended };
  }

  /** @param make a process with nothing in it */
  load({ vms, ends, exits, nextId, nextEnd, unseen, ended }: SavedScheduler, make: (id: number) => Vm): void {
    this.vms = vms.map((saved) => {
      const vm = this.get(saved.id) ?? make(saved.id);
      vm.load(saved);
      return vm;
    });
    this.ends = ends;
    this.exits = exits;
    this.nextId = nextId;
    this.nextEnd = nextEnd;
    this.unseen = unseen;
    this.ended = ended;
  }
}

export const readU64 = ({ hart }: Vm, address: number): bigint =>
  new DataView(hart.memory.readBytes(address, 8).buffer).getBigUint64(0, true);

export const writeU64 = ({ hart }: Vm, address: number, value: bigint): void =>
  hart.memory.writeBytes(address, new Uint8Array(BigUint64Array.of(value).buffer));
