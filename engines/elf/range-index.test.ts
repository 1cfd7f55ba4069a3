import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RangeIndex } from './range-index.ts';

const found = (index: RangeIndex<string>, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => index.find(from + at) ?? '.').join('');

test('of several ranges the one that begins last is found', () => {
  const index = new RangeIndex([
    { start: 8, end: 10, value: 'c' },
    { start: 2, end: 12, value: 'a' },
    { start: 4, end: 6, value: 'b' },
    { start: 14, end: 16, value: 'd' },
    { start: 15, end: 18, value: 'e' },
  ]);
  assert.equal(found(index, 0, 20), '..aabbaaccaa..deee..');
});

test('of ranges that begin together the shortest is found, and of equal ones the first', () => {
  const index = new RangeIndex([
    { start: 1, end: 5, value: 'a' },
    { start: 1, end: 5, value: 'b' },
    { start: 1, end: 3, value: 'c' },
    { start: 4, end: 4, value: 'd' },
  ]);
  assert.equal(found(index, 0, 6), '.ccaa.');
});

test('nested ranges by the thousand are found as quickly as one', () => {
  const size = 50_000;
  const entries = Array.from({ length: size }, (_, at) => ({ start: at, end: 2 * size - at, value: at }));
  const index = new RangeIndex(entries);
  let sum = 0;
  for (let address = 0; address < 2 * size; address++) sum += index.find(address) ?? 0;
  assert.equal(sum, size * (size - 1));
});
