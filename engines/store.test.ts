import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newSeed, randomFrom } from '../test/harness/random.ts';
import { type FieldKey, Store } from './store.ts';

const filled = () => {
  const store = new Store<number>();
  store.set('alice', 'balance', 5);
  store.set('alice', 7n, 70);
  store.set('bob', 'balance', 6);
  return store;
};

describe('Store', () => {
  test('reads what was written, by object and field', () => {
    const store = filled();
    assert.equal(store.get('alice', 7n), 70);
    assert.equal(store.get('alice', 7), undefined, 'a number and a bigint are two keys');
    assert.equal(store.get('carol', 'balance'), undefined);
    assert.deepEqual([...store.objects()].sort(), ['alice', 'bob']);
    assert.deepEqual(
      new Map(store.fields('alice')),
      new Map<FieldKey, number>([
        ['balance', 5],
        [7n, 70],
      ]),
    );
    assert.deepEqual([...store.fields('carol')], []);
  });

  test('an object without fields is no object', () => {
    const store = filled();
    store.delete('bob', 'nothing');
    store.delete('carol', 'nothing');
    assert.ok(store.has('bob'));
    store.delete('bob', 'balance');
    assert.ok(!store.has('bob'));
    assert.ok(!store.has('carol'));
  });

  test('checkpoints nest: each is gone back to, or not', () => {
    const store = filled();
    const outer = store.snapshot();
    store.set('alice', 'balance', 1);
    const inner = store.snapshot();
    store.deleteObject('alice');
    store.restore(inner);
    assert.equal(store.get('alice', 'balance'), 1);
    assert.equal(store.get('alice', 7n), 70);
    store.restore(outer);
    assert.equal(store.get('alice', 'balance'), 5);
    store.restore(inner);
    assert.equal(store.get('alice', 'balance'), 1, 'a later snapshot outlives the way back');
  });

  test('a fork goes its own way', () => {
    const store = filled();
    const fork = store.fork();
    fork.set('alice', 'balance', 1);
    store.set('bob', 'balance', 2);
    assert.equal(store.get('alice', 'balance'), 5);
    assert.equal(fork.get('bob', 'balance'), 6);
  });

  test('tells what changed since a snapshot', () => {
    const store = filled();
    const before = store.snapshot();
    store.set('alice', 'balance', 8);
    store.set('alice', 7n, 71);
    store.set('alice', 7n, 70);
    store.deleteObject('bob');
    store.set('carol', 1, 11);
    const changes = store.changesSince(before).toSorted((a, b) => a.object.localeCompare(b.object));
    assert.deepEqual(changes, [
      { object: 'alice', field: 'balance', before: 5, after: 8 },
      { object: 'bob', field: 'balance', before: 6, after: undefined },
      { object: 'carol', field: 1, before: undefined, after: 11 },
    ]);
    store.restore(before);
    assert.deepEqual(store.changesSince(before), []);
  });

  test('its recorder hears of every field read or written', () => {
    const store = filled();
    const heard: string[] = [];
    store.recorder = {
      read: (object, field) => heard.push(`read ${object} ${field}`),
      write: (object, field) => heard.push(`write ${object} ${field}`),
    };
    store.get('alice', 7n);
    store.get('carol', 'nothing');
    store.set('bob', 'balance', 1);
    store.delete('bob', 'balance');
    store.deleteObject('alice');
    assert.deepEqual(heard.slice(0, 4), [
      'read alice 7',
      'read carol nothing',
      'write bob balance',
      'write bob balance',
    ]);
    assert.deepEqual(heard.slice(4).sort(), ['write alice 7', 'write alice balance']);
  });

  test('random journeys between snapshots find what was there', (t) => {
    const random = randomFrom(newSeed());
    t.diagnostic(`GASLAMP_SEED=${random.seed}`);
    const store = new Store<number>();
    const shown = () => new Map([...store.objects()].map((object) => [object, new Map(store.fields(object))]));
    const past = [{ snapshot: store.snapshot(), contents: shown() }];
    for (let i = 0; i < 1000; i++) {
      const object = `object ${random.below(5)}`;
      const act = random.below(10);
      if (act === 0) store.deleteObject(object);
      else if (act < 4) store.delete(object, random.below(8));
      else if (act < 9) store.set(object, random.below(8), i);
      else store.restore(random.pick(past).snapshot);
      if (i % 20 === 0) past.push({ snapshot: store.snapshot(), contents: shown() });
    }
    for (const { snapshot, contents } of past) {
      store.restore(snapshot);
      assert.deepEqual(shown(), contents);
    }
  });
});
