import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isScenario } from '../claim.ts';
import { findTarget } from '../scenario.ts';
import { evm } from './index.ts';
import { fromBytes } from './words.ts';

const folder = new URL('../../samples/', import.meta.url);
const options = { version: 'osaka', limits: { steps: 1e6, memory: 2 ** 24 } };
const read = (path: string) => ({
  uri: `file:///${path}`,
  name: path.split('/').at(-1)!,
  bytes: readFileSync(new URL(path, folder)),
});
type Configuration = { readonly name: string; readonly program: string; readonly [key: string]: unknown };
const configurations = (): Configuration[] =>
  JSON.parse(readFileSync(new URL('.vscode/launch.json', folder), 'utf8')).configurations;

/** Runs a file to its end with the properties of a launch configuration. */
const run = (program: string, properties: Readonly<Record<string, unknown>> = {}) => {
  const own = Object.entries(properties).filter(([key]) => Object.hasOwn(evm.launch, key));
  const machine = evm.load(read(program), { ...options, launch: Object.fromEntries(own) }).start();
  const stop = machine.run({}, 1e6);
  assert.ok(stop.kind === 'ended', stop.kind);
  return { outcome: stop.outcome, machine };
};
/** Runs the configuration of that name. */
const launch = (name: string) => {
  const found = configurations().find((configuration) => configuration.name === name)!;
  return run(found.program.replace('$' + '{workspaceFolder}/', ''), found).outcome;
};

test('every sample assembles without any problem', () => {
  for (const name of readdirSync(new URL('evm/', folder))) {
    if (isScenario(name)) continue;
    const language = evm.languages.find(({ extensions }) => extensions.some((ending) => name.endsWith(ending)))!;
    const { problems } = language.parse(readFileSync(new URL(`evm/${name}`, folder), 'utf8'), options);
    assert.deepEqual(problems, [], name);
  }
});

test('every configuration names properties that exist', () => {
  const common = ['type', 'request', 'name', 'program', 'part', 'version', 'stopOnEntry', 'ask'];
  for (const configuration of configurations()) {
    for (const key of Object.keys(configuration))
      assert.ok(common.includes(key) || key in evm.launch, `${configuration.name}: ${key}`);
  }
});

test('they run as they say', () => {
  assert.equal(launch('Counter: increment').text, 'Ended; nothing was returned.');
  assert.equal(launch('Counter: a function that is not there').ok, false);
  assert.equal(launch('Token: mint').ok, true);
  assert.equal(fromBytes(launch('Token: transfer').data), 1n);
  assert.match(launch('Token: transfer too much').text, /balance too low/);
  assert.match(launch('Out of gas').text, /^Out of gas/);
  assert.equal(fromBytes(launch('Two contracts').data), 42n);
  assert.equal(fromBytes(run('evm/sum.evm').outcome.data), 55n);
});

test('the till counts a payment and passes it on', async () => {
  const { engine, file, launch, files } = await findTarget([evm], { program: '/evm/till.gaslamp.json' }, async (uri) =>
    read(uri.replace('file:///', '')),
  );
  const machine = engine.load(file, { ...options, launch, files }).start();
  const stop = machine.run({}, 1e6);
  assert.ok(stop.kind === 'ended' && stop.outcome.ok);
  assert.equal(machine.read({ space: `storage:0x${'c07'.padStart(40, '0')}`, at: 0n, size: 1 })?.at(-1), 42);
});

/** Runs a scenario to its end, with the texts of some files changed, and gives the changes of balances. */
const balancesAfter = async (scenario: string, edit: (name: string, text: string) => string = (_, text) => text) => {
  const target = await findTarget([evm], { program: `/evm/${scenario}` }, async (uri) => {
    const file = read(uri.replace('file:///', ''));
    return { ...file, bytes: new TextEncoder().encode(edit(file.name, new TextDecoder().decode(file.bytes))) };
  });
  const { engine, file, launch, files } = target;
  const machine = engine.load(file, { ...options, launch, files }).start();
  const stop = machine.run({}, 1e6);
  assert.ok(stop.kind === 'ended' && stop.outcome.ok);
  return (machine.changes?.() ?? []).flatMap(({ name, after }) =>
    name.endsWith('balance') ? [`${name}: ${after}`] : [],
  );
};

test('the thief takes everything that is in the bank', async () => {
  assert.deepEqual(await balancesAfter('reentrancy.gaslamp.json'), [
    'thief 0x0000…00ed balance: 10,000,000,000,000,000,000 wei',
    '0x0000…0bad balance: 0 wei',
    'bank 0x0000…ba2c balance: 0 wei',
  ]);
});

test('a bank that writes down first what it pays loses nothing, as its sample promises', async () => {
  const write = '    push 0 caller sstore                    ; [balance, selector]\n';
  const mended = (name: string, text: string) =>
    name === 'bank.easm' ? text.replace(write, '').replace('\n; Pays them', `\n${write}\n; Pays them`) : text;
  assert.deepEqual(await balancesAfter('reentrancy.gaslamp.json', mended), [
    'thief 0x0000…00ed balance: 1,000,000,000,000,000,000 wei',
    '0x0000…0bad balance: 0 wei',
  ]);
});

test('what is minted is the balance of the caller and the supply', () => {
  const { machine } = run('evm/erc20.easm', { calldata: `0xa0712d68${'3e8'.padStart(64, '0')}` });
  const [frame] = machine.frames(1);
  const storage = machine.scopes(frame!.id).find(({ id }) => id === 'storage');
  assert.deepEqual(
    storage?.values.get(0, 10).map(({ text }) => /1,?000|3e8/.test(text)),
    [true, true],
  );
});
