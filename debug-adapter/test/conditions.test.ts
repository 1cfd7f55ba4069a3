import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Debugging, debugToy } from './debugging.ts';

const path = '/toys/count.toy';

/** Counts to 20; in line 4 the count so far lies below the 1 that is added. */
const count = `  push 0
loop:
  push 1
  add
  dup
  push 20
  less
  branch loop
  sys print
  halt
`;

const counting = async (...lines: DebugProtocol.SourceBreakpoint[]) => {
  const debugging = debugToy({ 'count.toy': count });
  const { breakpoints, stopped } = await debugging.start({ program: path, stopOnEntry: true }, { [path]: lines });
  return { debugging, breakpoints, stopped };
};

/** The counts at which the program stops, on the way there; as many as are asked for, or up to the end. */
const stops = async (debugging: Debugging, command: string, most = 30) => {
  const counts: number[] = [];
  while (counts.length < most) {
    const { reason } = await debugging.go(command);
    if (reason !== 'breakpoint') break;
    counts.push(Number(await debugging.evaluate('stack[1]')));
  }
  return counts;
};

test('a condition chooses the moments, in both directions', async () => {
  const { debugging, breakpoints } = await counting({ line: 4, condition: 'stack[1] % 7 == 3' });
  assert.equal(breakpoints[0]?.verified, true);
  assert.deepEqual(await stops(debugging, 'continue'), [3, 10, 17]);
  assert.deepEqual(await stops(debugging, 'reverseContinue'), [17, 10, 3]);
});

test('a step over a condition that does not hold goes its way', async () => {
  const { debugging } = await counting({ line: 4, condition: 'stack[1] == 1' }, { line: 3, condition: '0' });
  await debugging.go('next');
  assert.equal((await debugging.go('next')).reason, 'step');
  assert.equal(await debugging.where(), 'main count.toy:4');
  assert.equal((await debugging.go('stepBack')).reason, 'step');
  assert.equal(await debugging.where(), 'main count.toy:3');
  for (let i = 0; i < 5; i++) await debugging.go('stepIn');
  assert.equal((await debugging.go('next')).reason, 'breakpoint', 'the condition holds in the second round');
});

test('hit counts are facts of the run: the same each time one comes by', async () => {
  for (const [hitCondition, expected] of [
    ['5', [4]],
    ['= 5', [4]],
    ['==5', [4]],
    ['>= 18', [17, 18, 19]],
    ['>18', [18, 19]],
    ['< 3', [0, 1]],
    ['<= 3', [0, 1, 2]],
    ['% 6', [5, 11, 17]],
  ] as const) {
    const { debugging } = await counting({ line: 4, hitCondition });
    assert.deepEqual(await stops(debugging, 'continue'), expected, hitCondition);
    const back = expected.toReversed();
    assert.deepEqual(await stops(debugging, 'reverseContinue'), back, `${hitCondition}, back`);
    assert.deepEqual(await stops(debugging, 'continue'), expected, `${hitCondition}, again`);
  }
});

test('a hit is a moment at which the condition holds', async () => {
  const { debugging } = await counting({ line: 4, condition: 'stack[1] % 2', hitCondition: '% 4' });
  assert.deepEqual(await stops(debugging, 'continue'), [7, 15]);
  assert.deepEqual(await stops(debugging, 'reverseContinue'), [15, 7]);
});

test('hits before the breakpoint was set count too, wherever it is set', async () => {
  const { debugging } = await counting({ line: 4, condition: 'stack[1] == 12' });
  await debugging.go('continue');
  await debugging.breakpoints(path, [{ line: 4, hitCondition: '% 5' }]);
  assert.deepEqual(await stops(debugging, 'continue', 1), [14]);
  assert.deepEqual(await stops(debugging, 'reverseContinue'), [9, 4]);
  await debugging.go('continue', {});
  await debugging.breakpoints(path, [{ line: 4, hitCondition: '3' }]);
  assert.deepEqual(await stops(debugging, 'reverseContinue'), [2]);
});

test('hits are counted anew when a value is changed, or the program starts again', async () => {
  const { debugging } = await counting({ line: 4, hitCondition: '% 4' });
  assert.deepEqual(await stops(debugging, 'continue', 2), [3, 7]);
  await debugging.go('reverseContinue');
  await debugging.client.ask('setExpression', { expression: 'stack[1]', value: '10' });
  assert.deepEqual(await stops(debugging, 'continue'), [14, 18]);
  assert.deepEqual(await stops(debugging, 'reverseContinue'), [18, 14, 10]);
  await debugging.client.ask('restart');
  await debugging.stopped();
  assert.deepEqual(await stops(debugging, 'continue'), [3, 7, 11, 15, 19]);
});

test('what cannot be parsed makes a breakpoint that does not work, and says why', async () => {
  const { breakpoints, stopped } = await counting(
    { line: 3, condition: '1 +' },
    { line: 4, hitCondition: 'often' },
    { line: 5, hitCondition: '% 0' },
    { line: 6, logMessage: 'is {stack[0' },
    { line: 7, logMessage: 'is {' + '}' },
    { line: 8, condition: '  ', hitCondition: '', logMessage: '' },
  );
  assert.equal(stopped.reason, 'entry');
  assert.deepEqual(
    breakpoints.map(({ verified, message }) => (verified ? 'works' : message)),
    [
      'The expression is not complete.',
      '"often" says nothing about a number of hits; write for example 5, >= 5 or % 3.',
      '"% 0" says nothing about a number of hits; write for example 5, >= 5 or % 3.',
      '"{" stands alone; expressions stand in {braces}, and a brace that is meant as such is doubled.',
      'The expression is not complete.',
      'works',
    ],
  );
});

test('a condition that fails while the program runs stops it, and says why', async () => {
  const { debugging, breakpoints } = await counting({ line: 4, condition: 'stack[1] < 2 || nothing' });
  assert.deepEqual(await stops(debugging, 'continue', 2), [0, 1]);
  const stop = await debugging.go('continue');
  const why = /^The condition "stack\[1\] < 2 \|\| nothing" could not be evaluated: There is nothing called "nothing"/;
  assert.match(stop.description ?? '', why);
  assert.deepEqual([stop.reason, stop.hitBreakpointIds], ['breakpoint', breakpoints.map(({ id }) => id)]);
  await debugging.go('continue');
  assert.match((await debugging.go('reverseContinue')).text ?? '', why);
});

test('a message is printed where it stands, once, and only beyond what was shown', async () => {
  const logMessage = '{{round}} {stack[1] + 1}: {gone}';
  const { debugging } = await counting(
    { line: 4, condition: 'stack[1] < 4', logMessage },
    { line: 5, hitCondition: '2' },
  );
  const said = () => debugging.client.unheard('output').map(({ output, line }) => `${line}: ${output}`);
  const rounds = [1, 2, 3, 4].map(
    (round) =>
      `4: {round} ${round}: {There is nothing called "gone" here; there is stack, memory, fuel, explain(), help.}\n`,
  );
  await debugging.go('continue');
  assert.deepEqual(said(), rounds.slice(0, 2));
  await debugging.go('reverseContinue');
  await debugging.go('continue');
  assert.deepEqual(said(), rounds.slice(0, 2), 'what is run again is silent');
  await debugging.breakpoints(path, [{ line: 4, condition: 'stack[1] < 4', logMessage: 'again' }, 9]);
  await debugging.go('reverseContinue');
  await debugging.go('continue');
  assert.deepEqual(said().slice(2), ['4: again\n', '4: again\n'], 'a new message holds from the furthest step on');
  const [{ category, source } = {}] = debugging.client.unheard('output');
  assert.deepEqual([category, source], ['console', { name: 'count.toy', path }]);
});

test('a message at the first instruction is printed before it', async () => {
  const debugging = debugToy({ 'count.toy': count });
  await debugging.start({ program: path, stopOnEntry: false }, { [path]: [{ line: 1, logMessage: 'begin' }] });
  assert.match(debugging.printed(), /^begin\n20\n✔ Halted/);
});

test('breakpoints at one place stop together, each under its own terms', async () => {
  const { debugging, breakpoints } = await counting(
    { line: 4, condition: 'stack[1] == 2' },
    { line: 4, hitCondition: '3' },
    { line: 4, condition: 'stack[1] == 3' },
  );
  const [first, second, third] = breakpoints.map(({ id }) => id);
  assert.deepEqual((await debugging.go('continue')).hitBreakpointIds, [first, second]);
  assert.deepEqual((await debugging.go('continue')).hitBreakpointIds, [third]);
  assert.deepEqual((await debugging.go('reverseContinue')).hitBreakpointIds, [first, second]);
});

test('a run without debugging hears of no breakpoint', async () => {
  const debugging = debugToy({ 'count.toy': count });
  await debugging.prepare({ program: path, noDebug: true });
  await debugging.breakpoints(path, [{ line: 4, logMessage: 'no' }, 3]);
  await debugging.client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'loop' }] });
  await debugging.client.ask('configurationDone');
  await debugging.client.event('terminated');
  assert.match(debugging.printed(), /^20\n✔ Halted/);
});

test('a condition in a hot loop that never holds lets the program be paused, and stopped by another', async () => {
  const debugging = debugToy({ 'loop.toy': '  push 0\nloop:\n  push 1\n  add\n  jump loop\n' });
  const loop = '/toys/loop.toy';
  await debugging.start(
    { program: loop, stopOnEntry: true },
    { [loop]: [{ line: 4, condition: 'stack[1] == 2 ** 31' }] },
  );
  await debugging.client.ask('continue', { threadId: 1 });
  await debugging.client.ask('pause', { threadId: 1 });
  assert.equal((await debugging.stopped()).reason, 'pause');
  await debugging.client.ask('continue', { threadId: 1 });
  await debugging.breakpoints(loop, [{ line: 4, condition: 'stack[1] > 5000', hitCondition: '2' }]);
  assert.equal((await debugging.stopped()).reason, 'breakpoint');
  assert.equal(await debugging.evaluate('stack[1]'), '5002');
});

test('what is set while the program is on its way back is counted right from then on', async () => {
  const debugging = debugToy({ 'loop.toy': '  push 0\nloop:\n  push 1\n  add\n  jump loop\n' });
  const loop = '/toys/loop.toy';
  await debugging.start({ program: loop }, { [loop]: [{ line: 4, condition: 'stack[1] == 20000' }] });
  await debugging.breakpoints(loop, [{ line: 4, condition: 'stack[1] == 30000', hitCondition: '1' }]);
  await debugging.client.ask('reverseContinue', { threadId: 1 });
  await debugging.breakpoints(loop, [{ line: 4, hitCondition: '% 7000' }]);
  await debugging.stopped();
  await debugging.go('continue');
  while (Number(await debugging.evaluate('stack[1]')) < 20_000) await debugging.go('continue');
  assert.equal(await debugging.evaluate('stack[1]'), '20999');
});
