import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textFile } from '../test/harness/harness.ts';
import { toy } from '../test/toy/index.ts';
import { explainStep, lookAhead } from './explain.ts';

const start = (text: string, limits = { steps: 100, memory: 100 }) =>
  toy.load(textFile('a.toy', text), { version: 'v2', limits, launch: {} }).start();

describe('explainStep', () => {
  test('gives each charge with its reason, also those of no instruction', () => {
    const machine = start('push 1\npush 40\nstore\nhalt');
    const explained = () => explainStep(machine).map(({ amount, reason, dimension }) => [amount, reason, dimension]);
    assert.deepEqual(explained(), [
      [12, 'program load', 0],
      [1, 'base', 0],
    ]);
    machine.run({}, 2);
    assert.deepEqual(explained(), [
      [3, 'base', 0],
      [2, 'memory growth', 0],
      [41, 'memory growth', 1],
    ]);
    assert.equal(machine.steps, 2);
  });

  test('is silent, and leaves the observer in its place', () => {
    const machine = start('push 1\nsys print\nhalt');
    machine.run({}, 2);
    const observer = { output: () => assert.fail('It was heard.') };
    machine.observer = observer;
    assert.deepEqual(
      explainStep(machine).map(({ reason }) => reason),
      ['print'],
    );
    assert.equal(machine.observer, observer);
  });

  test('nothing is charged after the end, nor by a step that the host refuses', () => {
    const machine = start('halt');
    machine.run({}, 1);
    assert.deepEqual(explainStep(machine), []);
    const stuck = start('push 1\npush 99\nstore', { steps: 2, memory: 100 });
    stuck.run({}, 5);
    assert.equal(stuck.steps, 2);
    assert.deepEqual(explainStep(stuck), []);
  });
});

describe('lookAhead', () => {
  test('tells what is touched, and where the frame goes on, and changes nothing', () => {
    const machine = start('push 1\npush 40\nstore\nend:\nhalt');
    machine.run({}, 2);
    const { place, accesses } = lookAhead(machine) ?? {};
    assert.deepEqual(
      accesses?.filter(({ write }) => write),
      [{ location: { space: 'memory', at: 40n, size: 1 }, write: true }],
    );
    assert.equal(machine.steps, 2);
    machine.run({}, 1);
    assert.deepEqual(place, machine.place);
  });

  test('a step that ends the run goes on nowhere and has its outcome, and after it there is none', () => {
    const machine = start('halt');
    const ahead = lookAhead(machine);
    assert.equal(ahead?.place, undefined);
    assert.equal(ahead?.outcome?.ok, true);
    machine.run({}, 1);
    assert.equal(lookAhead(machine), undefined);
  });
});
