import assert from 'node:assert/strict';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Place } from '../../engines/code.ts';
import type {
  Access,
  Charge,
  Children,
  Location,
  Machine,
  MachineEvent,
  Outcome,
  Output,
  Stop,
  Value,
} from '../../engines/machine.ts';

/** All that can be seen of a machine between two steps. */
export type Moment = {
  readonly steps: number;
  /** Everything visible, as text: units, frames, scopes to some depth, meters, place, outcome. */
  readonly dump: string;
  readonly place: Place | undefined;
  /** The running unit, and its frames; undefined after the end. */
  readonly running: { readonly unit: number; readonly frames: number } | undefined;
  readonly endedUnits: ReadonlySet<number>;
  readonly outcome: Outcome | undefined;
  readonly spent: readonly bigint[];
};

/** All that a machine told of one step. */
export type Happenings = {
  readonly charges: Charge[];
  readonly accesses: Access[];
  readonly events: MachineEvent[];
  readonly outputs: Output[];
};

/** `happenings[i]` led from `moments[i]` to `moments[i + 1]`; `last` is what the final single step answered. */
export type Trace = {
  readonly moments: readonly Moment[];
  readonly happenings: readonly Happenings[];
  readonly last: Stop;
};

export type Edit = { readonly step: number; readonly location: Location; readonly value: Uint8Array };

const childrenShown = 24;
const levelsShown = 4;

export const plain = (thing: unknown): string =>
  JSON.stringify(thing, (_, value) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (value instanceof Uint8Array) return `0x${bytesToHex(value)}`;
    if (value instanceof Set) return [...value];
    return value;
  });

const showValue = (machine: Machine, value: Value, levels: number): unknown => ({
  ...value,
  read: value.location && machine.read(value.location),
  children: value.children && showChildren(machine, value.children, levels - 1),
});

const showChildren = (machine: Machine, children: Children, levels: number): unknown => ({
  ...children,
  first: levels > 0 ? children.get(0, childrenShown).map((value) => showValue(machine, value, levels)) : [],
});

export const dump = (machine: Machine): string =>
  plain({
    steps: machine.steps,
    place: machine.place,
    outcome: machine.outcome,
    meters: machine.meters(),
    units: machine.units().map((unit) => ({
      ...unit,
      frames: machine.frames(unit.id).map((frame) => ({
        ...frame,
        scopes: machine.scopes(frame.id).map((s) => ({ ...s, values: showChildren(machine, s.values, levelsShown) })),
      })),
    })),
  });

export const momentOf = (machine: Machine): Moment => {
  const units = machine.units();
  const running = units.find((unit) => unit.state.kind === 'running');
  return {
    steps: machine.steps,
    dump: dump(machine),
    place: machine.place,
    running: running && { unit: running.id, frames: machine.frames(running.id).length },
    endedUnits: new Set(units.filter((unit) => unit.state.kind === 'ended').map((unit) => unit.id)),
    outcome: machine.outcome,
    spent: machine.meters().map((meter) => meter.spent),
  };
};

const nothing = (): Happenings => ({ charges: [], accesses: [], events: [], outputs: [] });

/** Runs a machine in single steps to its end, or for `max` steps, with edits made on the way. The oracle of the harness. */
export const record = (machine: Machine, max: number, edits: readonly Edit[] = []): Trace => {
  const make = () => {
    for (const edit of edits) if (edit.step === machine.steps) machine.write(edit.location, edit.value);
  };
  make();
  const moments = [momentOf(machine)];
  const happenings: Happenings[] = [];
  let last: Stop = { kind: 'budget' };
  while (moments.length <= max && last.kind === 'budget') {
    const told = nothing();
    machine.observer = {
      charge: (charge) => told.charges.push(charge),
      access: (access) => told.accesses.push(access),
      event: (event) => told.events.push(event),
      output: (output) => told.outputs.push(output),
    };
    const before = machine.steps;
    last = machine.run({}, 1);
    machine.observer = undefined;
    if (machine.steps === before) {
      assert.deepEqual(told, nothing(), 'a step that was not made is not heard of');
      break;
    }
    make();
    moments.push(momentOf(machine));
    happenings.push(told);
  }
  return { moments, happenings, last };
};
