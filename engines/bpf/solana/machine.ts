import type { CodeId } from '../../code.ts';
import type { HostLimits } from '../../engine.ts';
import type {
  Frame,
  FrameId,
  Location,
  Machine,
  Meter,
  Outcome,
  Save,
  Scope,
  StateChange,
  Unit,
  Value,
} from '../../machine.ts';
import { memoryLimit, stepLimit } from '../../messages.ts';
import { HostLimit, type Stepper } from '../../run.ts';
import { SteppedMachine } from '../../stepped-machine.ts';
import type { Account } from './account.ts';
import { adviceOn } from './advice.ts';
import type { Chain, Failure } from './chain.ts';
import { changesOf } from './changes.ts';
import type { SbpfCode } from './code.ts';
import { framesOf, ownerOf } from './frames.ts';
import type { Invocation, ProgramRun, SavedRun } from './invocation.ts';
import type { Key } from './keys.ts';
import { readLocation, writeLocation } from './locations.ts';
import * as messages from './messages.ts';
import type { LoadedProgram } from './programs.ts';
import { Reporter } from './reporter.ts';
import { runBlocks } from './running.ts';
import { Runtime, type SavedRuntime } from './runtime.ts';
import { scopesOf } from './scopes.ts';

/** What a machine is made of. */
export type Setup = {
  readonly limits: HostLimits;
  /** A chain on which the transaction has not begun. */
  chain(): Chain;
  /** What a person calls an account. */
  nameOf(key: Key): string;
  /** The data of an account as its owner sees them, where that is known; `space` is where they lie. */
  contentOf?(account: Pick<Account, 'owner' | 'data'>, space: string): Value | undefined;
  /** What an error of a program's own means, where that is known. */
  meaningOf?(program: Key, error: number): string | undefined;
  /** The code of the program at a key. */
  codeOf(loaded: LoadedProgram, key: Key): SbpfCode;
  /** The name of the function that begins at a slot. */
  functionName(loaded: LoadedProgram, pc: number): string | undefined;
};

type SolanaSave = Save & {
  readonly runtime: SavedRuntime;
  readonly shown: Invocation | undefined;
  /** Of `shown`, once it has ended. */
  readonly last: SavedRun | undefined;
  readonly outcome: Outcome | undefined;
};

/** @param meaning of an error that is a program's own, where it is known @param advice what can be done, in a sentence */
const failureText = ({ error, cause }: Failure, units: number, meaning = '', advice = ''): string => {
  if (!error.instructionError) return messages.advised(messages.refused(cause), advice);
  const why = meaning === '' ? cause : messages.meaning(cause, meaning);
  return messages.failed(messages.advised(messages.failedOf(error.index ?? 0, why), advice), units);
};

const transactionUnit = 0;

/** Solana's runtime between two steps of one transaction. */
export class SolanaMachine extends SteppedMachine implements Machine, Stepper {
  readonly setup: Setup;
  readonly writable = true;
  readonly unit = transactionUnit;
  readonly runtime: Runtime;
  readonly reporter: Reporter;
  steps = 0;
  outcome: Outcome | undefined;
  readonly codes = new Map<CodeId, SbpfCode>();
  /** The program that makes the next step, or made the last one. */
  shown: Invocation | undefined;
  readonly #before: Chain['accounts']['all'];

  constructor(setup: Setup) {
    super();
    this.setup = setup;
    const chain = setup.chain();
    this.#before = chain.accounts.all;
    this.reporter = new Reporter(this);
    this.runtime = new Runtime(chain, this.reporter);
    this.runtime.next();
    this.reporter.ready();
    this.look();
  }

  get depth(): number {
    let depth = 0;
    for (let each = this.shown; each; each = each.caller) depth += 1 + (each.run?.vm.depth ?? 0);
    return depth;
  }

  get code(): CodeId | undefined {
    const run = this.shown?.run;
    return run && this.codeOf(run).id;
  }

  get offset(): number {
    const run = this.shown?.run;
    if (!run) return 0;
    return this.codeOf(run).offsetOf(this.outcome ? run.site : run.vm.cpu.pc);
  }

  codeOf({ loaded, key }: ProgramRun): SbpfCode {
    return this.setup.codeOf(loaded, key);
  }

  units(): readonly Unit[] {
    return [{ id: transactionUnit, name: messages.unitName(), state: { kind: this.outcome ? 'ended' : 'running' } }];
  }

  frames(unit: number): readonly Frame[] {
    return unit === transactionUnit ? framesOf(this) : [];
  }

  scopes(frame: FrameId): readonly Scope[] {
    const owner = ownerOf(this, frame);
    return owner ? scopesOf(this, owner) : [];
  }

  meters(): readonly Meter[] {
    const { computeUnits, remaining } = this.runtime;
    return [{ name: 'compute units', spent: BigInt(computeUnits - remaining), limit: BigInt(computeUnits) }];
  }

  changes(): readonly StateChange[] {
    return changesOf(this, this.#before);
  }

  /** By blocks; one step alone where the chain has a part in it, or somebody wants to hear of each access. */
  advance(last: number, stops: ReadonlySet<number> | undefined, frames: number): void {
    const { steps } = this;
    const run = this.shown?.run;
    if (run && !this.observer?.access) runBlocks(this, run, Math.min(last, this.setup.limits.steps), stops, frames > 0);
    if (this.steps === steps) this.step();
  }

  step(): void {
    this.#checkHost();
    const { invocation } = this.runtime;
    this.reporter.begin(invocation);
    if (invocation?.run) invocation.run.vm.now = this.steps + 1;
    try {
      this.runtime.step();
    } finally {
      this.reporter.end();
    }
    this.steps += 1;
    this.look();
  }

  /** @throws HostLimit */
  #checkHost(): void {
    const { limits } = this.setup;
    if (this.steps >= limits.steps) throw new HostLimit(stepLimit(limits.steps));
    let memory = 0;
    for (let each = this.runtime.invocation; each; each = each.caller)
      memory += each.run?.vm.cpu.memory.bytes.length ?? 0;
    if (memory > limits.memory) {
      throw new HostLimit(memoryLimit(messages.mebibytes(memory), messages.mebibytes(limits.memory)));
    }
  }

  /** Takes note of where the transaction stands. */
  look(): void {
    const { invocation, ending, computeUnits, remaining } = this.runtime;
    this.shown = ending ? (this.shown ?? invocation) : invocation;
    if (invocation?.run) {
      const code = this.codeOf(invocation.run);
      if (!this.codes.has(code.id)) this.codes.set(code.id, code);
    }
    if (!ending) return;
    const units = computeUnits - remaining;
    const { failure } = ending;
    const text = failure
      ? failureText(failure, units, this.#meaningOf(failure), adviceOn(this, failure))
      : messages.succeeded(units);
    this.outcome = { ok: failure === undefined, text, data: this.runtime.returnData.data };
  }

  #meaningOf({ error }: Failure): string | undefined {
    const custom = error.instructionError?.custom;
    const program = this.shown?.instruction.program;
    return custom === undefined || program === undefined ? undefined : this.setup.meaningOf?.(program, custom);
  }

  read(location: Location): Uint8Array | undefined {
    return readLocation(this, location);
  }

  write(location: Location, bytes: Uint8Array): void {
    writeLocation(this, location, bytes);
  }

  save(): SolanaSave {
    const runtime = this.runtime.save();
    const { steps, shown, outcome } = this;
    const last = this.runtime.invocation ? undefined : shown?.run?.save();
    const runs = [last, ...runtime.invocations.map(([, run]) => run)];
    const size = runs.reduce((sum, run) => sum + (run?.memory.fresh ?? 0) + 500, 1000);
    return { steps, size, runtime, shown, last, outcome };
  }

  load(save: Save): void {
    const { steps, runtime, shown, last, outcome } = save as SolanaSave;
    this.runtime.load(runtime);
    if (last) shown?.run?.load(last);
    this.steps = steps;
    this.shown = shown;
    this.outcome = outcome;
  }
}
