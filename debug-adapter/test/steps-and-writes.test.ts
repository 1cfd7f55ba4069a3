import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { goToStepRequest, writesRequest } from '../protocol.ts';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

const path = '/toys/a.toy';

/** Counts down from 3 on the stack, and writes each count to memory. */
const counting = `  push 3
loop:
  dup
  push 0
  store
  push -1
  add
  dup
  branch loop
  sys print
  halt
`;

const goToStep = (debugging: Debugging, step: number) => debugging.go(goToStepRequest, { step });

describe('goToStep', () => {
  test('goes back and forth, past breakpoints', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    await debugging.start({ program: path }, { [path]: [6] });
    const stopped = await goToStep(debugging, 10);
    assert.deepEqual([stopped.reason, stopped.description], ['goto', 'At step 10']);
    assert.equal(await debugging.where(), 'main a.toy:5');
    await goToStep(debugging, 1);
    assert.equal(await debugging.where(), 'main a.toy:3');
    await goToStep(debugging, 0);
    assert.equal(await debugging.where(), 'main a.toy:1');
  });

  test('beyond the end it stops at the end, and from there the session can be left', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    await debugging.start({ program: path, stopOnEntry: true });
    const stopped = await goToStep(debugging, 1000);
    assert.deepEqual([stopped.reason, stopped.description], ['end', 'Halted with 0.']);
    await goToStep(debugging, 5);
    assert.equal((await goToStep(debugging, 1000)).reason, 'end');
    assert.equal(debugging.printed().match(/Halted/g)?.length, 1);
    await debugging.client.ask('continue', { threadId: 1 });
    await debugging.client.event('terminated');
  });

  test('logpoints that it passes speak, once', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    const logpoint = { line: 6, logMessage: 'has {stack[0]}' };
    await debugging.prepare({ program: path, stopOnEntry: true });
    await debugging.breakpoints(path, [logpoint]);
    await debugging.client.ask('configurationDone');
    await debugging.stopped();
    await goToStep(debugging, 12);
    await goToStep(debugging, 2);
    await goToStep(debugging, 12);
    assert.equal(debugging.printed(), 'has 3\nhas 2\n');
  });

  test('counts the hits that it passes', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    await debugging.start({ program: path, stopOnEntry: true });
    await debugging.breakpoints(path, [{ line: 6, hitCondition: '3' }]);
    await goToStep(debugging, 12);
    await debugging.go('continue');
    assert.equal(await debugging.evaluate('stack[0]'), '1');
  });

  test('a wrong step is refused', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    await debugging.start({ program: path, stopOnEntry: true });
    for (const step of [undefined, -1, 1.5, 'x']) {
      assert.match(await debugging.client.refused(goToStepRequest, { step }), /"step" should be a whole number/);
    }
  });
});

describe('writes', () => {
  const toWrite = async (debugging: Debugging, dataId: string, direction: 'previous' | 'next') =>
    (await debugging.go(writesRequest, { dataId, direction })).description;
  const dataIdOf = async (debugging: Debugging, scope: string, name: string) => {
    const variablesReference = await debugging.scopeReference(scope);
    return (await debugging.client.ask<{ dataId: string }>('dataBreakpointInfo', { variablesReference, name })).dataId;
  };

  test('where did this slot get its value: back and forth, and at both ends a sentence', async () => {
    const debugging = debugEvm('push 7\npush 0\nsstore\npush 8\npush 0\nsstore\npush 1\npush 1\nsstore\nstop\n');
    await debugging.start({ program: '/contracts/a.easm' }, { '/contracts/a.easm': [10] });
    const slot = await dataIdOf(debugging, 'Storage', '0x0');
    const by = 'storage[0x0] written by SSTORE in CALL a:';
    assert.equal(await toWrite(debugging, slot, 'previous'), `${by} 0x7 → 0x8`);
    assert.match(await debugging.where(), /a\.easm:7$/);
    assert.equal(await toWrite(debugging, slot, 'previous'), `${by} 0x0 → 0x7`);
    assert.match(await debugging.where(), /a\.easm:4$/);
    assert.equal(await toWrite(debugging, slot, 'previous'), 'Nothing writes storage[0x0] before this step');
    assert.match(await debugging.where(), /a\.easm:4$/);
    assert.equal(await toWrite(debugging, slot, 'next'), `${by} 0x7 → 0x8`);
    const nothing = 'Nothing writes storage[0x0] after this step, up to the last one, 10';
    assert.equal(await toWrite(debugging, slot, 'next'), nothing);
    assert.match(await debugging.where(), /a\.easm:7$/);
    assert.equal(debugging.printed(), '');
  });

  test('the next write may lie beyond what is known, and breakpoints on the way do not stop', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    await debugging.start({ program: path }, { [path]: [6] });
    const byte = await dataIdOf(debugging, 'Memory', '0');
    assert.match((await toWrite(debugging, byte, 'next')) ?? '', /^memory\[0x0\] written by store.* in main: 3 → 2$/);
    await debugging.breakpoints(path, [7]);
    assert.match((await toWrite(debugging, byte, 'next')) ?? '', /2 → 1$/);
    assert.match((await toWrite(debugging, byte, 'next')) ?? '', /^Nothing writes memory\[0x0\] after this step/);
    assert.match((await toWrite(debugging, byte, 'previous')) ?? '', /3 → 2$/);
  });

  test('a change by the person is a write too', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    await debugging.start({ program: path }, { [path]: [6] });
    const byte = await dataIdOf(debugging, 'Memory', '0');
    await debugging.client.ask('setExpression', { expression: 'memory[0]', value: '77' });
    await debugging.go('next');
    assert.equal(await toWrite(debugging, byte, 'previous'), 'memory[0x0] was changed by you here');
    assert.equal(await debugging.where(), 'main a.toy:6');
    assert.equal(await toWrite(debugging, byte, 'previous'), 'Nothing writes memory[0x0] before this step');
    assert.equal(await debugging.evaluate('memory[0]'), '77');
  });

  test('nonsense is refused', async () => {
    const debugging = debugToy({ 'a.toy': counting });
    await debugging.start({ program: path, stopOnEntry: true });
    const { client } = debugging;
    assert.match(await client.refused(writesRequest, { dataId: 'x', direction: 'next' }), /"x" names nothing/);
    assert.match(
      await client.refused(writesRequest, { dataId: 'memory@0+1', direction: 'up' }),
      /"previous" or "next"/,
    );
  });
});
