import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listingUri } from '../engines/listing.ts';
import type { CallAnswers } from '../server/protocol.ts';
import { Memory } from './answers.ts';
import {
  fileVariable,
  hasScenario,
  partOf,
  programOf,
  relativeTo,
  scenarioName,
  withProgram,
  withSettings,
} from './launch.ts';

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
    ask: true,
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

test('the part is the one that is named, or that of the listing', () => {
  assert.equal(partOf({ program: '/work/a.json', part: 'A/creation' }), 'A/creation');
  assert.equal(partOf({ program: listing }), 'A/runtime');
  assert.equal(partOf({ program: '/work/a.json' }), undefined);
});

test('a scenario is known by its name', () => {
  assert.ok(hasScenario({ program: '/work/s.gaslamp.json' }));
  assert.ok(hasScenario({ program: '/work/a.json', scenario: '/work/s.gaslamp.json' }));
  assert.ok(!hasScenario({ program: '/work/a.json' }));
  assert.equal(scenarioName('Token.json', 'transfer'), 'Token.transfer.gaslamp.json');
  assert.equal(scenarioName('Token.json', 'The constructor of Token'), 'Token.The.constructor.of.Token.gaslamp.json');
});

test('a path is written from the folder of the file that it stands in', () => {
  assert.equal(relativeTo('/w/s.gaslamp.json', '/w/Token.json'), 'Token.json');
  assert.equal(relativeTo('/w/', '/w/a/Token.json'), 'a/Token.json');
  assert.equal(relativeTo('/w/deep/s.gaslamp.json', '/w/lib/Token.json'), '../lib/Token.json');
  assert.equal(relativeTo('/w/lib', '/w/lib/Token.json'), 'lib/Token.json');
});

test('answers are remembered by file and part, the oldest forgotten', () => {
  const kept = new Map<string, unknown>();
  const memory = new Memory({
    get: <T>(key: string) => kept.get(key) as T | undefined,
    update: async (key, value) => {
      kept.set(key, structuredClone(value));
    },
  });
  const transfer: CallAnswers = { call: 'transfer', texts: ['0x0b', '250'] };
  const total: CallAnswers = { call: 'total', texts: [] };
  assert.equal(memory.latest(), undefined);
  memory.remember('file:///a', 'A', [transfer]);
  memory.remember('file:///a', 'A', [total]);
  memory.remember('file:///a', 'B', [total]);
  assert.deepEqual(memory.recall('file:///a', 'A'), { last: [total], texts: { transfer: transfer.texts, total: [] } });
  assert.equal(memory.latest()?.part, 'B');
  for (let i = 0; i < 99; i++) memory.remember(`file:///${i}`, '', [total]);
  assert.equal(memory.recall('file:///a', 'A'), undefined);
  assert.ok(memory.recall('file:///a', 'B'));
});
