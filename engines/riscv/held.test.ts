import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type LaunchProperties, LoadError } from '../engine.ts';
import { evm } from '../evm/index.ts';
import { findTarget, loadOptions } from '../scenario.ts';
import { nameOf } from '../uri.ts';
import { ckb } from './index.ts';

const limits = { steps: 1e6, memory: 2 ** 26 };
const hash = (byte: string) => `0x${byte.repeat(32)}`;
const program = new Uint8Array(readFileSync(new URL('../../samples/ckb/hash-lock.elf', import.meta.url)));

type Json = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, string | object | Uint8Array>>;

const lock = (args: string, hashType = 'data1') => ({
  code_hash: '0x{{ hash bin/lock.elf }}',
  hash_type: hashType,
  args,
});
const point = (index: number) => ({ tx_hash: hash('02'), index: `0x${index}` });
const input = (index: number) => ({ since: '0x0', previous_output: point(index) });
const cell = (args: string, type: Json | null = null) => ({ capacity: '0x10', lock: lock(args), type });
const dep = { out_point: { tx_hash: hash('01'), index: '0x0' }, dep_type: 'code' };
/** Of "open sesame". */
const right = '0x4ded5ee4ef9e7b326e9b36e5cad863cfda7358a8fa78c904b98633644bae726c';

/** A transaction that consumes cells with these outputs. */
const mock = (...outputs: readonly Json[]) => ({
  mock_info: {
    inputs: outputs.map((output, i) => ({ input: input(i), output, data: '0x', header: null })),
    cell_deps: [{ cell_dep: dep, output: cell('0x'), data: '0x{{ data bin/lock.elf }}', header: null }],
    header_deps: [],
  },
  tx: {
    ...{ version: '0x0', cell_deps: [dep], header_deps: [], inputs: outputs.map((_, i) => input(i)) },
    ...{ outputs: [] as Json[], outputs_data: [] as string[], witnesses: ['0x6f70656e20736573616d65'] },
  },
});

const bytesOf = (content: string | object | Uint8Array): Uint8Array =>
  content instanceof Uint8Array
    ? content
    : new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));

const find = (files: Files, launch: LaunchProperties) =>
  findTarget([evm, ckb], launch, async (uri) => {
    const content = { 'bin/lock.elf': program, ...files }[uri.replace('file:///w/', '')];
    if (content === undefined) throw new LoadError(`There is no ${uri}.`);
    return { uri, name: nameOf(uri), bytes: bytesOf(content) };
  });

/** Runs to the end, and says how it went, on which version, and which script ran. */
const run = async (files: Files, launch: LaunchProperties) => {
  const target = await find(files, launch);
  assert.equal(target.engine, ckb);
  const options = loadOptions(target, limits);
  const own = ckb.versionFor?.(target.file, options);
  const { version = ckb.defaultVersion } = own ?? {};
  const loaded = ckb.load(target.file, { ...options, version });
  const stop = loaded.start().run({}, 1e6);
  assert.ok(stop.kind === 'ended');
  return { ok: stop.outcome.ok, version, part: loaded.part, reason: own?.reason, program: loaded };
};

const refuses = (files: Files, launch: LaunchProperties, message: RegExp) =>
  assert.rejects(run(files, launch), (error) => error instanceof LoadError && message.test(error.message));

test('a transaction is run itself, with the files that it names beside it', async () => {
  const {
    ok,
    version,
    part,
    reason,
    program: loaded,
  } = await run({ 'tx.json': mock(cell(right)) }, { program: '/w/tx.json' });
  assert.deepEqual([ok, version, part], [true, 'vm1', 'input.0.lock']);
  assert.equal(reason, 'Runs on CKB-VM 1, because the "hash_type" of input.0.lock is "data1".');
  assert.equal(loaded.name, 'lock');
  assert.deepEqual([...new Set(loaded.sources.flatMap(({ uris }) => uris))], ['file:///w/bin/hash-lock.c']);
});

test('a scenario may be a transaction, hold one, or name one', async () => {
  const scenarios: readonly Json[] = [
    mock(cell(right)),
    { transaction: mock(cell(right)) },
    { transaction: '../w/tx.json' },
    { program: 'tx.json' },
    { program: 'tx.json', part: 'input.0.lock' },
    { scenario: 'base.gaslamp.json', script: { cell: 'input' } },
  ];
  const files = { 'tx.json': mock(cell(right)), 'base.gaslamp.json': mock(cell(right)) };
  for (const scenario of scenarios) {
    const { ok, part } = await run({ ...files, 's.gaslamp.json': scenario }, { program: '/w/s.gaslamp.json' });
    assert.deepEqual([ok, part], [true, 'input.0.lock'], JSON.stringify(scenario).slice(0, 60));
  }
});

test('of several scripts one must be chosen, and those of one group are one', async () => {
  const files = { 'tx.json': mock(cell('0x'), cell(right, lock(right, 'data2')), cell(right)) };
  const { parts } = await find(files, { program: '/w/tx.json' });
  assert.deepEqual(
    parts.map(({ id, description }) => `${id}: ${description.replace(/0x\w+…$/, '')}`),
    [
      'input.0.lock: lock of input 0 · data1 ',
      'input.1.lock: lock of input 1, input 2 · data1 ',
      'input.1.type: type of input 1 · data2 ',
    ],
  );
  await refuses(
    files,
    { program: '/w/tx.json' },
    /say in "script" which is to run: input\.0\.lock, input\.1\.lock, input\.1\.type\./,
  );
  const outcome = async (launch: LaunchProperties) => {
    const { ok, version, part } = await run(files, { program: '/w/tx.json', ...launch });
    return [ok, version, part];
  };
  assert.deepEqual(await outcome({ script: 'input.0.lock' }), [false, 'vm1', 'input.0.lock']);
  assert.deepEqual(await outcome({ script: 'input.2.lock' }), [true, 'vm1', 'input.1.lock']);
  assert.deepEqual(await outcome({ part: 'input.1.type' }), [true, 'vm2', 'input.1.type']);
  await refuses(
    files,
    { program: '/w/tx.json', script: 'input.3.lock' },
    /is of input 3, but the transaction has 3 of them/,
  );
  await refuses(
    files,
    { program: '/w/tx.json', script: 'lock' },
    /"script" should be a script such as "input\.0\.lock"/,
  );
});

test('a script that is named by its type runs on the newest version', async () => {
  const transaction = mock({
    ...cell('0x'),
    lock: { code_hash: '0x{{ ref_type code }}', hash_type: 'type', args: right },
  });
  const [code] = transaction.mock_info.cell_deps;
  const typed = { ...code, output: { ...code.output, type: '{{ def_type code }}' } };
  const files = { 'tx.json': { ...transaction, mock_info: { ...transaction.mock_info, cell_deps: [typed] } } };
  const { ok, version, reason } = await run(files, { program: '/w/tx.json' });
  assert.deepEqual([ok, version], [true, 'vm2']);
  assert.equal(reason, 'Runs on CKB-VM 2, the newest, as scripts do whose "hash_type" is "type" (input.0.lock).');
  const bare = { 'tx.json': JSON.stringify(files['tx.json']).replace('"{{ def_type code }}"', '{{ def_type code }}') };
  assert.equal((await run(bare, { program: '/w/tx.json' })).ok, true);
});

test('a program of its own runs in the place of the code, by the version of the script', async () => {
  const files = { 'tx.json': mock(cell(right)) };
  const { version, part } = await run(files, { program: '/w/bin/lock.elf', transaction: '/w/tx.json' });
  assert.deepEqual([version, part], ['vm1', undefined]);
  assert.equal((await run(files, { program: '/w/bin/lock.elf' })).reason, undefined);
});

test('what is wrong is said with the line that it stands in', async () => {
  const good = mock(cell(right));
  const text = JSON.stringify(good, undefined, 2);
  const line = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  const broken = (change: (text: string) => string, message: RegExp, name = 'tx.json') =>
    refuses({ [name]: change(text) }, { program: `/w/${name}` }, message);

  await broken(
    (all) => all.replace('"0x10"', '"ten"'),
    new RegExp(`^tx\\.json, line ${line('"0x10"')}: .*capacity" should be a whole number`),
  );
  await broken(
    (all) => all.replace('"data1"', '"data3"'),
    /^tx\.json, line \d+: .*hash_type" should be one of "data", "type"/,
  );
  await broken(
    (all) => all.replace(`"since": "0x0"`, `"since": "0x1"`),
    /^tx\.json, line \d+: The cell that "transaction\.tx\.inputs\[0\]" consumes is not/,
  );
  await broken(
    (all) => all.replace('"witnesses"', '"witness"'),
    /^tx\.json, line \d+: "transaction\.tx" has no "witnesses"/,
  );
  await broken((all) => all.replace('"0x10"', '"ten"'), /^s\.gaslamp\.json, line \d+: .*capacity/, 's.gaslamp.json');
  await broken(
    (all) => all.replace('"tx"', '"ty"'),
    /^tx\.json looks like a mock transaction of ckb-debugger, but has no "tx"\.$/,
  );
  await broken((all) => `${all.slice(0, -2)},`, /^tx\.json is not valid JSON: .*line \d+/);
  await broken((all) => all.replace('data bin/lock', 'data bin/other'), /There is no file:\/\/\/w\/bin\/other\.elf/);
  await broken(
    (all) => all.replace('data bin/lock.elf', 'hash bin/lock.elf'),
    /no cell dep of the transaction has that/,
  );
  await refuses(
    { 'tx.json': good },
    { program: '/w/tx.json', transaction: '/w/tx.json' },
    /^tx\.json is a transaction itself, so "transaction" cannot name another one/,
  );
});

test('other files of JSON are not claimed', async () => {
  for (const content of ['{}', '{"tx": {}}', '[]', '7', '', '{"transaction": {}}', 'mock_info'])
    assert.deepEqual(
      ckb.claim({ uri: 'file:///a.json', name: 'a.json', bytes: bytesOf(content) }),
      { claimed: false },
      content,
    );
  const scenario = { program: 'a.rv.s', mock_info: {}, tx: {} };
  const file = { uri: 'file:///a.gaslamp.json', name: 'a.gaslamp.json', bytes: bytesOf(scenario) };
  assert.equal(ckb.claim(file).claimed, false);
});
