import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fractionOf, grouped, lastPassed, parseStep, spentText } from './model.ts';

test('a step is typed as a number, with its thousands apart or not, or as a distance', () => {
  const typed = { '12': 12, ' 1,234 ': 1234, '1_000_000': 1e6, '+10': 110, '-10': 90, '- 500': 0, '0': 0 };
  for (const [text, step] of Object.entries(typed)) assert.equal(parseStep(text, 100), step, text);
  for (const text of ['', 'x', '1.5', '--1', '+', '1e5', '99999999999999999999']) {
    assert.equal(parseStep(text, 100), undefined, text);
  }
});

test('a step lies between the first and the furthest', () => {
  const run = { first: 10, furthest: 20 };
  assert.deepEqual(
    [10, 15, 20, 99, 0].map((step) => fractionOf(step, run)),
    [0, 0.5, 1, 1, 0],
  );
  assert.equal(fractionOf(5, { first: 5, furthest: 5 }), 0);
});

test('the last mark that lies behind is the one where one is', () => {
  const marks = [{ step: 0 }, { step: 4 }, { step: 4 }, { step: 9 }];
  assert.deepEqual(
    [0, 3, 4, 100].map((step) => lastPassed(marks, step)),
    [0, 0, 2, 3],
  );
  assert.equal(lastPassed([], 5), -1);
});

test('what was spent is told of the first meter, and of others that something used', () => {
  const meters = [
    { name: 'units', spent: '18446744073709551615', limit: '0' },
    { name: 'bytes', spent: '0', limit: '5' },
    { name: 'pages', spent: '1', limit: '5' },
  ];
  assert.equal(spentText(meters), '18,446,744,073,709,551,615 units · 1 pages');
  assert.equal(grouped(1234), '1,234');
});
