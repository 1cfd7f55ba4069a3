import type { Code, CodeId, Place } from '../../code.ts';
import { costAt } from '../../instruction.ts';
import {
  type Access,
  type Charge,
  type Frame,
  type FrameId,
  type Location,
  type Machine,
  MachineError,
  type MachineEvent,
  type Meter,
  type Observer,
  type Outcome,
  type Save,
  type Scope,
  type Stop,
  type Unit,
  type Until,
} from '../../machine.ts';
import { drive, type Stepper } from '../../run.ts';
import { forks } from '../forks.ts';
import { frameName } from '../messages.ts';
import { accessesOf, eventsOf } from './happenings.ts';
import * as messages from './messages.ts';
import type { Row } from './rows.ts';
import { readFrom, scopesOf } from './scopes.ts';
import type { Trace, TraceFrame } from './trace.ts';

const theUnit = 1;

/** A recorded run, gone through step by step. It shows what the trace holds, and cannot be changed. */
export class TraceMachine implements Machine, Stepper {
  readonly writable = false;
  readonly unit = theUnit;
  readonly codes: ReadonlyMap<CodeId, Code>;
  observer: Observer | undefined;
  watching = false;
  steps = 0;
  readonly #trace: Trace;
  readonly #fork: string;

  constructor(trace: Trace, fork: string) {
    this.#trace = trace;
    this.#fork = fork;
    this.codes = trace.codes;
  }

  get outcome(): Outcome | undefined {
    return this.steps < this.#trace.rows.count ? undefined : outcomeOf(this.#trace);
  }

  /** The step that comes next, or was the last. */
  get #shown(): number {
    return Math.min(this.steps, this.#trace.rows.count - 1);
  }

  get #frame(): TraceFrame {
    return this.#trace.frameAt(this.#shown);
  }

  get code(): CodeId {
    return this.#frame.code.id;
  }

  get offset(): number {
    return this.#trace.pcAt(this.#shown);
  }

  get place(): Place {
    return { code: this.code, offset: this.offset };
  }

  get depth(): number {
    return this.#frame.depth;
  }

  /** The frames that there are now with the step that each is at, innermost first. */
  *#chain(): Generator<{ readonly frame: TraceFrame; readonly row: Row }> {
    let step = this.#shown;
    for (let frame: TraceFrame | undefined = this.#frame; frame; frame = frame.parent) {
      yield { frame, row: this.#trace.rows.row(step) };
      step = frame.first - 1;
    }
  }

  hasEnded(): boolean {
    return this.outcome !== undefined;
  }

  run(until: Until, budget: number): Stop {
    return drive(this, until, budget);
  }

  step(): void {
    if (this.observer) this.#tell(this.observer);
    this.steps += 1;
  }

  #tell(observer: Observer): void {
    const row = this.#trace.rows.row(this.steps);
    if (observer.charge) for (const charge of this.#charges(row)) observer.charge(charge);
    if (observer.access) for (const access of this.#accessesAt(this.steps)) observer.access(access);
    if (observer.event) for (const event of eventsOf(row)) observer.event(event);
  }

  *#charges({ pc, opcode }: Row): Generator<Charge> {
    const { code, first } = this.#frame;
    const cost = this.#trace.costOf(this.steps);
    const row = code.decode(pc)?.row;
    const base = row && opcode === code.bytes[pc] ? (costAt(row, forks, this.#fork)?.amount ?? 0) : 0;
    const own = base <= cost ? base : cost;
    const common = { dimension: 0, frame: first, code: code.id, offset: pc };
    if (own !== 0) yield { ...common, amount: own, reason: 'base' };
    if (cost !== own) yield { ...common, amount: cost - own, reason: 'beyond the base cost' };
  }

  /** What the last step touched and raised. */
  get accesses(): readonly Access[] {
    const last = this.steps - 1;
    return last < 0 ? [] : this.#accessesAt(last);
  }

  /** Also what a caller finds on its stack when its callee has ended. */
  #accessesAt(step: number): readonly Access[] {
    const { rows, frameAt } = this.#trace;
    const frame = frameAt(step);
    const own = accessesOf(frame, rows.row(step));
    if (step + 1 >= rows.count) return own;
    const next = frameAt(step + 1);
    const { stack } = rows.row(step + 1);
    if (next.depth >= frame.depth || !stack?.length) return own;
    const answer = { space: `stack#${next.first}`, at: BigInt(stack.length - 1), size: 1 };
    return [...own, { location: answer, write: true }];
  }

  get events(): readonly MachineEvent[] {
    return this.steps === 0 ? [] : eventsOf(this.#trace.rows.row(this.steps - 1));
  }

  units(): readonly Unit[] {
    return [{ id: theUnit, name: messages.traceUnit(), state: { kind: this.outcome ? 'ended' : 'running' } }];
  }

  frames(unit: number): readonly Frame[] {
    if (unit !== theUnit) return [];
    return Array.from(this.#chain(), ({ frame, row }) => ({
      id: frame.first,
      name: this.#nameOf(frame),
      kind: 'call' as const,
      place: { code: frame.code.id, offset: row.pc },
    }));
  }

  #nameOf({ first, code, address }: TraceFrame): string {
    if (first === 0) return code.name;
    const call = this.#trace.rows.row(first - 1);
    const mnemonic = this.#trace.frameAt(first - 1).code.decode(call.pc)?.row?.mnemonic ?? '';
    return address === undefined ? `${mnemonic} ${code.name}` : frameName(mnemonic, code.name, address, undefined);
  }

  scopes(id: FrameId): readonly Scope[] {
    const at = [...this.#chain()].find(({ frame }) => frame.first === id);
    return at ? scopesOf(at.frame, at.row, this.meters()[0]) : [];
  }

  meters(): readonly [Meter] {
    const limit = BigInt(this.#trace.rows.row(0).gas);
    return [{ name: 'gas', spent: BigInt(this.#trace.spentAt(this.steps)), limit }];
  }

  read(location: Location): Uint8Array | undefined {
    for (const { frame, row } of this.#chain()) {
      const found = readFrom(frame, row, location);
      if (found) return found;
    }
    return undefined;
  }

  write(): void {
    throw new MachineError(messages.notWritable());
  }

  save(): Save {
    return { steps: this.steps, size: 64 };
  }

  load({ steps }: Save): void {
    this.steps = steps;
  }
}

const outcomeOf = ({ rows }: Trace): Outcome => {
  const { summary, count, isCutOff } = rows;
  const { error, opcode } = rows.row(count - 1);
  const data = summary.output ?? new Uint8Array();
  if (isCutOff) return { ok: false, text: messages.brokenOff(count), data };
  const why = error ?? (opcode === 0xfd ? messages.reverted() : undefined);
  if (summary.failed ?? why !== undefined) {
    return { ok: false, text: messages.failed(why ?? messages.unknownFailure()), data };
  }
  const text = data.length > 0 ? messages.returnedBytes(data.length, summary.gasUsed) : messages.ended(summary.gasUsed);
  return { ok: true, text, data };
};
