import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
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
