import type { Progress } from '../engines/history.ts';
import type { Access, Outcome, Stop, Until, Watch } from '../engines/machine.ts';
import { sees } from '../engines/run.ts';
import { describeAccess } from './data-breakpoints.ts';
import type { Debuggee } from './debuggee.ts';
import type { Pace } from './pace.ts';
import type { Hit, Stops } from './stops.ts';

/** Why a journey through the run is over. */
export type Halt =
  | { readonly kind: 'entry' | 'step' | 'pause' | 'cancelled' }
  /** After a leap through time; `text` says where to. */
  | { readonly kind: 'goto' | 'restart'; readonly text: string }
  | { readonly kind: 'start'; readonly hit: Hit | undefined }
  /** `text` says what happened, where there is something to say. */
  | { readonly kind: 'hit'; readonly hit: Hit; readonly text: string | undefined }
  | { readonly kind: 'end'; readonly outcome: Outcome; readonly hit: Hit | undefined }
  | { readonly kind: 'limit'; readonly text: string };

/** Goes on for a slice of work at each `next`, and may be given up between two. */
export type Journey = Generator<Progress | undefined, Halt>;

export type Travel = {
  readonly debuggee: Debuggee;
  readonly stops: Stops;
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
    yield* travel.stops.catchUp(travel.pace.steps);
    const halt = advance(travel, travel.pace.steps, depth);
    if (halt) return yield* described(travel, halt);
    yield undefined;
  }
}

/** Runs that many steps at most; answers why it halted before, if it did. */
const advance = (travel: Travel, steps: number, depth?: Depth): Halt | undefined => {
  const { history, machine } = travel.debuggee;
  const end = machine.steps + steps;
  const shown = history.furthest;
  const until = conditions(travel, depth);
  let halt: Halt | undefined;
  while (!halt && machine.steps < end) {
    const stop = history.run(until, end - machine.steps);
    halt = haltAt(travel, stop, depth, machine.steps > shown);
  }
  travel.stops.passed();
  return halt;
};

/**
 * Runs that many steps at most, past all that a person set to stop at; logpoints speak. Answers what was touched of what is
 * watched for, or why there is no going on.
 */
export const pass = (travel: Travel, steps: number, watches: readonly Watch[] = []): Access | Halt | undefined => {
  const { history, machine } = travel.debuggee;
  const end = machine.steps + steps;
  const shown = history.furthest;
  const until = conditions(travel);
  const accesses = [...(until.accesses ?? []), ...watches];
  try {
    while (machine.steps < end) {
      const stop = history.run({ ...until, ...(accesses.length > 0 && { accesses }) }, end - machine.steps);
      const halt = haltAt(travel, stop, undefined, machine.steps > shown);
      const touched = 'accesses' in stop ? stop.accesses : [];
      const seen = touched.find((access) => watches.some((watch) => sees(watch, access)));
      if (seen) return seen;
      if (halt && halt.kind !== 'hit') return halt;
    }
    return undefined;
  } finally {
    travel.stops.passed();
  }
};

/** One step of the unit that runs; of another one, the way to its next step. */
export function* stepIn(travel: Travel, unit: number, granularity: Granularity): Journey {
  const { debuggee } = travel;
  if (unit !== debuggee.unit) return yield* forward(travel, { unit, frames: Number.POSITIVE_INFINITY });
  yield* travel.stops.catchUp(travel.pace.steps);
  for (let steps = 1; ; steps++) {
    const halt = advance(travel, 1);
    if (halt) return yield* described(travel, halt);
    if (granularity === 'instruction' || debuggee.atStatement) return { kind: 'step' };
    if (steps % travel.pace.steps === 0) yield undefined;
  }
}

/** Until just before a step that comes later. */
export function* toStep(travel: Travel, step: number): Journey {
  const { debuggee, pace, stops } = travel;
  const { machine } = debuggee;
  yield* stops.catchUp(pace.steps);
  while (machine.steps < step) {
    const halt = advance(travel, Math.min(pace.steps, step - machine.steps));
    if (halt) return yield* described(travel, halt);
    yield undefined;
  }
  return { kind: 'step' };
}

/** Until the unit is as deep as now or less deep; what was inlined into a line counts as called from it. */
export function* next(travel: Travel, unit: number, granularity: Granularity): Journey {
  const { debuggee } = travel;
  const depth = { unit, frames: debuggee.frames(unit).length };
  const from = unit === debuggee.unit ? debuggee.machine.place : undefined;
  for (;;) {
    const halt = yield* forward(travel, depth);
    if (halt.kind !== 'step' || granularity === 'instruction') return halt;
    const isInlined = from !== undefined && debuggee.frames(unit).length === depth.frames && debuggee.isInlinedAt(from);
    if (debuggee.atStatement && !isInlined) return halt;
    yield undefined;
  }
}

/** Until the unit is less deep than now. */
export function* stepOut(travel: Travel, unit: number): Journey {
  return yield* forward(travel, { unit, frames: travel.debuggee.frames(unit).length - 1 });
}

/** The inverse of `next`; of instruction steps, the inverse of `stepIn`. */
export function* stepBack(travel: Travel, unit: number, granularity: Granularity): Journey {
  const { debuggee, pace, stops } = travel;
  const { history, machine } = debuggee;
  const depth = { unit, frames: debuggee.frames(unit).length };
  yield* stops.catchUp(pace.steps);
  do {
    const now = machine.steps;
    if (now <= history.start) return atStart(travel);
    const anyDepth = granularity === 'instruction' || machine.outcome !== undefined;
    yield* history.goTo(now - 1, pace.steps);
    const hit = stops.judge(undefined, false);
    if (hit) return yield* described(travel, haltOf(hit));
    if (anyDepth || isReached(travel, depth)) continue;
    const halt = yield* back(travel, depth);
    if (halt?.kind === 'hit') return halt;
    // The unit was not there earlier, or deeper all the time: what happened just before is then all there is.
    if (!isReached(travel, depth)) yield* history.goTo(now - 1, pace.steps);
  } while (granularity === 'statement' && !debuggee.atStatement);
  return { kind: 'step' };
}

/** To the last moment at which `forward` would have stopped, or to the start. */
export function* backward(travel: Travel): Journey {
  yield* travel.stops.catchUp(travel.pace.steps);
  return (yield* back(travel)) ?? atStart(travel);
}

/** To the last moment before this one at which `forward` would have halted; to the start, and undefined, if there is none. */
function* back(travel: Travel, depth?: Depth): Generator<Progress | undefined, Halt | undefined> {
  const { debuggee, pace } = travel;
  const halts = (stop: Stop) => haltAt(travel, stop, depth, false) !== undefined;
  const stop = yield* debuggee.history.backTo(conditions(travel, depth), pace.steps, halts);
  const halt = stop.kind === 'step' ? undefined : haltAt(travel, stop, depth, false);
  return halt && (yield* described(travel, halt));
}

const atStart = ({ stops }: Travel): Halt => ({ kind: 'start', hit: stops.judge(undefined, false) });

const conditions = ({ debuggee, stops }: Travel, depth?: Depth): Until => ({
  ...stops.until,
  knownCodes: debuggee.knownCodes,
  ...(depth && { depth }),
});

/** What a stop means to a person; undefined where it is only the journey's own affair. */
const haltAt = (travel: Travel, stop: Stop, depth: Depth | undefined, isNew: boolean): Halt | undefined => {
  const { debuggee, stops, bindNewCode } = travel;
  const { outcome, place } = debuggee.machine;
  if (stop.kind === 'limit') return { kind: 'limit', text: stop.message };
  if (stop.kind === 'budget' || stop.kind === 'step') return undefined;
  if (place && !debuggee.knownCodes.has(place.code)) bindNewCode();
  const hit = stops.judge(stop, isNew);
  if (outcome) return { kind: 'end', outcome, hit };
  if (hit) return haltOf(hit);
  return depth && isReached(travel, depth) ? { kind: 'step' } : undefined;
};

const haltOf = (hit: Hit): Halt => ({ kind: 'hit', hit, text: hit.failure ?? hit.event?.text });

/** Tells what was touched, and by whom, which takes a look at the step before. */
function* described({ debuggee, pace }: Travel, halt: Halt): Journey {
  if (halt.kind !== 'hit' || halt.text !== undefined || !halt.hit.touched) return halt;
  return { ...halt, text: yield* describeAccess(debuggee, halt.hit.touched, pace.steps) };
}

const isReached = ({ debuggee }: Travel, { unit, frames }: Depth): boolean => {
  const state = debuggee.machine.units().find((each) => each.id === unit)?.state.kind;
  return state === 'ended' || (state === 'running' && debuggee.frames(unit).length <= frames);
};
