import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Access, Location, MachineEvent, Outcome, Stop, Until } from './machine.ts';
import { drive, HostLimit, type Stepper } from './run.ts';

type Moment = {
  readonly code?: string;
  readonly offset?: number;
  readonly unit?: number;
  readonly depth?: number;
  readonly ended?: readonly number[];
  readonly outcome?: Outcome;
  /** Of the step that led here. */
  readonly accesses?: readonly Access[];
  readonly events?: readonly MachineEvent[];
};

/** A stepper through prepared moments; beyond the last the host grants no step. */
class Film implements Stepper {
  steps = 0;
  watching = false;
  readonly #moments: readonly Moment[];

  constructor(moments: readonly Moment[]) {
    this.#moments = moments;
  }

  get #now(): Moment {
    return this.#moments[this.steps] ?? {};
  }
  get outcome() {
    return this.#now.outcome;
  }
  get code() {
    return this.#now.code;
  }
  get offset() {
    return this.#now.offset ?? this.steps;
  }
  get unit() {
    return this.#now.unit ?? 0;
  }
  get depth() {
    return this.#now.depth ?? 1;
  }
  get accesses() {
    return (this.watching && this.#now.accesses) || [];
  }
  get events() {
    return (this.watching && this.#now.events) || [];
  }
  hasEnded(unit: number) {
    return this.#now.ended?.includes(unit) ?? false;
  }
  step() {
    if (this.steps + 1 >= this.#moments.length) throw new HostLimit('No more.');
    this.steps++;
  }
}

/** One that has a faster way, and tells when it was asked to go it. */
class FastFilm extends Film {
  readonly asked: (readonly [from: number, last: number, stops: readonly number[], frames: number])[] = [];

  advance(last: number, stops: ReadonlySet<number> | undefined, frames: number) {
    this.asked.push([this.steps, last, [...(stops ?? [])], frames]);
    const { code } = this;
    do this.step();
    while (this.steps < last && this.code === code && !stops?.has(this.offset) && this.depth > frames);
  }
}

const outcome: Outcome = { ok: true, text: 'Done.', data: new Uint8Array() };
const event: MachineEvent = { id: 'log', text: 'Logged.' };
const slot: Location = { space: 'stack', at: 4n, size: 2 };
const write: Access = { location: slot, write: true };
const read: Access = { location: slot, write: false };
const at = (code: string, ...offsets: number[]) => new Map([[code, new Set(offsets)]]);

/** Everything at once: what is asked for, in the order in which it wins. */
const everything: Moment = { code: 'new', offset: 9, depth: 1, outcome, accesses: [write], events: [event] };
const askedFor: Required<Until> = {
  step: 1,
  places: at('new', 9),
  knownCodes: new Set(['old']),
  depth: { unit: 0, frames: 1 },
  accesses: [{ location: slot, on: 'write' }],
  events: new Set(['log']),
};

describe('drive', () => {
  test('of what is met at once the last in the list of stops wins', () => {
    const until: { -readonly [Key in keyof Until]: Until[Key] } = { ...askedFor };
    let moment: Moment = everything;
    const run = () => drive(new Film([{ code: 'old' }, moment, {}]), until, 1);
    const wins = (stop: Stop) => assert.deepEqual(run(), stop);
    wins({ kind: 'event', events: [event], accesses: [write] });
    delete until.events;
    wins({ kind: 'access', accesses: [write] });
    delete until.accesses;
    wins({ kind: 'ended', outcome });
    moment = { ...moment, outcome: undefined };
    wins({ kind: 'code', code: 'new' });
    delete until.knownCodes;
    wins({ kind: 'place' });
    delete until.places;
    wins({ kind: 'depth' });
    delete until.depth;
    wins({ kind: 'step' });
    delete until.step;
    wins({ kind: 'budget' });
  });

  test('leaves the place it stands on, and comes back to it', () => {
    const film = new Film([
      { code: 'a', offset: 3 },
      { code: 'a', offset: 4 },
      { code: 'a', offset: 3 },
      { code: 'a' },
    ]);
    assert.deepEqual(drive(film, { places: at('a', 3) }, 100), { kind: 'place' });
    assert.equal(film.steps, 2);
  });

  test('a place belongs to its code', () => {
    const moments = [{ code: 'a', offset: 0 }, { code: 'b', offset: 1 }, { offset: 1 }, { code: 'a', offset: 1 }, {}];
    const film = new Film(moments);
    assert.deepEqual(drive(film, { places: at('a', 1) }, 100), { kind: 'place' });
    assert.equal(film.steps, 3);
  });

  test('a step without a code is neither a place nor an unknown code', () => {
    const film = new Film([{ code: 'a' }, { offset: 1 }, { code: 'a', offset: 2 }, {}]);
    const stop = drive(film, { knownCodes: new Set(['a']), places: new Map([['a', new Set([2])]]) }, 100);
    assert.deepEqual([stop, film.steps], [{ kind: 'place' }, 2]);
  });

  test('depth is that of one unit, also while another runs, and its end counts', () => {
    const deep = { unit: 0, depth: 3 };
    const film = new Film([
      deep,
      deep,
      { unit: 1, depth: 1 },
      { unit: 0, depth: 2 },
      deep,
      { unit: 1, ended: [0] },
      {},
    ]);
    assert.deepEqual(drive(film, { depth: { unit: 0, frames: 2 } }, 100), { kind: 'depth' });
    assert.equal(film.steps, 3);
    assert.deepEqual(drive(film, { depth: { unit: 0, frames: 2 } }, 100), { kind: 'depth' });
    assert.equal(film.steps, 5);
  });

  test('goes the faster way from the second step on, unless each step is looked at', () => {
    const moments = [
      ...Array.from({ length: 4 }, () => ({ code: 'a' })),
      ...Array.from({ length: 9 }, () => ({ code: 'b' })),
    ];
    const asked = (until: Until) => {
      const film = new FastFilm(moments);
      drive(film, until, 10);
      return [film.asked, film.steps];
    };
    assert.deepEqual(asked({}), [
      [
        [1, 10, [], 0],
        [4, 10, [], 0],
      ],
      10,
    ]);
    assert.deepEqual(asked({ step: 9, places: at('b', 6) }), [
      [
        [1, 9, [], 0],
        [4, 9, [6], 0],
      ],
      6,
    ]);
    assert.deepEqual(asked({ step: 2, depth: { unit: 1, frames: 3 } }), [[[1, 2, [], 3]], 2]);
    assert.deepEqual(asked({ depth: { unit: 0, frames: 1 } }), [[], 1]);
    assert.deepEqual(asked({ events: new Set(['log']) }), [[], 10]);
  });

  test('stops after an access of the kind asked for, if only a part is touched', () => {
    const moments = [
      {},
      { accesses: [read] },
      { accesses: [{ location: { ...slot, at: 0n }, write: true }] },
      { accesses: [read, write] },
      {},
      {},
    ];
    const stopsAt = (location: Location, on: 'read' | 'write' | 'both') => {
      const film = new Film(moments);
      drive(film, { accesses: [{ location, on }] }, 4);
      return film.steps;
    };
    assert.equal(stopsAt(slot, 'read'), 1);
    assert.equal(stopsAt(slot, 'write'), 3);
    assert.equal(stopsAt(slot, 'both'), 1);
    assert.equal(stopsAt({ ...slot, at: 5n, size: 10 }, 'write'), 3);
    assert.equal(stopsAt({ ...slot, at: 1n, size: 1 }, 'write'), 2);
    assert.equal(stopsAt({ ...slot, at: 6n }, 'both'), 4, 'what only borders on it is not touched');
    assert.equal(stopsAt({ ...slot, space: 'memory' }, 'both'), 4);
  });

  test('makes at least one step, at most the budget, and none after the end', () => {
    const film = new Film([{}, {}, {}, {}, { outcome }, {}]);
    assert.deepEqual([drive(film, { step: 0 }, 100), film.steps], [{ kind: 'step' }, 1]);
    assert.deepEqual([drive(film, {}, 0), film.steps], [{ kind: 'budget' }, 2]);
    assert.deepEqual([drive(film, {}, 1), film.steps], [{ kind: 'budget' }, 3]);
    assert.deepEqual([drive(film, {}, 100), film.steps], [{ kind: 'ended', outcome }, 4]);
    assert.deepEqual([drive(film, {}, 100), film.steps], [{ kind: 'ended', outcome }, 4]);
  });

  test('stays where the host refuses a step, again and again', () => {
    const film = new Film([{}, {}]);
    assert.deepEqual([drive(film, {}, 100), film.steps], [{ kind: 'limit', message: 'No more.' }, 1]);
    assert.deepEqual([drive(film, {}, 100), film.steps], [{ kind: 'limit', message: 'No more.' }, 1]);
  });

  test('watches only while somebody asked, and lets errors through', () => {
    const film = new Film([{}, { events: [event] }, {}]);
    assert.deepEqual(drive(film, {}, 1), { kind: 'budget' });
    assert.equal(film.watching, false);
    const broken = new Film([{}, {}]);
    broken.step = () => {
      assert.equal(broken.watching, true);
      throw new RangeError('A bug.');
    };
    assert.throws(() => drive(broken, { events: new Set(['log']) }, 1), RangeError);
    assert.equal(broken.watching, false);
  });
});
