import type { Progress } from '../engines/history.ts';
import type { Outcome, Stop, Until } from '../engines/machine.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Debuggee } from './debuggee.ts';
import type { Pace } from './pace.ts';

/** Why a journey through the run is over. */
export type Halt =
  | { readonly kind: 'entry' | 'step' | 'breakpoint' | 'pause' | 'start' }
  | { readonly kind: 'event'; readonly id: string; readonly text: string }
  | { readonly kind: 'end'; readonly outcome: Outcome }
  | { readonly kind: 'limit'; readonly text: string };

/** Goes on for a slice of work at each `next`, and may be given up between two. */
export type Journey = Generator<Progress | undefined, Halt>;

export type Travel = {
  readonly debuggee: Debuggee;
  readonly breakpoints: Breakpoints;
  /** Events to stop at. Changed in place. */
  readonly events: Set<string>;
  readonly pace: Pace;
  /** Called before the first step in new code. */
  bindNewCode(): void;
};

/** Whether a step is one of the machine or one of the text. */
export type Granularity = 'statement' | 'instruction';

type Depth = { readonly unit: number; readonly frames: number };

/** Runs until something asks to stop, or until `depth` is reached. */
export function* forward(travel: Travel, depth?: Depth): Journey {
  for (;;) {
    const stop = travel.debuggee.history.run(conditions(travel, depth), travel.pace.steps);
    if (stop.kind === 'budget') yield undefined;
    const halt = haltAt(travel, stop);
    if (halt) return halt;
    if (stop.kind === 'code' && depth && isReached(travel, depth)) return { kind: 'step' };
  }
}

/** One step of the unit that runs; of another one, the way to its next step. */
export function* stepIn(travel: Travel, unit: number, granularity: Granularity): Journey {
  const { debuggee } = travel;
  if (unit !== debuggee.unit) return yield* forward(travel, { unit, frames: Number.POSITIVE_INFINITY });
  for (let steps = 1; ; steps++) {
    const halt = haltAt(travel, debuggee.history.run(conditions(travel), 1));
    if (halt) return halt;
    if (granularity === 'instruction' || debuggee.atStatement) return { kind: 'step' };
    if (steps % travel.pace.steps === 0) yield undefined;
  }
}

/** Until the unit is as deep as now or less deep. */
export function* next(travel: Travel, unit: number, granularity: Granularity): Journey {
  const { debuggee } = travel;
  const depth = { unit, frames: debuggee.frames(unit).length };
  for (;;) {
    const halt = yield* forward(travel, depth);
    if (halt.kind !== 'step' || granularity === 'instruction' || debuggee.atStatement) return halt;
    yield undefined;
  }
}

/** Until the unit is less deep than now. */
export function* stepOut(travel: Travel, unit: number): Journey {
  return yield* forward(travel, { unit, frames: travel.debuggee.frames(unit).length - 1 });
}

/** The inverse of `next`; of instruction steps, the inverse of `stepIn`. */
export function* stepBack(travel: Travel, unit: number, granularity: Granularity): Journey {
  const { breakpoints, debuggee, pace } = travel;
  const { history, machine } = debuggee;
  const depth = { unit, frames: debuggee.frames(unit).length };
  do {
    const now = machine.steps;
    if (now <= history.start) return { kind: 'start' };
    const anyDepth = granularity === 'instruction' || machine.outcome !== undefined;
    yield* history.goTo(now - 1, pace.steps);
    if (breakpoints.isArmed(machine.place)) return { kind: 'breakpoint' };
    if (anyDepth || isReached(travel, depth)) continue;
    const halt = haltAt(travel, yield* history.backTo(conditions(travel, depth), pace.steps));
    if (halt?.kind === 'breakpoint' || halt?.kind === 'event') return halt;
    // The unit was not there earlier, or deeper all the time: what happened just before is then all there is.
    if (!isReached(travel, depth)) yield* history.goTo(now - 1, pace.steps);
  } while (granularity === 'statement' && !debuggee.atStatement);
  return { kind: 'step' };
}

/** To the last moment at which `forward` would have stopped, or to the start. */
export function* backward(travel: Travel): Journey {
  const { debuggee, pace } = travel;
  const { history, machine } = debuggee;
  const stop = yield* history.backTo(conditions(travel), pace.steps);
  const halt = haltAt(travel, stop);
  if (halt) return halt;
  return machine.steps <= history.start ? { kind: 'start' } : { kind: 'step' };
}

const conditions = ({ breakpoints, debuggee, events }: Travel, depth?: Depth): Until => ({
  places: breakpoints.armed,
  knownCodes: debuggee.knownCodes,
  ...(events.size > 0 && { events }),
  ...(depth && { depth }),
});

/** What a stop means to a person; undefined where it is only the journey's own affair. */
const haltAt = ({ breakpoints, debuggee, bindNewCode }: Travel, stop: Stop): Halt | undefined => {
  const { outcome, place } = debuggee.machine;
  if (stop.kind === 'limit') return { kind: 'limit', text: stop.message };
  if (outcome) return { kind: 'end', outcome };
  const event = stop.kind === 'event' ? stop.events[0] : undefined;
  if (event) return { kind: 'event', ...event };
  if (stop.kind === 'place') return { kind: 'breakpoint' };
  if (stop.kind === 'code') {
    bindNewCode();
    if (breakpoints.isArmed(place)) return { kind: 'breakpoint' };
  }
  return stop.kind === 'depth' ? { kind: 'step' } : undefined;
};

const isReached = ({ debuggee }: Travel, { unit, frames }: Depth): boolean => {
  const state = debuggee.machine.units().find((each) => each.id === unit)?.state.kind;
  return state === 'ended' || (state === 'running' && debuggee.frames(unit).length <= frames);
};
