import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

let debugging: Debugging;

/** Stopped before the store, with 8, (5, -6) on the stack, 4660 above, and three bytes in memory. */
before(async () => {
  debugging = debugToy({
    'values.toy': [
      ...[3, 2, 1].flatMap((byte, i) => [`push ${byte}`, `push ${2 - i}`, 'store']),
      ...['push 8', 'push 5', 'push -6', 'pair', 'push 0x1234', 'push 64', 'store', 'halt'],
    ].join('\n'),
  });
  await debugging.start({ program: '/toys/values.toy', fuel: 1000 }, { '/toys/values.toy': [16] });
});

const gives = async (expression: string, result: string) =>
  assert.equal(await debugging.evaluate(expression), result, expression);

const refuses = async (expression: string, sentence: RegExp) =>
  assert.match(await debugging.client.refused('evaluate', { expression }), sentence, expression);

test('numbers are exact, and as large as they need to be', async () => {
  await gives('7', '7');
  await gives('0xff', '255 (0xff)');
  await gives('2 ** 64 - 1', '18446744073709551615 (0xffffffffffffffff)');
  await gives('1_000 * 3 / 7 % 100', '28 (0x1c)');
  await gives('(1 << 8 | 3) ^ 1 & 3', '258 (0x102)');
  await gives('256 >> 4', '16 (0x10)');
});

test('a scope may know names that it does not list', async () => {
  await gives('top == stack[0] && top + 1 > top', 'true');
  await refuses('bottom', /nothing called "bottom"/);
});

test('numbers below zero are calculated exactly', async () => {
  await gives('-1', '-1');
  await gives('1 - 300', '-299');
  await gives('-5 + 10', '5');
  await gives('--5', '5');
  await gives('-(1 + 1) * 3', '-6');
  await gives('-2 ** 2', '-4');
  await gives('(-2) ** 3', '-8');
  await gives('-7 / 2', '-3');
  await gives('-7 % 2', '-1');
  await gives('-7 >> 1', '-4');
  await gives('-7 >> 2 ** 40', '-1');
  await gives('-1 & 0xff', '255 (0xff)');
  await gives('-1 < 0', 'true');
  await gives('-2 < -1', 'true');
  await gives('!-1', 'false');
  await gives('1 - stack[0]', '-63');
});

test("what the machine holds is two's complement beside a negative number, and unsigned beside any other", async () => {
  await gives('stack[2].second == -6', 'true');
  await gives('-6 == stack[2].second', 'true');
  await gives('stack[2].second < -5', 'true');
  await gives('stack[2].first > -5', 'true');
  await gives('stack[2].second > 0', 'true');
  await gives('stack[2].second + 0 == -6', 'false');
  await gives('memory[0] == -255', 'false');

  const word = debugEvm('push 0 not push 0x80 push 0 mstore8\nstop');
  await word.start({ program: '/contracts/a.easm' }, { '/contracts/a.easm': [2] });
  for (const [expression, result] of [
    ['stack[0] == 2 ** 256 - 1', 'true'],
    ['stack[0] == -1', 'true'],
    ['stack[0] != -1', 'false'],
    ['stack[0] < -1', 'false'],
    ['stack[0] <= -1', 'true'],
    ['stack[0] < 0', 'false'],
    ['stack[0] - 2 ** 256 == -1', 'true'],
    ['stack[0] + 1 == 0', 'false'],
    ['memory[0] == -(2 ** 255)', 'true'],
    ['memory[0..1] == -128', 'true'],
    ['memory[0..2] == -0x8000', 'true'],
  ] as const) {
    assert.equal(await word.evaluate(expression), result, expression);
  }
});

test('operators bind as people expect, comparisons loosest but for && and ||', async () => {
  await gives('1 + 2 * 3 == 7', 'true');
  await gives('1 | 2 == 3', 'true');
  await gives('10 - 3 - 2', '5');
  await gives('!(1 > 2) && 3 >= 3 || 1 / 0', 'true');
  await gives('0 && 1 / 0', 'false');
  await gives('2 != 2', 'false');
});

test('values are taken from scopes, whole or by key', async () => {
  await gives('stack[1]', '4660');
  await gives('stack[1] == 0x1234', 'true');
  await gives('stack[2]', '(5, -6)');
  await gives('stack[2].second', '-6');
  await gives('stack[2].second == 2 ** 32 - 6', 'true');
  await gives('stack', 'Stack: 4');
  await gives('memory[stack[0] - 64] + memory[2]', '4');
});

test('ranges of bytes are numbers in the order of the machine', async () => {
  await gives('memory[0..3]', '0x010203');
  await gives('memory[0..3] == 0x030201', 'true');
  await gives('memory[0..3][1]', '2');
  await gives('memory[0..3][1..3]', '0x0203');
  await gives('memory[0..0]', '0x');
});

test('functions of the engine are called with numbers and bytes', async () => {
  await gives('checksum(memory[0..3])', '6');
  await refuses('checksum(1)', /checksum/);
  await refuses('sha(1)', /There is no function "sha"; there is explain\(\), checksum\(bytes\)\./);
});

test('a meter is what is left of it, and has its numbers', async () => {
  assert.match(await debugging.evaluate('fuel'), /^\d+ left of 1,000, \d+ spent$/);
  await gives('fuel + fuel.spent == fuel.limit', 'true');
});

test('explain() is the exact charge about to be made, with each reason', async () => {
  await gives('explain()', '5 fuel: 3 base, 2 memory growth; 62 memory: 62 memory growth; writes memory[0x40..0x41]');
  const { variablesReference } = await debugging.client.ask<{ variablesReference: number }>('evaluate', {
    expression: 'explain()',
  });
  const reasons = (await debugging.variables(variablesReference)).map(({ name, value }) => `${name} ${value}`);
  assert.deepEqual(reasons, [
    'base 3 fuel',
    'memory growth 2 fuel',
    'memory growth 62 memory',
    'writes memory[0x40..0x41]',
  ]);
});

test('hovering the current instruction tells its charge, and another word what it means', async () => {
  assert.match(await debugging.evaluate('store', 'hover'), /^store, now: 5 fuel: 3 base, 2 memory growth/);
  assert.equal(await debugging.evaluate('stack', 'hover'), 'Stack: 4');
  await refuses('halt', /There is nothing called "halt" here; there is stack, memory, fuel, explain\(\), help\./);
});

test('what has no value is refused with a sentence', async () => {
  await refuses('', /not complete/);
  await refuses('1 +', /not complete/);
  await refuses('1 2', /"2" is not expected/);
  await refuses('stack[', /not complete/);
  await refuses('stack[0', /ends where "]" is expected/);
  await refuses('(1', /ends where "\)" is expected/);
  await refuses('0x', /"0x" is not expected/);
  await refuses('a.1', /"1" is not expected/);
  for (const key of ['memory[-1]', 'memory[-1..2]', 'stack[-1]', 'memory[0..3][-1]', 'memory[0..3][-1..1]']) {
    await refuses(key, /has nothing at -1\.$/);
  }
  for (const misplaced of ['2 ** -1', '1 << -1', '1 >> -1', '0 ** -1']) {
    await refuses(misplaced, /^-1 stands behind <<, >> or \*\*, where only 0 and numbers above it can stand\.$/);
  }
  await refuses('(-10) ** 10 ** 10', /too large/);
  await refuses('1 -', /not complete/);
  await refuses('1 / 0', /Division by zero/);
  await refuses('5 % 0', /Division by zero/);
  await refuses('1 << 10000000', /too large/);
  await refuses('10 ** 10 ** 10', /too large/);
  await refuses('2 ** 60000 * 2 ** 60000', /too large/);
  await refuses('stack[99]', /has nothing at 99/);
  await refuses('stack[0..2]', /holds no bytes/);
  await refuses('stack + 1', /is no number/);
  await refuses('stack[2].third', /nothing called "third"/);
  await refuses('memory[5..2]', /ends at 2, before its start at 5/);
  await refuses('memory[0..100]', /^memory ends at 3/);
  await refuses('fuel.le', /^fuel has nothing called "le"\.$/);
  await refuses('memory[0..2 ** 40]', /At most 1,048,576 bytes/);
  await refuses('nothing', /nothing called "nothing"/);
  await refuses('("', /is not expected/);
  await refuses('__proto__', /nothing called/);
  await refuses('('.repeat(5000), /too long/);
  await refuses(`${'('.repeat(900)}`, /not complete/);
});

test('values found in a scope are given the expression that means them', async () => {
  const [frame] = await debugging.frames();
  const { scopes } = await debugging.client.ask<{ scopes: { variablesReference: number }[] }>('scopes', {
    frameId: frame?.id,
  });
  const [stack] = scopes;
  assert.deepEqual(
    (await debugging.variables(stack?.variablesReference ?? 0)).map(({ evaluateName }) => evaluateName),
    ['stack[0]', 'stack[1]', 'stack[2]', 'stack[3]'],
  );
  for (const { variablesReference } of scopes) {
    for (const { evaluateName, value } of await debugging.variables(variablesReference)) {
      if (evaluateName !== undefined) assert.equal(await debugging.evaluate(evaluateName), value);
    }
  }
});
