import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstIndex } from './search.ts';

test('finds where a condition begins to hold', () => {
  const squares = [0, 1, 4, 9, 16];
  const from = (least: number) => firstIndex(squares.length, (i) => (squares[i] ?? 0) >= least);
  assert.deepEqual([-1, 0, 1, 2, 9, 10, 16, 17].map(from), [0, 0, 1, 2, 3, 4, 4, 5]);
  assert.equal(
    firstIndex(0, () => true),
    0,
  );
});
