import type { CodeId } from './code.ts';
import type { Access, Location, MachineEvent, Outcome, Stop, Until, Watch } from './machine.ts';

/** What an engine offers so that `drive` can run it. */
export type Stepper = {
  readonly steps: number;
  readonly outcome: Outcome | undefined;
  /** Code and offset of the next step; a step of a native frame has no code. */
  readonly code: CodeId | undefined;
  readonly offset: number;
  /** The running unit, and how many frames it has. */
  readonly unit: number;
  readonly depth: number;
  /** What the last step touched and raised. Recorded while `watching` is true, else left empty. */
  readonly accesses: readonly Access[];
  readonly events: readonly MachineEvent[];
  watching: boolean;
  hasEnded(unit: number): boolean;
  /** Makes one step. @throws HostLimit, with the machine as before the step. */
  step(): void;
};

/** Thrown inside a step that would exceed what the host grants; it ends as a `limit` stop. */
export class HostLimit extends Error {}

const overlaps = (a: Location, b: Location) =>
  a.space === b.space && a.at < b.at + BigInt(b.size) && b.at < a.at + BigInt(a.size);

/** Whether an access is one that is watched for. */
export const sees = ({ location, on }: Watch, access: Access): boolean =>
  (on === 'both' || (on === 'write') === access.write) && overlaps(location, access.location);

/** Runs a stepper as `Machine.run` promises. Engines with a faster way for some `until` take it and leave the rest to this one. */
export const drive = (machine: Stepper, until: Until, budget: number): Stop => {
  const { step: lastStep = Number.POSITIVE_INFINITY, places, knownCodes, depth, accesses, events } = until;
  const watching = accesses !== undefined || events !== undefined;
  const end = machine.steps + budget;
  let code: CodeId | undefined;
  let offsets: ReadonlySet<number> | undefined;
  machine.watching = watching;
  try {
    for (;;) {
      if (machine.outcome) return { kind: 'ended', outcome: machine.outcome };
      machine.step();
      if (watching) {
        const stop = stopAfter(machine, accesses, events);
        if (stop) return stop;
      }
      if (machine.outcome) return { kind: 'ended', outcome: machine.outcome };
      if (machine.code !== code) {
        code = machine.code;
        offsets = code === undefined ? undefined : places?.get(code);
        if (code !== undefined && knownCodes && !knownCodes.has(code)) return { kind: 'code', code };
      }
      if (offsets?.has(machine.offset)) return { kind: 'place' };
      if (depth && ((machine.unit === depth.unit && machine.depth <= depth.frames) || machine.hasEnded(depth.unit))) {
        return { kind: 'depth' };
      }
      if (machine.steps >= lastStep) return { kind: 'step' };
      if (machine.steps >= end) return { kind: 'budget' };
    }
  } catch (error) {
    if (error instanceof HostLimit) return { kind: 'limit', message: error.message };
    throw error;
  } finally {
    machine.watching = false;
  }
};

const stopAfter = (machine: Stepper, watches: Until['accesses'], events: Until['events']): Stop | undefined => {
  const raised = events ? machine.events.filter((event) => events.has(event.id)) : [];
  const touched = watches ? machine.accesses.filter((access) => watches.some((watch) => sees(watch, access))) : [];
  if (raised.length > 0) return { kind: 'event', events: raised, accesses: touched };
  return touched.length > 0 ? { kind: 'access', accesses: touched } : undefined;
};
