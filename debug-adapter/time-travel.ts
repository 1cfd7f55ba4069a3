import type { CodeId, Place } from '../engines/code.ts';
import type { Edit } from '../engines/history.ts';
import type { Frame, Location } from '../engines/machine.ts';
import { sees } from '../engines/run.ts';
import { withHead } from './breakpoints.ts';
import { describeAccess, nameOf, scopesHere } from './data-breakpoints.ts';
import type { Debuggee } from './debuggee.ts';
import { type Halt, type Journey, pass, type Travel } from './journeys.ts';
import * as messages from './messages.ts';

/** To the nearest step at one of these places, before now or after; back to where it began if there is none. */
export function* goToPlace(travel: Travel, wanted: readonly Place[]): Journey {
  const { debuggee, pace } = travel;
  const { history, machine } = debuggee;
  const places = offsetsOf(wanted.flatMap((place) => withHead(debuggee, place)));
  const isThere = () => machine.place !== undefined && places.get(machine.place.code)?.has(machine.place.offset);
  const now = machine.steps;
  const earlier = yield* history.backTo({ places }, pace.steps);
  const isBefore = earlier.kind === 'place' || (machine.steps < now && isThere());
  const distance = isBefore ? now - machine.steps : Number.POSITIVE_INFINITY;
  yield* history.goTo(now, pace.steps);
  for (const end = now + distance; machine.steps < end; ) {
    const stop = history.run({ places, ...(isBefore && { step: end }) }, pace.steps);
    if (stop.kind === 'place') return { kind: 'goto', text: messages.wentOn(machine.steps - now, machine.steps) };
    if (stop.kind !== 'budget') break;
    yield undefined;
  }
  yield* history.goTo(isBefore ? now - distance : now, pace.steps);
  const text = isBefore ? messages.wentBack(distance, machine.steps) : messages.neverThere();
  return { kind: 'goto', text };
}

const offsetsOf = (places: readonly Place[]): ReadonlyMap<CodeId, ReadonlySet<number>> => {
  const offsets = new Map<CodeId, Set<number>>();
  for (const { code, offset } of places) offsets.set(code, (offsets.get(code) ?? new Set()).add(offset));
  return offsets;
};

/** Back to the first step of a frame. */
export function* restartFrame({ debuggee, pace }: Travel, { id, name }: Frame): Journey {
  yield* debuggee.history.goTo(Math.floor(id), pace.steps);
  return { kind: 'restart', text: messages.frameRestarted(name) };
}

/** To the moment before a step, or to the end if the run ends before it; nothing stops on the way. */
export function* goToStep(travel: Travel, step: number): Journey {
  const { debuggee, pace, stops } = travel;
  const { history, machine } = debuggee;
  const now = machine.steps;
  yield* history.goTo(Math.min(step, history.furthest), pace.steps);
  if (machine.steps < step) yield* stops.catchUp(pace.steps);
  while (machine.steps < step) {
    const halt = pass(travel, Math.min(pace.steps, step - machine.steps));
    if (halt && 'kind' in halt) return halt;
    yield { done: machine.steps - now, of: step - now };
  }
  return arrived(debuggee, messages.atStep(machine.steps));
}

/** To the moment after the last write before now, of the machine or of a person; back to where it began if there is none. */
export function* previousWrite(travel: Travel, location: Location): Journey {
  const { debuggee, pace } = travel;
  const { history, machine } = debuggee;
  const now = machine.steps;
  const watch = { location, on: 'write' } as const;
  const stop = yield* history.backTo({ accesses: [watch] }, pace.steps);
  const found = stop.kind === 'access' ? stop.accesses.find((access) => sees(watch, access)) : undefined;
  const edit = history.edits.findLast(
    ({ step, location: at }) => step < now && sees(watch, { location: at, write: true }),
  );
  if (edit && (!found || edit.step >= machine.steps)) return yield* toEdit(travel, edit);
  if (found) return yield* toAccess(travel, location);
  yield* history.goTo(now, pace.steps);
  return arrived(debuggee, messages.neverWrittenBefore(nameHere(debuggee, location)));
}

/** To the moment after the next write, past all that would stop; back to where it began if the run ends without one. */
export function* nextWrite(travel: Travel, location: Location): Journey {
  const { debuggee, pace, stops } = travel;
  const { history, machine } = debuggee;
  const now = machine.steps;
  const watch = { location, on: 'write' } as const;
  const edit = history.edits.find(({ step, location: at }) => step > now && sees(watch, { location: at, write: true }));
  yield* stops.catchUp(pace.steps);
  for (;;) {
    const most = Math.min(pace.steps, (edit?.step ?? Number.POSITIVE_INFINITY) - machine.steps);
    const found = most > 0 ? pass(travel, most, [watch]) : undefined;
    if (found && 'location' in found) return yield* toAccess(travel, location);
    if (machine.steps === edit?.step) return yield* toEdit(travel, edit);
    if (found) break;
    yield undefined;
  }
  const end = machine.steps;
  yield* history.goTo(now, pace.steps);
  return arrived(debuggee, messages.neverWrittenAfter(nameHere(debuggee, location), end));
}

function* toAccess({ debuggee, pace }: Travel, location: Location): Journey {
  return arrived(debuggee, yield* describeAccess(debuggee, { location, write: true }, pace.steps));
}

function* toEdit({ debuggee, pace }: Travel, { step, location }: Edit): Journey {
  yield* debuggee.history.goTo(step, pace.steps);
  return arrived(debuggee, messages.editedHere(nameHere(debuggee, location)));
}

const nameHere = ({ machine }: Debuggee, location: Location): string => nameOf(location, scopesHere(machine));

/** At the end, the end is what there is to tell. */
const arrived = ({ machine: { outcome } }: Debuggee, text: string): Halt =>
  outcome ? { kind: 'end', outcome, hit: undefined } : { kind: 'goto', text };

/** Back to where a journey began that was given up. */
export function* returnTo({ debuggee, pace }: Travel, step: number): Journey {
  yield* debuggee.history.goTo(step, pace.steps);
  const { outcome } = debuggee.machine;
  return outcome ? { kind: 'end', outcome, hit: undefined } : { kind: 'cancelled' };
}

/** A call that the line on which the program stands is about to make: `step` is the first before which its frame is there. */
export type CallAhead = { readonly step: number; readonly frame: Frame; readonly caller: Place | undefined };

/** Steps that are tried out for it, and calls found, at most. */
const lookAhead = 100_000;
const mostCalls = 20;

/** The calls of the line on which the program stands, found by making its steps and taking them back. */
export const callsAhead = ({ machine, sources, unit, frames }: CallsFrom): readonly CallAhead[] => {
  if (machine.outcome) return [];
  const depth = frames.length;
  const lineOf = (place: Place | undefined) => {
    const located = place && sources.locate(place);
    return located && `${located.source.path}:${located.span.start.line}`;
  };
  const line = lineOf(frames[0]?.place);
  const saved = machine.save();
  const { observer } = machine;
  const end = machine.steps + lookAhead;
  const calls: CallAhead[] = [];
  machine.observer = undefined;
  try {
    while (machine.steps < end && calls.length < mostCalls) {
      const caller = machine.frames(unit)[0]?.place;
      if (machine.run({}, 1).kind === 'limit' || machine.outcome) break;
      const [frame, ...below] = machine.frames(unit);
      if (frame && below.length >= depth) {
        calls.push({ step: machine.steps, frame, caller });
        if (machine.run({ depth: { unit, frames: depth } }, Math.max(1, end - machine.steps)).kind !== 'depth') break;
      }
      const now = machine.frames(unit);
      if (now.length !== depth || lineOf(now[0]?.place) !== line) break;
    }
  } finally {
    machine.observer = observer;
    machine.load(saved);
  }
  return calls;
};

type CallsFrom = Pick<Debuggee, 'machine' | 'sources' | 'unit'> & { readonly frames: readonly Frame[] };
