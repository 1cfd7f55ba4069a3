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
  /**
   * The faster way of an engine that has one, for when no step has to be looked at by itself: makes at least one, and goes on up to
   * step number `last`. Ends where another code or unit comes next, or an offset of `stops`, and behind a change of the frames that
   * leaves at most so many. Never makes the first step of a run. @throws HostLimit, with the machine as before the step that is refused.
   */
  advance?(last: number, stops: ReadonlySet<number> | undefined, frames: number): void;
};

/** Thrown inside a step that would exceed what the host grants; it ends as a `limit` stop. */
export class HostLimit extends Error {}

const overlaps = (a: Location, b: Location) =>
  a.space === b.space && a.at < b.at + BigInt(b.size) && b.at < a.at + BigInt(a.size);

/** Whether an access is one that is watched for. */
export const sees = ({ location, on }: Watch, access: Access): boolean =>
  (on === 'both' || (on === 'write') === access.write) && overlaps(location, access.location);

/** Runs a stepper as `Machine.run` promises. */
export const drive = (machine: Stepper, until: Until, budget: number): Stop => {
  const { step: lastStep = Number.POSITIVE_INFINITY, places, knownCodes, depth, accesses, events } = until;
  const watching = accesses !== undefined || events !== undefined;
  const end = machine.steps + budget;
  const last = Math.min(lastStep, end);
  const frames = depth?.frames ?? 0;
  let code: CodeId | undefined;
  let stops: ReadonlySet<number> | undefined;
  machine.watching = watching;
  try {
    // The machine may stand where it is to stop, so its first step is made by itself.
    for (let isFirst = true; !machine.outcome; isFirst = false) {
      if (machine.advance && !isFirst && !watching) machine.advance(last, stops, frames);
      else machine.step();
      if (watching) {
        const stop = stopAfter(machine, accesses, events);
        if (stop) return stop;
      }
      if (machine.outcome) break;
      if (machine.code !== code) {
        code = machine.code;
        stops = code === undefined ? undefined : places?.get(code);
        if (code !== undefined && knownCodes?.has(code) === false) return { kind: 'code', code };
      }
      if (stops?.has(machine.offset)) return { kind: 'place' };
      if (depth && ((machine.unit === depth.unit && machine.depth <= frames) || machine.hasEnded(depth.unit))) {
        return { kind: 'depth' };
      }
      if (machine.steps >= lastStep) return { kind: 'step' };
      if (machine.steps >= end) return { kind: 'budget' };
    }
    return { kind: 'ended', outcome: machine.outcome };
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
