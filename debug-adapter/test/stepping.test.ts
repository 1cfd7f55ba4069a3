import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { debugToy } from './debugging.ts';

const path = '/toys/a.toy';

/** A function that calls another, which prints. */
const calls = `push 1
call outer
halt
outer:
  push 2
  call inner
  push 3
  ret
inner:
  push 4
  sys print
  ret
`;

/** Two threads that take turns of eight steps. */
const threads = `push 9
spawn worker
join
halt
worker:
  sys print
  repeat 10
    push 1
    drop
  end
  ret
`;

test('next goes over calls, stepIn into them, stepOut out of them; each can be undone', async () => {
  const debugging = debugToy({ 'a.toy': calls });
  await debugging.start({ program: path });
  const walk = async (...commands: readonly string[]) => {
    for (const command of commands) await debugging.go(command);
    return debugging.where();
  };
  assert.equal(await walk('next', 'next'), 'main a.toy:3');
  assert.equal(await walk('stepBack'), 'main a.toy:2');
  assert.equal(await walk('stepIn'), 'outer a.toy:5');
  assert.equal(await walk('next', 'stepIn'), 'inner a.toy:10');
  assert.equal(await walk('stepOut'), 'outer a.toy:7');
  assert.equal(await walk('stepBack'), 'outer a.toy:6', 'back over the whole call');
  assert.equal(await walk('stepBack', 'stepBack'), 'main a.toy:2', 'back out of the function, to its call');
  assert.equal(await walk('stepIn', 'stepOut'), 'main a.toy:3');
  assert.equal(debugging.printed(), '4\n', 'printed once, though it was run three times');
});

test('a breakpoint on the way stops every kind of step, forwards and backwards', async () => {
  const debugging = debugToy({ 'a.toy': calls });
  await debugging.start({ program: path, stopOnEntry: true }, { [path]: [10] });
  await debugging.go('next');
  assert.deepEqual([(await debugging.go('next')).reason, await debugging.where()], ['breakpoint', 'inner a.toy:10']);
  await debugging.go('stepOut');
  await debugging.go('stepOut');
  assert.equal(await debugging.where(), 'main a.toy:3');
  assert.deepEqual(
    [(await debugging.go('stepBack')).reason, await debugging.where()],
    ['breakpoint', 'inner a.toy:10'],
  );
});

test('the frame of the host is passed by steps of statements, and shown by steps of instructions', async () => {
  const debugging = debugToy({ 'a.toy': calls });
  await debugging.start({ program: path }, { [path]: [11] });
  await debugging.go('stepIn');
  assert.equal(await debugging.where(), 'inner a.toy:12');
  await debugging.go('stepBack', { granularity: 'instruction' });
  const [native] = await debugging.frames();
  assert.deepEqual([native?.name, native?.source, native?.presentationHint], ['print', undefined, 'subtle']);
  await debugging.go('stepBack', { granularity: 'instruction' });
  assert.equal(await debugging.where(), 'inner a.toy:11');
  await debugging.go('next', { granularity: 'instruction' });
  assert.equal(await debugging.where(), 'inner a.toy:12');
});

test('reverseContinue stops at the last breakpoint before, then at the start, and says so', async () => {
  const debugging = debugToy({ 'a.toy': calls });
  await debugging.start({ program: path, stopOnEntry: false }, { [path]: [7, 3] });
  await debugging.go('continue');
  assert.equal(await debugging.where(), 'main a.toy:3');
  assert.equal((await debugging.go('reverseContinue')).reason, 'breakpoint');
  assert.equal(await debugging.where(), 'outer a.toy:7');
  const start = 'At the start of the run: there is nothing before it';
  assert.equal((await debugging.go('reverseContinue')).description, start);
  assert.equal(await debugging.where(), 'main a.toy:1');
  for (const command of ['stepBack', 'reverseContinue', 'stepBack']) {
    assert.equal((await debugging.go(command)).description, start);
  }
  assert.equal((await debugging.go('stepBack', { granularity: 'instruction' })).description, start);
  await debugging.go('next');
  assert.equal(await debugging.where(), 'main a.toy:2');
});

const threadNames = async (debugging: ReturnType<typeof debugToy>) => {
  const body = await debugging.client.ask<{ threads: DebugProtocol.Thread[] }>('threads');
  return body.threads.map(({ id, name }) => `${id} ${name}`);
};

test('threads are named with what they do, and each has its frames', async () => {
  const debugging = debugToy({ 'a.toy': threads });
  await debugging.start({ program: path, stopOnEntry: true });
  assert.deepEqual(await threadNames(debugging), ['1 main']);
  await debugging.go('next');
  await debugging.go('next');
  assert.deepEqual(await threadNames(debugging), ['1 main', '2 worker (ready)']);
  const [waiting] = await debugging.frames({ threadId: 2 });
  assert.equal(`${waiting?.name} ${waiting?.line}`, 'worker 6');
  await debugging.breakpoints(path, [8]);
  assert.equal((await debugging.go('continue')).threadId, 2);
  assert.deepEqual(await threadNames(debugging), ['1 main (waiting for thread 1)', '2 worker']);
});

test('next on a thread runs the others until it has its turn again', async () => {
  const debugging = debugToy({ 'a.toy': threads });
  await debugging.start({ program: path }, { [path]: [3] });
  const stop = await debugging.go('next');
  assert.deepEqual([stop.threadId, await debugging.where()], [1, 'main a.toy:4']);
  assert.equal(debugging.printed(), '9\n');
  await debugging.go('stepBack');
  assert.equal(await debugging.where(), 'main a.toy:3', 'back over what the other thread did');
});

test('a step of a thread that is not running leads to its next step', async () => {
  const debugging = debugToy({ 'a.toy': threads });
  await debugging.start({ program: path }, { [path]: [3] });
  const stop = await debugging.go('stepIn', { threadId: 2 });
  assert.deepEqual([stop.threadId, await debugging.where()], [2, 'worker a.toy:6']);
  await debugging.go('stepBack');
  assert.equal(await debugging.where(), 'main a.toy:3', 'before its first step there was the other thread');
});

test('pause stops an endless program at once, and it goes on from there', async () => {
  const debugging = debugToy({ 'a.toy': 'loop:\n  push 1\n  drop\n  jump loop\n' });
  await debugging.start({ program: path });
  await debugging.client.ask('continue', { threadId: 1 });
  assert.match(await debugging.client.refused('next', { threadId: 1 }), /is running; pause it first/);
  assert.match(await debugging.client.refused('stackTrace', { threadId: 1 }), /is running/);
  assert.match(await debugging.client.refused('evaluate', { expression: '1' }), /is running/);
  await debugging.client.ask('pause', { threadId: 1 });
  assert.equal((await debugging.stopped()).reason, 'pause');
  await debugging.client.ask('pause', { threadId: 1 });
  const before = BigInt(await debugging.evaluate('fuel.spent'));
  await debugging.go('next');
  assert.ok(BigInt(await debugging.evaluate('fuel.spent')) > before);
});

test('going back a long way can be paused too', async () => {
  const debugging = debugToy({ 'a.toy': 'loop:\n  push 1\n  drop\n  jump loop\n' });
  await debugging.start({ program: path, limits: { steps: 300_000 } });
  assert.equal((await debugging.go('continue')).reason, 'exception');
  await debugging.client.ask('reverseContinue', { threadId: 1 });
  await debugging.client.ask('pause', { threadId: 1 });
  assert.equal((await debugging.stopped()).reason, 'pause');
  assert.equal((await debugging.go('reverseContinue')).reason, 'entry');
});

test('events stop the program where the client asks for it, in both directions', async () => {
  const debugging = debugToy({ 'a.toy': threads });
  await debugging.prepare({ program: path, stopOnEntry: false });
  await debugging.client.ask('setExceptionBreakpoints', { filters: ['toy.spawn'] });
  await debugging.client.ask('configurationDone');
  const stop = await debugging.stopped();
  assert.deepEqual([stop.reason, stop.text], ['exception', 'Thread 1 starts at worker.']);
  assert.equal(await debugging.where(), 'main a.toy:3', 'after the step that raised it');
  const info = await debugging.client.ask('exceptionInfo', { threadId: 1 });
  const text = 'Thread 1 starts at worker.';
  const details = { message: text, typeName: 'spawn', stackTrace: 'main (a.toy:3)' };
  assert.deepEqual(info, { exceptionId: 'Thread started', description: text, breakMode: 'always', details });
  await debugging.go('next');
  assert.match(await debugging.client.refused('exceptionInfo', { threadId: 1 }), /not stopped at an error/);
  assert.equal((await debugging.go('reverseContinue')).text, 'Thread 1 starts at worker.');
});

test('a stack of thousands of frames is given by the page', async () => {
  const debugging = debugToy({ 'a.toy': 'again:\n  call again\n' });
  await debugging.start({ program: path, limits: { steps: 5000 } });
  await debugging.go('continue');
  const page = await debugging.client.ask<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
    ...{ threadId: 1, startFrame: 4000, levels: 20 },
  });
  assert.equal(page.totalFrames, 5001);
  assert.equal(page.stackFrames.length, 20);
  assert.ok(page.stackFrames.every(({ name, line }) => name === 'again' && line === 2));
  const beyond = await debugging.frames({ startFrame: 1e9, levels: 1e9 });
  assert.deepEqual(beyond, []);
  assert.equal((await debugging.frames({ startFrame: 4990, levels: Number.MAX_SAFE_INTEGER })).length, 11);
});

test('nothing is behind a reference once the program has moved, as a client asks when one steps fast', async () => {
  const debugging = debugToy({ 'a.toy': calls });
  await debugging.start({ program: path }, { [path]: [7] });
  const [frame] = await debugging.frames();
  const { scopes } = await debugging.client.ask<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId: frame?.id });
  const { variablesReference = 0 } = scopes[0] ?? {};
  assert.equal((await debugging.variables(variablesReference)).length, 3);
  await debugging.go('next');
  const { client } = debugging;
  assert.deepEqual(await client.ask('scopes', { frameId: frame?.id }), { scopes: [] });
  assert.deepEqual(await client.ask('variables', { variablesReference }), { variables: [] });
  assert.match(await client.refused('variables', { variablesReference: 9999 }), /nothing behind the reference 9999/);
  assert.match(await client.refused('evaluate', { expression: '1', frameId: frame?.id }), /has moved on since/);
});

test('values are paged', async () => {
  const debugging = debugToy({ 'a.toy': `repeat 300\n  push 5\nend\npush 1\npush 2\npair\nhalt\n` });
  await debugging.start({ program: path }, { [path]: [7] });
  const [frame] = await debugging.frames();
  const { scopes } = await debugging.client.ask<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId: frame?.id });
  const [stack] = scopes;
  assert.equal(stack?.indexedVariables, 301);
  const reference = stack?.variablesReference ?? 0;
  const names = async (args: object) => (await debugging.variables(reference, args)).map(({ name }) => name);
  assert.deepEqual(await names({ filter: 'indexed', start: 100, count: 3 }), ['100', '101', '102']);
  assert.deepEqual(await names({ filter: 'indexed', start: 300, count: 50 }), ['300']);
  assert.deepEqual(await names({ filter: 'named' }), []);
  assert.deepEqual(await names({ start: 1e12, count: 1e12 }), []);
  const [pair] = await debugging.variables(reference, { start: 0, count: 1 });
  assert.deepEqual([pair?.value, pair?.type, pair?.namedVariables], ['(1, 2)', 'pair', 2]);
  const fields = await debugging.variables(pair?.variablesReference ?? 0);
  assert.deepEqual(
    fields.map(({ name, value }) => `${name} ${value}`),
    ['first 1', 'second 2'],
  );
});
