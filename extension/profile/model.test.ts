import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CostNode, MeterProfile } from '../../engines/profile/report.ts';
import { profiledEvm } from '../../engines/profile/test/profiled.ts';
import { bar, heatOf, hottestLines, meterOf, mostStretches, shareOf, stretchesOf, type Words } from './model.ts';

const words: Words = {
  name: ({ name }) => name,
  kind: String,
  label: ({ name }) => name,
  place: ({ line }) => (line === undefined ? undefined : String(line)),
  number: String,
  percent: String,
};

const node = (name: string, own: number, ...children: CostNode[]): CostNode => {
  const total = children.reduce((sum, child) => sum + Number(child.total), own);
  return { kind: 'function', name, own: String(own), total: String(total), times: 1, children };
};

const meter = (tree: CostNode): MeterProfile => ({
  ...{ name: 'units', spent: tree.total, refunded: '0', tree },
  ...{ functions: [], instructions: [], apart: [], causes: [], saved: '0', texts: [], listings: [] },
});

test('a share is exact enough beyond 2^53, and nothing has no share', () => {
  assert.equal(shareOf('9007199254740993', '36028797018963972'), 0.25);
  assert.equal(shareOf('5', '0'), 0);
  assert.equal(shareOf('-5', '10'), -0.5);
});

test('the more a line costs, the warmer it is; what costs next to nothing is not warm at all', () => {
  assert.deepEqual([0.9, 0.25, 0.1, 0.05, 0.02, 0.004, 0.001, 0, -1].map(heatOf), [
    ...[5, 5, 4, 3, 2, 1],
    ...[undefined, undefined, undefined],
  ]);
});

test('a bar is as long as the share, to an eighth', () => {
  assert.deepEqual(
    [0, 1, 0.5, 1 / 48, 2, -1].map((share) => bar(share)),
    ['', '██████', '███', '▏', '██████', ''],
  );
});

test('the hottest line is the first, and lines that cost nothing are not listed', () => {
  const profile = profiledEvm('push 1\npush 0\nsstore\nstop');
  const found = hottestLines(meterOf(profile)!, 2);
  assert.deepEqual(
    found.map(({ line, text }) => `${line} ${text}`),
    ['2 SSTORE', '0 PUSH1'],
  );
});

describe('stretches', () => {
  test('lie side by side within what called them', () => {
    const { stretches } = stretchesOf(meter(node('a', 1, node('b', 2), node('c', 1))), words);
    assert.deepEqual(
      stretches.map(({ name, parent, depth, left, width }) => [name, parent, depth, left, width]),
      [
        ['a', -1, 0, 0, 1],
        ['b', 0, 1, 0, 0.5],
        ['c', 0, 1, 0.5, 0.25],
      ],
    );
  });

  test('share the width where something was given back', () => {
    const { stretches } = stretchesOf(meter(node('a', 0, node('b', 6), node('c', 6), node('back', -8))), words);
    assert.deepEqual(
      stretches.map(({ left, width }) => [left, width]),
      [
        [0, 1],
        [0, 0.5],
        [0.5, 0.5],
        [1, 0],
      ],
    );
  });

  test('are left out from the narrowest on where there are too many', () => {
    const leaves = Array.from({ length: 10_000 }, (_, i) => node(`n${i}`, i + 1));
    const { stretches, nodes } = stretchesOf(meter(node('a', 0, ...leaves)), words);
    assert.ok(stretches.length <= mostStretches * 1.01 && stretches.length > mostStretches / 2);
    assert.equal(nodes.length, stretches.length);
    assert.ok(nodes.some(({ name }) => name === 'n9999') && !nodes.some(({ name }) => name === 'n0'));
  });
});
