import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';
import { makingCode } from './toys.ts';

const toyPath = '/toys/a.toy';
const evmPath = '/contracts/a.easm';

type Rows = DebugProtocol.DisassembledInstruction[];

/** Rows around the frame that runs. */
const rowsAround = async (debugging: Debugging, instructionOffset: number, instructionCount: number, args = {}) => {
  const [frame] = await debugging.frames({ levels: 1 });
  const memoryReference = frame?.instructionPointerReference;
  const body = { memoryReference, instructionOffset, instructionCount, ...args };
  return (await debugging.client.ask<{ instructions: Rows }>('disassemble', body)).instructions;
};

const inShort = (rows: Rows) =>
  rows.map(({ address, instructionBytes, instruction, line }) => [address, instructionBytes, instruction, line]);

test('instructions stand at their addresses with bytes, text and source line; beyond the code there are empty rows', async () => {
  const debugging = debugEvm('push 1\npush 0x1234\nadd\n#bytes 0x0c\nstop');
  await debugging.start({ program: evmPath }, { [evmPath]: [2] });
  const rows = await rowsAround(debugging, -3, 9);
  assert.deepEqual(inShort(rows), [
    ['-1', undefined, '', undefined],
    ['-1', undefined, '', undefined],
    ['0x100000000', '60 01', 'PUSH1 0x01', 1],
    ['0x100000002', '61 12 34', 'PUSH2 0x1234', 2],
    ['0x100000005', '01', 'ADD', 3],
    ['0x100000006', '0c', '0x0c', 4],
    ['0x100000007', '00', 'STOP', 5],
    ['-1', undefined, '', undefined],
    ['-1', undefined, '', undefined],
  ]);
  assert.equal(rows[2]?.location?.path, evmPath);
  assert.deepEqual(
    rows.map(({ presentationHint }) => presentationHint === 'invalid'),
    [true, true, false, false, false, true, false, true, true],
  );
});

test('the rows asked for are the rows given, wherever they lie', async () => {
  const debugging = debugEvm('push 1\npush 0x1234\nadd\nstop');
  await debugging.start({ program: evmPath });
  for (const [offset, count] of [...[-200, -3, 0, 2, 200].map((each) => [each, 5]), [0, 0], [0, 400]] as const) {
    assert.equal((await rowsAround(debugging, offset as number, count as number)).length, count);
  }
  const [second] = await rowsAround(debugging, 0, 1, { offset: 2 });
  assert.equal(second?.instruction, 'PUSH2 0x1234');
  const [within] = await rowsAround(debugging, 0, 1, { offset: 3 });
  assert.equal(within?.instruction, 'SLT', 'read as if a jump had led into the data');
  assert.equal((await rowsAround(debugging, 0, 1, { offset: 2 ** 32 }))[0]?.address, '-1');
});

test('rows that a person named have their names', async () => {
  const debugging = debugToy({ 'a.toy': 'jump there\nthere:\n  push 1\n  halt\n' });
  await debugging.start({ program: toyPath });
  const named = await rowsAround(debugging, 0, 3, { resolveSymbols: true });
  assert.deepEqual(
    named.map(({ symbol }) => symbol),
    [undefined, 'there', undefined],
  );
  assert.deepEqual(
    named.map(({ instruction }) => instruction),
    ['jump 0x0103 <there>', 'there: push 1', 'halt'],
  );
});

test('a code keeps the addresses that it has, unless another lies there, and all stay the same over a restart', async () => {
  const debugging = debugToy({ 'a.toy': makingCode('push 7\nsys print\nret\n') });
  await debugging.start({ program: toyPath }, { [toyPath]: [27] });
  const outer = (await debugging.frames())[0]?.instructionPointerReference;
  await debugging.go('stepIn');
  const inner = (await debugging.frames())[0]?.instructionPointerReference;
  assert.deepEqual([outer, inner], ['0x162', '0x200000100']);
  const rows = await rowsAround(debugging, 0, 3);
  assert.deepEqual(inShort(rows)[0], ['0x200000100', '01 07 00 00 00', 'push 7', undefined]);
  assert.match(rows[0]?.location?.path ?? '', /^gaslamp-listing:/);
  await debugging.client.ask('restart');
  await debugging.stopped();
  assert.equal((await debugging.frames())[0]?.instructionPointerReference, outer);
});

test('the bytes of code can be read at its addresses, but not written', async () => {
  const debugging = debugEvm('push 1\nstop');
  await debugging.start({ program: evmPath });
  const [frame] = await debugging.frames();
  const memoryReference = frame?.instructionPointerReference;
  assert.deepEqual(await debugging.client.ask('readMemory', { memoryReference, offset: -1, count: 2 }), {
    ...{ address: '0xffffffff', unreadableBytes: 1 },
  });
  assert.deepEqual(await debugging.client.ask('readMemory', { memoryReference, offset: 1, count: 9 }), {
    ...{ address: '0x100000001', data: btoa('\x01\x00'), unreadableBytes: 7 },
  });
  const write = { memoryReference, data: btoa('x') };
  assert.match(await debugging.client.refused('writeMemory', write), /Code cannot be changed/);
});

test('wrong references are answered', async () => {
  const debugging = debugEvm('push 1\nstop');
  await debugging.start({ program: evmPath });
  const ask = (args: object) => debugging.client.refused('disassemble', { instructionCount: 1, ...args });
  assert.match(await ask({ memoryReference: 'memory#0@0' }), /An address is a number/);
  assert.match(await ask({ memoryReference: '0x1', instructionCount: -1 }), /"instructionCount" should be/);
  assert.equal(
    await ask({ memoryReference: '0x1', instructionOffset: 1.5 }),
    '"instructionOffset" should be a whole number, but is 1.5.',
  );
  assert.match(await ask({ memoryReference: '0x1', instructionCount: 1e9 }), /At most 65,536 instructions/);
  const { instructions } = await debugging.client.ask('disassemble', { memoryReference: '0', instructionCount: 2 });
  assert.equal((instructions as Rows).length, 2);
});
