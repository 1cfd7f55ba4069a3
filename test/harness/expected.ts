import type { Location, Stop, Until } from '../../engines/machine.ts';
import type { Trace } from './trace.ts';

export const overlaps = (a: Location, b: Location) => {
  const end = (l: Location) => l.at + BigInt(l.size);
  return a.space === b.space && a.at < end(b) && b.at < end(a);
};

/** What holds at a moment of a trace, apart from the budget: a second statement of `Until`, written from its description. */
export const stopAt = ({ moments, happenings }: Trace, index: number, until: Until): Stop | undefined => {
  const moment = moments[index];
  const told = happenings[index - 1];
  if (!moment || !told) return undefined;
  const events = told.events.filter((each) => until.events?.has(each.id));
  const accesses = told.accesses.filter((access) =>
    until.accesses?.some(
      ({ location, on }) => overlaps(location, access.location) && (on === 'both' || access.write === (on === 'write')),
    ),
  );
  if (events.length > 0) return { kind: 'event', events, accesses };
  if (accesses.length > 0) return { kind: 'access', accesses };
  if (moment.outcome) return { kind: 'ended', outcome: moment.outcome };
  const { place, running } = moment;
  if (place && until.knownCodes && !until.knownCodes.has(place.code)) return { kind: 'code', code: place.code };
  if (place && until.places?.get(place.code)?.has(place.offset)) return { kind: 'place' };
  if (until.depth) {
    const { unit, frames } = until.depth;
    if (moment.endedUnits.has(unit) || (running?.unit === unit && running.frames <= frames)) return { kind: 'depth' };
  }
  return until.step !== undefined && moment.steps >= until.step ? { kind: 'step' } : undefined;
};

/** Where a run from moment `from` stops, and why. */
export const runFrom = (trace: Trace, from: number, until: Until, budget: number): { index: number; stop: Stop } => {
  for (let index = from + 1; index < trace.moments.length; index++) {
    const stop = stopAt(trace, index, until);
    if (stop) return { index, stop };
    if (index - from >= budget) return { index, stop: { kind: 'budget' } };
  }
  return { index: trace.moments.length - 1, stop: trace.last };
};

/** Where a journey back from moment `now` ends: the last stop before, or the start. */
export const backFrom = (trace: Trace, now: number, until: Until): { index: number; stop: Stop } => {
  for (let index = now - 1; index > 0; index--) {
    const stop = stopAt(trace, index, until);
    if (stop) return { index, stop };
  }
  return { index: 0, stop: { kind: 'step' } };
};
