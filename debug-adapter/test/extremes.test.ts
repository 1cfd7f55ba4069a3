import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { engines } from '../../engines/list.ts';
import { macrotask } from '../macrotask.ts';
import { connect } from './client.ts';
import { Debugging } from './debugging.ts';

const path = '/contracts/extreme.easm';
const mostGas = `${2n ** 64n - 1n}`;

const debug = (text: string) => new Debugging(connect(engines, { [`file://${path}`]: text }));

test('a loop with all the gas there can be is paused at once, and ends in the limit of steps', async () => {
  const debugging = debug('again:\n  jump @again\n');
  await debugging.start({ program: path, gas: mostGas, limits: { steps: 500_000 } });
  const { thread: threadId } = debugging;
  await debugging.client.ask('continue', { threadId });
  await debugging.client.ask('pause', { threadId });
  assert.equal((await debugging.stopped()).reason, 'pause');
  const stop = await debugging.go('continue');
  assert.match(stop.text ?? '', /^Stopped after 500,000 steps/);
  assert.equal((await debugging.go('stepBack')).reason, 'step');
});

test('a loop with gas of 2^63 ends in the limit of steps, with the gas exact', async () => {
  const debugging = debug('again:\n  jump @again\n');
  await debugging.start({ program: path, gas: `${2n ** 63n}`, limits: { steps: 300 } });
  const stop = await debugging.go('continue');
  assert.match(stop.text ?? '', /^Stopped after 300 steps/);
  // JUMPDEST, PUSH0, JUMP.
  const left = 2n ** 63n - 100n * (1n + 2n + 8n);
  assert.equal((await debugging.scope('Gas'))[0], left.toLocaleString('en'));
});

test('steps that take long are paused too', async () => {
  const debugging = debug('again:\n  push 1 << 20\n  push 0\n  keccak256\n  pop\n  jump @again\n');
  await debugging.start({ program: path, gas: mostGas });
  const { thread: threadId } = debugging;
  await debugging.client.ask('continue', { threadId });
  for (let slices = 0; slices < 5; slices++) await macrotask();
  await debugging.client.ask('pause', { threadId });
  assert.equal((await debugging.stopped()).reason, 'pause');
});

test('memory of gigabytes ends in the limit of memory, and the step is not made', async () => {
  const debugging = debug('push 1\npush 1 << 32\nmstore\n');
  await debugging.start({ program: path, gas: mostGas });
  const stop = await debugging.go('continue');
  assert.match(stop.text ?? '', /memory.*gaslamp\.limits\.memory/);
  assert.match(await debugging.where(), /:3$/);
  assert.equal(await debugging.evaluate('stack[1]'), '0x1');
});

test('calls as deep as they can be are frames, given by the page', async () => {
  const debugging = debug('push 0\ndup1\ndup1\ndup1\ndup1\naddress\ngas\ncall\nstop\n');
  await debugging.start({ program: path, gas: mostGas }, { [path]: [9] });
  const { thread: threadId } = debugging;
  const page = { threadId, startFrame: 1000, levels: 30 };
  const body = await debugging.client.ask<DebugProtocol.StackTraceResponse['body']>('stackTrace', page);
  assert.equal(body.totalFrames, 1025);
  assert.deepEqual([body.stackFrames.length, body.stackFrames[0]?.line], [25, 8]);
  await debugging.go('stepOut');
  assert.equal((await debugging.frames()).length, 1024);
  assert.match(await debugging.where(), /:9$/);
});
