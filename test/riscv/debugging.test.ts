import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { ckb } from '../../engines/riscv/index.ts';

const sample = (name: string) => new Uint8Array(readFileSync(new URL(`../../samples/ckb/${name}`, import.meta.url)));
const shown = (frames: Awaited<ReturnType<Debugging['frames']>>) =>
  frames.map(({ name, source, line }) => `${name} ${source?.name}:${line}`);

test('a function that the compiler inlined is a frame of its own, in its own line', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/hash-lock.elf': sample('hash-lock.elf') }));
  const [hash, witness] = [
    '4ded5ee4ef9e7b326e9b36e5cad863cfda7358a8fa78c904b98633644bae726c',
    '6f70656e20736573616d65',
  ];
  const launch = { program: '/scripts/hash-lock.elf', scriptArgs: `0x${hash}`, witness: `0x${witness}` };
  const { breakpoints } = await debugging.start(launch, { '/scripts/hash-lock.c': [33] });
  assert.equal(breakpoints[0]?.verified, true);
  assert.deepEqual(shown(await debugging.frames()), [
    'rotate hash-lock.c:33',
    'mix hash-lock.c:37',
    'compress hash-lock.c:56',
    'hash hash-lock.c:71',
    'unlock hash-lock.c:89',
    '_start hash-lock.c:97',
  ]);
});

/** As `strip` leaves it: without the table of sections, and so without names and lines. */
const stripped = (): Uint8Array => {
  const bytes = sample('hash-lock.elf');
  bytes.fill(0, 40, 48);
  bytes.fill(0, 58, 64);
  return bytes;
};

test('lines of a stripped program come from the file beside it, and the console says so', async () => {
  const files = { 'file:///scripts/lock': stripped(), 'file:///scripts/lock.debug': sample('hash-lock.elf') };
  const debugging = new Debugging(connect([ckb], files));
  const { breakpoints } = await debugging.start({ program: '/scripts/lock' }, { '/scripts/hash-lock.c': [97] });
  assert.equal(breakpoints[0]?.verified, true);
  assert.equal(await debugging.where(), '_start hash-lock.c:97');
  assert.match(debugging.printed(), /^Names and source lines are those of "lock\.debug"\.$/m);
});

test('a breakpoint that no code belongs to says why', async () => {
  const why = async (program: Uint8Array, path: string, line: number) => {
    const debugging = new Debugging(connect([ckb], { 'file:///scripts/lock': program }));
    const { breakpoints } = await debugging.start({ program: '/scripts/lock', stopOnEntry: true }, { [path]: [line] });
    assert.equal(breakpoints[0]?.verified, false);
    return breakpoints[0]?.message ?? '';
  };
  assert.match(await why(stripped(), '/scripts/hash-lock.c', 97), /no source lines are known; build it with debug/);
  const whole = sample('hash-lock.elf');
  assert.match(await why(whole, '/scripts/other.c', 1), /has no code from this file/);
  assert.match(
    await why(whole, '/elsewhere/hash-lock.c', 97),
    /built from another hash-lock\.c: \/scripts\/hash-lock\.c/,
  );
  assert.match(await why(whole, '/scripts/hash-lock.c', 5000), /No instruction stands on this line or below it/);
});

test('processes are threads, and what they say is printed', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/pipeline.rv.s': sample('pipeline.rv.s') }));
  await debugging.start({ program: '/scripts/pipeline.rv.s' }, { '/scripts/pipeline.rv.s': [49] });
  const { threads } = await debugging.client.ask<{ threads: { name: string }[] }>('threads');
  assert.deepEqual(
    threads.map(({ name }) => name),
    ['VM 0 (ready)', 'VM 1'],
  );
  assert.equal(await debugging.where(), '_start pipeline.rv.s:49');
  await debugging.go('continue');
  assert.match(debugging.printed(), /Hello through the pipe\./);
});

test('words of the stack that are return addresses name the function that is returned to', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/sum.rv.s': sample('sum.rv.s') }));
  await debugging.start({ program: '/scripts/sum.rv.s' }, { '/scripts/sum.rv.s': [27] });
  await debugging.go('continue');
  const words = await debugging.scope('Stack');
  assert.deepEqual(words.slice(0, 4), ['0x9', '0x10044 (sum+18)', '0xa (10)', '0x1000a (_start+10)']);
});

type Rows = DebugProtocol.DisassembledInstruction[];

test('the disassembly has the addresses of the program and the names of its functions', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/sum.rv.s': sample('sum.rv.s') }));
  await debugging.start({ program: '/scripts/sum.rv.s', stopOnEntry: true });
  const [frame] = await debugging.frames();
  assert.equal(frame?.instructionPointerReference, '0x10000');
  const asked = { memoryReference: '0x10000', instructionCount: 30, resolveSymbols: true };
  const { instructions } = await debugging.client.ask<{ instructions: Rows }>('disassemble', asked);
  const rows = instructions.map(({ address, instruction }) => `${address} ${instruction}`);
  assert.deepEqual(rows.slice(0, 3), [
    '0x10000 _start: c.li a0, 10',
    '0x10002 auipc ra, 0x0',
    '0x10006 jalr ra, 48(ra) <sum>',
  ]);
  assert.ok(rows.includes('0x10032 sum: c.addi sp, -16'), rows.join('\n'));
  const set = { breakpoints: [{ instructionReference: '0x10034' }] };
  const { breakpoints } = await debugging.client.ask<{ breakpoints: DebugProtocol.Breakpoint[] }>(
    'setInstructionBreakpoints',
    set,
  );
  assert.deepEqual([breakpoints[0]?.verified, breakpoints[0]?.instructionReference], [true, '0x10034']);
  assert.equal((await debugging.go('continue')).reason, 'instruction breakpoint');
  assert.equal(await debugging.where(), 'sum sum.rv.s:24');
});

test('expressions know registers by both names, and names of the program as addresses', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/sum.rv.s': sample('sum.rv.s') }));
  const condition = 'a0 == 7 && ra == sum + 18 && memory[sp + 8..sp + 16] == ra';
  await debugging.start({ program: '/scripts/sum.rv.s' }, { '/scripts/sum.rv.s': [{ line: 26, condition }] });
  const shown = ['a0', 'x10', 'x[10]', 'x8 == fp', 'sum', 'ra - sum', 'ra', 'pc', 'memory[text..text + 5]'];
  assert.deepEqual(await Promise.all(shown.map((each) => debugging.evaluate(each))), [
    ...['0x7', '0x7', '0x7', 'true', '0x10032', '18 (0x12)', '0x10044 (sum+18)', '0x10038 (sum+6)', '0x31202b2032'],
  ]);
  await debugging.client.ask('setExpression', { expression: 'x10', value: 'sum + 2' });
  assert.equal(await debugging.evaluate('a0'), '0x10034 (sum+2)');
  assert.match(await debugging.client.refused('evaluate', { expression: 'x32' }), /nothing called "x32"/);
});

test('what cannot be set says why in a sentence', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/sum.rv.s': sample('sum.rv.s') }));
  await debugging.start({ program: '/scripts/sum.rv.s', stopOnEntry: true });
  const registers = await debugging.scopeReference('Registers');
  for (const [command, args] of [
    ['setVariable', { variablesReference: registers, name: 'zero', value: '1' }],
    ['setExpression', { expression: 'x0', value: '1' }],
  ] as const) {
    assert.equal(await debugging.client.refused(command, args), '"zero" is always 0 and cannot be set.');
  }
});

test('a program without source lines says so when it starts, and is shown as instructions', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/lock.elf': stripped() }));
  await debugging.start({ program: '/scripts/lock.elf', stopOnEntry: true });
  assert.match(await debugging.where(), / lock\.rv\.s:\d+$/);
  assert.match(debugging.printed(), /^"lock\.elf" holds no source lines, so it is shown as instructions;/m);
});

test('a script that has ended is seen at its last instruction', async () => {
  const debugging = new Debugging(connect([ckb], { 'file:///scripts/sum.rv.s': sample('sum.rv.s') }));
  await debugging.start({ program: '/scripts/sum.rv.s', stopOnEntry: true });
  assert.equal((await debugging.go('continue')).reason, 'end');
  assert.equal(await debugging.where(), '_start sum.rv.s:19');
  await debugging.go('stepBack');
  assert.equal(await debugging.where(), '_start sum.rv.s:19');
  await debugging.go('stepBack');
  assert.match(await debugging.where(), / sum\.rv\.s:18$/);
});
