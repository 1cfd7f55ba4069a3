import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

const toyPath = '/toys/a.toy';
const evmPath = '/contracts/a.easm';

type Target = { readonly id: number; readonly label: string; readonly line?: number; readonly column?: number };

/** Goes to the first statement of a line, through time. */
const goTo = async (debugging: Debugging, path: string, line: number) => {
  const targets = await targetsAt(debugging, path, line);
  const { reason, description } = await debugging.go('goto', { targetId: targets[0]?.id });
  assert.equal(reason, 'goto');
  return `${description}: ${await debugging.where()}`;
};

const targetsAt = async ({ client }: Debugging, path: string, line: number) =>
  (await client.ask<{ targets: Target[] }>('gotoTargets', { source: { path }, line })).targets;

/** Counts down from 5. */
const loop = `push 5
loop:
  push -1
  add
  dup
  branch loop
  drop
push 7
sys print
halt
never:
  halt
`;

test('one goes to the nearest step on a line, before or after, and is told which', async () => {
  const debugging = debugToy({ 'a.toy': loop });
  await debugging.start({ program: toyPath });
  assert.equal(await goTo(debugging, toyPath, 5), 'Went on by 3 steps, to step 3: main a.toy:5');
  assert.equal(await debugging.evaluate('stack[0]'), '4');
  assert.equal(await goTo(debugging, toyPath, 5), 'Went on by 4 steps, to step 7: main a.toy:5');
  assert.equal(await goTo(debugging, toyPath, 6), 'Went on by 1 step, to step 8: main a.toy:6');
  assert.equal(await goTo(debugging, toyPath, 5), 'Went back by 1 step, to step 7: main a.toy:5');
  assert.equal(await goTo(debugging, toyPath, 1), 'Went back by 7 steps, to step 0: main a.toy:1');
  assert.equal(
    await goTo(debugging, toyPath, 12),
    'The program is never there, neither before nor later: main a.toy:1',
  );
  assert.equal(await goTo(debugging, toyPath, 10), 'Went on by 25 steps, to step 25: main a.toy:10');
  await debugging.go('continue');
  assert.equal(await goTo(debugging, toyPath, 7), 'Went back by 5 steps, to step 21: main a.toy:7');
  assert.equal(debugging.printed().match(/^7$/gm)?.length, 1, 'output is told once');
});

test('a line offers each of its statements, and a line without any offers none', async () => {
  const debugging = debugEvm('push 1 push 2\n; nothing here\nadd pop stop');
  await debugging.start({ program: evmPath });
  const targets = await targetsAt(debugging, evmPath, 3);
  assert.deepEqual(
    targets.map(({ label, line, column }) => [label, line, column]),
    [
      ['ADD', 3, 1],
      ['POP', 3, 5],
      ['STOP', 3, 9],
    ],
  );
  assert.deepEqual(await targetsAt(debugging, evmPath, 2), []);
  await debugging.go('goto', { targetId: targets[1]?.id });
  assert.deepEqual((await debugging.frames())[0]?.column, 5);
  assert.match(await debugging.client.refused('goto', { targetId: targets[1]?.id, threadId: 1 }), /moved on/);
  assert.match(await debugging.client.refused('goto', { threadId: 1 }), /"targetId"/);
  assert.match(await debugging.client.refused('gotoTargets', { source: { path: evmPath } }), /"line"/);
});

const nested = 'push 1\ncall outer\nhalt\nouter:\n  push 2\n  call inner\n  ret\ninner:\n  push 3\n  ret\n';

test('a frame is restarted at its first step, with all it had done undone', async () => {
  const debugging = debugToy({ 'a.toy': nested });
  await debugging.start({ program: toyPath }, { [toyPath]: [10] });
  const [, outer] = await debugging.frames();
  const { reason, description } = await debugging.go('restartFrame', { frameId: outer?.id });
  assert.deepEqual([reason, description], ['restart', 'At the first step of outer']);
  assert.equal(await debugging.where(), 'outer a.toy:5');
  assert.deepEqual(await debugging.scope('Stack'), ['1']);
  await debugging.go('continue');
  assert.equal(await debugging.where(), 'inner a.toy:10');
  assert.match(await debugging.client.refused('restartFrame', {}), /"frameId"/);
});

test('the calls that a line is about to make can be entered, each', async () => {
  const inner = '0x00000000000000000000000000000000000000b1';
  const call = `push 0 dup1 dup1 dup1 push ${inner} gas staticcall pop`;
  const line = `${call} ${call}`;
  const debugging = debugEvm(`push 1 pop\n${line}\npush 2\nstop`);
  const accounts = { [inner]: { code: '0x5f5000' } };
  await debugging.start({ program: evmPath, accounts }, { [evmPath]: [2] });
  const [frame] = await debugging.frames();
  const { targets } = await debugging.client.ask<{ targets: Target[] }>('stepInTargets', { frameId: frame?.id });
  assert.deepEqual(
    targets.map(({ label }) => label),
    ['STATICCALL 0x0000…00b1', 'STATICCALL 0x0000…00b1'],
  );
  assert.deepEqual(
    targets.map(({ line, column }) => [line, column]),
    [line.indexOf('staticcall'), line.lastIndexOf('staticcall')].map((at) => [2, at + 1]),
    'where the calls stand, for a client that compares it with the cursor',
  );
  await debugging.go('stepIn', { targetId: targets[1]?.id });
  const [entered, caller] = await debugging.frames();
  assert.equal(entered?.name, 'STATICCALL 0x0000…00b1');
  assert.equal(caller?.column, line.lastIndexOf('staticcall') + 1, 'the second call of the line');
  const asked = await debugging.client.refused('stepInTargets', { frameId: caller?.id });
  assert.match(asked, /Only the frame that runs/);
});

test('a line without calls has no call to enter', async () => {
  const debugging = debugToy({ 'a.toy': nested });
  await debugging.start({ program: toyPath });
  const [frame] = await debugging.frames();
  assert.deepEqual(await debugging.client.ask('stepInTargets', { frameId: frame?.id }), { targets: [] });
});

/** Goes round a million times, then stops. */
const long = 'push 1000000\nloop:\n  push 1 swap1 sub\n  dup1 push @loop jumpi\nstop\n';

test('a long way shows how far it is; a short one does not', async () => {
  const debugging = debugEvm(long);
  await debugging.start({ program: evmPath, gas: 10 ** 9 }, {}, { supportsProgressReporting: true });
  await debugging.go('stepIn');
  await debugging.go('continue');
  await debugging.go('stepBack');
  await debugging.go('stepBack');
  assert.deepEqual(debugging.client.unheard('progressStart'), []);
  await debugging.breakpoints(evmPath, [1]);
  await debugging.go('reverseContinue');
  const start = await debugging.client.event('progressStart');
  assert.equal(start.title, 'Going through the run');
  assert.equal(start.cancellable, true);
  assert.deepEqual(await debugging.client.event('progressEnd'), { progressId: start.progressId });
  const percentages = debugging.client.unheard('progressUpdate').map(({ percentage }) => percentage as number);
  assert.ok(percentages.every((each, i) => each < 100 && each > (percentages[i - 1] ?? Number(start.percentage))));
});

test('a journey that is given up ends where it began', async () => {
  const debugging = debugEvm('push 3\nloop:\n  push @loop jump\n');
  await debugging.start({ program: evmPath, gas: '0x7000000000000000' }, { [evmPath]: [3] });
  const { request_seq } = await debugging.client.request('setBreakpoints', { source: { path: evmPath } });
  const running = debugging.client.request('continue', { threadId: debugging.thread });
  await running;
  await debugging.client.ask('cancel', { requestId: request_seq });
  await debugging.client.ask('cancel', { progressId: 'journey-7' });
  assert.match(await debugging.client.refused('stackTrace', { threadId: 1 }), /is running/);
  await debugging.client.ask('cancel', { requestId: (await running).request_seq });
  const { reason, description } = await debugging.stopped();
  assert.deepEqual([reason, description], ['pause', 'Cancelled: back where it began']);
  assert.equal(await debugging.where(), 'CALL a a.easm:3');
  assert.deepEqual(await debugging.scope('Stack'), ['0x3']);
});

test('a cancellation that means nothing is answered', async () => {
  const debugging = debugToy({ 'a.toy': nested });
  await debugging.client.ask('cancel', { requestId: 5 });
  await debugging.start({ program: toyPath });
  await debugging.client.ask('cancel', {});
  await debugging.client.ask('cancel', { progressId: 'nothing' });
  assert.match(await debugging.client.refused('cancel', { requestId: 'x' }), /"requestId" should be a whole number/);
});
