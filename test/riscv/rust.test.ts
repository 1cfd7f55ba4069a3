import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { ckb } from '../../engines/riscv/index.ts';
import { compare, newMachine } from './lockstep.ts';

const program = new Uint8Array(readFileSync(new URL('built/by-hash.elf', import.meta.url)));
const words = ['gas', 'lamp', 'mantle', 'wick', 'burner', 'cock', ''];

for (const version of [0, 1, 2]) {
  test(`a program in Rust is in step with ckb-debugger on version ${version}, and where it panics too`, (t) => {
    const tooMany = new Array<string>(17).fill('more');
    for (const args of [words, tooMany]) {
      const { steps, difference } = compare({ program, version, args });
      assert.equal(difference, undefined);
      t.diagnostic(`${steps} steps`);
    }
  });
}

test('it sorts, and ends with the number of its arguments', () => {
  const run = (args: readonly string[]) => {
    const machine = newMachine({ program, version: 2, args });
    const said: string[] = [];
    machine.observer = { output: ({ text }) => said.push(text.trim()) };
    machine.run({}, Number.MAX_SAFE_INTEGER);
    return [...said, machine.outcome?.text];
  };
  const fnv = (text: string) =>
    [...text].reduce(
      (hash, letter) => BigInt.asUintN(64, (hash ^ BigInt(letter.charCodeAt(0))) * 0x100000001b3n),
      0xcbf29ce484222325n,
    );
  const sorted = words.toSorted((a, b) => (fnv(a) < fnv(b) ? -1 : 1));
  assert.deepEqual(run(words), [
    ...sorted,
    'The script failed with exit code 7: the chain refuses the transaction (ValidationFailure).',
  ]);
  assert.deepEqual(run(new Array(17).fill('more')), [
    'too many arguments',
    'The script failed with exit code 101: the chain refuses the transaction (ValidationFailure).',
  ]);
});

const debugging = async (lines: readonly number[]) => {
  const session = new Debugging(connect([ckb], { 'file:///riscv/built/by-hash.elf': program }));
  const launch = { program: '/riscv/built/by-hash.elf', args: words };
  const { breakpoints } = await session.start(launch, { '/riscv/programs/by-hash.rs': lines });
  assert.ok(breakpoints.every(({ verified }) => verified));
  return session;
};

const stackOf = async (session: Debugging) =>
  (await session.frames()).map(({ name, source, line }) => `${name} ${source?.name}:${line}`);

test('a breakpoint in Rust stops in what was inlined, and each call that was is a frame', async () => {
  const session = await debugging([44]);
  const stack = await stackOf(session);
  assert.match(stack.at(-1) ?? '', /^_start /);
  assert.deepEqual(stack.slice(0, -1), [
    'by_hash::mix by-hash.rs:44',
    'by_hash::hash::{{closure}} by-hash.rs:51',
    'core::iter::traits::iterator::Iterator::fold iterator.rs:2370',
    'by_hash::hash by-hash.rs:49',
    'by_hash::by_hash by-hash.rs:91',
  ]);
});

test('Rust is stepped by line, over calls and back', async () => {
  const session = await debugging([94]);
  const seen = [await session.where()];
  for (const command of ['next', 'stepBack', 'stepIn', 'stepOut']) {
    await session.go(command);
    seen.push(`${command}: ${await session.where()}`);
  }
  assert.deepEqual(seen, [
    'by_hash::by_hash by-hash.rs:95',
    'next: by_hash::by_hash by-hash.rs:96',
    'stepBack: by_hash::by_hash by-hash.rs:95',
    'stepIn: by_hash::sort by-hash.rs:73',
    'stepOut: by_hash::by_hash by-hash.rs:96',
  ]);
});

test('a step over a line steps over what was inlined into it, and a step in does not', async () => {
  const session = await debugging([97]);
  const seen = [await session.where()];
  for (const command of ['next', 'next', 'stepIn', 'stepIn']) {
    await session.go(command);
    seen.push(`${command}: ${await session.where()}`);
  }
  assert.deepEqual(seen, [
    'by_hash::by_hash by-hash.rs:97',
    'next: <core::slice::iter::Iter<T> as core::iter::traits::iterator::Iterator>::next macros.rs:146',
    'next: by_hash::by_hash by-hash.rs:96',
    'stepIn: by_hash::by_hash by-hash.rs:97',
    'stepIn: by_hash::call by-hash.rs:32',
  ]);
});
