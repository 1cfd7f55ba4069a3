import type { CodeId, Place } from '../../code.ts';
import type { HostLimits } from '../../engine.ts';
import type {
  Access,
  Frame,
  FrameId,
  Location,
  Machine,
  MachineEvent,
  Meter,
  Observer,
  Outcome,
  Save,
  Scope,
  Stop,
  Unit,
  Until,
} from '../../machine.ts';
import { memoryLimit, stepLimit } from '../../messages.ts';
import { drive, HostLimit, type Stepper } from '../../run.ts';
import { Fault } from '../isa/fault.ts';
import type { Hart } from '../isa/hart.ts';
import { executable } from '../isa/memory.ts';
import type { CkbCode, Step } from './code.ts';
import { transferCycles } from './cycles.ts';
import { readLocation, writeLocation } from './locations.ts';
import * as messages from './messages.ts';
import { type Message, type SavedScheduler, Scheduler } from './scheduler.ts';
import { scopesOf } from './scopes.ts';
import { asksForMemory, runSyscall } from './syscalls/call.ts';
import type { ScriptContext } from './transaction/context.ts';
import { versions } from './versions.ts';
import { type CallFrame, memorySize, Vm } from './vm.ts';

type CkbSave = Save & {
  readonly scheduler: SavedScheduler;
  readonly running: number;
  readonly cycles: number;
  readonly outcome: Outcome | undefined;
};

/** What a machine is made of. */
export type Setup = {
  readonly version: string;
  readonly limits: HostLimits;
  readonly context: ScriptContext;
  /** The ELF file of the script. */
  readonly program: Uint8Array;
  /** Arguments of the program, of which there are none on the chain. */
  readonly args: readonly Uint8Array[];
  readonly name: string;
  readonly maxCycles: number;
  /** The name of the function that an address lies in. */
  nameAt(code: CkbCode, address: number): string | undefined;
};

const a0 = 10;

const noEvents: readonly MachineEvent[] = [];

/** CKB-VM between two steps: the vms of one script, of which one runs. */
export class CkbMachine implements Machine, Stepper {
  readonly setup: Setup;
  readonly writable = true;
  steps = 0;
  /** Consumed so far. */
  cycles = 0;
  outcome: Outcome | undefined;
  observer: Observer | undefined;
  accesses: readonly Access[] = [];
  events: readonly MachineEvent[] = noEvents;
  /** Set while a step is looked at, which makes it record what it touches. */
  watching = false;
  readonly codes = new Map<CodeId, CkbCode>();
  readonly scheduler: Scheduler;
  /** The process that makes the next step. */
  vm: Vm;
  /** What the step has left for the scheduler to do when it is made. */
  #message: Message | undefined;
  /** Where the step began. */
  #site: { readonly frame: FrameId; readonly place: Place | undefined } = { frame: 0, place: undefined };
  #touched: Access[] = [];

  /** @throws Fault if the program cannot be loaded */
  constructor(setup: Setup) {
    this.setup = setup;
    this.scheduler = new Scheduler(this);
    this.vm = this.newVm(0, 0);
    const bytes = this.vm.place(setup.program, setup.name) + this.vm.pushArguments(setup.args);
    this.vm.owe(transferCycles(bytes), 'program load');
    this.put(this.vm);
  }

  /** A process with nothing in it. */
  newVm(id: number, started: FrameId = this.steps + 1): Vm {
    return new Vm(id, this.setup.version, { call: () => runSyscall(this), breakpoint: () => {} }, started);
  }

  /** Takes in a process, in the place of the one with its id if there is one. */
  put(vm: Vm): void {
    if (vm.id === this.vm.id) this.vm = vm;
    this.scheduler.put(vm);
    this.meetCodes();
  }

  /** Gets to know the codes of all processes. */
  meetCodes(): void {
    for (const { codes } of this.vms)
      for (const code of codes) this.codes.set(code.id, this.codes.get(code.id) ?? code);
  }

  /** All processes; the one that ends in this step too. */
  get vms(): readonly Vm[] {
    const { vms } = this.scheduler;
    return vms.includes(this.vm) ? vms : [...vms, this.vm];
  }

  /** Cycles that the running process may reach. */
  get #limit(): number {
    return this.setup.maxCycles + this.scheduler.unseen;
  }

  get hart(): Hart {
    return this.vm.hart;
  }

  get unit(): number {
    return this.vm.id;
  }

  get depth(): number {
    return this.vm.frame.depth;
  }

  get offset(): number {
    return this.hart.pc;
  }

  get code(): CodeId | undefined {
    return this.vm.codeAt(this.hart.pc)?.id;
  }

  get place(): Place | undefined {
    const code = this.code;
    return code === undefined ? undefined : { code, offset: this.offset };
  }

  hasEnded(unit: number): boolean {
    return this.outcome !== undefined || (unit < this.scheduler.nextId && !this.scheduler.get(unit));
  }

  units(): readonly Unit[] {
    const units: Unit[] = this.vms.map((vm) => ({
      ...{ id: vm.id, name: messages.threadName(vm.id), state: this.#stateOf(vm) },
    }));
    for (let each = this.scheduler.ended; each; each = each.before) {
      if (each.id !== this.vm.id)
        units.push({ id: each.id, name: messages.threadName(each.id), state: { kind: 'ended' } });
    }
    return units.sort((a, b) => a.id - b.id);
  }

  #stateOf(vm: Vm): Unit['state'] {
    if (this.outcome) return { kind: 'ended' };
    const { wait } = vm.process;
    if (wait) return { kind: 'waiting', why: messages.waitingFor(wait) };
    return { kind: vm === this.vm ? 'running' : 'ready' };
  }

  frames(unit: number): readonly Frame[] {
    const vm = this.vms.find(({ id }) => id === unit);
    if (!vm) return this.#lastFrames(unit);
    const frames: Frame[] = [];
    let at = vm.hart.pc;
    for (let frame: CallFrame | undefined = vm.frame; frame; frame = frame.caller) {
      const code = vm.codeAt(at);
      const name = code && this.setup.nameAt(code, frame.caller ? frame.entry : at);
      frames.push({
        id: frame.id,
        name: name ?? messages.hex(frame.entry),
        kind: 'function',
        place: code && { code: code.id, offset: at },
        ...(name === undefined && { guessed: true }),
      });
      at = frame.site;
    }
    return frames;
  }

  #lastFrames(unit: number): readonly Frame[] {
    for (let each = this.scheduler.ended; each; each = each.before) if (each.id === unit) return [each.frame];
    return [];
  }

  scopes(frame: FrameId): readonly Scope[] {
    const owner = this.vms.find((vm) => hasFrame(vm, frame));
    return owner ? scopesOf(this, owner) : [];
  }

  meters(): readonly Meter[] {
    return [{ name: 'cycles', spent: BigInt(this.cycles), limit: BigInt(this.setup.maxCycles) }];
  }

  run(until: Until, budget: number): Stop {
    const mustLook = until.accesses || until.events || this.observer?.access;
    return mustLook ? drive(this, until, budget) : this.#runOn(until, budget);
  }

  /** As `drive`, for what needs no look at each single step. */
  #runOn({ places, depth, knownCodes, step: lastStep = Number.POSITIVE_INFINITY }: Until, budget: number): Stop {
    const { steps: limit } = this.setup.limits;
    const end = this.steps + budget;
    const isBack = () =>
      depth !== undefined && ((this.unit === depth.unit && this.depth <= depth.frames) || this.hasEnded(depth.unit));
    try {
      let code = this.#codeHere();
      while (!this.outcome) {
        const before = this.steps;
        const mayStopHere = isBack() || (code && knownCodes?.has(code.id) === false);
        if (code && !mayStopHere && this.vm.process.debts.length === 0) {
          this.#runIn(code, places?.get(code.id), Math.min(end, lastStep, limit), depth?.frames);
        }
        if (!this.outcome && this.steps === before) this.step();
        if (this.outcome) break;
        const last = code;
        code = this.#codeHere();
        if (code && code !== last && knownCodes?.has(code.id) === false) return { kind: 'code', code: code.id };
        if (code && places?.get(code.id)?.has(this.offset)) return { kind: 'place' };
        if (isBack()) return { kind: 'depth' };
        if (this.steps >= lastStep) return { kind: 'step' };
        if (this.steps >= end) return { kind: 'budget' };
      }
      return { kind: 'ended', outcome: this.outcome };
    } catch (error) {
      if (error instanceof HostLimit) return { kind: 'limit', message: error.message };
      throw error;
    }
  }

  #codeHere(): CkbCode | undefined {
    return this.vm.codeAt(this.hart.pc);
  }

  /**
   * Makes steps within one code, up to step number `end`, a place to stop at, or a call stack of at most `frames`; ends before
   * a step that needs more than its row's function.
   */
  #runIn(code: CkbCode, stops: ReadonlySet<number> | undefined, end: number, frames = 0): void {
    const { vm, observer } = this;
    const { hart } = vm;
    const limit = this.#limit;
    let { steps, cycles } = this;
    try {
      while (steps < end) {
        const { pc } = hart;
        const step = code.stepAt(pc);
        if (!step || step.effect === 'environment' || cycles + step.cycles > limit) break;
        cycles += step.cycles;
        if (observer?.charge) this.#tellCharge(step.cycles, 'base', vm.frame.id, code.id, pc);
        steps += 1;
        hart.next = pc + step.size;
        step.execute(hart, step);
        hart.pc = hart.next;
        if (step.effect !== 'none') {
          this.#track(step, pc, steps);
          if (vm.frame.depth <= frames) break;
        }
        if (stops?.has(hart.pc)) break;
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#fail(error);
    }
    this.steps = steps;
    this.cycles = cycles;
  }

  #track(step: Step, site: number, id: FrameId): void {
    if (step.effect === 'call') this.vm.enter(site, site + step.size, id);
    else this.vm.leave();
  }

  step(): void {
    const { vm } = this;
    const { hart } = vm;
    const site = hart.pc;
    this.#checkHost();
    this.#site = { frame: vm.frame.id, place: this.place };
    this.#message = undefined;
    this.#record();
    try {
      this.#payDebts(vm);
      const step = this.#stepOf(vm);
      const left = this.#limit - this.cycles;
      if (step.cycles > left)
        throw new Fault('CyclesExceeded', messages.cyclesExceeded(step.cycles, Math.max(0, left)));
      this.charge(step.cycles, 'base');
      hart.next = site + step.size;
      if (this.watching || this.observer?.access) this.#touchRegisters(step);
      step.execute(hart, step);
      hart.pc = hart.next;
      if (step.effect === 'call' || step.effect === 'return') this.#track(step, site, this.steps + 1);
      if (this.#message) this.vm = this.scheduler.endTurn(vm, this.#message);
      else if (step.effect === 'environment') this.checkCycles(this.#limit);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#fail(error);
    } finally {
      for (const each of this.vms) each.hart.memory.touch = undefined;
      hart.memory.touch = undefined;
    }
    this.steps += 1;
    this.accesses = this.#touched;
  }

  /** @throws HostLimit */
  #checkHost(): void {
    const { limits } = this.setup;
    if (this.steps >= limits.steps) throw new HostLimit(stepLimit(limits.steps));
    const memory = memorySize * (this.scheduler.vms.length + 1);
    if (memory > limits.memory && asksForMemory(this))
      throw new HostLimit(memoryLimit(messages.mebibytes(memory), messages.mebibytes(limits.memory)));
  }

  /** Charges what was done for a process while it could not be charged. */
  #payDebts(vm: Vm): void {
    const { debts } = vm.process;
    if (debts.length === 0) return;
    vm.process = { ...vm.process, debts: [] };
    for (const { amount, reason } of debts) this.charge(amount, reason, true);
  }

  /** The next step of a vm. @throws Fault */
  #stepOf(vm: Vm): Step {
    const { pc, memory } = vm.hart;
    const code = vm.codeAt(pc);
    const step = code?.stepAt(pc);
    if (step) return step;
    if (!(pc >= 0 && pc + 2 <= memory.size))
      throw new Fault('MemOutOfBound', messages.fetchOutside(vm.hart.exactPc, memory.size));
    if (!code || !(memory.flags[pc >>> 12] & executable))
      throw new Fault('MemWriteOnExecutablePage', messages.fetchFromData(pc));
    const name = versions.find(({ id }) => id === this.setup.version)?.name ?? '';
    throw new Fault('InvalidInstruction', messages.noInstruction(pc, code.wordAt(pc) ?? 0, name));
  }

  /** Charges cycles, be there some left or not: that is looked at when the syscall is over. */
  charge(amount: number, reason: string, isOutside = false): void {
    if (amount === 0) return;
    this.cycles += amount;
    if (!this.observer?.charge) return;
    const { frame, place } = this.#site;
    if (isOutside) this.#tellCharge(amount, reason, frame, undefined, 0);
    else this.#tellCharge(amount, reason, frame, place?.code, place?.offset ?? 0);
  }

  #tellCharge(amount: number, reason: string, frame: FrameId, code: CodeId | undefined, offset: number): void {
    this.observer?.charge?.({ amount, reason, dimension: 0, frame, code, offset });
  }

  /** @throws Fault if more cycles were taken than there are. */
  checkCycles(limit = this.setup.maxCycles): void {
    if (this.cycles > limit) throw new Fault('CyclesExceeded', messages.cyclesOverdrawn(this.cycles - limit));
  }

  /** Leaves the result of a syscall. */
  result(value: number, vm = this.vm): void {
    vm.hart.setNumber(a0, value);
    this.tellWrite(`vm${vm.id}/registers`, a0, 1);
  }

  /** Gives up the turn of the running process once the step is made, with what it asks of the scheduler. */
  yield(message: Message): undefined {
    this.#message = message;
  }

  /** The running process ends, with an exit code. */
  exit(code: number): undefined {
    const { vm } = this;
    this.raise({ id: 'exit', text: messages.processExited(vm.id, code) });
    if (vm.id === 0) {
      return this.yield(() => {
        this.outcome = { ok: code === 0, text: messages.exited(code), data: Uint8Array.of(code) };
        return undefined;
      });
    }
    return this.yield(() => this.scheduler.exit(vm, code));
  }

  #fail(fault: Fault): void {
    const text = messages.failed(fault.kind, fault.message);
    this.raise({ id: 'fault', text: fault.message });
    this.outcome = { ok: false, text, data: new Uint8Array() };
  }

  /** Tells the world something that the program says. */
  print(text: string): void {
    this.observer?.output?.({ step: this.steps, text });
  }

  raise(event: MachineEvent): void {
    this.events = [...this.events, event];
    this.observer?.event?.(event);
  }

  #record(): void {
    this.#touched = [];
    this.events = noEvents;
    if (!this.watching && !this.observer?.access) return;
    for (const { id, hart } of this.vms) {
      const space = `vm${id}/memory`;
      hart.memory.touch = (at, size, write) => this.#tell({ location: { space, at: BigInt(at), size }, write });
    }
  }

  /** Tells of a write that no instruction makes by itself. */
  tellWrite(space: string, at: number, size: number): void {
    if (this.watching || this.observer?.access) this.#tell({ location: { space, at: BigInt(at), size }, write: true });
  }

  #tell(access: Access): void {
    this.#touched.push(access);
    this.observer?.access?.(access);
  }

  #touchRegisters(step: Step): void {
    const { id } = this.vm;
    this.#tell({ location: { space: `vm${id}/pc`, at: 0n, size: 1 }, write: true });
    const space = `vm${id}/registers`;
    for (const part of step.fusion?.runs ?? [step]) {
      const { takes, leaves } = part.row.base;
      const touch = (register: number, write: boolean) =>
        this.#tell({ location: { space, at: BigInt(register), size: 1 }, write });
      if (takes.includes('rs1')) touch(part.rs1, false);
      if (takes.includes('rs2')) touch(part.rs2, false);
      if (leaves.includes('rd') && part.rd !== 0) touch(part.rd, true);
    }
  }

  read(location: Location): Uint8Array | undefined {
    return readLocation(this, location);
  }

  write(location: Location, bytes: Uint8Array): void {
    writeLocation(this, location, bytes);
  }

  save(): CkbSave {
    const scheduler = this.scheduler.save();
    const size = scheduler.vms.reduce((sum, { memory }) => sum + memory.fresh + 9000, 1000);
    const { steps, cycles, outcome } = this;
    return { steps, size, scheduler, running: this.vm.id, cycles, outcome };
  }

  load(save: Save): void {
    const { scheduler, running, cycles, outcome, steps } = save as CkbSave;
    this.scheduler.load(scheduler, (id) => this.newVm(id));
    this.vm = this.scheduler.get(running) ?? this.vm;
    this.cycles = cycles;
    this.outcome = outcome;
    this.steps = steps;
  }
}

const hasFrame = ({ frame }: Vm, id: FrameId): boolean => {
  for (let each: CallFrame | undefined = frame; each; each = each.caller) if (each.id === id) return true;
  return false;
};
