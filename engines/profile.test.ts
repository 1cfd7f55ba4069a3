import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textFile } from '../test/harness/harness.ts';
import { toy } from '../test/toy/index.ts';
import { type ProfileNode, ProfileRecorder, Sum, totalOf } from './profile.ts';

test('a sum stays exact beyond 2^53, up and down', () => {
  const sum = new Sum();
  let exact = 0n;
  for (const amount of [2 ** 53 - 1, 2 ** 53 - 1, 7, -3, -(2 ** 53 - 1), 1, 2 ** 53 - 1, -1, 0]) {
    sum.add(amount);
    exact += BigInt(amount);
    assert.equal(sum.total, exact);
  }
});

const profile = (text: string, dimension = 0, steps = 1000) => {
  const file = textFile('a.toy', text);
  const machine = toy.load(file, { version: 'v2', limits: { steps, memory: 1000 }, launch: {} }).start();
  const recorder = new ProfileRecorder(machine, dimension);
  machine.observer = { charge: (charge) => recorder.charge(charge) };
  machine.run({}, steps);
  assert.equal(totalOf(recorder.root), machine.meters()[dimension]?.spent);
  return recorder.root;
};

const child = (node: ProfileNode | undefined, name: string) => {
  const found = node?.children.filter((each) => each.name === name);
  assert.equal(found?.length, 1, `one child "${name}" of "${node?.name}"`);
  return found[0];
};

const ownCost = (node: ProfileNode | undefined) =>
  [...(node?.places.values() ?? [])].flatMap((offsets) => [...offsets.values()]).reduce((n, sum) => n + sum.total, 0n);

describe('ProfileRecorder', () => {
  const calls = `
    push 3\n sys sqrt\n call twice\n call leaf\n halt
    twice: call leaf\n call leaf\n ret
    leaf: ret`;

  test('merges calls from the same place along the same path, and keeps others apart', () => {
    const main = child(profile(calls), 'main');
    const twice = child(main, 'twice');
    const leaves = twice?.children.filter(({ name }) => name === 'leaf') ?? [];
    assert.deepEqual(leaves.map(ownCost), [2n, 2n], 'called from two places');
    assert.notDeepEqual(leaves[0]?.site, leaves[1]?.site);
    assert.equal(ownCost(child(main, 'leaf')), 2n, 'a function that is one instruction long');
    assert.equal(ownCost(twice), 10n, 'two calls and a return');
    const looped = child(
      profile('push 3\nloop: call leaf\n push -1\n add\n dup\n branch loop\n halt\nleaf: ret'),
      'main',
    );
    assert.equal(child(looped, 'leaf').calls, 3);
    assert.equal(ownCost(child(looped, 'leaf')), 6n);
  });

  test('endless recursion leaves a tree that is not too deep, with the exact sum', () => {
    const main = child(profile('call deep\nhalt\ndeep: call deep', 0, 3000), 'main');
    let depth = 0;
    for (let node: ProfileNode | undefined = main; node; node = node.children[0]) depth += 1;
    assert.equal(depth, 1024);
  });

  test('a native frame costs without a place, and a program load without an instruction', () => {
    const main = child(profile(calls), 'main');
    const sqrt = child(main, 'sqrt');
    assert.equal(sqrt?.kind, 'native');
    assert.equal(sqrt?.code, undefined);
    assert.deepEqual(
      [...(sqrt?.apart ?? [])].map(([reason, sum]) => [reason, sum.total]),
      [['sqrt', 10n]],
    );
    assert.deepEqual([...(main?.apart.keys() ?? [])], ['program load']);
  });

  test('each thread is a path of its own', () => {
    const root = profile('push 5\nspawn work\njoin\nhalt\nwork: call more\n halt\nmore: ret');
    assert.deepEqual(
      root.children.map((node) => node.name),
      ['main', 'work'],
    );
    assert.equal(ownCost(child(child(root, 'work'), 'more')), 2n);
  });

  test('measures one dimension, refunds among it', () => {
    const main = child(profile('push 1\npush 40\nstore\npush 10\nfree\nhalt', 1), 'main');
    const costs = [...(main?.places.values() ?? [])].flatMap((offsets) =>
      [...offsets.values()].map((sum) => sum.total),
    );
    assert.deepEqual(costs, [41n, -31n]);
  });
});
