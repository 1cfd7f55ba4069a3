import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { engines } from '../../engines/list.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';

const path = '/contracts/a.easm';

/** Writes 1, 2 and 3 to the slots 1, 2 and 3; then calls itself with the left gas, where it reverts, for it has call data. */
const program = `    calldatasize
    jumpi @inner
    push 0
loop:
    push 1
    add
    dup1
    dup1
    sstore
    dup1
    push 3
    gt
    jumpi @loop
    push 0
    push 0
    push 1
    push 0
    push 0
    address
    gas
    call
    stop
inner:
    push 9
    push 1
    sstore
    push 0
    push 0
    revert
`;

const filters = async (debugging: Debugging, body: object) =>
  (await debugging.client.ask<{ breakpoints: DebugProtocol.Breakpoint[] }>('setExceptionBreakpoints', body))
    .breakpoints;

const start = async (body: object) => {
  const debugging = new Debugging(connect(engines, { [`file://${path}`]: program }));
  await debugging.prepare({ program: path, stopOnEntry: true });
  const breakpoints = await filters(debugging, body);
  await debugging.client.ask('configurationDone');
  await debugging.stopped();
  return { debugging, breakpoints };
};

const stops = async (debugging: Debugging, command: string) => {
  const told: string[] = [];
  for (;;) {
    const { reason, text } = await debugging.go(command);
    if (reason !== 'exception') return told;
    told.push(`${(await debugging.frames())[0]?.line}: ${text?.replaceAll(/0x0{4,}[\da-f]*/g, '0x…')}`);
  }
};

test('events of calls, writes and reverts stop at the same moments in both directions', async () => {
  const { debugging } = await start({ filters: ['evm.storage-write', 'evm.call', 'evm.revert'] });
  const told = await stops(debugging, 'continue');
  assert.deepEqual(
    told.map((each) => each.split(':')[0]),
    ['10', '10', '10', '1', '27', '22'],
  );
  assert.deepEqual(await stops(debugging, 'reverseContinue'), told.toReversed());
  assert.deepEqual(await stops(debugging, 'continue'), told);
});

test('an event has a condition, and all of it can be asked for', async () => {
  const { debugging, breakpoints } = await start({
    filters: ['evm.call'],
    filterOptions: [{ filterId: 'evm.storage-write', condition: 'storage[2] == 2' }],
  });
  assert.deepEqual(
    breakpoints.map(({ verified }) => verified),
    [true, true],
  );
  const stop = await debugging.go('continue');
  assert.deepEqual([stop.reason, stop.hitBreakpointIds], ['exception', [breakpoints[1]?.id]]);
  assert.equal(await debugging.evaluate('storage[3]'), '0x0', 'the second write of three');
  await debugging.go('continue');
  await debugging.go('continue');
  await debugging.go('continue');
  const info = await debugging.client.ask<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', {
    threadId: 1,
  });
  assert.deepEqual(
    [info.exceptionId, info.breakMode, info.details?.typeName],
    ['Storage write', 'always', 'storage-write'],
  );
  assert.equal(info.description, info.details?.message);
  const frames = (await debugging.frames()).map(({ name, line }) => `${name} (a.easm:${line})`);
  assert.equal(frames.length, 2);
  assert.equal(info.details?.stackTrace, frames.join('\n'));
});

test('a condition that fails stops at the event, and says why', async () => {
  const { debugging } = await start({ filters: [], filterOptions: [{ filterId: 'evm.call', condition: 'bogus' }] });
  assert.match((await debugging.go('continue')).text ?? '', /^The condition "bogus" could not be evaluated: /);
});

test('an event that is passed by hides nothing else that the step did', async () => {
  const { debugging } = await start({
    filters: [],
    filterOptions: [{ filterId: 'evm.storage-write', condition: '0' }],
  });
  const { dataId } = await debugging.client.ask('dataBreakpointInfo', { name: 'storage[2]' });
  await debugging.client.ask('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] });
  await debugging.breakpoints(path, [{ line: 10, condition: 'storage[3] == 3' }]);
  const reasons = async (command: string, count: number) => {
    const told = [];
    for (let i = 0; i < count; i++) told.push((await debugging.go(command)).reason);
    return told;
  };
  assert.deepEqual(await reasons('continue', 3), ['data breakpoint', 'breakpoint', 'end']);
  assert.deepEqual(await reasons('reverseContinue', 3), ['breakpoint', 'data breakpoint', 'entry']);
});

test('a step that is over where an event is passed by is over', async () => {
  const { debugging } = await start({
    filters: [],
    filterOptions: [{ filterId: 'evm.storage-write', condition: '0' }],
  });
  await debugging.breakpoints(path, [9]);
  await debugging.go('continue');
  assert.equal((await debugging.go('next')).reason, 'step');
  assert.equal((await debugging.frames())[0]?.line, 10);
});

test('filters that cannot be are answered', async () => {
  const { debugging, breakpoints } = await start({
    filters: [],
    filterOptions: [{ filterId: 'evm.call', condition: '(' }],
  });
  assert.deepEqual(
    breakpoints.map(({ verified, message }) => [verified, message]),
    [[false, 'The expression is not complete.']],
  );
  assert.deepEqual(await stops(debugging, 'continue'), []);
  const refused = (args: object) => debugging.client.refused('setExceptionBreakpoints', args);
  assert.match(await refused({}), /"filters" should be a list/);
  assert.match(await refused({ filters: [], filterOptions: [{}] }), /filterId" should be a string/);
  assert.match(await refused({ filters: [], filterOptions: 5 }), /filterOptions" should be a list/);
});

test('a filter that nobody knows leaves the others in force', async () => {
  const { debugging, breakpoints } = await start({ filters: ['evm.rain', 'evm.revert'] });
  assert.deepEqual(
    breakpoints.map(({ verified, message }) => [verified, message]),
    [
      [false, 'There is no event "evm.rain" to stop at.'],
      [true, undefined],
    ],
  );
  assert.equal((await stops(debugging, 'continue')).length, 1);
});

test('the end of a run that went wrong tells what happened, also when one comes back to it', async () => {
  const debugging = debugToy({ 'a.toy': 'push 1\nadd\nhalt\n' });
  await debugging.prepare({ program: '/toys/a.toy', stopOnEntry: true });
  const [{ id } = {}] = await filters(debugging, { filters: ['toy.fault'] });
  await debugging.client.ask('configurationDone');
  await debugging.stopped();
  for (let i = 0; i < 2; i++) {
    const stop = await debugging.go('continue');
    assert.deepEqual([stop.reason, stop.text, stop.hitBreakpointIds], ['exception', 'The stack is empty.', [id]]);
    const info = await debugging.client.ask('exceptionInfo', { threadId: 1 });
    assert.deepEqual([info.exceptionId, info.breakMode], ['Fault', 'unhandled']);
    await debugging.go('stepBack');
  }
});
