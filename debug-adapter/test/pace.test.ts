import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../pace.ts';

test('slow steps make stretches short, down to one step, and fast steps make them long again', () => {
  const pace = new Pace();
  const start = pace.steps;
  pace.learn(20);
  assert.equal(pace.steps, start, 'about right');
  pace.learn(60);
  assert.equal(pace.steps, start / 2);
  for (let i = 0; i < 5; i++) pace.learn(60_000);
  assert.equal(pace.steps, 1);
  for (let i = 0; i < 50; i++) pace.learn(0);
  const most = pace.steps;
  pace.learn(0);
  assert.ok(most > start && pace.steps === most);
});
