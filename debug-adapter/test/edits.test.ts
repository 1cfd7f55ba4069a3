import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

const toyPath = '/toys/a.toy';
const evmPath = '/contracts/a.easm';

/** Adds two numbers, and says and stores what comes out. */
const toyProgram = 'push 300\npush 2\nadd\nsys print\npush 5\nstore\npush 1\npush 2\npair\nhalt\n';
const evmProgram = `push 40 push 2 add
push 0 sstore
push 0 sload push 0 mstore
push 32 push 0 return
`;

const set = async (debugging: Debugging, scope: string, name: string, value: string) => {
  const variablesReference = await debugging.scopeReference(scope);
  return debugging.client.request('setVariable', { variablesReference, name, value });
};

test('what is changed has its consequences, and what was known to come is dropped and said so', async () => {
  const debugging = debugToy({ 'a.toy': toyProgram });
  await debugging.start({ program: toyPath }, { [toyPath]: [3] });
  assert.equal((await set(debugging, 'Stack', '0', '7')).body.value, '7');
  assert.equal(debugging.printed(), '', 'nothing was known to come');
  await debugging.go('continue');
  assert.match(debugging.printed(), /^307\n✔ Halted/);
  await debugging.go('reverseContinue');
  assert.equal((await set(debugging, 'Stack', '1', '1000')).body.value, '1000');
  assert.match(debugging.printed(), /\nWhat came after step 2 was dropped, because a value was changed there\.\n$/);
  await debugging.go('continue');
  assert.match(debugging.printed(), /dropped.*\n1007\n✔ Halted with \(1, 2\)\.\n/);
});

test('a change in the past is made again on every way through it', async () => {
  const debugging = debugEvm(evmProgram);
  await debugging.start({ program: evmPath }, { [evmPath]: [2, 3] });
  assert.equal((await set(debugging, 'Stack', '0', '0x2a * 2')).body.value, '0x54 (84)');
  await debugging.go('continue');
  assert.equal(await debugging.evaluate('storage[0]'), '0x54 (84)');
  await debugging.go('reverseContinue');
  assert.equal(await debugging.evaluate('stack[0]'), '0x54 (84)');
  await debugging.go('continue');
  assert.equal((await set(debugging, 'Storage', '0x0', '0x55 (84)')).body.value, '0x55 (85)');
  const { breakpoints: _ } = await debugging.client.ask('setBreakpoints', { source: { path: evmPath } });
  assert.equal((await debugging.go('continue')).reason, 'end');
  assert.equal(await debugging.evaluate('memory[0]'), '0x55 (85)');
  await debugging.go('reverseContinue');
  await debugging.go('continue');
  assert.equal(await debugging.evaluate('memory[0]'), '0x55 (85)');
});

test('values are written as people write them', async () => {
  const evm = debugEvm('push 1 push 0 mstore\npush 7\nstop');
  await evm.start({ program: evmPath }, { [evmPath]: [3] });
  const one = '1'.padStart(64, '0');
  for (const [scope, name, typed, shown] of [
    ['Stack', '0', '12', '0xc (12)'],
    ['Stack', '0', '0xff', '0xff (255)'],
    ['Stack', '0', "'abc'", `0x616263${'0'.repeat(58)} ("abc")`],
    ['Stack', '0', '-1', `0x${'f'.repeat(64)}`],
    ['Stack', '0', '-5 + 10', '0x5'],
    ['Stack', '0', '--1', '0x1'],
    ['Stack', '0', '-2 ** 255', `0x8${'0'.repeat(63)}`],
    [
      'Stack',
      '0',
      '-2 ** 255 - 1',
      'The number is too far below zero for 32 bytes; the lowest that fits is -2 ** 255.',
    ],
    ['Stack', '0', '2 ** 256', 'The value takes 33 bytes, and there is room for 32 bytes.'],
    ['Stack', '0', 'memory[0] - 2 == -1', '0x1'],
    ['Stack', '0', 'memory[0] + 2 == 3', '0x1'],
    ['Stack', '0', 'memory[30..32]', '0x1'],
    ['Stack', '0', 'gas.limit', '0x1c9c380 (30,000,000)'],
    ['Stack', '0', 'keccak(memory[0..32])', '0xb10e2d527612073b26eecdfd717e6a320cf44b4afac2b0732d9fcbe2b7fa0cf6'],
    ['Memory', '0x00', one.replace('01', '23'), `${'0'.repeat(62)}23`],
    ['Memory', '0x00', '5', `${'0'.repeat(63)}5`],
    ['Memory', '0x00', '"hi"', `6869${'0'.repeat(60)}`],
    ['Memory', '0x00', `0x${'ab'.repeat(32)}`, 'ab'.repeat(32)],
  ] as const) {
    const { success, message, body } = await set(evm, scope, name, typed);
    assert.equal(success ? body.value : message, shown, typed);
  }
  const toy = debugToy({ 'a.toy': toyProgram });
  await toy.start({ program: toyPath }, { [toyPath]: [10] });
  assert.equal((await set(toy, 'Memory', '5', '0x2a')).body.value, '42');
  const [pair] = await toy.variables(await toy.scopeReference('Stack'));
  const variablesReference = pair?.variablesReference ?? 0;
  const second = await toy.client.ask('setVariable', { variablesReference, name: 'second', value: '-6' });
  assert.equal(second.value, '-6');
  assert.equal(await toy.evaluate('stack[0]'), '(1, -6)');
  assert.equal((await toy.variables(variablesReference))[1]?.value, '-6', 'what was opened is still there');
});

test('an expression that means something in the machine can be given a value', async () => {
  const debugging = debugToy({ 'a.toy': toyProgram });
  await debugging.start({ program: toyPath }, { [toyPath]: [10] });
  const assign = async (expression: string, value: string) =>
    (await debugging.client.ask('setExpression', { expression, value })).value;
  assert.equal(await assign('stack[0].first', '77'), '77');
  assert.equal(await assign('memory[2..5]', '0x010203'), '0x010203');
  assert.equal(await assign('memory[3]', '255'), '255');
  assert.equal(await assign('memory[0..2]', '"é"'), '0xc3a9');
  assert.equal(await debugging.evaluate('memory[0..6]'), '0xc3a901ff032e');
});

test('what cannot be is answered with one sentence, and changes nothing', async () => {
  const debugging = debugToy({ 'a.toy': toyProgram });
  await debugging.start({ program: toyPath }, { [toyPath]: [10] });
  for (const [expression, value, sentence] of [
    ['stack[0].first', '2 ** 32', /takes 5 bytes, and there is room for 4 bytes\.$/],
    ['memory[0]', '256', /takes 2 bytes, and there is room for 1 byte\.$/],
    ['memory[0]', '-129', /too far below zero for 1 byte; the lowest that fits is -2 \*\* 7\.$/],
    ['memory[0..2]', '"abc"', /takes 3 bytes, and there is room for 2 bytes/],
    ['memory[0]', 'nonsense', /nothing called "nonsense"/],
    ['memory[0]', '', /not complete/],
    ['memory[0]', '"abc', /is not expected/],
    ['memory[0]', 'stack', /is no number/],
    ['memory[99]', '1', /ends at 6/],
    ['fuel', '1', /"fuel" cannot be changed: it is computed/],
    ['1 + 1', '1', /"1 \+ 1" cannot be changed/],
    ['stack', '1', /"stack" cannot be changed/],
  ] as const) {
    assert.match(await debugging.client.refused('setExpression', { expression, value }), sentence);
  }
  const variablesReference = await debugging.scopeReference('Meters');
  const wrong = { variablesReference, name: 'nothing', value: '1' };
  assert.match(await debugging.client.refused('setVariable', wrong), /There is no "nothing" there/);
  const computed = { variablesReference, name: 'fuel', value: '1' };
  assert.match(await debugging.client.refused('setVariable', computed), /"fuel" cannot be changed/);
  assert.match(await debugging.client.refused('setVariable', { ...wrong, variablesReference: 999 }), /nothing behind/);
  assert.equal(debugging.printed(), '300\n'.replace('300', '302'));
});

test('views are drawn anew where the client can', async () => {
  const debugging = debugToy({ 'a.toy': toyProgram });
  await debugging.start({ program: toyPath }, { [toyPath]: [3] }, { supportsInvalidatedEvent: true });
  await set(debugging, 'Stack', '0', '7');
  assert.deepEqual(await debugging.client.event('invalidated'), { areas: ['all'] });
});

const read = async ({ client }: Debugging, memoryReference: unknown, args: object) =>
  client.ask('readMemory', { memoryReference, ...args });

test('memory is read by reference: from a value on, before it, and past the end', async () => {
  const debugging = debugEvm('push 1 push 0 mstore push 2 push 32 mstore\npush 7\nstop');
  await debugging.start({ program: evmPath }, { [evmPath]: [2] });
  const rows = await debugging.variables(await debugging.scopeReference('Memory'));
  const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));
  const row = rows[1]?.memoryReference;
  assert.deepEqual(await read(debugging, row, { offset: 30, count: 2 }), { address: '0x3e', data: base64(0, 2) });
  assert.deepEqual(await read(debugging, row, { offset: -1, count: 2 }), { address: '0x1f', data: base64(1, 0) });
  assert.deepEqual(await read(debugging, row, { offset: 31, count: 9 }), {
    ...{ address: '0x3f', data: base64(2), unreadableBytes: 8 },
  });
  assert.deepEqual(await read(debugging, row, { offset: -40, count: 9 }), { address: '-8', unreadableBytes: 8 });
  assert.deepEqual(await read(debugging, row, { offset: 32, count: 9 }), { address: '0x40', unreadableBytes: 9 });
  const [gas] = await debugging.variables(await debugging.scopeReference('Gas'));
  assert.equal(gas?.memoryReference, undefined);
  const { memoryReference } = await debugging.client.ask('evaluate', { expression: 'memory[33..40]' });
  assert.equal(memoryReference, 'memory#0@33');
});

test('memory that was read is told anew at every stop and every change', async () => {
  const debugging = debugToy({ 'a.toy': toyProgram });
  await debugging.start({ program: toyPath }, { [toyPath]: [10] }, { supportsMemoryEvent: true });
  const { memoryReference } = await debugging.client.ask('evaluate', { expression: 'memory' });
  assert.deepEqual(debugging.client.unheard('memory'), []);
  await read(debugging, memoryReference, { count: 1 });
  await debugging.go('stepBack');
  assert.equal((await debugging.client.event('memory')).memoryReference, memoryReference);
  await debugging.client.ask('setExpression', { expression: 'memory[0]', value: '1' });
  assert.equal((await debugging.client.event('memory')).memoryReference, memoryReference);
});

test('memory is written by reference, in part only if that is allowed', async () => {
  const debugging = debugToy({ 'a.toy': toyProgram });
  await debugging.start({ program: toyPath }, { [toyPath]: [10] });
  const { memoryReference } = await debugging.client.ask('evaluate', { expression: 'memory' });
  const write = { memoryReference, offset: 1, data: btoa('\x07\x08') };
  assert.deepEqual(await debugging.client.ask('writeMemory', write), { offset: 1, bytesWritten: 2 });
  assert.equal(await debugging.evaluate('memory[0..6]'), '0x00070800002e');
  assert.match(
    await debugging.client.refused('writeMemory', { ...write, offset: 5 }),
    /2 bytes at 5 do not fit into the memory, which has 6 bytes\.$/,
  );
  const partly = { ...write, allowPartial: true };
  assert.deepEqual(await debugging.client.ask('writeMemory', { ...partly, offset: 5 }), { offset: 5, bytesWritten: 1 });
  assert.deepEqual(await debugging.client.ask('writeMemory', { ...partly, offset: -1 }), {
    offset: 0,
    bytesWritten: 1,
  });
  assert.match(await debugging.client.refused('writeMemory', { ...partly, offset: 6 }), /do not fit/);
  assert.match(
    await debugging.client.refused('writeMemory', { ...write, data: btoa('a'), offset: -1 }),
    /^1 byte at -1 does not fit into the memory, which has 6 bytes\.$/,
  );
  assert.equal(
    await debugging.client.refused('writeMemory', { ...write, data: '%' }),
    '"data" should be base64, but is "%".',
  );
  assert.deepEqual(await debugging.client.ask('writeMemory', { ...write, data: '' }), { offset: 1, bytesWritten: 0 });
  for (const wrong of ['memory', 'nowhere@0', 'memory@x', '0x5', '99']) {
    const sentence = await debugging.client.refused('writeMemory', { ...write, memoryReference: wrong });
    assert.match(sentence, /no memory behind the reference/);
    await debugging.client.refused('readMemory', { memoryReference: wrong, count: 1 });
  }
  assert.match(await debugging.client.refused('readMemory', { memoryReference, count: 2 ** 40 }), /At most 16,777,216/);
});
