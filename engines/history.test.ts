import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textFile } from '../test/harness/harness.ts';
import { toy } from '../test/toy/index.ts';
import { History, type HistoryOptions, type Progress } from './history.ts';
import { type Location, type Machine, MachineError, type Output, type Save, type Stop } from './machine.ts';

/** Counts for ever, says so every 100 steps, and notes which of its saves were loaded. */
const counter = (saveSize = 1, limit = 1e9) => {
  const file = textFile('a.toy', 'push 0\nloop: push 1\nadd\njump loop');
  const machine = toy.load(file, { version: 'v2', limits: { steps: limit, memory: 100 }, launch: {} }).start();
  const { save, load } = machine;
  const loaded: number[] = [];
  machine.save = () => ({ ...save.call(machine), size: saveSize });
  machine.load = (from: Save) => {
    loaded.push(from.steps);
    load.call(machine, from);
  };
  return { machine, loaded };
};

const number = (value: number) => new Uint8Array(Int32Array.from([value]).buffer);
const bottom: Location = { space: 'stack#0', at: 0n, size: 1 };
/** The count after `steps` steps: there is one addition in every three. */
const countAt = (steps: number) => Math.floor(steps / 3);
const countOf = (machine: Machine) => {
  const bytes = machine.read(bottom);
  return bytes && new DataView(bytes.buffer).getInt32(0, true);
};

const finish = (journey: Generator<Progress, Stop>): Stop => {
  for (;;) {
    const { done, value } = journey.next();
    if (done) return value;
  }
};

/** Steps of the checkpoints that a history can go back to. */
const checkpointsOf = (history: History, loaded: number[], upTo: number) => {
  loaded.length = 0;
  for (let step = upTo - 1; step >= 0; step--) finish(history.goTo(step));
  return [...new Set(loaded)].sort((a, b) => a - b);
};

const silent = () => {};
const historyOf = (machine: Machine, options?: HistoryOptions) => new History(machine, silent, options);

describe('History: checkpoints', () => {
  test('are taken at every interval, and thinned to as many as are allowed', () => {
    const { machine, loaded } = counter();
    const history = historyOf(machine, { interval: 10, checkpoints: 8 });
    finish(history.goTo(70));
    assert.deepEqual(checkpointsOf(history, loaded, 70), [0, 10, 20, 30, 40, 50, 60]);
    finish(history.goTo(2000));
    const kept = checkpointsOf(history, loaded, 2000);
    assert.ok(kept.length >= 4 && kept.length <= 8, `kept: ${kept}`);
    const gaps = kept.slice(1).map((step, i) => step - (kept[i] ?? 0));
    assert.deepEqual(new Set(gaps).size, 1, `evenly apart: ${kept}`);
    assert.equal(kept[0], 0);
  });

  test('hold no more bytes than are allowed, but two are always kept', () => {
    const { machine, loaded } = counter(1000);
    const history = historyOf(machine, { interval: 10, checkpoints: 100, bytes: 5000 });
    finish(history.goTo(2000));
    const kept = checkpointsOf(history, loaded, 2000);
    assert.ok(kept.length <= 5 && kept.length > 1, `kept: ${kept}`);

    const huge = counter(1e9);
    const narrow = historyOf(huge.machine, { interval: 10, bytes: 5000 });
    finish(narrow.goTo(2000));
    assert.ok(checkpointsOf(narrow, huge.loaded, 2000).length <= 2);
    finish(narrow.goTo(1234));
    assert.equal(countOf(huge.machine), countAt(1234));
  });

  test('stay where they are when steps are run again', () => {
    const { machine, loaded } = counter();
    const history = historyOf(machine, { interval: 10 });
    finish(history.goTo(95));
    finish(history.goTo(13));
    for (let i = 0; i < 50; i++) history.run({}, 1);
    assert.deepEqual(checkpointsOf(history, loaded, 95), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });
});

describe('History: journeys', () => {
  test('goTo stops at the start and at the end of time', () => {
    const file = textFile('a.toy', 'push 1\nhalt');
    const machine = toy.load(file, { version: 'v2', limits: { steps: 9, memory: 9 }, launch: {} }).start();
    const history = historyOf(machine);
    const stop = finish(history.goTo(50));
    assert.equal(stop.kind, 'ended');
    assert.equal(machine.steps, 2);
    assert.deepEqual([finish(history.goTo(-5)), machine.steps], [{ kind: 'step' }, 0]);
    assert.deepEqual([finish(history.goTo(2)), machine.steps], [{ kind: 'step' }, 2]);
    assert.equal(finish(history.goTo(3)).kind, 'ended');
  });

  test('goTo tells of the limit that keeps it from arriving', () => {
    const { machine } = counter(1, 30);
    const history = historyOf(machine, { interval: 7 });
    assert.equal(finish(history.goTo(50)).kind, 'limit');
    assert.equal(machine.steps, 30);
    assert.deepEqual(finish(history.backTo({})), { kind: 'step' });
    assert.equal(machine.steps, 0);
  });

  test('backTo at the start stays there', () => {
    const { machine } = counter();
    const history = historyOf(machine);
    const places = new Map([[machine.place?.code ?? '', new Set([machine.place?.offset ?? 0])]]);
    assert.deepEqual([finish(history.backTo({ places })), machine.steps], [{ kind: 'step' }, 0]);
    history.run({}, 1);
    assert.deepEqual([finish(history.backTo({ places })), machine.steps], [{ kind: 'step' }, 0]);
  });

  test('a machine that has run before starts its history there', () => {
    const { machine } = counter();
    machine.run({}, 50);
    const history = historyOf(machine, { interval: 10 });
    finish(history.goTo(100));
    assert.equal(history.start, 50);
    assert.deepEqual([finish(history.goTo(3)), machine.steps], [{ kind: 'step' }, 50]);
    assert.deepEqual([finish(history.backTo({})), machine.steps], [{ kind: 'step' }, 50]);
  });

  test('backTo passes by the stops that do not count', () => {
    const { machine } = counter();
    const history = historyOf(machine, { interval: 10 });
    finish(history.goTo(100));
    const places = new Map([[machine.place?.code ?? '', new Set([0x105])]]);
    const back = (counts: () => boolean) => [finish(history.backTo({ places }, 7, counts)), machine.steps];
    assert.deepEqual(
      back(() => countOf(machine) === 20),
      [{ kind: 'place' }, 61],
    );
    assert.deepEqual(
      back(() => false),
      [{ kind: 'step' }, 0],
    );
  });

  test('a journey given up on the way does no harm', () => {
    const { machine } = counter();
    const history = historyOf(machine, { interval: 100 });
    finish(history.goTo(1000));
    const back = history.backTo({ events: new Set(['fault']) }, 10);
    for (let i = 0; i < 25; i++) assert.equal(back.next().done, false);
    back.return({ kind: 'step' });
    assert.equal(history.furthest, 1000);
    assert.ok(machine.steps < 1000);
    finish(history.goTo(777));
    assert.equal(countOf(machine), countAt(777));
    const forward = history.goTo(5000, 10);
    forward.next();
    forward.return({ kind: 'step' });
    finish(history.goTo(1000));
    assert.equal(countOf(machine), countAt(1000));
  });

  test('a journey pauses often, however many checkpoints or stops lie on its way', () => {
    const { machine } = counter();
    const history = historyOf(machine, { interval: 300 });
    finish(history.goTo(20_000));
    let made = 0;
    const { run } = machine;
    machine.run = (until, budget) => {
      const before = machine.steps;
      const stop = run.call(machine, until, budget);
      made += machine.steps - before;
      return stop;
    };
    const { code = '' } = machine.place ?? {};
    const loop = new Map([[code, new Set([0x105])]]);
    const neverTrue = new Set(['fault']);
    for (const journey of [history.backTo({ events: neverTrue }, 1000), history.backTo({ places: loop }, 100)]) {
      finish(history.goTo(20_000));
      made = 0;
      while (!journey.next().done) {
        assert.ok(made <= 1000, `${made} steps without a pause`);
        made = 0;
      }
    }
  });

  test('progress never exceeds what there is to do, and grows', () => {
    const { machine } = counter();
    const history = historyOf(machine, { interval: 100 });
    finish(history.goTo(1000));
    for (const journey of [history.backTo({ events: new Set(['fault']) }, 10), history.goTo(900, 10)]) {
      let last = -1;
      for (const { done, of } of journey) {
        assert.ok(done >= last && done <= of, `${done} of ${of} after ${last}`);
        last = done;
      }
    }
  });
});

describe('History: edits', () => {
  test('are made again, each at its step, the last one of a step winning', () => {
    const { machine } = counter();
    const history = historyOf(machine, { interval: 10 });
    finish(history.goTo(31));
    history.edit(bottom, number(500));
    history.edit(bottom, number(1000));
    finish(history.goTo(61));
    assert.equal(countOf(machine), 1010);
    finish(history.goTo(5));
    assert.equal(countOf(machine), 1);
    for (const slice of [1, 7, 100]) {
      finish(history.goTo(0));
      finish(history.goTo(31, slice));
      assert.equal(countOf(machine), 1000, 'the edit is seen at its step');
      finish(history.goTo(61, slice));
      assert.equal(countOf(machine), 1010);
    }
  });

  test('of one step are all kept, where they concern different values', () => {
    const file = textFile('a.toy', 'push 1\npush 2\nadd\nhalt');
    const machine = toy.load(file, { version: 'v2', limits: { steps: 9, memory: 9 }, launch: {} }).start();
    const history = historyOf(machine);
    finish(history.goTo(2));
    history.edit(bottom, number(10));
    history.edit({ ...bottom, at: 2n }, number(20));
    finish(history.goTo(0));
    finish(history.goTo(3));
    assert.equal(countOf(machine), 30);
  });

  test('in the past drop what came later, with its edits and checkpoints', () => {
    const { machine } = counter();
    const history = historyOf(machine, { interval: 10 });
    finish(history.goTo(61));
    assert.equal(history.edit(bottom, number(1000)), false);
    finish(history.goTo(91));
    finish(history.goTo(31));
    assert.equal(history.revision, 1);
    assert.equal(history.edit(bottom, number(-10)), true);
    assert.deepEqual([history.furthest, history.revision], [31, 2]);
    finish(history.goTo(91));
    assert.equal(countOf(machine), 10);
    finish(history.goTo(61));
    assert.equal(countOf(machine), 0);
  });

  test('are made at the start and at the end too', () => {
    const file = textFile('a.toy', 'push 1\nhalt');
    const machine = toy.load(file, { version: 'v2', limits: { steps: 9, memory: 9 }, launch: {} }).start();
    const history = historyOf(machine);
    finish(history.goTo(5));
    assert.equal(history.edit(bottom, number(7)), false);
    finish(history.goTo(0));
    finish(history.goTo(2));
    assert.equal(countOf(machine), 7);
  });

  test('that cannot be made change nothing', () => {
    const { machine } = counter();
    const history = historyOf(machine, { interval: 10 });
    finish(history.goTo(50));
    finish(history.goTo(31));
    assert.throws(() => history.edit({ ...bottom, at: 99n }, number(1)), MachineError);
    assert.throws(() => history.edit(bottom, Uint8Array.of(1)), MachineError);
    assert.deepEqual([history.furthest, history.revision], [50, 0]);
    finish(history.goTo(50));
    assert.equal(countOf(machine), countAt(50));
  });
});

test('History: output is heard once, and again only when an edit made another future', () => {
  const file = textFile('a.toy', 'push 0\nloop: push 1\nadd\nsys print\njump loop');
  const machine = toy.load(file, { version: 'v2', limits: { steps: 1e6, memory: 9 }, launch: {} }).start();
  const heard: Output[] = [];
  const said = () => heard.splice(0).map(({ text }) => text);
  const history = new History(machine, (output) => heard.push(output), { interval: 3 });
  finish(history.goTo(16));
  assert.deepEqual(said(), ['1', '2', '3']);
  finish(history.goTo(0));
  finish(history.goTo(13));
  finish(history.backTo({}));
  finish(history.goTo(16));
  assert.deepEqual(said(), []);
  finish(history.goTo(21));
  assert.deepEqual(said(), ['4']);
  finish(history.goTo(7));
  history.edit(bottom, number(100));
  finish(history.goTo(16));
  assert.deepEqual(said(), ['101', '102']);
});
