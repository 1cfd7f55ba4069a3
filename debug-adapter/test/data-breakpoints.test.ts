import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { engines } from '../../engines/list.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';

type Info = DebugProtocol.DataBreakpointInfoResponse['body'];

const infoOf = (debugging: Debugging, args: object) => debugging.client.ask<Info>('dataBreakpointInfo', args);

const watch = async (debugging: Debugging, ...breakpoints: object[]) =>
  (await debugging.client.ask<{ breakpoints: DebugProtocol.Breakpoint[] }>('setDataBreakpoints', { breakpoints }))
    .breakpoints;

const bothWays = async (debugging: Debugging, expected: readonly string[]) => {
  assert.deepEqual(await debugging.dataStops('continue'), expected);
  assert.deepEqual(
    await debugging.dataStops('reverseContinue'),
    expected.toReversed(),
    'the same moments on the way back',
  );
  assert.deepEqual(await debugging.dataStops('continue'), expected, 'and again');
};

describe('data breakpoints of the toy', () => {
  const path = '/toys/memory.toy';
  const program = `  push 7
  push 2
  store
  push 2
  load
  push 1
  add
  push 2
  store
  push 3
  push 2
  pair
  split
  call inner
  halt
inner:
  push 9
  push 3
  store
  ret
`;
  let debugging: Debugging;
  before(async () => {
    debugging = debugToy({ 'memory.toy': program });
    await debugging.start({ program: path, stopOnEntry: true });
  });

  test('a byte of memory: written, read, or both', async () => {
    const first = 'memory[0x2] written by store in main: nothing → 7 | main memory.toy:4';
    const read = 'memory[0x2] read by load in main: 7 | main memory.toy:6';
    const second = 'memory[0x2] written by store in main: 7 → 8 | main memory.toy:10';
    for (const [accessType, told] of [
      ['write', [first, second]],
      ['read', [read]],
      ['readWrite', [first, read, second]],
      [undefined, [first, second]],
    ] as const) {
      await debugging.client.ask('restart');
      await debugging.stopped();
      const [set] = await watch(debugging, { dataId: 'memory@2+1', accessType });
      assert.equal(set?.verified, true);
      if ((await debugging.where()) !== 'main memory.toy:1') await debugging.go('reverseContinue');
      await bothWays(debugging, told);
    }
  });

  test('a stretch is touched where a part of it is, also in a function', async () => {
    await debugging.client.ask('restart');
    await debugging.stopped();
    await debugging.go('reverseContinue');
    await watch(debugging, { dataId: 'memory@3+4', accessType: 'write' });
    await bothWays(debugging, ['memory[0x3] written by store in inner: nothing → 9 | inner memory.toy:20']);
  });

  test('conditions and hits hold after the access', async () => {
    await watch(debugging, { dataId: 'memory@2+1', accessType: 'write', condition: 'memory[2] == 8' });
    await debugging.client.ask('restart');
    await debugging.stopped();
    assert.match((await debugging.go('continue')).description ?? '', /7 → 8$/);
    const [{ id } = {}] = await watch(debugging, { dataId: 'memory@2+1', accessType: 'readWrite', hitCondition: '2' });
    const stop = await debugging.go('reverseContinue');
    assert.match(stop.description ?? '', /read by load/);
    assert.deepEqual(stop.hitBreakpointIds, [id]);
  });

  test('a step that touches what is watched says so', async () => {
    await debugging.client.ask('restart');
    await debugging.stopped();
    await watch(debugging, { dataId: 'memory@3+1', accessType: 'write' });
    while ((await debugging.where()) !== 'main memory.toy:14') await debugging.go('stepIn');
    assert.equal((await debugging.go('next')).reason, 'data breakpoint');
    assert.equal(await debugging.where(), 'inner memory.toy:20');
  });

  test('a field of a value can be watched, found among the variables', async () => {
    await watch(debugging);
    await debugging.client.ask('restart');
    await debugging.stopped();
    while ((await debugging.where()) !== 'main memory.toy:13') await debugging.go('stepIn');
    const [frame] = await debugging.frames();
    const { scopes } = await debugging.client.ask<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId: frame?.id });
    const [pair] = await debugging.variables(scopes[0]?.variablesReference ?? 0);
    const { dataId, canPersist, description } = await infoOf(debugging, {
      variablesReference: pair?.variablesReference,
      name: 'second',
    });
    assert.deepEqual([dataId, canPersist, description], ['stack#0@1+1', false, 'stack[0].second in stack#0']);
    assert.equal((await infoOf(debugging, { name: 'stack[0].second' })).dataId, dataId);
    await watch(debugging, { dataId, accessType: 'readWrite' });
    assert.match((await debugging.go('continue')).description ?? '', /^stack\[0\]\.second read by split in main/);
  });

  test('what cannot be watched is refused with a sentence', async () => {
    const refused = async (args: object, why: RegExp) => {
      const { dataId, description } = await infoOf(debugging, args);
      assert.equal(dataId, null);
      assert.match(description, why);
    };
    await refused({ name: 'fuel' }, /^"fuel" cannot be watched/);
    await refused({ name: '1 + 1' }, /cannot be watched/);
    await refused({ name: '1 +' }, /not complete/);
    await refused({ name: 'memory[0..5000]' }, /^memory ends at/);
    await refused({ name: 'spent', variablesReference: 99999 }, /nothing behind the reference/);
    await refused({ name: 'here', asAddress: true, bytes: 1 }, /nothing called "here"/);
    await refused({ name: '0x10', asAddress: true, bytes: 0 }, /a whole number from 1 on/);
    const { client } = debugging;
    assert.match(await client.refused('setDataBreakpoints', { breakpoints: [{}] }), /dataId" should be a string/);
    assert.match(
      await client.refused('setDataBreakpoints', { breakpoints: [{ dataId: 'memory@0+1', accessType: 'eat' }] }),
      /accessType" should be "read" or "write" or "readWrite", but is "eat"\./,
    );
    const set = await watch(
      debugging,
      { dataId: 'memory' },
      { dataId: 'memory@0+0' },
      { dataId: 'memory@0+1', condition: '(' },
    );
    assert.deepEqual(
      set.map(({ verified, message }) => [verified, /\.$/.test(message ?? '')]),
      Array(3).fill([false, true]),
    );
  });
});

describe('data breakpoints of the EVM', () => {
  const path = '/contracts/store.easm';
  const program = `    push 5
    push 0
    sstore
    push 0
    sload
    push 1
    add
    push 0
    sstore
    push 0xff
    push 0x20
    mstore8
    push 0x40
    push 0
    return
`;
  const start = async () => {
    const debugging = new Debugging(connect(engines, { [`file://${path}`]: program }));
    await debugging.start({ program: path, stopOnEntry: true });
    return debugging;
  };

  test('a slot of storage, by an id that another session understands', async () => {
    const debugging = await start();
    const info = await infoOf(debugging, { name: 'storage[0]' });
    assert.match(info.description, /^storage\[0x0\] in storage:0x[\da-f]{40}$/);
    assert.equal(info.canPersist, true);
    assert.deepEqual(info.accessTypes, ['read', 'write', 'readWrite']);
    const another = await start();
    await watch(another, { dataId: info.dataId, accessType: 'readWrite' });
    const frame = (await another.frames())[0]?.name;
    await bothWays(another, [
      `storage[0x0] written by SSTORE in ${frame}: 0x0 → 0x5 | ${frame} store.easm:4`,
      `storage[0x0] read by SLOAD in ${frame}: 0x5 | ${frame} store.easm:6`,
      `storage[0x0] written by SSTORE in ${frame}: 0x5 → 0x6 | ${frame} store.easm:10`,
    ]);
  });

  test('bytes at an address lie in the memory of the frame', async () => {
    const debugging = await start();
    const { dataId, canPersist, description } = await infoOf(debugging, { name: '32', asAddress: true, bytes: 2 });
    assert.deepEqual([canPersist, description], [false, 'memory[0x20..0x22] in memory#0']);
    await watch(debugging, { dataId, accessType: 'write' });
    const [only, ...more] = await debugging.dataStops('continue');
    assert.match(only ?? '', /^memory\[0x20\] written by MSTORE8 in .*: nothing → 0xff \| .*:13$/);
    assert.deepEqual(more, []);
  });

  test('what is watched is called what the person chose it by, as long as it is there', async () => {
    const debugging = await start();
    await debugging.go('next');
    await debugging.go('next');
    const top = await infoOf(debugging, { name: 'stack[0]' });
    const bottom = await infoOf(debugging, { name: 'stack[1]' });
    const slot = await infoOf(debugging, { name: 'storage[0]' });
    assert.deepEqual([top.description, bottom.description], ['stack[0] in stack#0', 'stack[1] in stack#0']);
    const set = async () => {
      const breakpoints = await watch(debugging, { dataId: top.dataId }, { dataId: slot.dataId });
      return breakpoints.map(({ message }) => message);
    };
    assert.deepEqual(await set(), ['Stops after stack[0] is written.', 'Stops after storage[0x0] is written.']);
    await debugging.go('reverseContinue');
    assert.match(
      (await debugging.go('continue')).description ?? '',
      /^stack\[0\] written by PUSH0 in .*: nothing → 0x0$/,
    );
    await watch(debugging);
    await debugging.go('stepBack');
    assert.deepEqual(await set(), [
      'Stops after place 0x1 of stack#0 is written.',
      'Stops after storage[0x0] is written.',
    ]);
  });

  test('an item of the stack keeps its place from the bottom', async () => {
    const debugging = await start();
    await debugging.go('next');
    const { dataId } = await infoOf(debugging, { name: 'stack[0]' });
    await watch(debugging, { dataId, accessType: 'read' });
    assert.match((await debugging.go('continue')).description ?? '', /^stack\[1\] read by SSTORE in /);
  });
});
