import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { engines } from '../../engines/list.ts';
import { listingUri } from '../../engines/listing.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';
import { makingCode } from './toys.ts';

const path = '/toys/a.toy';

const set = async (debugging: Debugging, kind: 'Function' | 'Instruction', breakpoints: readonly object[]) =>
  (await debugging.client.ask<{ breakpoints: DebugProtocol.Breakpoint[] }>(`set${kind}Breakpoints`, { breakpoints }))
    .breakpoints;

const at = ({ verified, line, message }: DebugProtocol.Breakpoint) => (verified ? line : message);

/** Lines 7 and 8 are one step. */
const program = `const two = 2
  push 1
  call there
  halt
there: push two
  push 3
  less
inside: branch away
away:
  ret
`;

test('a breakpoint on a name stops where its label leads, under its terms', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.prepare({ program: path });
  const breakpoints = await set(debugging, 'Function', [
    { name: 'there', condition: 'stack[0] == 1' },
    { name: ' away ', hitCondition: '2' },
    { name: '0x108' },
    { name: '264' },
    { name: 'a.toy:0x105' },
    { name: 'inside' },
  ]);
  assert.deepEqual(breakpoints.map(at), [5, 10, 4, 4, 3, 7]);
  assert.match(breakpoints[5]?.message ?? '', /^Moved to "less"/);
  assert.deepEqual(breakpoints[0]?.source, { name: 'a.toy', path });
  await debugging.client.ask('configurationDone');
  assert.equal((await debugging.stopped()).reason, 'function breakpoint');
  assert.equal(await debugging.where(), 'main a.toy:3');
  const stop = await debugging.go('continue');
  assert.deepEqual([stop.reason, stop.hitBreakpointIds], ['function breakpoint', [breakpoints[0]?.id]]);
  assert.equal(await debugging.where(), 'there a.toy:5');
  await debugging.go('continue');
  assert.equal(await debugging.where(), 'there a.toy:7');
  const last = await debugging.go('continue');
  assert.deepEqual(last.hitBreakpointIds, [breakpoints[2]?.id, breakpoints[3]?.id]);
});

test('a name that stands for nothing says so, and names what is close', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.prepare({ program: path });
  const names = ['their', 'elsewhere', 'two', '', '0x1', '9'.repeat(400), 'b.toy:0x100', '__proto__'];
  const messages = (
    await set(
      debugging,
      'Function',
      names.map((name) => ({ name })),
    )
  ).map(at);
  assert.equal(messages[0], 'No label or macro is called "their"; "there" is close to it.');
  for (const [i, message] of messages.entries())
    assert.match(String(message), /^No label or macro is called .*\.$|0x1f\.$/, names[i]);
  const { client } = debugging;
  assert.match(await client.refused('setFunctionBreakpoints', {}), /"breakpoints" should be a list/);
  assert.match(
    await client.refused('setFunctionBreakpoints', { breakpoints: [{ name: 7 }] }),
    /name" should be a string/,
  );
  assert.match(
    await client.refused('setFunctionBreakpoints', { breakpoints: [{ name: 'a', condition: 7 }] }),
    /condition" should be a string/,
  );
});

test('the names of one request replace those of the one before, and hold when the program starts again', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.prepare({ program: path });
  await set(debugging, 'Function', [{ name: 'there' }]);
  await set(debugging, 'Function', [{ name: 'away' }]);
  await debugging.client.ask('configurationDone');
  await debugging.stopped();
  assert.equal(await debugging.where(), 'there a.toy:10');
  await debugging.client.ask('restart');
  assert.equal((await debugging.stopped()).reason, 'function breakpoint');
  assert.equal(await debugging.where(), 'there a.toy:10');
});

test('a macro is a name for every place where it is used', async () => {
  const file = '/contracts/a.easm';
  const text = '#define %one() {\n  push 1\n  pop\n}\n%one()\npush 2\n%one()\nlabel:\n  stop\n';
  const debugging = new Debugging(connect(engines, { [`file://${file}`]: text }));
  await debugging.prepare({ program: file });
  assert.deepEqual((await set(debugging, 'Function', [{ name: 'one' }, { name: 'label' }])).map(at), [2, 8]);
  await debugging.client.ask('configurationDone');
  const lines = [];
  for (let stop = await debugging.stopped(); stop.reason !== 'end'; stop = await debugging.go('continue')) {
    lines.push((await debugging.frames())[0]?.line);
  }
  assert.deepEqual(lines, [2, 2, 8]);
});

test('a breakpoint on an address stops there, in code of a file and in code made at run time', async () => {
  const debugging = debugToy({ 'a.toy': makingCode('push 7\nsys print\nret\n') });
  await debugging.start({ program: path, stopOnEntry: true });
  while ((await debugging.where()).startsWith('main')) await debugging.go('stepIn');
  const [inner, outer] = await debugging.frames();
  const breakpoints = await set(debugging, 'Instruction', [
    { instructionReference: inner?.instructionPointerReference, offset: 5 },
    { instructionReference: outer?.instructionPointerReference, offset: 1, condition: 'stack[0] == 7' },
    { instructionReference: '0x7', offset: 0 },
    { instructionReference: '0x100000000', offset: -1 },
    { instructionReference: '0x300000000' },
    { instructionReference: inner?.instructionPointerReference, condition: ')' },
  ]);
  assert.deepEqual(
    breakpoints.map(({ verified }) => verified),
    [true, true, false, false, false, false],
  );
  assert.equal(breakpoints[0]?.instructionReference, '0x200000105');
  assert.equal(breakpoints[2]?.message, 'No code lies at 0x7.');
  const stop = await debugging.go('continue');
  assert.deepEqual([stop.reason, stop.hitBreakpointIds], ['instruction breakpoint', [breakpoints[0]?.id]]);
  assert.equal((await debugging.frames())[0]?.line, 2);
  assert.deepEqual((await debugging.go('continue')).hitBreakpointIds, [breakpoints[1]?.id]);
  assert.deepEqual((await debugging.go('reverseContinue')).hitBreakpointIds, [breakpoints[0]?.id]);
  const { client } = debugging;
  assert.match(
    await client.refused('setInstructionBreakpoints', { breakpoints: [{ instructionReference: 'here' }] }),
    /An address is a number such as 0x100000004, but this is "here"\./,
  );
  assert.match(
    await client.refused('setInstructionBreakpoints', { breakpoints: [{}] }),
    /instructionReference" should be/,
  );
});

test('a breakpoint within an instruction moves to it, and within a step to its head', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.prepare({ program: path });
  const [push, branch] = await set(debugging, 'Instruction', [
    { instructionReference: '0x102' },
    { instructionReference: '0x114' },
  ]);
  assert.deepEqual([push?.instructionReference, push?.message], ['0x100', undefined]);
  assert.equal(branch?.instructionReference, '0x113');
  assert.match(branch?.message ?? '', /^Moved to "less", because both run in one step/);
});

test('lines, names and addresses of one place stop together', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.prepare({ program: path });
  const listing = listingUri({ kind: 'file', uri: `file://${path}`, part: 'main' }, 'a', '.toy');
  const ids = [
    ...(await debugging.breakpoints(path, [5])),
    ...(await debugging.breakpoints(listing, [4])),
    ...(await set(debugging, 'Function', [{ name: 'there' }])),
    ...(await set(debugging, 'Instruction', [{ instructionReference: '0x109' }])),
  ].map(({ id }) => id);
  await debugging.client.ask('configurationDone');
  const stop = await debugging.stopped();
  assert.deepEqual([stop.reason, stop.hitBreakpointIds], ['breakpoint', ids]);
});

test('positions are those between two columns, where a client gives some', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.prepare({ program: path });
  const lines = async (args: object) => {
    const body = await debugging.client.ask('breakpointLocations', { source: { path }, ...args });
    return (body.breakpoints as DebugProtocol.BreakpointLocation[]).map(({ line, column }) => `${line}:${column}`);
  };
  assert.deepEqual(await lines({ line: 5 }), ['5:8']);
  assert.deepEqual(await lines({ line: 5, column: 9 }), []);
  assert.deepEqual(await lines({ line: 5, endLine: 7, column: 9, endColumn: 2 }), ['6:3']);
  assert.deepEqual(await lines({ line: 1 }), []);
});
