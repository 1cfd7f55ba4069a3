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
import { stepLimit } from '../../messages.ts';
import { drive, HostLimit, type Stepper } from '../../run.ts';
import { Fault } from '../isa/fault.ts';
import type { Hart } from '../isa/hart.ts';
import { executable } from '../isa/memory.ts';
import type { CkbCode, Step } from './code.ts';
import { transferCycles } from './cycles.ts';
import { readLocation, writeLocation } from './locations.ts';
import * as messages from './messages.ts';
import { scopesOf } from './scopes.ts';
import { runSyscall } from './syscalls.ts';
import { versions } from './versions.ts';
import { type CallFrame, type SavedVm, Vm } from './vm.ts';

type CkbSave = Save & {
  readonly vms: readonly SavedVm[];
  readonly running: number;
  readonly cycles: number;
  readonly pending: number;
  readonly outcome: Outcome | undefined;
};

/** What a machine is made of. */
export type Setup = {
  readonly version: string;
  readonly limits: HostLimits;
  /** An ELF file. */
  readonly program: Uint8Array;
  readonly args: readonly Uint8Array[];
  readonly name: string;
  readonly maxCycles: number;
  /** The name of the function that an address lies in. */
  nameAt(address: number): string | undefined;
};

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
  readonly vms: Vm[] = [];
  readonly codes = new Map<CodeId, CkbCode>();
  vm: Vm;
  /** Charged for loading the program, in the first step. */
  #pending = 0;
  #touched: Access[] = [];

  /** @throws Fault if the program cannot be loaded */
  constructor(setup: Setup) {
    this.setup = setup;
    this.vm = new Vm(0, setup.version, { call: () => runSyscall(this), breakpoint: () => {} }, 0);
    this.vms.push(this.vm);
    this.#pending = transferCycles(this.vm.start(setup.program, setup.args, setup.name));
    this.#meetCodes();
  }

  #meetCodes(): void {
    for (const code of this.vm.codes) if (!this.codes.has(code.id)) this.codes.set(code.id, code);
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
    return this.outcome !== undefined || !this.vms.some(({ id }) => id === unit);
  }

  units(): readonly Unit[] {
    return this.vms.map(({ id }) => ({
      id,
      name: messages.threadName(id),
      state: { kind: this.outcome ? 'ended' : id === this.vm.id ? 'running' : 'ready' },
    }));
  }

  frames(unit: number): readonly Frame[] {
    const vm = this.vms.find(({ id }) => id === unit);
    if (!vm) return [];
    const frames: Frame[] = [];
    let at = vm.hart.pc;
    for (let frame: CallFrame | undefined = vm.frame; frame; frame = frame.caller) {
      const code = vm.codeAt(at);
      const name = this.setup.nameAt(frame.caller ? frame.entry : at);
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
        if (code && !mayStopHere && this.#pending === 0) {
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
    const { vm, setup, observer } = this;
    const { hart } = vm;
    const { maxCycles } = setup;
    let { steps, cycles } = this;
    try {
      while (steps < end) {
        const { pc } = hart;
        const step = code.stepAt(pc);
        if (!step || step.effect === 'environment' || cycles + step.cycles > maxCycles) break;
        cycles += step.cycles;
        if (observer?.charge) this.#tellCharge(step.cycles, 'base', code.id, pc);
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
    const { limits } = this.setup;
    if (this.steps >= limits.steps) throw new HostLimit(stepLimit(limits.steps));
    const { vm } = this;
    const { hart } = vm;
    const site = hart.pc;
    this.#record();
    try {
      if (this.#pending > 0) {
        const load = this.#pending;
        this.#pending = 0;
        this.charge(load, 'program load', true);
      }
      const step = this.#stepOf(vm);
      this.charge(step.cycles, 'base');
      hart.next = site + step.size;
      if (this.watching || this.observer?.access) this.#touchRegisters(step);
      step.execute(hart, step);
      hart.pc = hart.next;
      if (step.effect === 'call' || step.effect === 'return') this.#track(step, site, this.steps + 1);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#fail(error);
    } finally {
      hart.memory.touch = undefined;
    }
    this.steps += 1;
    this.accesses = this.#touched;
  }

  /** The next step of a vm. @throws Fault */
  #stepOf(vm: Vm): Step {
    const { pc, memory } = vm.hart;
    const code = vm.codeAt(pc);
    const step = code?.stepAt(pc);
    if (step) return step;
    if (!(pc >= 0 && pc + 2 <= memory.size)) throw new Fault('MemOutOfBound', messages.fetchOutside(pc, memory.size));
    if (!code || !(memory.flags[pc >>> 12] & executable))
      throw new Fault('MemWriteOnExecutablePage', messages.fetchFromData(pc));
    const name = versions.find(({ id }) => id === this.setup.version)?.name ?? '';
    throw new Fault('InvalidInstruction', messages.noInstruction(pc, code.wordAt(pc) ?? 0, name));
  }

  /** Charges cycles. @throws Fault where they exceed what is left; nothing is charged then. */
  charge(amount: number, reason: string, isOutside = false): void {
    const left = this.setup.maxCycles - this.cycles;
    if (amount > left) throw new Fault('CyclesExceeded', messages.cyclesExceeded(amount, left));
    this.cycles += amount;
    if (!this.observer?.charge) return;
    if (isOutside) this.#tellCharge(amount, reason, undefined, 0);
    else this.#tellCharge(amount, reason, this.code, this.offset);
  }

  #tellCharge(amount: number, reason: string, code: CodeId | undefined, offset: number): void {
    this.observer?.charge?.({ amount, reason, dimension: 0, frame: this.vm.frame.id, code, offset });
  }

  /** The program ends, with an exit code. */
  exit(code: number): void {
    this.outcome = { ok: code === 0, text: messages.exited(code), data: Uint8Array.of(code) };
  }

  #fail(fault: Fault): void {
    this.#raise({ id: 'fault', text: fault.message });
    this.outcome = { ok: false, text: messages.failed(fault.kind, fault.message), data: new Uint8Array() };
  }

  /** Tells the world something that the program says. */
  print(text: string): void {
    this.observer?.output?.({ step: this.steps, text });
  }

  #raise(event: MachineEvent): void {
    this.events = [...this.events, event];
    this.observer?.event?.(event);
  }

  #record(): void {
    this.#touched = [];
    this.events = noEvents;
    const { observer, vm } = this;
    if (!this.watching && !observer?.access) return;
    const space = `vm${vm.id}/memory`;
    vm.hart.memory.touch = (at, size, write) => this.#tell({ location: { space, at: BigInt(at), size }, write });
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
    const vms = this.vms.map((vm) => vm.save());
    const size = vms.reduce((sum, { memory }) => sum + memory.fresh + 9000, 1000);
    const { steps, cycles, outcome } = this;
    return { steps, size, vms, running: this.vm.id, cycles, pending: this.#pending, outcome };
  }

  load(save: Save): void {
    const { vms, running, cycles, pending, outcome, steps } = save as CkbSave;
    for (const [i, saved] of vms.entries()) this.vms[i].load(saved);
    this.vm = this.vms.find(({ id }) => id === running) ?? this.vm;
    this.cycles = cycles;
    this.#pending = pending;
    this.outcome = outcome;
    this.steps = steps;
  }
}

const hasFrame = ({ frame }: Vm, id: FrameId): boolean => {
  for (let each: CallFrame | undefined = frame; each; each = each.caller) if (each.id === id) return true;
  return false;
};
