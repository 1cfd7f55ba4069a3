import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newSeed, type Random, randomFrom } from '../test/harness/random.ts';
import { emptyMap, type PersistentMap } from './persistent-map.ts';

type Key = string | number | bigint;

/** Keys of each kind, of which many have the same hash. */
const keys: readonly Key[] = [
  ...Array.from({ length: 40 }, (_, i) => i * 7 - 20),
  // Numbers are hashed modulo 2^32.
  ...[1, 2 ** 32 + 1, 2 ** 33 + 1, -1, 2 ** 32 - 1, 1.5, 1.25],
  // Of a bigint 64 bits are hashed.
  ...[0n, 1n << 64n, 1n << 65n, (1n << 32n) + 1n, 5n, 5n + (1n << 200n), -5n],
  // Strings with the same polynomial hash in base 31.
  ...['Aa', 'BB', 'AaAa', 'BBBB', 'AaBB', 'BBAa', '', '0', '1'],
  ...Array.from({ length: 40 }, (_, i) => `0x${(i * 0x9e3779b9).toString(16)}`),
];

const contentsOf = <V>(map: Iterable<readonly [Key, V]>) =>
  new Map([...map].map(([key, value]) => [`${typeof key} ${key}`, value]));

const checkAgainst = (map: PersistentMap<Key, number>, model: ReadonlyMap<Key, number>) => {
  assert.equal(map.size, model.size);
  assert.deepEqual(contentsOf(map.entries()), contentsOf(model));
  assert.equal([...map.keys()].length, model.size);
  for (const key of keys) assert.equal(map.get(key), model.get(key), `get ${typeof key} ${key}`);
};

const differenceOf = (before: ReadonlyMap<Key, number>, after: ReadonlyMap<Key, number>) =>
  new Map(
    keys
      .filter((key) => before.get(key) !== after.get(key))
      .map((key) => [`${typeof key} ${key}`, [before.get(key), after.get(key)]]),
  );

const change = (random: Random, map: PersistentMap<Key, number>, model: Map<Key, number>) => {
  const key = random.pick(keys);
  if (random.below(3) === 0) {
    model.delete(key);
    return map.delete(key);
  }
  const value = random.below(5);
  model.set(key, value);
  return map.set(key, value);
};

/** Objects that the second of two maps does not share with the first. */
const nodesApart = (first: object, second: object) => {
  const reach = (from: object, seen: Set<object>) => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const part of Object.values(from)) if (typeof part === 'object' && part !== null) reach(part, seen);
    return seen;
  };
  const known = reach(first, new Set());
  return [...reach(second, new Set())].filter((node) => !known.has(node)).length;
};

describe('PersistentMap', () => {
  test('does as Map does, and earlier copies stay as they were', (t) => {
    const random = randomFrom(newSeed());
    t.diagnostic(`GASLAMP_SEED=${random.seed}`);
    let map = emptyMap<Key, number>();
    const model = new Map<Key, number>();
    const past: { map: typeof map; model: ReadonlyMap<Key, number> }[] = [];
    for (let i = 0; i < 5000; i++) {
      if (i % 100 === 0) past.push({ map, model: new Map(model) });
      map = change(random, map, model);
      if (i % 50 === 0) checkAgainst(map, model);
    }
    checkAgainst(map, model);
    for (const each of past) checkAgainst(each.map, each.model);
    for (let i = 0; i < 200; i++) {
      const [before, after] = [random.pick(past), random.pick(past)];
      const found = [...after.map.difference(before.map)];
      const named = new Map(found.map(([key, old, now]) => [`${typeof key} ${key}`, [old, now]]));
      assert.equal(found.length, named.size, 'a key is reported once');
      assert.deepEqual(named, differenceOf(before.model, after.model));
    }
    for (const key of keys) map = map.delete(key);
    assert.equal(map.size, 0);
    assert.deepEqual([...map.entries()], []);
  });

  test('an act that changes nothing gives the same map', () => {
    const map = emptyMap<string, number>().set('a', 1);
    assert.equal(map.set('a', 1), map);
    assert.equal(map.delete('b'), map);
    assert.equal(emptyMap<string, number>().delete('b').size, 0);
  });

  test('what two maps share is skipped unread', () => {
    let map = emptyMap<number, object>();
    const value = {};
    for (let i = 0; i < 10_000; i++) map = map.set(i, value);
    const changed = map.set(1234, {}).set(77, {}).delete(5);
    assert.deepEqual(
      [...changed.difference(map)].map(([key]) => key).sort((a, b) => a - b),
      [5, 77, 1234],
    );
    // Nodes on the paths to three of ten thousand keys, and no more.
    assert.ok(nodesApart(map, changed) < 3 * 8);
  });
});
