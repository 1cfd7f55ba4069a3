import type { Code, CodeId } from '../../engines/code.ts';
import type { HostLimits } from '../../engines/engine.ts';
import type {
  Access,
  Frame,
  FrameId,
  Location,
  Machine,
  MachineEvent,
  Observer,
  Save,
  Unit,
  Until,
} from '../../engines/machine.ts';
import { stepLimit } from '../../engines/messages.ts';
import { emptyMap } from '../../engines/persistent-map.ts';
import { drive, HostLimit, type Stepper } from '../../engines/run.ts';
import { base, makeCode, type ToyCode } from './code.ts';
import { hex, noInstruction } from './messages.ts';
import { syscalls, type Table } from './rows.ts';
import { type FrameState, heightOf, isWaiting, type State, type Thread } from './state.ts';
import { Fault, Step, type Surroundings } from './step.ts';
import { readState, scopesOf, writeState } from './view.ts';

type ToySave = Save & { readonly state: State };

export type ToyProgram = {
  readonly code: ToyCode;
  readonly table: Table;
  readonly limits: HostLimits;
  /** What there is of fuel and of memory. */
  readonly meters: readonly [fuel: number, memory: number];
  /** Names of the labels by offset. */
  readonly labels: ReadonlyMap<number, string>;
};

export class ToyMachine implements Machine, Stepper {
  readonly writable = true;
  observer: Observer | undefined;
  watching = false;
  accesses: readonly Access[] = [];
  events: readonly MachineEvent[] = [];
  readonly #program: ToyProgram;
  readonly #around: Surroundings;
  readonly #codes: Map<CodeId, ToyCode>;
  #state: State;

  constructor(program: ToyProgram) {
    const { code, table, limits, meters, labels } = program;
    this.#program = program;
    this.#codes = new Map([[code.id, code]]);
    this.#around = {
      limits: meters,
      hostMemory: limits.memory,
      nameOf: (id, offset) => {
        if (id === code.id) return labels.get(offset) ?? hex(offset);
        return this.#codes.get(id ?? '')?.name ?? hex(offset);
      },
      watched: () => this.watching || this.observer?.access !== undefined,
      materialise: (bytes) => {
        const made = makeCode(bytes, undefined, table);
        if (!this.#codes.has(made.id)) this.#codes.set(made.id, made);
        return made.id;
      },
    };
    const frame: FrameState = {
      ...{ id: 0, name: 'main', kind: 'call', code: code.id, offset: base, resume: base },
      ...{ caller: undefined, depth: 1 },
    };
    this.#state = {
      ...{ steps: 0, running: 0, turn: 0, memory: emptyMap(), memorySize: 0, spent: [0, 0], outcome: undefined },
      threads: [{ id: 0, name: 'main', stack: undefined, frame, waitsFor: undefined, ended: false }],
    };
  }

  get #thread(): Thread {
    const thread = this.#state.threads[this.#state.running];
    if (!thread) throw new Error('A thread runs at any time.');
    return thread;
  }

  get steps() {
    return this.#state.steps;
  }
  get outcome() {
    return this.#state.outcome;
  }
  get codes(): ReadonlyMap<CodeId, Code> {
    return this.#codes;
  }
  get code() {
    return this.#thread.frame.code;
  }
  get offset() {
    return this.#thread.frame.offset;
  }
  get place() {
    return placeOf(this.#thread.frame);
  }
  get unit() {
    return this.#thread.id;
  }
  get depth() {
    return this.#thread.frame.depth;
  }

  hasEnded(unit: number) {
    return this.#state.outcome !== undefined || this.#state.threads[unit]?.ended === true;
  }

  units(): readonly Unit[] {
    return this.#state.threads.map((thread, index) => {
      const { id, name } = thread;
      if (this.hasEnded(id)) return { id, name, state: { kind: 'ended' } };
      if (index === this.#state.running) return { id, name, state: { kind: 'running' } };
      if (!isWaiting(this.#state, thread)) return { id, name, state: { kind: 'ready' } };
      return { id, name, state: { kind: 'waiting', why: `thread ${thread.waitsFor}` } };
    });
  }

  frames(unit: number): readonly Frame[] {
    return framesOf(this.#state.threads[unit]).map((frame) => ({
      id: frame.id,
      name: frame.name,
      kind: frame.kind,
      place: placeOf(frame),
    }));
  }

  scopes(frame: FrameId) {
    const owner = this.#state.threads.find((thread) => framesOf(thread).some((each) => each.id === frame));
    return owner ? scopesOf(this.#state, owner) : [];
  }

  meters() {
    const [fuel, memory] = this.#program.meters;
    return [
      { name: 'fuel', spent: BigInt(this.#state.spent[0]), limit: BigInt(fuel) },
      { name: 'memory', spent: BigInt(this.#state.spent[1]), limit: BigInt(memory) },
    ];
  }

  changes() {
    const { memory } = this.#state;
    const bytes = [...memory.difference(emptyMap<number, number>())].toSorted(([a], [b]) => a - b);
    return bytes.map(([at, , byte = 0]) => ({ name: `memory[${at}]`, before: '0', after: String(byte) }));
  }

  run(until: Until, budget: number) {
    return drive(this, until, budget);
  }

  step(): void {
    const { limits, code } = this.#program;
    if (this.#state.steps >= limits.steps) throw new HostLimit(stepLimit(limits.steps));
    const { frame } = this.#thread;
    const found = this.#codes.get(frame.code ?? '')?.at(frame.offset);
    const size = (found?.size ?? 0) + (found?.fused?.size ?? 0);
    const step = new Step(this.#state, this.#thread, size, this.#around);
    let after: State;
    try {
      if (this.#state.steps === 0) step.charge(code.bytes.length, 'program load', 0, true);
      const syscall = frame.kind === 'native' ? syscalls[frame.offset] : undefined;
      if (syscall) {
        step.charge(syscall.cost, syscall.name);
        syscall.run(step);
        step.ret();
      } else {
        if (!found) throw new Fault(noInstruction(frame.offset));
        step.charge(found.fused?.cost ?? found.cost, 'base');
        found.row.run(step, found.operand);
        found.fused?.row.run(step, found.fused.operand);
      }
      after = step.done();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      after = step.failed(error.message);
    }
    this.#tell(step);
    this.#state = after;
  }

  read(location: Location) {
    return readState(this.#state, location);
  }

  write(location: Location, bytes: Uint8Array): void {
    this.#state = writeState(this.#state, location, bytes);
  }

  save(): ToySave {
    const { steps, threads, memorySize } = this.#state;
    // As if it shared nothing with other saves: about 50 bytes for a value, 120 (measured) for a byte in the tree of the memory.
    const size = threads.reduce((sum, thread) => sum + 500 + 50 * heightOf(thread.stack), 120 * memorySize);
    return { steps, size, state: this.#state };
  }

  load(save: Save): void {
    this.#state = (save as ToySave).state;
  }

  /** Before the new state is taken on: a frame that pays its last is still there to be asked for. */
  #tell(step: Step): void {
    const { observer } = this;
    if (observer?.charge) for (const charge of step.charges) observer.charge(charge);
    if (observer?.output) for (const text of step.outputs) observer.output({ step: this.steps, text });
    if (observer?.access) for (const access of step.accesses) observer.access(access);
    if (observer?.event) for (const event of step.events) observer.event(event);
    this.accesses = step.accesses;
    this.events = step.events;
  }
}

const placeOf = ({ code, offset }: FrameState) => (code === undefined ? undefined : { code, offset });

const framesOf = (thread: Thread | undefined): FrameState[] => {
  const frames: FrameState[] = [];
  for (let frame = thread?.frame; frame; frame = frame.caller) frames.push(frame);
  return frames;
};
