import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { engines } from '../../engines/list.ts';
import { golden } from '../../test/golden.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';
import { makingCode } from './toys.ts';

const expected = (name: string) => new URL(`golden/${name}.txt`, import.meta.url);

/** The traffic from the launch on; what is declared before it has a test of its own. */
const trafficOf = ({ client }: Debugging) => client.transcript.slice(2).join('\n');

const toyProgram = `const rounds = 2
  push 9
  spawn worker
  push rounds
loop:
  repeat 2
    push 1
    drop
  end
  push -1
  add
  dup
  push 1
  less
  branch done
  jump loop
done:
  drop
  join
  push 3
  push 4
  pair
  halt
worker:
  sys print
  ret
`;

test('a session with two threads, a repetition, a fused group, a typed value, and the way back', async (t) => {
  const path = '/toys/nasty.toy';
  const debugging = debugToy({ 'nasty.toy': toyProgram });
  await debugging.start({ program: path }, { [path]: [7, 15, 25] });
  for (const command of ['continue', 'next', 'stepIn', 'continue', 'stepBack', 'continue', 'continue', 'continue']) {
    await debugging.go(command);
    await debugging.client.ask('threads');
    await debugging.frames();
  }
  await debugging.scope('Stack');
  for (const command of ['reverseContinue', 'reverseContinue', 'reverseContinue', 'stepBack', 'reverseContinue']) {
    await debugging.go(command);
  }
  await debugging.breakpoints(path, []);
  await debugging.go('continue');
  await debugging.client.ask('continue', { threadId: 1 });
  await debugging.client.event('terminated');
  await debugging.client.ask('disconnect');
  golden(t, expected('nasty'), trafficOf(debugging));
});

test('a session with code that appears at run time', async (t) => {
  const path = '/toys/made.toy';
  const debugging = debugToy({ 'made.toy': makingCode('push 7\nsys print\nret\n') });
  await debugging.start({ program: path }, { [path]: [27] });
  for (const command of ['stepIn', 'stepIn', 'stepOut', 'stepBack', 'stepIn', 'continue']) {
    await debugging.go(command);
    await debugging.frames();
  }
  golden(t, expected('made'), trafficOf(debugging));
});

test('a session with conditions, hits, a message, a name, an address, watched data and an event', async (t) => {
  const path = '/toys/terms.toy';
  const debugging = debugToy({ 'terms.toy': toyProgram });
  const { client } = debugging;
  await debugging.prepare({ program: path });
  await debugging.breakpoints(path, [
    { line: 10, logMessage: '{stack[0]} to go, {2 - stack[0]} done' },
    { line: 13, condition: 'stack[1] == 0 || stack[1] == 1', hitCondition: '2' },
    { line: 15, condition: 'stack[1] ==' },
    { line: 17, hitCondition: '1' },
  ]);
  await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'worker' }, { name: 'wurker' }] });
  await client.ask('setInstructionBreakpoints', { breakpoints: [{ instructionReference: '0x100' }] });
  await client.ask('setExceptionBreakpoints', {
    filters: [],
    filterOptions: [{ filterId: 'toy.fault' }, { filterId: 'toy.spawn', condition: 'stack[0] == 1' }],
  });
  await client.ask('configurationDone');
  await debugging.stopped();
  await debugging.go('continue');
  await client.ask('exceptionInfo', { threadId: debugging.thread });
  await debugging.go('stepIn');
  const { dataId } = await client.ask('dataBreakpointInfo', { name: 'stack[0]' });
  await client.ask('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write', hitCondition: '>= 2' }] });
  for (let i = 0; i < 5; i++) await debugging.go('continue');
  await client.ask('setDataBreakpoints', { breakpoints: [] });
  for (let i = 0; i < 3; i++) await debugging.go('reverseContinue');
  golden(t, expected('terms'), trafficOf(debugging));
});

const tokenFile = new URL('token.easm', import.meta.url);
const tokenPath = '/contracts/token.easm';
const caller = '0x00000000000000000000000000000000000000aa';
const to = 'bb'.padStart(64, '0');

/** `transfer(to, amount)` by somebody who has 100. */
const transfer = async (amount: number) => {
  const text = readFileSync(fileURLToPath(tokenFile), 'utf8');
  const debugging = new Debugging(connect(engines, { [`file://${tokenPath}`]: text }));
  const balanceSlot = '0xd6f751104ddfead9549c96fabdbd4d2fc6876c8cd9a49ea4a821de938f71a011';
  const launch = {
    program: tokenPath,
    caller,
    calldata: `0xa9059cbb${to}${amount.toString(16).padStart(64, '0')}`,
    storage: { [balanceSlot]: 100 },
  };
  return { debugging, launch };
};

/** What a person sees at each stop: where, on what stack, and what is charged next. */
const diary = (debugging: Debugging) => {
  const lines: string[] = [];
  const note = async (did: string, { reason, description }: { reason: string; description?: string }) => {
    lines.push(`${did}: ${description ?? reason}`);
    lines.push(`  at ${await debugging.where()}`);
    lines.push(`  stack ${(await debugging.scope('Stack')).join(', ')}`);
    lines.push(`  storage ${(await debugging.scope('Storage')).join(', ')}`);
    lines.push(`  next ${await debugging.evaluate('explain()')}`);
  };
  return { lines, note, go: async (command: string) => note(command, await debugging.go(command)) };
};

test('a transfer of a token: a macro, the exact charges, back before a write, and on to the end', async (t) => {
  const { debugging, launch } = await transfer(30);
  const { lines, note, go } = diary(debugging);
  const { stopped } = await debugging.start(launch, { [tokenPath]: [11, 41, 52] });
  await note('start', stopped);
  for (const command of ['stepIn', 'continue', 'stepIn', 'stepBack', 'continue', 'continue', 'next', 'stepBack']) {
    await go(command);
  }
  for (const command of ['reverseContinue', 'reverseContinue', 'reverseContinue', 'reverseContinue']) await go(command);
  await debugging.breakpoints(tokenPath, []);
  await go('continue');
  await go('stepBack');
  golden(t, expected('transfer'), [...lines, debugging.printed()].join('\n'));
});

test('a transfer of too much reverts: the session stays at the last step', async (t) => {
  const { debugging, launch } = await transfer(101);
  const { lines, note, go } = diary(debugging);
  const { stopped } = await debugging.start(launch, { [tokenPath]: [35] });
  await note('start', stopped);
  for (const command of ['stepIn', 'continue', 'stepBack', 'stepBack', 'continue']) await go(command);
  await debugging.client.ask('continue', { threadId: debugging.thread });
  lines.push(`exited ${JSON.stringify(await debugging.client.event('exited'))}`);
  golden(t, expected('too-much'), [...lines, debugging.printed()].join('\n'));
});
