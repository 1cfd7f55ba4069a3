import type { Code, CodeId } from '../code.ts';
import type { HostLimits } from '../engine.ts';
import type {
  FrameId,
  Frame as FrameView,
  Location,
  Machine,
  Meter,
  Outcome,
  Save,
  Scope,
  StateChange,
  Unit,
} from '../machine.ts';
import { memoryLimit, stepLimit } from '../messages.ts';
import { HostLimit, type Stepper } from '../run.ts';
import { SteppedMachine } from '../stepped-machine.ts';
import { functionCalled } from './abi/describe.ts';
import type { Interface } from './abi/interface.ts';
import { changesSince } from './changes.ts';
import { type Clues, noClues } from './clues.ts';
import { finish, halt } from './endings.ts';
import type { Block, Environment, TransactionContext } from './environment.ts';
import { type ForkId, forkName, type Rules, rules } from './forks.ts';
import { type Call, Frame, type SavedFrame } from './frame.ts';
import { Halt, OutOfGas } from './halt.ts';
import { readLocation, writeLocation } from './locations.ts';
import {
  bytesText,
  frameName,
  invalidOpcode,
  messageCall,
  outOfGas,
  precompileOutOfGas,
  shortAddress,
  stackOverflow,
  stackUnderflow,
} from './messages.ts';
import { type Operation, operationsAt } from './operations.ts';
import type { Precompile } from './precompiles/precompile.ts';
import { Reporter } from './reporter.ts';
import { scopesOf } from './scopes.ts';
import { bytesPerField, type Met, type Moment, type State } from './state.ts';
import type { Envelope } from './transactions/envelope.ts';
import { endOfTransaction, transactionUnit } from './transactions/messages.ts';
import type { Receipt } from './transactions/receipt.ts';

type EvmSave = Save & {
  readonly frames: readonly SavedFrame[];
  readonly moment: Moment;
  readonly met: Met;
  readonly outcome: EvmOutcome | undefined;
  readonly clues: Clues;
};

/** Of a transaction also its receipt. */
type EvmOutcome = Outcome & { readonly receipt?: Receipt };

const theUnit = 1;
const outermost: FrameId = 0;

/** The EVM between two instructions: the frames of one message call, and the state that they work on. */
export class EvmMachine extends SteppedMachine implements Machine, Stepper {
  readonly fork: ForkId;
  readonly rules: Rules;
  readonly limits: HostLimits;
  readonly block: Block;
  readonly transaction: TransactionContext;
  readonly state: State;
  readonly known: Interface | undefined;
  /** The transaction that the run is; undefined for a message call alone. */
  readonly envelope: Envelope | undefined;
  readonly writable = true;
  readonly unit = theUnit;
  steps = 0;
  outcome: EvmOutcome | undefined;
  clues = noClues;
  readonly reporter = new Reporter();

  readonly #forkName: string;
  readonly #operations: readonly (Operation | undefined)[];
  readonly #gasLimit: bigint;
  /** Charged in the first step. */
  readonly #intrinsic: bigint;
  /** Outermost first; never empty. */
  #frames: Frame[] = [];
  #frame: Frame;
  /** As it was when it was last saved or loaded. */
  #savedMoment: Moment | undefined;

  /** @param gas what the first frame has; what a transaction costs before it comes on top. */
  constructor(environment: Environment, state: State, call: Call, gas: bigint, envelope?: Envelope) {
    super();
    this.#forkName = forkName(environment.fork);
    this.#operations = operationsAt(environment.fork);
    this.fork = environment.fork;
    this.rules = rules[environment.fork];
    this.limits = environment.limits;
    this.block = environment.block;
    this.transaction = environment.transaction;
    this.known = environment.known;
    this.state = state;
    this.envelope = envelope;
    this.#intrinsic = envelope?.intrinsic ?? 0n;
    this.#gasLimit = gas + this.#intrinsic;
    this.#frame = this.#push(call, gas);
  }

  #push(call: Call, gas: bigint): Frame {
    const frame = new Frame(this, newFrame(call, gas));
    frame.wake();
    this.#frames.push(frame);
    this.#frame = frame;
    return frame;
  }

  get codes(): ReadonlyMap<CodeId, Code> {
    return this.state.codes;
  }

  get code(): CodeId | undefined {
    return this.#frame.call.native ? undefined : this.#frame.code.id;
  }

  get offset(): number {
    return this.outcome ? this.#frame.at : this.#frame.pc;
  }

  get depth(): number {
    return this.#frames.length;
  }

  step(): void {
    this.advance(this.steps + 1, undefined);
    if (this.steps === 1) this.#tellIntrinsic();
  }

  /** Gas that was gone before the first instruction is charged in the first step. */
  #tellIntrinsic(): void {
    this.reporter.chargeApart(outermost, this.#intrinsic, 'intrinsic gas');
    this.reporter.tellCharges();
  }

  /** On until step number `last`, an offset of `stops`, or another frame comes next. @throws HostLimit */
  advance(last: number, stops: ReadonlySet<number> | undefined): void {
    const { state, reporter, limits } = this;
    if (this.steps >= limits.steps) throw new HostLimit(stepLimit(limits.steps));
    const end = Math.min(last, limits.steps);
    const f = this.#frame;
    if (f.call.native) {
      this.#runNative(f, f.call.native);
      return;
    }
    const { gas } = f;
    const code = f.code.padded;
    const operations = this.#operations;
    const { segments } = f.code;
    let { pc, sp, at } = f;
    let { left, reserve } = gas;
    let isFresh = true;
    let before: Moment | undefined;
    try {
      do {
        if (reporter.recording) reporter.forget();
        ({ pc, sp, at } = f);
        ({ left, reserve } = gas);
        before = undefined;
        if (isFresh && !reporter.isClose) {
          const made = segments.run(f, end - this.steps, stops);
          this.steps += made;
          isFresh = false;
          if (made > 0) continue;
        }
        if (state.size > limits.memory) throw this.#tooMuchState();
        const operation = operations[code[pc] as number];
        f.at = pc;
        f.pc = pc + 1;
        if (!operation || sp < operation.floor || sp > operation.roof) throw this.#refused(f, operation);
        if (operation.isSized) before = state.moment();
        f.charge(operation.base, 'base');
        operation.run(f);
        isFresh = !operation.joins;
        if (reporter.recording) this.#touchStack(f, operation, sp);
        this.steps += 1;
        if (reporter.metered) reporter.tellCharges();
      } while (this.steps < end && this.#frame === f && !this.outcome && !stops?.has(f.pc));
    } catch (thrown) {
      if (thrown instanceof HostLimit) {
        f.pc = pc;
        f.sp = sp;
        f.at = at;
        gas.left = left;
        gas.reserve = reserve;
        if (before) state.restore(before);
        reporter.takeBack();
      }
      halt(f, this.#explained(thrown, f, BigInt(left) + reserve));
      this.steps += 1;
      reporter.tellCharges();
    }
  }

  /** A precompile is one step. One that cannot be paid, or that refuses its input, fails as any frame does. */
  #runNative(f: Frame, native: Precompile): void {
    if (this.reporter.recording) this.reporter.forget();
    const had = f.gas.total;
    try {
      f.chargeApart(native.gas(f.call.data), `precompile ${native.name}`);
      finish(f, native.run(f.call.data));
    } catch (thrown) {
      halt(
        f,
        thrown instanceof OutOfGas
          ? new Halt('out-of-gas', () => precompileOutOfGas(native.name, thrown.amount, had))
          : this.#explained(thrown, f, had),
      );
    }
    this.steps += 1;
    this.reporter.tellCharges();
  }

  #tooMuchState(): HostLimit {
    const bytes = BigInt(this.state.size);
    return new HostLimit(memoryLimit(bytesText(bytes), bytesText(BigInt(this.limits.memory))));
  }

  /** Why an instruction cannot even begin. */
  #refused({ at, code, sp }: Frame, operation: Operation | undefined): Halt {
    if (!operation) {
      return new Halt('invalid-opcode', invalidOpcode(code.padded[at] as number, at, this.#forkName));
    }
    const { mnemonic } = operation;
    return new Halt(
      'stack',
      sp < operation.floor ? stackUnderflow(mnemonic, operation.floor, sp) : stackOverflow(mnemonic),
    );
  }

  /** What ends the frame, as a sentence. @throws what is no matter of the EVM */
  #explained(thrown: unknown, f: Frame, had: bigint): Halt {
    if (thrown instanceof Halt) return thrown;
    if (!(thrown instanceof OutOfGas)) throw thrown;
    const { amount, reason } = thrown;
    const needs = had - f.gas.total + amount;
    const mnemonic = this.mnemonic(f);
    return new Halt('out-of-gas', () => outOfGas(mnemonic, needs, reason, had));
  }

  mnemonic(f: Frame): string {
    return this.#operations[f.code.padded[f.at] as number]?.mnemonic ?? '';
  }

  baseCost(opcode: number): number {
    return this.#operations[opcode]?.base ?? 0;
  }

  /** Hash of one of the 256 blocks before this one, else 0. */
  blockHash(number: bigint): bigint {
    const age = this.block.number - number;
    return age >= 1n && age <= 256n ? this.block.blockHash(number) : 0n;
  }

  enter(call: Omit<Call, 'id' | 'depth' | 'memoryBelow'>, gas: bigint): void {
    const { depth, memoryBelow } = this.#frame.call;
    const below = memoryBelow + this.#frame.memory.size;
    this.#push({ ...call, id: this.steps + 1, depth: depth + 1, memoryBelow: below }, gas);
  }

  /** Ends the innermost frame, which is not the outermost, and returns its caller. */
  leave(f: Frame): Frame {
    this.reporter.tellCharges();
    this.#frames.pop();
    const caller = this.#frames[f.call.depth - 1] as Frame;
    caller.wake();
    this.#frame = caller;
    return caller;
  }

  /** The outermost frame has ended, and with it a transaction: what is left is settled. */
  end(ok: boolean, text: string, data: Uint8Array): void {
    const { envelope, frame } = this;
    if (!envelope) {
      this.outcome = { ok, text, data };
      return;
    }
    const { refund, topUp, receipt } = envelope.settle(frame.gas.total, ok);
    frame.refundApart(refund, 'refund');
    frame.chargeApart(topUp, 'calldata floor');
    this.outcome = { ok, text: endOfTransaction(text, receipt, envelope.expected), data, receipt };
  }

  /** Undoes what happened since a moment. For whoever watches, slots that change back are written. */
  rollBack(moment: Moment): void {
    const { state } = this;
    const now = this.reporter.recording ? state.moment() : undefined;
    state.revert(moment);
    if (!now) return;
    for (const [space, store, snapshot] of [
      ['storage', state.accounts, now.accounts],
      ['transient', state.transient, now.transient],
    ] as const) {
      for (const { object, field } of store.changesSince(snapshot)) {
        if (typeof field !== 'bigint') continue;
        this.reporter.touch({ location: { space: `${space}:${object}`, at: field, size: 1 }, write: true });
      }
    }
  }

  /** A frame that waits for a callee gets its result later. */
  #touchStack(f: Frame, { touches }: Operation, height: number): void {
    const waits = this.#frame.call.depth > f.call.depth;
    for (const { depth, write } of touches) {
      if (!(write && waits)) f.accessed(`stack#${f.call.id}`, height - depth, 1, write);
    }
  }

  units(): readonly Unit[] {
    return [
      {
        id: theUnit,
        name: this.envelope ? transactionUnit() : messageCall(),
        state: { kind: this.outcome ? 'ended' : 'running' },
      },
    ];
  }

  frames(unit: number): readonly FrameView[] {
    if (unit !== theUnit) return [];
    return this.#frames.map((f) => this.#view(f)).reverse();
  }

  #view(f: Frame): FrameView {
    const { id, kind, codeAddress, native } = f.call;
    if (native) return { id, name: `${native.name} ${shortAddress(codeAddress)}`, kind: 'native', place: undefined };
    const name = frameName(kind, f.code.name, codeAddress, this.#functionOf(f));
    return { id, name, kind: 'call', place: { code: f.code.id, offset: f === this.#frame ? this.offset : f.at } };
  }

  /** The name of the function that a frame was called for, where it is known. */
  #functionOf({ call }: Frame): string | undefined {
    return this.known && functionCalled(this.known, call.data)?.name;
  }

  /** The name of a frame, also of one that is gone. */
  nameOf(f: Frame): string {
    return this.#view(f).name;
  }

  /** The frames that there are, outermost first. */
  get path(): readonly Frame[] {
    return [...this.#frames];
  }

  /** The innermost. */
  get frame(): Frame {
    return this.#frame;
  }

  /** Undefined for a frame that is gone. */
  frameOf(id: FrameId): Frame | undefined {
    return this.#frames.find((f) => f.call.id === id);
  }

  scopes(id: FrameId): readonly Scope[] {
    const frame = this.frameOf(id);
    return frame ? scopesOf(this, frame) : [];
  }

  get gasLeft(): bigint {
    return this.#frames.reduce((sum, f) => sum + f.gas.total, 0n);
  }

  meters(): readonly Meter[] {
    const charged = this.#gasLimit - this.gasLeft;
    return [{ name: 'gas', spent: this.steps === 0 ? charged - this.#intrinsic : charged, limit: this.#gasLimit }];
  }

  changes(): readonly StateChange[] {
    const [first] = this.#frames;
    const start = this.envelope?.before ?? first?.call.before;
    return start ? changesSince(this.state, start) : [];
  }

  read(location: Location): Uint8Array | undefined {
    return readLocation(this, location);
  }

  write(location: Location, bytes: Uint8Array): void {
    writeLocation(this, location, bytes);
  }

  save(): EvmSave {
    const saves = this.#frames.map((f) => f.save(f !== this.#frame));
    const changed = this.#savedMoment ? this.state.changedSince(this.#savedMoment) : 0;
    const moment = this.state.moment();
    this.#savedMoment = moment;
    return {
      steps: this.steps,
      size: saves.reduce((sum, { size }) => sum + size, 200 + bytesPerField * changed),
      frames: saves.map(({ saved }) => saved),
      moment,
      met: this.state.met,
      outcome: this.outcome,
      clues: this.clues,
    };
  }

  load(save: Save): void {
    const { steps, frames, moment, met, outcome, clues } = save as EvmSave;
    this.steps = steps;
    this.outcome = outcome;
    this.clues = clues;
    this.state.restore(moment);
    this.state.met = met;
    this.#savedMoment = moment;
    this.#frames = frames.map((saved, depth) => {
      const now = this.#frames[depth];
      return now?.isSavedAs(saved) ? now : new Frame(this, saved);
    });
    this.#frame = this.#frames.at(-1) as Frame;
    this.#frame.wake();
    this.reporter.takeBack();
  }
}

const newFrame = (call: Call, gas: bigint): SavedFrame => ({
  call,
  pc: 0,
  at: 0,
  stack: [],
  memory: { bytes: new Uint8Array(), size: 0 },
  gas,
  returned: new Uint8Array(),
});
