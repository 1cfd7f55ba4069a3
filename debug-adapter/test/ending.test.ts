import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toy } from '../../test/toy/index.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';

const path = '/toys/a.toy';
const prints = 'push 1\nsys print\npush 2\nsys print\nhalt\n';

test('at its end the program stays: one can look, go back, and come again without a second report', async () => {
  const debugging = debugToy({ 'a.toy': prints });
  await debugging.start({ program: path });
  const end = await debugging.go('continue');
  assert.deepEqual([end.reason, end.description], ['end', 'Halted with 2.']);
  assert.equal(await debugging.where(), 'main a.toy:5');
  assert.deepEqual(await debugging.scope('Stack'), ['2', '1']);
  assert.equal(await debugging.evaluate('explain()'), 'Nothing is charged');
  const printed = debugging.printed();
  assert.match(
    printed,
    /^1\n2\n✔ Halted with 2\.\n {2}data .*\n {2}fuel .*\n {2}memory .*\n {2}steps +7\n {2}changes +none\n$/,
  );

  assert.equal((await debugging.go('stepBack')).reason, 'step');
  assert.equal(await debugging.where(), 'main a.toy:5', 'before the last step');
  await debugging.go('reverseContinue');
  assert.equal((await debugging.go('continue')).reason, 'end');
  assert.equal(debugging.printed(), printed, 'nothing is told twice');
});

test('a step at the end ends the session, and afterwards everything is refused', async () => {
  for (const command of ['continue', 'next', 'stepIn', 'stepOut']) {
    const debugging = debugToy({ 'a.toy': prints });
    await debugging.start({ program: path, stopOnEntry: false });
    await debugging.client.ask(command, { threadId: 1 });
    assert.deepEqual(await debugging.client.event('exited'), { exitCode: 0 });
    await debugging.client.event('terminated');
    assert.match(await debugging.client.refused(command, { threadId: 1 }), /session is over/);
    await debugging.client.ask('disconnect');
  }
});

test('a program that fails stops at the step that failed, like an exception', async () => {
  const debugging = debugToy({ 'a.toy': 'push 1\ndrop\ndrop\nhalt' });
  await debugging.start({ program: path });
  const stop = await debugging.go('continue');
  assert.equal(stop.reason, 'exception');
  assert.match(stop.text ?? '', /stack/i);
  assert.equal(await debugging.where(), 'main a.toy:3');
  const { exceptionId, description } = await debugging.client.ask('exceptionInfo', { threadId: 1 });
  assert.deepEqual([exceptionId, description], ['Failed', stop.text]);
  const [card] = debugging.client.unheard('output');
  assert.equal(card?.category, 'stderr');
  await debugging.go('stepBack');
  assert.equal(await debugging.where(), 'main a.toy:3');
  await debugging.go('stepBack');
  assert.equal(await debugging.where(), 'main a.toy:2');
  await debugging.go('continue');
  await debugging.client.ask('continue', { threadId: 1 });
  assert.deepEqual(await debugging.client.event('exited'), { exitCode: 1 });
});

test('a filter for the event of a failure makes no second stop of it', async () => {
  const debugging = debugToy({ 'a.toy': 'drop' });
  await debugging.prepare({ program: path, stopOnEntry: false });
  await debugging.client.ask('setExceptionBreakpoints', { filters: ['toy.fault'] });
  await debugging.client.ask('configurationDone');
  assert.equal((await debugging.stopped()).reason, 'exception');
  await debugging.client.ask('continue', { threadId: 1 });
  await debugging.client.event('terminated');
});

test('what exceeds the limits of the host ends in a stop that says which, and can be gone back from', async () => {
  for (const [program, limits, sentence] of [
    ['loop:\n  jump loop', { steps: 100_000 }, /Stopped after 100,000 steps.*gaslamp\.limits\.steps/],
    ['push 1\npush 2147483647\nstore', { memory: 1000 }, /limit is 1000 bytes.*gaslamp\.limits\.memory/],
  ] as const) {
    const debugging = debugToy({ 'a.toy': program });
    await debugging.start({ program: path, limits });
    const stop = await debugging.go('continue');
    assert.equal(stop.reason, 'exception');
    assert.match(stop.text ?? '', sentence);
    assert.equal((await debugging.go('stepBack')).reason, 'step');
    assert.match((await debugging.go('continue')).text ?? '', sentence);
    const told = debugging.client.unheard('output').filter(({ output }) => sentence.test(String(output)));
    assert.equal(told.length, 1, 'reported once');
    await debugging.client.ask('continue', { threadId: 1 });
    assert.deepEqual(await debugging.client.event('exited'), { exitCode: 1 });
  }
});

test('restart begins again with the same program', async () => {
  const debugging = debugToy({ 'a.toy': prints });
  await debugging.start({ program: path }, { [path]: [3] });
  await debugging.client.ask('restart');
  const stop = await debugging.stopped();
  assert.deepEqual([stop.reason, await debugging.where()], ['breakpoint', 'main a.toy:3']);
  assert.equal(debugging.printed(), '1\n1\n');
});

test('restart takes new arguments, moves the breakpoints along, and tells what changed', async () => {
  const debugging = debugToy({ 'a.toy': prints });
  await debugging.start({ program: path }, { [path]: [4, 5] });
  const edited = { uri: 'file:///toys/a.toy', base64: btoa('push 8\npush 9\n\n\nhalt\n') };
  await debugging.client.ask('restart', { arguments: { program: path, files: [edited] } });
  const { breakpoint } = await debugging.client.event('breakpoint');
  assert.equal((breakpoint as { line: number }).line, 5);
  await debugging.stopped();
  assert.equal(await debugging.where(), 'main a.toy:5');
  assert.deepEqual(await debugging.scope('Stack'), ['9', '8']);
});

test('a program that was deleted while it is debugged goes on, and can be restarted', async () => {
  const files: Record<string, string> = { [`file://${path}`]: prints };
  const debugging = new Debugging(connect([toy], files));
  await debugging.start({ program: path }, { [path]: [3] });
  delete files[`file://${path}`];
  await debugging.go('next');
  await debugging.client.ask('restart', { arguments: { program: path, files: [] } });
  assert.equal((await debugging.stopped()).reason, 'breakpoint');
});

test('a restart that cannot be leaves the session where it is', async () => {
  const debugging = debugToy({ 'a.toy': prints });
  await debugging.start({ program: path }, { [path]: [3] });
  const { client } = debugging;
  assert.match(await client.refused('restart', { arguments: { program: '/toys/gone.toy' } }), /no file gone\.toy/);
  assert.equal(await debugging.where(), 'main a.toy:3');
  await debugging.go('next');
  assert.equal(await debugging.where(), 'main a.toy:4');
});

test('a running program can be restarted, terminated and left', async () => {
  const endless = { 'a.toy': 'loop:\n  jump loop' };
  const debugging = debugToy(endless);
  await debugging.start({ program: path, stopOnEntry: true });
  await debugging.client.ask('continue', { threadId: 1 });
  await debugging.client.ask('restart', { arguments: { program: path, stopOnEntry: false } });
  await debugging.client.event('continued');
  await debugging.client.ask('terminate');
  await debugging.client.event('terminated');
  assert.match(await debugging.client.refused('restart'), /session is over/);
  await debugging.client.ask('disconnect');

  const another = debugToy(endless);
  await another.start({ program: path });
  await another.client.ask('continue', { threadId: 1 });
  await another.client.ask('disconnect');
});
