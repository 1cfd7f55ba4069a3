import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Call, LoadError } from '../engine.ts';
import { evm } from './index.ts';

const artifact = (abi: readonly object[], creation = '0x00') => ({
  uri: 'file:///A.json',
  name: 'A.json',
  bytes: new TextEncoder().encode(JSON.stringify({ abi, bytecode: creation, deployedBytecode: '0x00' })),
});
const entry = (name: string, inputs: readonly string[], more: object = {}) => ({
  type: 'function',
  name,
  inputs: inputs.map((each) => ({ type: each.split(' ')[0], name: each.split(' ')[1] ?? '' })),
  outputs: [],
  ...more,
});
const abi = [
  entry('transfer', ['address to', 'uint256 amount'], { outputs: [{ type: 'bool', name: '' }] }),
  entry('set', ['uint8']),
  entry('set', ['string']),
  entry('buy', ['string[] notes'], { stateMutability: 'payable' }),
  entry('total', [], { stateMutability: 'view', outputs: [{ type: 'uint256', name: '' }] }),
];
const withConstructor = [
  ...abi,
  { type: 'constructor', stateMutability: 'payable', inputs: [{ type: 'address', name: 'owner' }] },
];
const calls = (file: ReturnType<typeof artifact>, part?: string) => evm.calls?.(file, part, 'osaka');
const byId = (choices: readonly Call[], id: string) => choices.find((each) => each.id === id)!;
const to = `0x${'0'.repeat(36)}0b0b`;

test('the functions of a contract can be called, and call data be given as they are', () => {
  const { setup, choices } = calls(artifact(abi))!;
  assert.equal(setup, undefined);
  assert.deepEqual(
    choices.map(({ id, label, detail }) => `${id} | ${label} | ${detail}`),
    [
      'transfer(address,uint256) | transfer | address to, uint256 amount · returns bool',
      'set(uint8) | set | uint8',
      'set(string) | set | string',
      'buy(string[]) | buy | string[] notes · payable',
      'total() | total | no arguments · returns uint256 · view',
      'raw | Raw call data | In hexadecimal, as they are',
      'none | No call data | As when ether is sent',
    ],
  );
  const parameters = (id: string) => byId(choices, id).parameters.map(({ name, type }) => `${type} ${name}`);
  assert.deepEqual(parameters('transfer(address,uint256)'), ['address to', 'uint256 amount']);
  assert.deepEqual(parameters('set(uint8)'), ['uint8 argument 1']);
  assert.deepEqual(parameters('buy(string[])'), ['string[] notes', 'wei ether to send']);
});

test('answers are checked one by one, and become launch properties', () => {
  const { choices } = calls(artifact(abi))!;
  const transfer = byId(choices, 'transfer(address,uint256)');
  assert.equal(transfer.check(0, to), undefined);
  assert.match(transfer.check(0, 'Bob') ?? '', /^"to" \(address\) should be an address.*found "Bob"\.$/);
  assert.match(transfer.check(1, '1.5') ?? '', /^"amount" \(uint256\)/);
  assert.deepEqual(transfer.launch([to, '1.5 ether']), { function: 'transfer', args: [to, '1.5 ether'] });
  assert.deepEqual(byId(choices, 'set(uint8)').launch(['7']), { function: 'set(uint8)', args: [7] });
  assert.deepEqual(byId(choices, 'set(string)').launch(['7']), { function: 'set(string)', args: ['7'] });
  assert.deepEqual(byId(choices, 'total()').launch([]), { function: 'total' });
  const buy = byId(choices, 'buy(string[])');
  assert.deepEqual(buy.launch(['[a, "b, c"]', '']), { function: 'buy', args: [['a', 'b, c']] });
  assert.deepEqual(buy.launch(['[]', '2 gwei']), { function: 'buy', args: [[]], value: '2000000000' });
  assert.match(buy.check(1, 'much') ?? '', /found "much"\.$/);
  assert.deepEqual(byId(choices, 'raw').launch([' 0xabcd ']), { calldata: '0xabcd' });
  assert.match(byId(choices, 'raw').check(0, '0xabc') ?? '', /even number/);
  assert.deepEqual(byId(choices, 'none').launch([]), { calldata: '0x' });
  for (const texts of [[], [to], [to, 'x']]) assert.throws(() => transfer.launch(texts), LoadError);
  assert.throws(() => buy.launch(['[]', '-1']), LoadError);
});

test('what answers become is what a launch takes', () => {
  const file = artifact(abi);
  const { choices } = calls(file)!;
  const texts = (call: Call) =>
    call.parameters.map(({ type, placeholder }) =>
      type.startsWith('uint') ? '100' : placeholder.replace(/, …|…/g, ''),
    );
  for (const call of choices) {
    const options = {
      version: 'osaka',
      limits: { steps: 1e6, memory: 2 ** 24 },
      launch: { ...call.launch(texts(call)), deploy: false },
    };
    assert.doesNotThrow(() => evm.load(file, options), call.id);
  }
});

test('a constructor with arguments is asked for first, or alone where nothing else can be', () => {
  const { setup } = calls(artifact(withConstructor))!;
  assert.equal(setup?.label, 'The constructor of A');
  assert.deepEqual(setup?.launch([to, '1 ether']), { constructorArgs: [to], constructorValue: '1000000000000000000' });
  const creation = calls(artifact(withConstructor), 'A/creation');
  assert.deepEqual([creation?.setup, creation?.choices.map(({ id }) => id)], [undefined, ['constructor']]);
  const bare = calls(artifact(withConstructor.slice(-1)));
  assert.deepEqual([bare?.setup?.id, bare?.choices], ['constructor', []]);
});

test('where there is nothing to ask, nothing is asked', () => {
  assert.equal(calls(artifact([])), undefined);
  assert.equal(calls(artifact(abi), 'A/creation'), undefined);
  const assembly = { uri: 'file:///a.easm', name: 'a.easm', bytes: new TextEncoder().encode('stop') };
  assert.equal(evm.calls?.(assembly, undefined, 'osaka'), undefined);
  const without = { ...assembly, name: 'A.json', bytes: new TextEncoder().encode('{"bytecode":"0x00"}') };
  assert.equal(evm.calls?.(without, undefined, 'osaka'), undefined);
});
