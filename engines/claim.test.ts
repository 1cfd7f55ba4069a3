import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toy } from '../test/toy/index.ts';
import { choosePart, claimFile } from './claim.ts';
import { type Claim, type Engine, LoadError } from './engine.ts';

const file = { uri: 'file:///a.bin', name: 'a.bin', bytes: Uint8Array.of(1) };
const parts = [{ id: 'main', name: 'Main', description: 'All of it.' }];
const engine = (id: string, claim: Claim): Engine => ({ ...toy, id, claim: () => claim });
const loadError = (pattern: RegExp, property: string) => (error: unknown) => {
  assert.ok(error instanceof LoadError);
  assert.match(error.message, pattern);
  assert.equal(error.property, property);
  return true;
};

const taker = engine('taker', { claimed: true, parts });
const silent = engine('silent', { claimed: false });
const refuser = engine('refuser', { claimed: false, reason: 'It is an x86-64 ELF.' });
const nearly = engine('nearly', { claimed: false, nearly: true, reason: 'It is cut off after 3 bytes.' });

describe('claimFile', () => {
  test('gives the first engine that takes the file', () => {
    const second = engine('second', { claimed: true, parts });
    assert.deepEqual(claimFile([silent, refuser, taker, second], file), { engine: taker, parts });
  });

  test('an engine that nearly takes it does not keep it from one that does', () => {
    assert.equal(claimFile([nearly, taker], file).engine, taker);
    assert.throws(() => claimFile([refuser, nearly], file), loadError(/^It is cut off after 3 bytes\.$/, 'program'));
  });

  test('asks only the engine that is named', () => {
    assert.throws(() => claimFile([taker, refuser], file, 'refuser'), loadError(/a\.bin .*x86-64 ELF/, 'program'));
    assert.equal(claimFile([nearly, taker], file, 'taker').engine, taker);
    assert.throws(() => claimFile([taker, silent], file, 'z80'), loadError(/"z80".*taker, silent/, 'vm'));
  });

  test('gives every reason there is, and a sentence where there is none', () => {
    assert.throws(() => claimFile([silent, refuser], file), loadError(/a\.bin .*x86-64 ELF/, 'program'));
    assert.throws(() => claimFile([silent], file), loadError(/a\.bin is no program .*open/, 'program'));
    assert.throws(() => claimFile([], file), LoadError);
  });
});

test('choosePart gives the part asked for, or the first', () => {
  const two = [...parts, { id: 'other', name: 'Other', description: '' }];
  assert.equal(choosePart(file, two, undefined).id, 'main');
  assert.equal(choosePart(file, two, 'other').id, 'other');
  assert.throws(() => choosePart(file, two, 'third'), loadError(/"third".*main, other/, 'part'));
});
