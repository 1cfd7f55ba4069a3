import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listingUri } from '../engines/listing.ts';
import { fileVariable, isUri, programOf, sourceOf, withProgram, withSettings } from './launch.ts';

const onDisk = { scheme: 'file', fsPath: '/work/counter.asm', toString: () => 'file:///work/counter.asm' };
const listing = listingUri({ kind: 'file', uri: 'file:///work/a.json', part: 'A/runtime' }, 'a.A.runtime', '.asm');
const inListing = { scheme: 'gaslamp-listing', fsPath: '/a.A.runtime.asm', toString: () => listing };

test('a program on the disk is named by its path, any other by its URI', () => {
  assert.equal(programOf(onDisk), '/work/counter.asm');
  assert.equal(programOf(inListing), listing);
});

test('without launch.json, F5 debugs the active editor', () => {
  assert.deepEqual(withProgram({}, onDisk, 'counter.asm'), {
    type: 'gaslamp',
    request: 'launch',
    name: 'counter.asm',
    program: '/work/counter.asm',
  });
  assert.equal(withProgram({ noDebug: true }, inListing, 'a.asm')?.program, listing);
  assert.equal(withProgram({ noDebug: true }, inListing, 'a.asm')?.noDebug, true);
});

test('without launch.json and without an editor there is nothing to debug', () => {
  assert.equal(withProgram({}, undefined, ''), undefined);
  assert.equal(withProgram({ type: 'gaslamp', name: 'x' }, undefined, ''), undefined);
});

test('a configuration that names its program is left as it is', () => {
  const written = { type: 'gaslamp', request: 'launch', name: 'Mine', program: '/else/b.asm' };
  assert.deepEqual(withProgram(written, onDisk, 'counter.asm'), written);
  assert.deepEqual(withProgram(written, undefined, ''), written);
});

test('the active file stands for a program left out, and a listing for the variable that VS Code cannot replace', () => {
  const written = { type: 'gaslamp', request: 'launch', name: 'Mine' };
  assert.equal(withProgram(written, onDisk, 'counter.asm')?.program, '/work/counter.asm');
  assert.equal(withProgram({ ...written, program: fileVariable }, inListing, 'a.asm')?.program, listing);
  assert.equal(withProgram({ ...written, program: fileVariable }, onDisk, 'counter.asm')?.program, fileVariable);
});

test('the bytes of a listing are those of its file', () => {
  assert.equal(sourceOf(listing), 'file:///work/a.json');
  assert.equal(sourceOf('/work/a.json'), '/work/a.json');
});

test('a drive letter is no scheme', () => {
  assert.equal(isUri('C:\\contracts\\a.hex'), false);
  assert.equal(isUri('/contracts/a.hex'), false);
  assert.equal(isUri('vscode-vfs://github/a/b.hex'), true);
});

const settings = { 'gaslamp.limits.steps': 10, 'gaslamp.limits.memory': 20, 'gaslamp.some.version': 'v2' };

test('settings fill only what is not given', () => {
  assert.deepEqual(withSettings({}, settings), {
    versions: { 'gaslamp.some.version': 'v2' },
    limits: { steps: 10, memory: 20 },
  });
  assert.deepEqual(withSettings({ limits: { steps: 3 } }, settings).limits, { steps: 3, memory: 20 });
});

test('limits of a wrong type are left for the adapter to refuse', () => {
  for (const limits of ['many', 7, null, [1]]) assert.equal(withSettings({ limits }, settings).limits, limits);
});
