import assert from 'node:assert/strict';
import { History } from '../../engines/history.ts';
import type { Machine, Output, Stop, Until } from '../../engines/machine.ts';
import { backFrom } from './expected.ts';
import { heldBytes } from './memory.ts';
import type { Random } from './random.ts';
import { dump, type Edit, momentOf, plain, record, type Trace } from './trace.ts';

const finish = (journey: Generator<unknown, Stop>): Stop => {
  for (;;) {
    const { done, value } = journey.next();
    if (done) return value;
  }
};

export const checkJourneys = (machine: Machine, trace: Trace, random: Random, interval: number) => {
  const { moments } = trace;
  const heard: Output[] = [];
  const history = new History(machine, (output) => heard.push(output), { interval, checkpoints: 5 });
  let furthest = 0;
  const arrived = (index: number, how: string) => {
    furthest = Math.max(furthest, index);
    assert.equal(dump(machine), moments[index]?.dump, how);
    assert.equal(history.furthest, furthest);
    const expected = trace.happenings.slice(0, furthest).flatMap((told) => told.outputs);
    assert.equal(plain(heard), plain(expected), `heard after ${how}`);
  };
  const anywhere = () => random.below(moments.length);
  for (let i = 0; i < 60; i++) {
    const slice = random.pick([1, 5, 100_000]);
    const kind = random.below(4);
    if (kind === 0) {
      const to = anywhere();
      assert.deepEqual(finish(history.goTo(to, slice)), { kind: 'step' });
      arrived(to, `going to step ${to}`);
    } else if (kind === 1) {
      // Given up on the way; the machine is somewhere, and everything must still be found from there.
      const journey = random.below(2) === 0 ? history.goTo(anywhere(), 2) : history.backTo({}, 2);
      for (let n = random.below(4); n > 0; n--) journey.next();
      furthest = Math.max(furthest, machine.steps);
    } else if (kind === 2) {
      const now = machine.steps;
      finish(history.backTo({}, slice));
      arrived(0, `going back from ${now} to the start`);
    } else {
      const budget = 1 + random.below(20);
      const now = machine.steps;
      const expected = Math.min(now + budget, moments.length - 1);
      if (now < moments.length - 1) history.run({}, Math.min(budget, moments.length - 1 - now));
      arrived(expected, `running ${budget} steps from ${now}`);
    }
  }
};

export const checkBack = (machine: Machine, trace: Trace, until: Until, random: Random) => {
  const { moments } = trace;
  const history = new History(machine, () => {}, { interval: random.pick([1, 4, 50]), checkpoints: 4 });
  const end = moments.length - 1;
  finish(history.goTo(end));
  for (const from of [end, random.below(moments.length), random.below(moments.length)]) {
    for (let now = from; now > 0; ) {
      finish(history.goTo(now));
      const expected = backFrom(trace, now, until);
      const stop = finish(history.backTo(until, random.pick([1, 7, 1000])));
      const asked = `going back from step ${now}, asked ${plain(until)}`;
      assert.equal(machine.steps, expected.index, asked);
      assert.equal(plain(stop), plain(expected.stop), asked);
      assert.equal(dump(machine), moments[expected.index]?.dump, asked);
      now = expected.index === now - 1 && now % 7 !== 0 ? now - 10 : expected.index;
    }
  }
};

export const checkEdits = (start: () => Machine, steps: number, edits: readonly Edit[]) => {
  const ordered = edits.toSorted((a, b) => a.step - b.step);
  const last = ordered.at(-1);
  assert.ok(last);
  const outputsOf = (trace: Trace, from: number) => trace.happenings.slice(from).flatMap((told) => told.outputs);

  const edited = record(start(), steps, ordered);
  assert.notEqual(edited.moments.at(-1)?.dump, record(start(), steps).moments.at(-1)?.dump, 'the edits matter');

  const heard: Output[] = [];
  const machine = start();
  const history = new History(machine, (output) => heard.push(output), { interval: 5, checkpoints: 4 });
  for (const { step, location, value } of ordered) {
    finish(history.goTo(step));
    assert.equal(history.edit(location, value), false, 'nothing was known to come later');
  }
  const end = edited.moments.length - 1;
  const everywhere = (trace: Trace) => {
    const length = trace.moments.length - 1;
    for (const to of [length, 0, length, ...ordered.flatMap(({ step }) => [step, step - 1, step + 1, step])]) {
      const index = Math.min(Math.max(to, 0), length);
      finish(history.goTo(index));
      assert.equal(dump(machine), trace.moments[index]?.dump, `at step ${index} after edits`);
    }
  };
  everywhere(edited);
  assert.equal(plain(heard), plain(outputsOf(edited, 0)), 'output is heard once');

  // The first edit again, now with the rest of the run known: it drops that rest, and the edits in it.
  const first = ordered[0] ?? last;
  finish(history.goTo(end));
  finish(history.goTo(first.step));
  heard.length = 0;
  assert.equal(history.edit(first.location, first.value), end > first.step, 'what came later is dropped');
  assert.equal(history.furthest, first.step);
  const alone = record(
    start(),
    steps,
    ordered.filter(({ step }) => step <= first.step),
  );
  everywhere(alone);
  assert.equal(plain(heard), plain(outputsOf(alone, first.step)), 'the new future is heard, the past is not');
};

const longHistory = 10_000_000;

/** What a history of an endless program may hold, by the account of the saves. */
const allowedBytes = 16 * 2 ** 20;

/** The account is rough; but who allows 16 MB will not put up with more than twice that. */
export const checkLongHistory = (machine: Machine) => {
  const before = heldBytes();
  const history = new History(machine, () => {}, { bytes: allowedBytes });
  while (machine.steps < longHistory) {
    const stop = history.run({ step: longHistory }, 1_000_000);
    assert.ok(stop.kind === 'budget' || stop.kind === 'step', `the program goes on for ever, but: ${plain(stop)}`);
  }
  const held = heldBytes() - before;
  assert.ok(held < 2 * allowedBytes, `${held} bytes are held, ${allowedBytes} are allowed`);
  const last = momentOf(machine);

  let madeAgain = 0;
  const { run } = machine;
  machine.run = (until, budget) => {
    const from = machine.steps;
    const stop = run.call(machine, until, budget);
    madeAgain += machine.steps - from;
    return stop;
  };
  finish(history.goTo(longHistory - 1));
  assert.equal(machine.steps, longHistory - 1);
  assert.ok(madeAgain < longHistory / 16, `${madeAgain} steps were made again to go one back`);
  history.run({}, 1);
  assert.equal(dump(machine), last.dump);
};
