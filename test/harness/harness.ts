import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Engine, InputFile, LoadOptions, Program } from '../../engines/engine.ts';
import { explainStep } from '../../engines/explain.ts';
import { History } from '../../engines/history.ts';
import type { Location, Machine, Output, Save, Stop, Until, Value } from '../../engines/machine.ts';
import { ProfileRecorder, totalOf } from '../../engines/profile.ts';
import { backFrom, overlaps, runFrom } from './expected.ts';
import { languageHarness } from './language.ts';
import { heldBytes } from './memory.ts';
import { newSeed, type Random, randomFrom } from './random.ts';
import { robustnessHarness } from './robustness.ts';
import { dump, type Edit, momentOf, plain, record, type Trace } from './trace.ts';

/** A program that an engine is tried on. */
export type Trial = {
  readonly title: string;
  readonly file: InputFile;
  readonly options?: Partial<LoadOptions>;
  /** Changes by hand, to see that they are replayed: at least one that the rest of the run depends on. */
  readonly edits?: readonly Edit[];
  /** Steps looked at, at most. Default 300. */
  readonly steps?: number;
};

export type Trials = {
  readonly programs: readonly Trial[];
  /** One that never ends and goes on changing some kilobytes, for the length of a history. */
  readonly endless: Trial;
};

export const textFile = (name: string, text: string): InputFile => ({
  uri: `file:///${name}`,
  name,
  bytes: new TextEncoder().encode(text),
});

const defaults = { limits: { steps: 1e9, memory: 2 ** 24 }, launch: {} };

/** Registers the tests that every engine must pass. */
export const engineHarness = (engine: Engine, { programs, endless }: Trials): void => {
  const load = (trial: Trial): Program =>
    engine.load(trial.file, { version: engine.defaultVersion, ...defaults, ...trial.options });

  describe(`${engine.name}: what every engine must do`, () => {
    for (const trial of programs) {
      describe(trial.title, () => {
        let known: Trace | undefined;
        const stepsOf = trial.steps ?? 300;
        const start = () => load(trial).start();
        const traced = () => {
          known ??= record(start(), stepsOf);
          return known;
        };
        const withRandom = (name: string, check: (random: Random) => void) =>
          test(name, (t: TestContext) => {
            const random = randomFrom(newSeed());
            t.diagnostic(`GASLAMP_SEED=${random.seed}`);
            check(random);
          });

        test('every start gives the same run', () => same(record(start(), stepsOf), traced()));
        test('what is seen of a moment fits together', () => checkMoments(start(), traced(), engine));
        withRandom('a save is the whole state', (random) => checkSaves(start(), traced(), random));
        withRandom('a run stops where single steps meet what is asked for', (random) => {
          const machine = start();
          const first = machine.save();
          for (const until of questions(engine, traced(), machine, random)) {
            machine.load(first);
            checkStops(machine, traced(), until, random);
          }
        });
        test('a step that the host refuses leaves everything as before', () => checkRefusal(start(), traced()));
        test('what changes is told as written', () => checkAccesses(start(), traced()));
        test('the charge of a step is known before it is made', () => checkCharges(start(), traced()));
        test('a profile sums up to what was spent', () => checkProfile(start(), stepsOf));
        test('codes decode throughout', () => checkCodes(start(), traced()));
        test('a listing of a code is a program of the same bytes', () => {
          const machine = start();
          machine.run({}, stepsOf);
          const version = trial.options?.version ?? engine.defaultVersion;
          for (const code of machine.codes.values()) checkListing(engine, code, version);
        });
        withRandom('history: any journey finds what was there, and output is heard once', (random) =>
          checkJourneys(start(), traced(), random, random.pick([1, 3, 10, 1000])),
        );
        withRandom('history: journeys back stop where a run forward would have stopped', (random) => {
          for (const { step: _, ...until } of questions(engine, traced(), start(), random)) {
            checkBack(start(), traced(), until, random);
          }
        });
        const { edits } = trial;
        if (edits) test('history: edits are replayed', () => checkEdits(start, stepsOf, edits));
      });
    }

    const files = programs.map((trial) => trial.file);
    for (const language of engine.languages) {
      const written = files.filter((file) => language.extensions.some((extension) => file.name.endsWith(extension)));
      const texts = written.map((file) => new TextDecoder().decode(file.bytes));
      if (texts.length > 0) languageHarness(engine, language, texts);
    }
    const [plainTrial] = programs;
    const options = { version: engine.defaultVersion, ...defaults, ...plainTrial?.options };
    robustnessHarness(engine, files.slice(0, 5), options);

    test('history: ten million steps are kept in bounded memory', () => checkLongHistory(load(endless).start()));
  });
};

/** Both traces alike; the first difference is shown alone, for a whole trace is long. */
const same = (actual: Trace, expected: Trace) => {
  for (const [index, moment] of expected.moments.entries()) {
    assert.equal(actual.moments[index]?.dump, moment.dump, `at step ${index}`);
    assert.equal(plain(actual.happenings[index]), plain(expected.happenings[index]), `in step ${index}`);
  }
  assert.equal(actual.moments.length, expected.moments.length);
  assert.equal(plain(actual.last), plain(expected.last));
};

const checkMoments = (machine: Machine, trace: Trace, engine: Engine) => {
  for (let index = 0; index < trace.moments.length; index++) {
    if (index > 0) machine.run({}, 1);
    assert.equal(machine.steps, index);
    const units = machine.units();
    const running = units.filter((unit) => unit.state.kind === 'running');
    assert.equal(running.length, machine.outcome ? 0 : 1, 'one unit runs until the end, and none after it');
    const ids = units.flatMap((unit) => machine.frames(unit.id).map((frame) => frame.id));
    assert.equal(new Set(ids).size, ids.length, 'no two frames have the same id');
    for (const unit of units) assert.ok(machine.frames(unit.id).length > 0, 'a unit has a frame');
    if (running[0]) assert.deepEqual(machine.frames(running[0].id)[0]?.place, machine.place);
    if (machine.place) assert.ok(machine.codes.has(machine.place.code), 'the code of the next step is known');
    checkNumbers(machine, engine);
    if (machine.writable) checkWritingBack(machine);
  }
};

/** A number that lies in bytes is the number that they make. */
const checkNumbers = (machine: Machine, { byteOrder }: Engine) => {
  for (const { name, number, location } of valuesOf(machine)) {
    const bytes = number === undefined ? undefined : location && machine.read(location);
    if (!bytes) continue;
    const digits = [...(byteOrder === 'big' ? bytes : bytes.toReversed())];
    const value = digits.reduce((sum, byte) => 256n * sum + BigInt(byte), 0n);
    assert.equal(number, value, `the number of ${name}`);
  }
};

/** What is read at a value can be written there, and changes nothing. */
const checkWritingBack = (machine: Machine) => {
  const before = dump(machine);
  for (const location of locationsOf(machine)) {
    const bytes = machine.read(location);
    assert.ok(bytes, `${plain(location)} can be read`);
    machine.write(location, bytes);
  }
  assert.equal(dump(machine), before);
};

const locationsOf = (machine: Machine): readonly Location[] =>
  valuesOf(machine).flatMap((value) => value.location ?? []);

const valuesOf = (machine: Machine): readonly Value[] => {
  const unit = machine.units().find((each) => each.state.kind === 'running') ?? machine.units()[0];
  const values = machine
    .frames(unit?.id ?? 0)
    .flatMap((frame) => machine.scopes(frame.id))
    .flatMap((scope) => scope.values.get(0, 8));
  return values.flatMap((value) => [value, ...(value.children?.get(0, 8) ?? [])]);
};

const checkSaves = (machine: Machine, { moments }: Trace, random: Random) => {
  const saves: Save[] = [machine.save()];
  while (saves.length < moments.length) {
    machine.run({}, 1);
    saves.push(machine.save());
    if (random.below(4) === 0) machine.load(saves.at(-1) ?? machine.save());
  }
  for (let i = 0; i < 2 * moments.length; i++) {
    const from = random.below(moments.length);
    machine.load(saves[from] ?? machine.save());
    assert.equal(saves[from]?.steps, from);
    assert.equal(dump(machine), moments[from]?.dump, `loaded at step ${from}`);
    const to = Math.min(from + random.below(5), moments.length - 1);
    if (to > from) machine.run({ step: to }, Number.POSITIVE_INFINITY);
    assert.equal(dump(machine), moments[to]?.dump, `loaded at step ${from}, run to step ${to}`);
  }
};

/** What a save says of its own size may differ, for that is what only it holds. */
const checkRefusal = (machine: Machine, { moments, last }: Trace) => {
  if (last.kind !== 'limit') return;
  machine.run({ step: moments.length - 1 }, Number.POSITIVE_INFINITY);
  const before = machine.save();
  assert.deepEqual(machine.run({}, 1), last);
  assert.deepEqual({ ...machine.save(), size: before.size }, before);
  assert.equal(dump(machine), moments.at(-1)?.dump);
};

/** Conditions to stop at, made of what the trace holds, alone and in random company. */
const questions = (engine: Engine, trace: Trace, machine: Machine, random: Random): readonly Until[] => {
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
const checkStops = (machine: Machine, trace: Trace, until: Until, random: Random) => {
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

/** Contents of what can be watched and is in view. */
const contentsOf = (machine: Machine) =>
  new Map(
    locationsOf(machine).map((location) => [plain(location), { location, bytes: plain(machine.read(location)) }]),
  );

const checkAccesses = (machine: Machine, { happenings }: Trace) => {
  let before = contentsOf(machine);
  for (const [index, { accesses }] of happenings.entries()) {
    machine.run({}, 1);
    const after = contentsOf(machine);
    for (const [key, { location, bytes }] of after) {
      const old = before.get(key);
      if (!old || old.bytes === bytes) continue;
      const isTold = accesses.some((access) => access.write && overlaps(access.location, location));
      assert.ok(isTold, `step ${index} changes ${key} from ${old.bytes} to ${bytes} and tells of ${plain(accesses)}`);
    }
    before = after;
  }
};

const checkCharges = (machine: Machine, { moments, happenings }: Trace) => {
  for (const [index, told] of happenings.entries()) {
    const observer = { output: () => assert.fail('An explanation says nothing to the world.') };
    machine.observer = observer;
    const explained = explainStep(machine);
    assert.equal(machine.observer, observer);
    machine.observer = undefined;
    assert.equal(dump(machine), moments[index]?.dump, `step ${index} is not made by explaining it`);
    assert.equal(plain(explained), plain(told.charges));
    for (const [dimension, after] of moments[index + 1]?.spent.entries() ?? []) {
      const sum = explained.filter((charge) => charge.dimension === dimension).reduce((n, { amount }) => n + amount, 0);
      assert.equal(
        BigInt(sum),
        after - (moments[index]?.spent[dimension] ?? 0n),
        `meter ${dimension} in step ${index}`,
      );
    }
    machine.run({}, 1);
  }
  if (machine.outcome) assert.deepEqual(explainStep(machine), []);
};

const checkProfile = (machine: Machine, steps: number) => {
  const recorders = machine.meters().map((_, dimension) => new ProfileRecorder(machine, dimension));
  machine.observer = {
    charge: (charge) => {
      for (const recorder of recorders) recorder.charge(charge);
    },
  };
  machine.run({}, steps);
  assert.deepEqual(
    recorders.map((recorder) => totalOf(recorder.root)),
    machine.meters().map((meter) => meter.spent),
  );
};

const checkCodes = (machine: Machine, { moments }: Trace) => {
  machine.run({}, moments.length - 1);
  for (const [id, code] of machine.codes) {
    assert.equal(code.id, id);
    const end = code.base + code.bytes.length;
    for (const outside of [code.base - 1, end, end + 1]) {
      assert.equal(code.decode(outside), undefined, `nothing is at ${outside}`);
      assert.equal(code.head(outside), undefined, `nothing starts at ${outside}`);
    }
    let offset = code.base;
    for (let next = offset; offset < end; offset = next) {
      const decoded = code.decode(offset);
      assert.ok(decoded && decoded.size >= 1, `something is at ${offset}`);
      next = offset + decoded.size;
      assert.ok(next <= end, `what is at ${offset} ends within the code`);
      for (let at = offset; at < next; at++)
        assert.equal(code.head(at), code.head(offset), `${at} belongs to ${offset}`);
    }
    for (let at = code.base; at < end; at++) {
      const head = code.head(at);
      assert.ok(head !== undefined && head >= code.base && head <= at, `the step over ${at} starts at or before it`);
      assert.equal(code.head(head), head, `the head of a head is itself`);
      assert.ok(head >= (code.head(at - 1) ?? code.base), `steps lie one after the other, also at ${at}`);
    }
  }
  for (const [index, { place }] of moments.entries()) {
    const previous = moments[index - 1];
    const from = previous?.place;
    if (!place || !from || previous.running?.frames !== moments[index]?.running?.frames) continue;
    const code = machine.codes.get(from.code);
    const inSequence = code?.head(from.offset) === from.offset && code.decode(from.offset)?.row?.flow === 'next';
    if (inSequence && from.code === place.code && code.head(place.offset) !== undefined) {
      const sameUnit = previous.running?.unit === moments[index]?.running?.unit;
      if (sameUnit) assert.equal(code.head(place.offset), place.offset, `a step in sequence starts at a head`);
    }
  }
};

const checkListing = (engine: Engine, code: Parameters<Engine['listing']>[0], version: string) => {
  const document = engine.languages[0].parse(engine.listing(code, version), { version });
  assert.deepEqual(
    document.problems.filter((problem) => problem.severity === 'error'),
    [],
  );
  assert.equal(plain(document.bytes), plain(code.bytes));
  const emitting = document.statements.filter((statement) => statement.places.length > 0);
  let next = code.base;
  for (const { places, row, range } of emitting) {
    assert.deepEqual(places, [next], 'a listing has one statement for each instruction');
    const decoded = code.decode(next);
    assert.equal(row?.mnemonic, decoded?.row?.mnemonic);
    assert.deepEqual(document.spans(next)[0], range);
    next += decoded?.size ?? 1;
  }
  assert.equal(next, code.base + code.bytes.length);
};

const finish = (journey: Generator<unknown, Stop>): Stop => {
  for (;;) {
    const { done, value } = journey.next();
    if (done) return value;
  }
};

const checkJourneys = (machine: Machine, trace: Trace, random: Random, interval: number) => {
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

const checkBack = (machine: Machine, trace: Trace, until: Until, random: Random) => {
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

const checkEdits = (start: () => Machine, steps: number, edits: readonly Edit[]) => {
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
const checkLongHistory = (machine: Machine) => {
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
