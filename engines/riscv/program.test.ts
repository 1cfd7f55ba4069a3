import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type InputFile, LoadError } from '../engine.ts';
import { ckb } from './index.ts';
import { loadProgram } from './program.ts';

const read = (path: string) => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));
const file = (name: string, bytes: Uint8Array): InputFile => ({ uri: `file:///scripts/${name}`, name, bytes });

const whole = file('lock.debug', read('samples/ckb/hash-lock.elf'));

/** As `strip` leaves it: without the table of sections, and so without names and lines. */
const stripped = (): InputFile => {
  const bytes = whole.bytes.slice();
  bytes.fill(0, 40, 48);
  bytes.fill(0, 58, 64);
  return file('lock', bytes);
};

const load = (program: InputFile, symbols?: InputFile) =>
  loadProgram(program, {
    version: 'vm2',
    limits: { steps: 1e6, memory: 2 ** 26 },
    launch: symbols ? { symbols: symbols.uri } : {},
    files: new Map(symbols ? [[symbols.uri, symbols]] : []),
  });

const loadBeside = (program: InputFile, companions: readonly InputFile[]) =>
  loadProgram(program, { version: 'vm2', limits: { steps: 1e6, memory: 2 ** 26 }, launch: {}, companions });

const frame = (program: ReturnType<typeof load>) => program.start().frames(0)[0];

test('a program that was stripped takes names and lines from another file of the same code', () => {
  assert.equal(frame(load(stripped()))?.guessed, true);
  assert.deepEqual(load(stripped()).sources, []);
  const program = load(stripped(), whole);
  assert.equal(frame(program)?.name, '_start');
  assert.deepEqual(
    program.sources.flatMap(({ uris }) => uris),
    ['file:///scripts/hash-lock.c'],
  );
});

test('symbols of another program are refused, and so is what is no ELF', () => {
  const other = file('other', read('test/riscv/built/secp256k1-b.elf'));
  const refuses = (symbols: InputFile, reason: RegExp) =>
    assert.throws(
      () => load(stripped(), symbols),
      (error) => error instanceof LoadError && error.property === 'symbols' && reason.test(error.message),
    );
  refuses(other, /^"other" holds the symbols of another program: /);
  refuses(file('text', new TextEncoder().encode('hello')), /^text cannot be loaded: /);
});

test('symbols are sought beside a program that has none', () => {
  const { companions } = ckb;
  assert.deepEqual(
    companions?.(stripped(), {})
      ?.map(({ uri }) => uri)
      .slice(0, 3),
    [
      'file:///scripts/lock.debug',
      'file:///scripts/lock.elf',
      'file:///target/riscv64imac-unknown-none-elf/release/lock',
    ],
  );
  assert.deepEqual(companions?.(whole, {}), []);
  assert.deepEqual(companions?.(stripped(), { symbols: 'lock.debug' }), []);
  assert.deepEqual(companions?.(file('sum.rv.s', read('samples/ckb/sum.rv.s')), {}), []);
});

test('what lies beside a program is used only if its code is the same, and what is another is told of', () => {
  const other = file('lock.elf', read('test/riscv/built/secp256k1-b.elf'));
  const text = file('lock.txt', new TextEncoder().encode('hello'));
  const program = loadBeside(stripped(), [text, other, whole]);
  assert.equal(frame(program)?.name, '_start');
  const [from, aside, ...more] = program.remarks ?? [];
  assert.equal(from, 'Names and source lines are those of "lock.debug".');
  assert.match(aside ?? '', /^"lock\.elf" was left aside, .* Its code differs from that of the program from 0x/);
  assert.deepEqual(more, []);
  assert.equal(frame(loadBeside(stripped(), [other]))?.guessed, true);
});
