import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { listingUri } from '../../engines/listing.ts';
import { toy } from '../../test/toy/index.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';
import { bytesOf, makingCode } from './toys.ts';

const path = '/toys/a.toy';

const repeat = `repeat 3
  push 1 ; in each round
  drop
end

halt
`;

/** Lines 3 and 4 are one step. */
const fused = `push 1
push 2
less
branch there
halt
there:
  jump fourth
fourth:
  halt
`;

const at = ({ verified, line, message }: DebugProtocol.Breakpoint) => (verified ? line : message);

test('a line in a repetition stops in every round', async () => {
  const debugging = debugToy({ 'a.toy': repeat });
  const { breakpoints } = await debugging.start({ program: path }, { [path]: [2] });
  const ids = breakpoints.map(({ id }) => id);
  for (const steps of [0, 2, 4]) {
    assert.equal(await debugging.where(), 'main a.toy:2');
    assert.equal(await debugging.evaluate('fuel.spent'), String(steps === 0 ? 0 : steps + bytesOf(repeat).length));
    const stop = await debugging.go('continue');
    if (steps < 4) assert.deepEqual(stop.hitBreakpointIds, ids);
    else assert.equal(stop.reason, 'end');
  }
});

test('a breakpoint on a line without instructions moves to the next one that has some', async () => {
  const debugging = debugToy({ 'a.toy': repeat });
  const { breakpoints } = await debugging.start({ program: path }, { [path]: [1, 4, 7, 500] });
  assert.deepEqual(breakpoints.map(at), [2, 6, ...Array(2).fill('No instruction stands on this line or below it.')]);
});

test('a breakpoint far above the next instruction finds it', async () => {
  const debugging = debugToy({ 'a.toy': `push 1\n${'; nothing\n'.repeat(200)}halt\n` });
  const { breakpoints } = await debugging.start({ program: path }, { [path]: [2] });
  assert.deepEqual(breakpoints.map(at), [202]);
});

test('a breakpoint within a fused group moves to its head, and breaks nothing apart', async () => {
  const debugging = debugToy({ 'a.toy': fused });
  const { breakpoints } = await debugging.start({ program: path }, { [path]: [4] });
  assert.deepEqual(breakpoints.map(at), [3]);
  assert.equal(await debugging.where(), 'main a.toy:3');
  await debugging.go('next');
  assert.equal(await debugging.where(), 'main a.toy:7', 'one step, which skipped line 4');
});

test('a breakpoint within a fused group stops there when it is jumped to', async () => {
  const jumpsInto = `push 1\njump second\nless\nsecond: branch there\nhalt\nthere: halt\n`;
  const debugging = debugToy({ 'a.toy': jumpsInto });
  const { breakpoints, stopped } = await debugging.start({ program: path }, { [path]: [4] });
  assert.deepEqual(breakpoints.map(at), [3]);
  assert.equal(await debugging.where(), 'main a.toy:4');
  assert.deepEqual(stopped.hitBreakpointIds, [breakpoints[0]?.id]);
});

test('setting breakpoints replaces those of the same source only', async () => {
  const debugging = debugToy({ 'a.toy': fused });
  await debugging.start({ program: path }, { [path]: [1, 7] });
  await debugging.breakpoints('file:///toys/a.toy', [9]);
  await debugging.breakpoints('/toys/other.toy', [1]);
  await debugging.go('continue');
  assert.equal(await debugging.where(), 'main a.toy:9');
});

test('sources that have nothing to do with the program say so, and cost no error', async () => {
  const debugging = debugToy({ 'a.toy': fused, 'text.md': 'hello' });
  const listing = (file: string) =>
    listingUri({ kind: 'file', uri: `file:///toys/${file}`, part: undefined }, file, '');
  const none = 'The program that is debugged has no code from this file.';
  await debugging.prepare({ program: path });
  for (const source of ['/toys/other.toy', 'vscode-notebook-cell://a/b#W0s', listing('text.md'), listing('gone.toy')]) {
    assert.deepEqual((await debugging.breakpoints(source, [1])).map(at), [none], source);
  }
  assert.deepEqual((await debugging.breakpoints('gaslamp-listing:/x?code%3D0x12', [1])).map(at), [
    'Waits for its code to run.',
  ]);
  const source = { path: 'gaslamp-listing:/x?%E0' };
  assert.match(
    await debugging.client.refused('setBreakpoints', { source, breakpoints: [] }),
    /no address of a listing/,
  );
});

test('the source of a breakpoint is echoed as the client wrote it', async () => {
  const cell = 'vscode-notebook-cell://wsl%2Bubuntu/lesson.gaslamp.md#W2sZmlsZQ%3D%3D';
  const file = { uri: cell, languageId: 'toy-asm', base64: btoa(repeat) };
  const debugging = debugToy({});
  const { breakpoints } = await debugging.start({ program: cell, files: [file] }, { [cell]: [3] });
  assert.deepEqual(breakpoints[0]?.source, { path: cell });
  assert.equal((await debugging.frames())[0]?.source?.path, cell);
});

test('columns choose among the statements of a line, in the counting of the client', async () => {
  const { client } = debugToy({ 'a.toy': 'a: b: push 1\nhalt' });
  await client.ask('initialize', { linesStartAt1: false, columnsStartAt1: false });
  await client.ask('launch', { program: path });
  const positions = await client.ask('breakpointLocations', { source: { path }, line: 0, endLine: 1 });
  const [push, halt] = positions.breakpoints as DebugProtocol.BreakpointLocation[];
  assert.deepEqual(push, { line: 0, column: 6, endLine: 0, endColumn: 12 });
  assert.deepEqual(halt, { line: 1, column: 0, endLine: 1, endColumn: 4 });
  const set = await client.ask('setBreakpoints', { source: { path }, breakpoints: [{ line: 1, column: 2 }] });
  assert.deepEqual(
    (set.breakpoints as DebugProtocol.Breakpoint[]).map(({ line, column }) => [line, column]),
    [[1, 0]],
  );
});

test('a listing takes breakpoints, and is shown where there is no source', async () => {
  const binary = new Uint8Array([0, 0x74, 0x6f, 0x79, ...bytesOf('push 1\npush 2\nadd\nhalt\n')]);
  const debugging = new Debugging(connect([toy], { 'file:///toys/a.bin': binary }));
  const listing = listingUri({ kind: 'file', uri: 'file:///toys/a.bin', part: 'main' }, 'a', '.toy');
  const { breakpoints } = await debugging.start({ program: '/toys/a.bin' }, { [listing]: [3] });
  assert.deepEqual(breakpoints.map(at), [3]);
  const [frame] = await debugging.frames();
  assert.equal(frame?.source?.path, listing);
  assert.equal(frame?.line, 3);
  await debugging.go('stepBack');
  assert.equal((await debugging.frames())[0]?.line, 2);
});

test('a program is shown where its breakpoints are: in the source, or in the listing', async () => {
  const listing = listingUri({ kind: 'file', uri: 'file:///toys/a.toy', part: 'main' }, 'a', '.toy');
  const debugging = debugToy({ 'a.toy': fused });
  const shown = async () => (await debugging.frames())[0]?.source?.path;
  await debugging.start({ program: path }, { [listing]: [2] });
  assert.equal(await shown(), listing);
  await debugging.go('next');
  assert.equal(await shown(), listing);
  await debugging.breakpoints(path, [7]);
  assert.equal(await shown(), path);
  await debugging.breakpoints(path, []);
  assert.equal(await shown(), listing);
});

test('without a breakpoint in it a listing is named as the client would name it', async () => {
  const binary = new Uint8Array([0, 0x74, 0x6f, 0x79, ...bytesOf('halt')]);
  const debugging = new Debugging(connect([toy], { 'file:///toys/a.bin': binary }));
  await debugging.start({ program: '/toys/a.bin' });
  const listing = listingUri({ kind: 'file', uri: 'file:///toys/a.bin', part: 'main' }, 'a', '.toy');
  assert.equal((await debugging.frames())[0]?.source?.path, listing);
});

test('a breakpoint waits for code that appears at run time, before its first step', async () => {
  const inner = 'push 7\nsys print\nret\n';
  const debugging = debugToy({ 'a.toy': makingCode(inner) });
  const first = debugToy({ 'a.toy': makingCode(inner) });
  await first.start({ program: path, stopOnEntry: true });
  while ((await first.where()).startsWith('main')) await first.go('stepIn');
  const listing = (await first.frames())[0]?.source?.path ?? '';

  const { breakpoints, stopped } = await debugging.start({ program: path }, { [path]: [1], [listing]: [1, 3] });
  assert.deepEqual(breakpoints.map(at), [1, ...Array(2).fill('Waits for its code to run.')]);
  assert.equal(stopped.reason, 'breakpoint');
  const stop = await debugging.go('continue');
  const bound = [await debugging.client.event('breakpoint'), await debugging.client.event('breakpoint')];
  assert.deepEqual(
    bound.map(({ reason, breakpoint }) => [reason, at(breakpoint as DebugProtocol.Breakpoint)]),
    [
      ['changed', 1],
      ['changed', 3],
    ],
  );
  assert.deepEqual(stop.hitBreakpointIds, [breakpoints[1]?.id]);
  assert.equal((await debugging.frames())[0]?.source?.path, listing);
  assert.equal(debugging.printed(), '');
  await debugging.go('continue');
  assert.equal((await debugging.frames())[0]?.line, 3);
  await debugging.go('reverseContinue');
  assert.equal((await debugging.frames())[0]?.line, 1);
});

test('the listing of such a code can be asked for, by number and by hash', async () => {
  const inner = 'push 7\nsys print\nret\n';
  const { client } = debugToy({ 'a.toy': makingCode(inner) });
  const debugging = new Debugging(client);
  await client.ask('initialize', { clientID: 'another' });
  await client.ask('launch', { program: path, stopOnEntry: true });
  await client.ask('configurationDone');
  await debugging.stopped();
  while ((await debugging.where()).startsWith('main')) await debugging.go('stepIn');
  const [frame] = await debugging.frames();
  const { source = {} } = frame ?? {};
  assert.ok((source.sourceReference ?? 0) > 0, 'a client without our listings gets a number');
  const code = /code%3D(0x[\da-f]+)/.exec(source.path ?? '')?.[1];
  const { content } = await client.ask('source', { source, sourceReference: source.sourceReference });
  assert.equal(content, inner);
  assert.equal((await client.ask('source', { source: { path: source.path } })).content, inner);
  assert.deepEqual(await client.ask('gaslamp/listing', { code }), { text: inner });
  assert.match(await client.refused('gaslamp/listing', { code: '0x00' }), /has not met that code/);
  assert.match(await client.refused('source', { source: { path }, sourceReference: 0 }), /a file of yours/);
  assert.match(await client.refused('source', { sourceReference: 99 }), /no source 99/);
});

test('breakpoints set while the program runs stop it', async () => {
  const debugging = debugToy({ 'a.toy': 'loop:\n  push 1\n  drop\n  jump loop\n' });
  await debugging.start({ program: path });
  await debugging.client.ask('continue', { threadId: 1 });
  await debugging.breakpoints(path, [3]);
  assert.equal((await debugging.stopped()).reason, 'breakpoint');
  assert.equal(await debugging.where(), 'main a.toy:3');
});
