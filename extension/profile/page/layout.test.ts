import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { layout, neighbour, outermost, pathTo } from './layout.ts';

/** a holds b and c, c holds d. */
const tree = [
  { parent: -1, depth: 0, left: 0, width: 1 },
  { parent: 0, depth: 1, left: 0, width: 0.5 },
  { parent: 0, depth: 1, left: 0.5, width: 0.25 },
  { parent: 2, depth: 2, left: 0.5, width: 0.125 },
];
const [a, b, c, d] = [0, 1, 2, 3] as const;

describe('layout', () => {
  test('shows everything, and what is too narrow not at all', () => {
    const narrow = [...tree, { parent: 3, depth: 3, left: 0.5, width: 0.0001 }];
    assert.deepEqual(
      layout(narrow, a).map(({ index }) => index),
      [a, b, c, d],
    );
  });

  test('of a part shows what leads to it and what is below it', () => {
    assert.deepEqual(layout(tree, c), [
      { index: a, left: 0, width: 1, row: 0 },
      { index: c, left: 0, width: 1, row: 1 },
      { index: d, left: 0, width: 0.5, row: 2 },
    ]);
  });

  test('of nothing is nothing', () => assert.deepEqual(layout([], 0), []));
});

test('arrows go up, down and along a row, and stay where there is nothing', () => {
  const boxes = layout(tree, a);
  const go = (from: number, key: string) => neighbour(tree, boxes, from, key);
  assert.deepEqual([go(a, 'ArrowDown'), go(b, 'ArrowRight'), go(c, 'ArrowDown'), go(d, 'ArrowUp')], [b, c, d, c]);
  assert.deepEqual([go(a, 'ArrowUp'), go(b, 'ArrowLeft'), go(b, 'ArrowDown'), go(d, 'x')], Array(4).fill(undefined));
  assert.deepEqual([go(c, 'Home'), go(a, 'End')], [a, d]);
});

test('what is found within something found is not counted twice', () => {
  assert.deepEqual(outermost(tree, [b, c, d]), [b, c]);
  assert.deepEqual(pathTo(tree, d), [a, c, d]);
});
