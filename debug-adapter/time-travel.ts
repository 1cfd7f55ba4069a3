import type { CodeId, Place } from '../engines/code.ts';
import type { Frame } from '../engines/machine.ts';
import { withHead } from './breakpoints.ts';
import type { Debuggee } from './debuggee.ts';
import type { Journey, Travel } from './journeys.ts';
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

/** Back to where a journey began that was given up. */
export function* returnTo({ debuggee, pace }: Travel, step: number): Journey {
  yield* debuggee.history.goTo(step, pace.steps);
  const { outcome } = debuggee.machine;
  return outcome ? { kind: 'end', outcome, hit: undefined } : { kind: 'cancelled' };
}

/** A call that the line on which the program stands is about to make: the step before which its frame is first there. */
export type CallAhead = { readonly step: number; readonly frame: Frame };

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
      if (machine.run({}, 1).kind === 'limit' || machine.outcome) break;
      const [frame, ...below] = machine.frames(unit);
      if (frame && below.length >= depth) {
        calls.push({ step: machine.steps, frame });
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
