import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { textFile } from '../../test/harness/harness.ts';
import { toy } from '../../test/toy/index.ts';
import { evm } from '../evm/index.ts';
import type { CostNode, MeterProfile, Profile } from './report.ts';
import { profiled, profiledEvm, profiledToy, samplePrograms, toySamples } from './test/profiled.ts';

const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

const leaves = (node: CostNode): bigint =>
  node.children.reduce((total, child) => total + leaves(child), BigInt(node.own));

const checkTotals = (node: CostNode): void => {
  assert.equal(BigInt(node.total), leaves(node), node.name);
  node.children.forEach(checkTotals);
};

/** Each way to divide a run's cost comes to what it cost. */
const checkSums = ({ spent, tree, functions, instructions, apart, causes, texts }: MeterProfile): void => {
  const whole = BigInt(spent);
  const belongsApart = sum(apart.map(({ cost }) => cost));
  const lines = texts.flatMap((text) => text.lines);
  assert.equal(leaves(tree), whole, 'the call tree');
  assert.equal(sum(functions.map(({ own }) => own)), whole, 'functions');
  assert.equal(sum(instructions.map(({ cost }) => cost)) + belongsApart, whole, 'instructions');
  assert.equal(sum(causes.map(({ cost }) => cost)), whole, 'causes');
  assert.equal(sum(lines.map(({ own }) => own)) + belongsApart, whole, 'lines');
  checkTotals(tree);
  for (const { extras, cost } of instructions) assert.ok(sum(extras.map((extra) => extra.cost)) <= BigInt(cost));
};

const gas = (profile: Profile): MeterProfile => profile.meters[0]!;

describe('every way to divide the cost of a run comes to what it cost', () => {
  test('samples of the EVM', async () => {
    const programs = await samplePrograms();
    assert.ok(programs.length > 10);
    for (const { title, ...program } of programs) {
      const profile = profiled(program);
      assert.ok(BigInt(gas(profile).spent) > 0n, title);
      for (const meter of profile.meters) checkSums(meter);
    }
  });

  test('toy programs, in every dimension', () => {
    const tour = readFileSync(new URL('../../test/toy/tour.toy', import.meta.url), 'utf8');
    for (const text of [...toySamples, tour]) {
      const { meters } = profiledToy(text, { limits: { steps: 3000, memory: 1000 } });
      assert.equal(meters.length, 2);
      for (const meter of meters) checkSums(meter);
    }
  });

  test('it is the same whatever slices the run was made in', async () => {
    for (const program of (await samplePrograms()).slice(0, 4))
      assert.deepEqual(profiled(program, 1), profiled(program));
  });
});

describe('a profile', () => {
  const loop = 'push 3\nagain:\n  push 0\n  sload\n  pop\n  push 1\n  swap1\n  sub\n  dup1\n  jumpi @again\n  stop';

  test('counts instructions, and says what was beyond their base cost', () => {
    const { instructions } = gas(profiledEvm(loop));
    assert.deepEqual(instructions[0], {
      mnemonic: 'SLOAD',
      times: 3,
      cost: '2300',
      extras: [{ reason: 'cold storage slot', cost: '2000' }],
    });
  });

  test('has the lines of the source and, beside it, those of the listing', () => {
    const { texts, listings } = gas(profiledEvm(loop));
    assert.deepEqual(
      texts.map(({ uri }) => uri),
      ['a.easm'],
    );
    assert.deepEqual(texts[0]?.lines[3], { line: 3, text: 'SLOAD', own: '2300', total: '2300', times: 3 });
    assert.deepEqual(
      listings.map(({ uri }) => uri),
      ['listing of a'],
    );
    const amounts = (list: typeof texts) => sum(list.flatMap(({ lines }) => lines.map(({ own }) => own)));
    assert.equal(amounts(listings), amounts(texts));
  });

  test('sums a label up to the next one', () => {
    const { texts, spent } = gas(profiledEvm(loop));
    assert.deepEqual(texts[0]?.labels, [
      { name: 'again', line: 1, own: String(BigInt(spent) - 3n), total: String(BigInt(spent) - 3n) },
    ]);
  });

  test('divides code without labels at the places that are jumped to', () => {
    const { texts } = gas(profiled({ engine: evm, file: textFile('a.evm', '60035b600190038060025700') }));
    const [label] = texts.find(({ labels }) => labels.length > 0)?.labels ?? [];
    assert.deepEqual([label?.name, label?.guessed], ['0x0002', true]);
  });

  test('the line of a macro pays, and the lines that use it have it as a callee', () => {
    const { texts } = gas(profiledEvm('#define %three() {\n  push 1\n  push 2\n  push 3\n}\n%three()\n%three()\nstop'));
    const line = (number: number) => texts[0]?.lines.find((each) => each.line === number);
    assert.deepEqual(line(1), { line: 1, text: 'PUSH1', own: '6', total: '6', times: 2 });
    assert.deepEqual(line(5), { line: 5, text: '', own: '0', total: '9', times: 0 });
  });

  test('the line of a call has all that was called, and recursion is counted once', () => {
    const text =
      'push 3\ncall down\nhalt\ndown:\n  push -1\n  add\n  dup\n  branch more\n  ret\nmore:\n  call down\n  ret';
    const meter = gas(profiledToy(text));
    const lines = meter.texts[0]?.lines;
    const callLine = lines?.find(({ line }) => line === 1);
    const down = meter.functions.find(({ name }) => name === 'down');
    assert.equal(down?.calls, 3);
    assert.ok(BigInt(down.total) < BigInt(meter.spent));
    assert.equal(BigInt(callLine?.total ?? 0), BigInt(down.total) + BigInt(callLine?.own ?? 0));
    const again = lines?.find(({ line }) => line === 10);
    assert.ok(BigInt(again?.total ?? 0) < BigInt(callLine?.total ?? 0));
  });

  test('what belongs to no instruction stands apart, and what was given back is told', () => {
    const [fuel, memory] = profiledToy('push 1\npush 40\nstore\npush 10\nfree\nhalt').meters;
    assert.deepEqual(
      fuel?.apart.map(({ reason }) => reason),
      ['program load'],
    );
    assert.equal(memory?.refunded, '-31');
    assert.equal(memory?.spent, '10');
  });

  test('says what it was spent for, and what was saved where instructions ran as one', () => {
    const { causes } = gas(profiledEvm(loop));
    assert.deepEqual(causes, [
      { reason: 'cold storage slot', cost: '2000' },
      { reason: 'base', cost: '393' },
    ]);
    const [fuel, memory] = profiledToy('push 1\npush 2\nless\nbranch end\npush 1\nend:\nhalt').meters;
    assert.deepEqual([fuel?.saved, memory?.saved], ['-1', '0']);
  });

  test('of a program that loops for ever says that a limit ended it', () => {
    const { ending, steps, meters } = profiledToy('again: jump again', { limits: { steps: 500, memory: 1000 } });
    assert.equal(ending.kind, 'limit');
    assert.match(ending.text, /^Stopped after 500 steps/);
    assert.equal(steps, 500);
    meters.forEach(checkSums);
  });

  test('of a program that costs nothing', () => {
    const profile = profiledEvm('stop');
    assert.equal(gas(profile).spent, '0');
    assert.deepEqual(gas(profile).texts, []);
  });

  test('says the same of any program twice, and can be sent as JSON', () => {
    const once = () => profiled({ engine: toy, file: textFile('a.toy', toySamples[0]!) });
    assert.deepEqual(once(), JSON.parse(JSON.stringify(once())));
  });
});
