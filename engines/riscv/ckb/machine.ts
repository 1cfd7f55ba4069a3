import type { CodeId } from '../../code.ts';
import type { HostLimits } from '../../engine.ts';
import type {
  Frame,
  FrameId,
  Location,
  Machine,
  MachineEvent,
  Meter,
  Outcome,
  Save,
  Scope,
  Unit,
} from '../../machine.ts';
import { memoryLimit, stepLimit } from '../../messages.ts';
import { HostLimit, type Stepper } from '../../run.ts';
import { SteppedMachine } from '../../stepped-machine.ts';
import { Fault } from '../isa/fault.ts';
import type { Hart } from '../isa/hart.ts';
import { executable } from '../isa/memory.ts';
import { type Names, placeName } from '../symbols.ts';
import type { CkbCode, Step } from './code.ts';
import { transferCycles } from './cycles.ts';
import { readLocation, writeLocation } from './locations.ts';
import * as messages from './messages.ts';
import { Reporter } from './reporter.ts';
import { runBlocks } from './running.ts';
import { type Message, type SavedScheduler, Scheduler } from './scheduler.ts';
import { scopesOf } from './scopes.ts';
import { asksForMemory, runSyscall } from './syscalls/call.ts';
import type { ScriptContext } from './transaction/context.ts';
import { framesOf, ownerOf, unitsOf } from './units.ts';
import { versions } from './versions.ts';
import { memorySize, Vm } from './vm.ts';

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
  /** Absent where nothing is known of the names of the program. */
  readonly names?: Names;
};

const a0 = 10;

/** CKB-VM between two steps: the vms of one script, of which one runs. */
export class CkbMachine extends SteppedMachine implements Machine, Stepper {
  readonly setup: Setup;
  readonly writable = true;
  steps = 0;
  /** Consumed so far. */
  cycles = 0;
  outcome: Outcome | undefined;
  readonly reporter = new Reporter();
  readonly codes = new Map<CodeId, CkbCode>();
  readonly scheduler: Scheduler;
  /** The process that makes the next step. */
  vm: Vm;
  /** What the step has left for the scheduler to do when it is made. */
  #message: Message | undefined;

  /** @throws Fault if the program cannot be loaded */
  constructor(setup: Setup) {
    super();
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
  get limit(): number {
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

  override hasEnded(unit: number): boolean {
    return super.hasEnded(unit) || (unit < this.scheduler.nextId && !this.scheduler.get(unit));
  }

  units(): readonly Unit[] {
    return unitsOf(this);
  }

  frames(unit: number): readonly Frame[] {
    return framesOf(this, unit);
  }

  scopes(frame: FrameId): readonly Scope[] {
    const owner = ownerOf(this, frame);
    return owner ? scopesOf(this, owner) : [];
  }

  meters(): readonly Meter[] {
    return [{ name: 'cycles', spent: BigInt(this.cycles), limit: BigInt(this.setup.maxCycles) }];
  }

  /** By blocks; one step alone where a block does too much, or somebody wants to hear of each access. */
  advance(last: number, stops: ReadonlySet<number> | undefined, frames: number): void {
    const { steps } = this;
    if (!this.observer?.access) runBlocks(this, Math.min(last, this.setup.limits.steps), stops, frames);
    if (this.steps === steps) this.step();
  }

  /** Follows a call or a return into another frame. */
  track(step: Step, site: number, id: FrameId): void {
    if (step.effect === 'call') this.vm.enter(site, site + step.size, id);
    else this.vm.leave();
  }

  step(): void {
    const { vm } = this;
    const { hart } = vm;
    const site = hart.pc;
    this.#checkHost();
    this.#message = undefined;
    this.reporter.begin({ frame: vm.frame.id, place: this.place }, this.vms);
    try {
      this.#payDebts(vm);
      const step = this.#stepOf(vm);
      const left = this.limit - this.cycles;
      if (step.cycles > left)
        throw new Fault('CyclesExceeded', messages.cyclesExceeded(step.cycles, Math.max(0, left)));
      this.charge(step.cycles, 'base');
      hart.next = site + step.size;
      this.reporter.touchRegisters(vm, step);
      step.execute(hart, step);
      hart.pc = hart.next;
      if (step.effect === 'call' || step.effect === 'return') this.track(step, site, this.steps + 1);
      if (this.#message) this.vm = this.scheduler.endTurn(vm, this.#message);
      else if (step.effect === 'environment') this.checkCycles(this.limit);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.fail(error, vm, site);
    } finally {
      this.reporter.end([...this.vms, vm]);
    }
    this.steps += 1;
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
    const word = code.wordAt(pc);
    if (word !== undefined) {
      const name = versions.find(({ id }) => id === this.setup.version)?.name ?? '';
      throw new Fault('InvalidInstruction', messages.noInstruction(pc, word, name));
    }
    // The instruction begins at the end of the code, and its rest does not belong to it.
    if (code.end < memory.size) throw new Fault('MemWriteOnExecutablePage', messages.fetchFromData(code.end));
    throw new Fault('MemOutOfBound', messages.fetchOutside(BigInt(code.end), memory.size));
  }

  /** Charges cycles, be there some left or not: that is looked at when the syscall is over. */
  charge(amount: number, reason: string, isApart = false): void {
    if (amount === 0) return;
    this.cycles += amount;
    this.reporter.charge(amount, reason, isApart);
  }

  /** @throws Fault if more cycles were taken than there are. */
  checkCycles(limit = this.setup.maxCycles): void {
    if (this.cycles > limit) throw new Fault('CyclesExceeded', messages.cyclesOverdrawn(this.cycles - limit));
  }

  /** Leaves the result of a syscall. */
  result(value: number, vm = this.vm): void {
    vm.hart.setNumber(a0, value);
    this.reporter.write(`vm${vm.id}/registers`, a0, 1);
  }

  /** Gives up the turn of the running process once the step is made, with what it asks of the scheduler. */
  yield(message: Message): undefined {
    this.#message = message;
  }

  /** The running process ends, with an exit code: the low 8 bits of what it gives, as a signed number. */
  exit(given: bigint): undefined {
    const { vm } = this;
    const code = Number(BigInt.asIntN(8, given));
    this.raise({ id: 'exit', text: messages.processExited(vm.id, code) });
    // It is seen where it ended, and not behind.
    vm.hart.next = vm.hart.pc;
    if (vm.id === 0) {
      return this.yield(() => {
        this.outcome = { ok: code === 0, text: messages.exited(code, given), data: Uint8Array.of(code) };
        return undefined;
      });
    }
    return this.yield(() => this.scheduler.exit(vm, code));
  }

  /** Ends the run, for what the step at an address did. */
  fail({ kind, message }: Fault, vm = this.vm, at = vm.hart.pc): void {
    const code = vm.codeAt(at);
    const found = code && this.setup.names?.labelBefore(code, at);
    const text = found ? messages.failedIn(message, at, placeName(found, at)) : message;
    this.raise({ id: 'fault', text });
    this.outcome = { ok: false, text: messages.failed(kind, text), data: new Uint8Array() };
  }

  /** Tells the world something that the program says. */
  print(text: string): void {
    this.observer?.output?.({ step: this.steps, text });
  }

  raise(event: MachineEvent): void {
    this.reporter.raise(event);
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
