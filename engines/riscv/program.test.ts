import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type InputFile, LoadError } from '../engine.ts';
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
