import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoadError } from './engine.ts';
import { evm } from './evm/index.ts';
import { findTarget, override } from './scenario.ts';
import { nameOf } from './uri.ts';

const limits = { steps: 1e6, memory: 2 ** 24 };

/** Finds a target among files by their paths below `/w/`. */
const find = (files: Readonly<Record<string, string | object>>, launch: Readonly<Record<string, unknown>>) =>
  findTarget([evm], launch, async (uri) => {
    const content = files[uri.replace('file:///w/', '')];
    if (content === undefined) throw new LoadError(`There is no ${uri}.`);
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return { uri, name: nameOf(uri), bytes: new TextEncoder().encode(text) };
  });

const run = async (files: Readonly<Record<string, string | object>>, launch: Readonly<Record<string, unknown>>) => {
  const target = await find(files, launch);
  const { engine, file, part } = target;
  const program = engine.load(file, {
    version: 'osaka',
    limits,
    part: part.id,
    launch: target.launch,
    files: target.files,
  });
  const stop = program.start().run({}, 1e6);
  assert.ok(stop.kind === 'ended');
  return stop.outcome.text;
};

const at = `0x${'aa'.repeat(20)}`;
/** Asks the contract at an address for a number, and returns it. */
const asks = `push 32 push 0 push 0 push 0 push ${at} gas staticcall pop push 32 push 0 return`;
const answers = 'push 0 sload push 0 mstore push 32 push 0 return';
const ask = 'ask() returns (uint256 number)';

test('accounts of a scenario are contracts from files beside it', async () => {
  const files = {
    'asks.easm': asks,
    'lib/answers.easm': answers,
    's.gaslamp.json': {
      program: 'asks.easm',
      function: ask,
      accounts: { [at]: { program: 'lib/answers.easm', storage: { 0: 42 } } },
    },
  };
  assert.equal(await run(files, { program: '/w/s.gaslamp.json' }), 'Returned number: 42.');
  const accounts = { [at]: { storage: { 0: 43 } } };
  assert.equal(await run(files, { scenario: '/w/s.gaslamp.json', accounts }), 'Returned number: 43.');
  const whole = { program: '/w/asks.easm', function: ask, accounts: { [at]: { program: '/w/lib/answers.easm' } } };
  assert.equal(await run(files, whole), 'Returned number: 0.');
});

test('each file of a chain of scenarios starts its paths at its own folder', async () => {
  const files = {
    'a/base.gaslamp.json': {
      program: '../asks.easm',
      accounts: { [at]: { program: 'answers.easm', storage: { 0: 1 } } },
    },
    'a/answers.easm': answers,
    'asks.easm': asks,
    'top.gaslamp.json': { scenario: 'a/base.gaslamp.json', function: ask },
  };
  assert.equal(await run(files, { program: '/w/top.gaslamp.json' }), 'Returned number: 1.');
});

test('the part that a scenario names is one of its own program', async () => {
  const artifact = { bytecode: '0x6001', deployedBytecode: '0x6002' };
  const files = { 'A.json': artifact, 'b.easm': 'stop', 's.gaslamp.json': { program: 'A.json', part: 'A/creation' } };
  assert.equal((await find(files, { program: '/w/s.gaslamp.json' })).part.id, 'A/creation');
  assert.equal((await find(files, { scenario: '/w/s.gaslamp.json', program: '/w/b.easm' })).part.id, 'code');
});

test('what is said closer replaces what it contradicts', () => {
  const below = { function: 'f', args: [1], gas: 5, block: { number: 1, timestamp: 2 } };
  assert.deepEqual(override(below, { block: { number: 7 } }), { ...below, block: { number: 7, timestamp: 2 } });
  assert.deepEqual(override(below, { calldata: '0x' }, evm.replaces), { gas: 5, block: below.block, calldata: '0x' });
  assert.deepEqual(override(below, { function: 'g' }, evm.replaces), { gas: 5, block: below.block, function: 'g' });
  assert.deepEqual(override(below, { args: [2] }, evm.replaces), { ...below, args: [2] });
});

test('files that are missing or have no place to start from are named', async () => {
  const scenario = { program: 'asks.easm', accounts: { [at]: { program: 'gone.easm' } } };
  const files = { 'asks.easm': asks, 's.gaslamp.json': scenario };
  await assert.rejects(find(files, { program: '/w/s.gaslamp.json' }), /gone\.easm/);
  await assert.rejects(
    find(files, { ...scenario, program: '/w/asks.easm' }),
    /"accounts" should be a whole path.*"gone\.easm"/,
  );
  const unsaved = findTarget([evm], { program: 'untitled:x.gaslamp.json' }, async (uri) => ({
    uri,
    name: nameOf(uri),
    bytes: new TextEncoder().encode(JSON.stringify(scenario)),
  }));
  await assert.rejects(
    unsaved,
    /"asks\.easm" in x\.gaslamp\.json starts at the folder of the scenario, which has none yet/,
  );
});

test('files around a program are read where they are there, and missing ones are no error', async () => {
  const seeks = {
    ...evm,
    companions: ({ uri }: { uri: string }) => [{ uri: `${uri}.names` }, { uri: `${uri}.lines` }],
  };
  const bytes = new TextEncoder().encode('stop');
  const { companions } = await findTarget([seeks], { program: '/w/a.easm' }, async (uri) => {
    if (uri.endsWith('.names')) throw new LoadError('There is none.');
    return { uri, name: nameOf(uri), bytes };
  });
  assert.deepEqual(
    companions.map(({ uri }) => uri),
    ['file:///w/a.easm.lines'],
  );
});
