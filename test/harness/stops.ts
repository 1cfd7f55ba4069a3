import assert from 'node:assert/strict';
import type { Engine } from '../../engines/engine.ts';
import type { Machine, Until } from '../../engines/machine.ts';
import { runFrom } from './expected.ts';
import type { Random } from './random.ts';
import { dump, plain, type Trace } from './trace.ts';

/** Conditions to stop at, made of what the trace holds, alone and in random company. */
export const questions = (engine: Engine, trace: Trace, machine: Machine, random: Random): readonly Until[] => {
  const some = <T>(all: readonly T[], count: number) =>
    Array.from({ length: Math.min(count, all.length) }, () => random.pick(all));
  const { moments, happenings } = trace;
  const steps: Until[] = some(moments, 5).map((moment) => ({ step: moment.steps }));
  const places: Until[] = some(
    moments.flatMap((moment) => moment.place ?? []),
    15,
  ).map(({ code, offset }) => ({
    places: new Map([[code, new Set([offset])]]),
  }));
  const depths: Until[] = some(
    moments.flatMap((moment) => moment.running ?? []),
    8,
  ).map((depth) => ({ depth }));
  const watched = some(
    happenings.flatMap((told) => told.accesses.map((access) => access.location)),
    12,
  );
  const accesses: Until[] = watched.map((location) => ({
    accesses: [{ location, on: random.pick(['read', 'write', 'both']) }],
  }));
  const events: Until[] = engine.events.map(({ id }) => ({ events: new Set([id]) }));
  const alone: Until[] = [{}, ...steps, ...places, ...depths, ...accesses, ...events];
  const knownCodes = new Set(machine.codes.keys());
  const together = Array.from({ length: 15 }, () => ({
    ...random.pick(alone),
    ...random.pick(alone),
    ...random.pick(alone),
    ...random.pick([{}, { knownCodes }]),
  }));
  return [...alone, { knownCodes }, ...together];
};

/** From stop to stop with the same question, in runs of random length, to the end. */
export const checkStops = (machine: Machine, trace: Trace, until: Until, random: Random) => {
  for (let index = 0; index < trace.moments.length - 1; ) {
    const budget = random.pick([1, 2, 7, 1000]);
    const left = trace.moments.length - 1 - index;
    // A trace that was cut short says nothing of what comes after it.
    const length = trace.last.kind === 'budget' ? Math.min(budget, left) : budget;
    const expected = runFrom(trace, index, until, length);
    const stop = machine.run(until, length);
    const asked = `asked ${plain(until)} at step ${index} with a budget of ${length}`;
    assert.equal(plain(stop), plain(expected.stop), asked);
    assert.equal(dump(machine), trace.moments[expected.index]?.dump, asked);
    if (stop.kind === 'limit') break;
    index = expected.index;
  }
};
