import type { Code, CodeId, Place } from '../code.ts';
import type { HostLimits } from '../engine.ts';
import { costAt } from '../instruction.ts';
import type {
  Access,
  Charge,
  FrameId,
  Frame as FrameView,
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
} from '../machine.ts';
import { stepLimit } from '../messages.ts';
import { drive, HostLimit, type Stepper } from '../run.ts';
import { halt } from './endings.ts';
import type { EventId } from './events.ts';
import { type ForkId, forks, type Rules, rules } from './forks.ts';
import { type Call, Frame, type SavedFrame } from './frame.ts';
import { exactParts } from './gas.ts';
import { Halt, OutOfGas } from './halt.ts';
import { type EvmInstruction, instructionsAt } from './instructions.ts';
import { readLocation, writeLocation } from './locations.ts';
import { invalidOpcode, outOfGas, shortAddress, stackOverflow, stackUnderflow } from './messages.ts';
import { scopesOf } from './scopes.ts';
import { type StackTouch, stackTouches } from './stack-touches.ts';
import type { Moment, State } from './state.ts';
import type { Address } from './words.ts';

export type Block = {
  readonly number: bigint;
  /** Seconds since 1970. */
  readonly timestamp: bigint;
  readonly coinbase: Address;
  readonly gasLimit: bigint;
  readonly chainId: bigint;
  /** In wei per gas, and per blob gas. */
  readonly baseFee: bigint;
  readonly blobBaseFee: bigint;
  readonly difficulty: bigint;
  readonly prevRandao: bigint;
  /** Of one of the 256 blocks before this one. */
  readonly blockHash: (number: bigint) => bigint;
};

export type Transaction = {
  readonly origin: Address;
  readonly gasPrice: bigint;
  readonly blobHashes: readonly bigint[];
};

export type Environment = {
  readonly fork: ForkId;
  readonly limits: HostLimits;
  readonly block: Block;
  readonly transaction: Transaction;
};

/** What dispatch needs of a row, as numbers. */
type Operation = {
  readonly row: EvmInstruction;
  readonly base: number;
  readonly takes: number;
  /** The greatest height of the stack from which it does not overflow. */
  readonly roof: number;
  readonly touches: readonly StackTouch[];
  readonly run: (f: Frame) => void;
};

type EvmSave = Save & {
  readonly frames: readonly SavedFrame[];
  readonly moment: Moment;
  readonly outcome: Outcome | undefined;
};

const stackLimit = 1024;
const theUnit = 1;
/** Roughly what one changed field adds to a save: a path of small nodes in a map. */
const bytesPerWrite = 500;

const operations = (fork: ForkId): readonly (Operation | undefined)[] =>
  instructionsAt(fork).map(
    (row) =>
      row && {
        row,
        base: costAt(row, forks, fork)?.amount ?? 0,
        takes: row.takes.length,
        roof: stackLimit + row.takes.length - row.leaves.length,
        touches: stackTouches(row),
        run: row.run,
      },
  );

/** The EVM between two instructions: the frames of one message call, and the state that they work on. */
export class EvmMachine implements Machine, Stepper {
  readonly rules: Rules;
  readonly limits: HostLimits;
  readonly block: Block;
  readonly transaction: Transaction;
  readonly state: State;
  readonly writable = true;
  readonly unit = theUnit;
  steps = 0;
  outcome: Outcome | undefined;
  /** What the last step touched and raised, while somebody watches. */
  accesses: Access[] = [];
  events: MachineEvent[] = [];
  /** Whether somebody wants to know of accesses and events, and of charges. */
  recording = false;
  metered = false;

  readonly #forkName: string;
  readonly #operations: readonly (Operation | undefined)[];
  readonly #gasLimit: bigint;
  /** Outermost first; never empty. */
  #frames: Frame[] = [];
  #frame: Frame;
  /** A precompile, while it charges. */
  #native: FrameView | undefined;
  #observer: Observer | undefined;
  #watching = false;
  /** Charges of this step that nobody was told of yet: a host limit may still take the step back. */
  #charges: Charge[] = [];
  #savedWrites = 0;

  constructor(environment: Environment, state: State, call: Call, gas: bigint) {
    this.#forkName = forks.find(({ id }) => id === environment.fork)?.name ?? environment.fork;
    this.#operations = operations(environment.fork);
    this.rules = rules[environment.fork];
    this.limits = environment.limits;
    this.block = environment.block;
    this.transaction = environment.transaction;
    this.state = state;
    this.#gasLimit = gas;
    this.#frame = this.#push(call, gas);
  }

  #push(call: Call, gas: bigint): Frame {
    const frame = new Frame(this, newFrame(call, gas));
    frame.wake();
    this.#frames.push(frame);
    this.#frame = frame;
    return frame;
  }

  get observer(): Observer | undefined {
    return this.#observer;
  }

  set observer(observer: Observer | undefined) {
    this.#observer = observer;
    this.metered = observer?.charge !== undefined;
    this.#decideRecording();
  }

  get watching(): boolean {
    return this.#watching;
  }

  set watching(watching: boolean) {
    this.#watching = watching;
    this.#decideRecording();
  }

  #decideRecording(): void {
    const { access, event } = this.#observer ?? {};
    this.recording = this.#watching || access !== undefined || event !== undefined;
    this.accesses = [];
    this.events = [];
  }

  get codes(): ReadonlyMap<CodeId, Code> {
    return this.state.codes;
  }

  get code(): CodeId {
    return this.#frame.code.id;
  }

  get offset(): number {
    return this.outcome ? this.#frame.at : this.#frame.pc;
  }

  get depth(): number {
    return this.#frames.length;
  }

  get place(): Place {
    return { code: this.code, offset: this.offset };
  }

  hasEnded(): boolean {
    return this.outcome !== undefined;
  }

  run(until: Until, budget: number): Stop {
    const { accesses, events, depth, knownCodes, step = Number.POSITIVE_INFINITY, places } = until;
    return accesses || events || depth || knownCodes
      ? drive(this, until, budget)
      : this.#runOn(step, places, this.steps + budget);
  }

  /** As `drive`, for what most runs ask: most steps then stay in one loop, which saves about a sixth of their time (measured). */
  #runOn(lastStep: number, places: Until['places'], end: number): Stop {
    try {
      while (!this.outcome) {
        this.#advance(Math.min(lastStep, end), places?.get(this.code));
        if (this.outcome) break;
        if (places?.get(this.code)?.has(this.offset)) return { kind: 'place' };
        if (this.steps >= lastStep) return { kind: 'step' };
        if (this.steps >= end) return { kind: 'budget' };
      }
      return { kind: 'ended', outcome: this.outcome };
    } catch (error) {
      if (error instanceof HostLimit) return { kind: 'limit', message: error.message };
      throw error;
    }
  }

  step(): void {
    this.#advance(this.steps + 1, undefined);
  }

  /** Makes at least one step, and more until step number `end`, an offset of `stops`, or another frame comes next. @throws HostLimit */
  #advance(end: number, stops: ReadonlySet<number> | undefined): void {
    const { steps: limit } = this.limits;
    if (this.steps >= limit) throw new HostLimit(stepLimit(limit));
    const last = Math.min(end, limit);
    const f = this.#frame;
    const { gas } = f;
    const code = f.code.padded;
    const operations = this.#operations;
    let { pc, sp } = f;
    let { left, reserve } = gas;
    try {
      do {
        if (this.recording) this.#forget();
        ({ pc, sp } = f);
        ({ left, reserve } = gas);
        const operation = operations[code[pc] as number];
        f.at = pc;
        f.pc = pc + 1;
        if (!operation || sp < operation.takes || sp > operation.roof) throw this.#refused(f, operation);
        f.charge(operation.base, 'base');
        operation.run(f);
        if (this.recording) this.#touchStack(f, operation, sp);
        this.steps += 1;
        if (this.#charges.length > 0) this.#tellCharges();
      } while (this.steps < last && this.#frame === f && !this.outcome && !stops?.has(f.pc));
    } catch (thrown) {
      if (thrown instanceof HostLimit) {
        f.pc = pc;
        f.sp = sp;
        gas.left = left;
        gas.reserve = reserve;
        this.#charges = [];
        this.#forget();
      }
      halt(f, this.#explained(thrown, f, BigInt(left) + reserve));
      this.steps += 1;
      this.#tellCharges();
    }
  }

  /** Why an instruction cannot even begin. */
  #refused({ at, code, sp }: Frame, operation: Operation | undefined): Halt {
    if (!operation) {
      return new Halt('invalid-opcode', invalidOpcode(code.padded[at] as number, at, this.#forkName));
    }
    const { mnemonic } = operation.row;
    return new Halt(
      'stack',
      sp < operation.takes ? stackUnderflow(mnemonic, operation.takes, sp) : stackOverflow(mnemonic),
    );
  }

  /** What ends the frame, as a sentence. @throws what is no matter of the EVM */
  #explained(thrown: unknown, f: Frame, had: bigint): Halt {
    if (thrown instanceof Halt) return thrown;
    if (!(thrown instanceof OutOfGas)) throw thrown;
    const { amount, reason } = thrown;
    const needs = had - f.gas.total + amount;
    return new Halt('out-of-gas', outOfGas(this.mnemonic(f), needs, reason, had));
  }

  mnemonic(f: Frame): string {
    return this.#operations[f.code.padded[f.at] as number]?.row.mnemonic ?? '';
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

  /** Ends the innermost frame and returns its caller; the outermost has none, and stays. */
  leave(f: Frame): Frame | undefined {
    if (f.call.depth === 0) return undefined;
    if (this.#charges.length > 0) this.#tellCharges();
    this.#frames.pop();
    const caller = this.#frames[f.call.depth - 1] as Frame;
    caller.wake();
    this.#frame = caller;
    return caller;
  }

  /** Undoes what happened since a moment. For whoever watches, slots that change back are written. */
  rollBack(moment: Moment): void {
    const { state } = this;
    const now = this.recording ? state.moment() : undefined;
    state.restore(moment);
    if (!now) return;
    for (const [space, store, snapshot] of [
      ['storage', state.accounts, now.accounts],
      ['transient', state.transient, now.transient],
    ] as const) {
      for (const { object, field } of store.changesSince(snapshot)) {
        if (typeof field !== 'bigint') continue;
        this.touched({ location: { space: `${space}:${object}`, at: field, size: 1 }, write: true });
      }
    }
  }

  note(f: Frame, amount: number, reason: string): void {
    if (amount === 0) return;
    this.#charges.push({ amount, reason, dimension: 0, frame: f.call.id, code: f.code.id, offset: f.at });
  }

  /** A charge that no instruction makes. */
  noteApart(f: Frame, amount: bigint, reason: string): void {
    if (this.metered) this.#noteApart(f.call.id, amount, reason);
  }

  #noteApart(frame: FrameId, amount: bigint, reason: string): void {
    for (const part of exactParts(amount)) {
      this.#charges.push({ amount: part, reason, dimension: 0, frame, code: undefined, offset: 0 });
    }
  }

  /** What a precompile charges. It is a frame only while it does, for it runs inside the step of its call. */
  noteNative(name: string, amount: bigint, reason: string): void {
    if (!this.metered) return;
    this.#tellCharges();
    this.#native = { id: this.steps + 0.5, name, kind: 'native', place: undefined };
    this.#noteApart(this.#native.id, amount, reason);
    this.#tellCharges();
    this.#native = undefined;
  }

  #tellCharges(): void {
    const charges = this.#charges;
    this.#charges = [];
    for (const charge of charges) this.#observer?.charge?.(charge);
  }

  say(text: string): void {
    this.#observer?.output?.({ step: this.steps, text });
  }

  /** To be called only while recording. */
  raise(id: EventId, text: string): void {
    const event = { id, text };
    this.events.push(event);
    this.#observer?.event?.(event);
  }

  touched(access: Access): void {
    this.accesses.push(access);
    this.#observer?.access?.(access);
  }

  #forget(): void {
    if (this.accesses.length > 0) this.accesses = [];
    if (this.events.length > 0) this.events = [];
  }

  /** A frame that waits for a callee gets its result later. */
  #touchStack(f: Frame, { touches }: Operation, height: number): void {
    const waits = this.#frame.call.depth > f.call.depth;
    for (const { depth, write } of touches) {
      if (!(write && waits)) f.accessed(`stack#${f.call.id}`, height - depth, 1, write);
    }
  }

  units(): readonly Unit[] {
    return [{ id: theUnit, name: 'Message call', state: { kind: this.outcome ? 'ended' : 'running' } }];
  }

  frames(unit: number): readonly FrameView[] {
    if (unit !== theUnit) return [];
    const frames = this.#frames.map(
      (f): FrameView => ({
        id: f.call.id,
        name: `${f.call.kind} ${shortAddress(f.call.codeAddress)}`,
        kind: 'call',
        place: { code: f.code.id, offset: f === this.#frame ? this.offset : f.at },
      }),
    );
    return (this.#native ? [...frames, this.#native] : frames).toReversed();
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
    return [{ name: 'gas', spent: this.#gasLimit - this.gasLeft, limit: this.#gasLimit }];
  }

  read(location: Location): Uint8Array | undefined {
    return readLocation(this, location);
  }

  write(location: Location, bytes: Uint8Array): void {
    writeLocation(this, location, bytes);
  }

  save(): EvmSave {
    const saves = this.#frames.map((f) => f.save(f !== this.#frame));
    const changed = this.state.writes - this.#savedWrites;
    this.#savedWrites = this.state.writes;
    return {
      steps: this.steps,
      size: saves.reduce((sum, { size }) => sum + size, 200 + bytesPerWrite * changed),
      frames: saves.map(({ saved }) => saved),
      moment: this.state.moment(),
      outcome: this.outcome,
    };
  }

  load(save: Save): void {
    const { steps, frames, moment, outcome } = save as EvmSave;
    this.steps = steps;
    this.outcome = outcome;
    this.state.restore(moment);
    this.#savedWrites = this.state.writes;
    this.#frames = frames.map((saved, depth) => {
      const now = this.#frames[depth];
      return now?.isSavedAs(saved) ? now : new Frame(this, saved);
    });
    this.#frame = this.#frames.at(-1) as Frame;
    this.#frame.wake();
    this.#charges = [];
    this.#forget();
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
