import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoadError } from '../engine.ts';
import { evm } from './index.ts';
import { hexOf } from './words.ts';

const limits = { steps: 1e6, memory: 2 ** 24 };
const file = (name: string, content: string) => ({
  uri: `file:///${name}`,
  name,
  bytes: new TextEncoder().encode(content),
});
type Launch = Readonly<Record<string, unknown>>;

const assemble = (text: string) => hexOf(evm.languages[0].parse(text, { version: 'osaka' }).bytes);
const load = (text: string, launch: Launch = {}) =>
  evm.load(file('a.easm', text), { version: 'osaka', limits, launch });
const outcome = (program: ReturnType<typeof load>) => {
  const stop = program.start().run({}, 1e6);
  assert.ok(stop.kind === 'ended');
  return stop.outcome;
};
/** The word that a text leaves on top of the stack. */
const word = (text: string, launch: Launch = {}) => {
  const { ok, data } = outcome(load(`${text}\npush 0 mstore push 32 push 0 return`, launch));
  assert.ok(ok);
  return BigInt(`0x${hexOf(data)}`);
};
const failure = (act: () => unknown): { message: string; property: string | undefined } => {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof LoadError);
    return { message: error.message, property: error.property };
  }
  return assert.fail('nothing was thrown');
};

const someone = `0x${'ab'.repeat(20)}`;

test('every property reaches the machine', () => {
  assert.equal(word('push 0 calldataload', { calldata: `0x${'12'.repeat(32)}` }), BigInt(`0x${'12'.repeat(32)}`));
  assert.equal(word('caller', { caller: someone.toUpperCase().replace('X', 'x') }), BigInt(someone));
  assert.equal(word('address', { address: someone }), BigInt(someone));
  assert.equal(word('callvalue', { value: '1000000000000000000' }), 10n ** 18n);
  assert.equal(word('gasprice', { gasPrice: 7 }), 7n);
  assert.equal(word('gas', { gas: '0x186a0' }), 99_998n);
  assert.equal(word('push 5 sload', { storage: { '0x5': '0xff' } }), 255n);
  assert.equal(word('selfbalance', { balance: 9 }), 9n);
  assert.equal(word('number', { block: { number: 12 } }), 12n);
  assert.equal(word('timestamp chainid add', { block: { timestamp: 100, chainId: '5' } }), 105n);
  assert.equal(word('coinbase', { block: { coinbase: someone } }), BigInt(someone));
  assert.equal(word(`push ${someone} balance`, { accounts: { [someone]: { balance: 3 } } }), 3n);
  const code = `0x${assemble('push 2 sload push 0 mstore push 32 push 0 return')}`;
  const calls = `push 32 push 0 push 0 push 0 push 0 push ${someone} gas call pop push 0 mload`;
  assert.equal(word(calls, { accounts: { [someone]: { code, storage: { 2: 77 } } } }), 77n);
});

test('wrong values are named with what was expected', () => {
  const wrong: readonly (readonly [launch: Launch, property: string, message: RegExp])[] = [
    [
      { calldata: '0x123' },
      'calldata',
      /"calldata" should be bytes as an even number of hexadecimal digits.*; found "0x123"\.$/,
    ],
    [{ calldata: 5 }, 'calldata', /found 5\.$/],
    [{ caller: '0x12' }, 'caller', /should be an address: 0x and 40 hexadecimal digits; found "0x12"\.$/],
    [{ value: -1 }, 'value', /a whole number below 2\^256.*; found -1\.$/],
    [{ value: 'much' }, 'value', /found "much"\.$/],
    [{ value: 1e20 }, 'value', /write numbers above 2\^53 as a string/],
    [{ gas: 1.5 }, 'gas', /found 1\.5\.$/],
    [{ gas: '0x10000000000000000' }, 'gas', /below 2\^64/],
    [{ storage: [1] }, 'storage', /should be an object: \{ … \}; found \[1\]\.$/],
    [{ storage: { x: 1 } }, 'storage', /"storage \(a key in it\)" .* found "x"/],
    [{ block: { nubmer: 1 } }, 'block', /"block" has no property "nubmer"; did you mean "number"\?$/],
    [{ block: { number: null } }, 'block', /"block\.number" .*; found null\.$/],
    [{ accounts: { '0x1': {} } }, 'accounts', /an address/],
    [{ accounts: { [someone]: { code: 'zz' } } }, 'accounts', /"accounts\.0x(ab){20}\.code"/],
    [{ deploy: 'yes' }, 'deploy', /true or false; found "yes"\.$/],
    [{ calldta: '0x' }, 'calldta', /no property "calldta"; did you mean "calldata"\?$/],
    [{ deploy: true }, 'deploy', /is not the runtime code/],
    [{ constructorArgs: '0x00' }, 'constructorArgs', /no constructor runs/],
    [{ value: `1${'0'.repeat(30)}` }, 'value', /./],
  ];
  for (const [launch, property, message] of wrong) {
    const found = failure(() => load('stop', launch));
    assert.match(found.message, message);
    assert.equal(found.property, property, found.message);
  }
});

test('every property is described in the schema, with a default where it has one', () => {
  for (const [name, schema] of Object.entries(evm.launch)) {
    assert.match(schema.description ?? '', /\.$/, name);
  }
  assert.equal(evm.launch.gas?.default, 30_000_000);
  assert.equal(evm.launch.deploy?.default, true);
  assert.deepEqual(Object.keys(evm.launch.block?.properties ?? {}).slice(0, 2), ['number', 'timestamp']);
});

/** A contract whose constructor stores its argument, fails if that is 0, and whose code returns what is stored. */
const runtime = assemble('push 0 sload push 0 mstore push 32 push 0 return');
const creation = assemble(`
    push 32 push @.end push 0 codecopy
    push 0 mload dup1 iszero jumpi @fail
    push 0 sstore
    push @.end - @.code push @.code push 0 codecopy
    push @.end - @.code push 0 return
  fail: push 0 push 0 revert
  .code: #bytes 0x${runtime}
  .end:`);
const artifact = file('Box.json', JSON.stringify({ bytecode: `0x${creation}`, deployedBytecode: `0x${runtime}` }));
const box = (launch: Launch, part?: string) =>
  evm.load(artifact, { version: 'osaka', limits, launch, ...(part && { part }) });
const seven = `0x${'7'.padStart(64, '0')}`;

test('an artifact is deployed first, so that what its constructor stored is there', () => {
  const program = box({ constructorArgs: seven });
  assert.equal(hexOf(program.codes[0]!.bytes), runtime);
  assert.equal(BigInt(`0x${hexOf(outcome(program).data)}`), 7n);
  assert.equal(BigInt(`0x${hexOf(outcome(box({ deploy: false, storage: { 0: 5 } })).data)}`), 5n);
  assert.equal(BigInt(`0x${hexOf(outcome(box({ constructorArgs: seven, storage: { 0: 5 } })).data)}`), 5n);
});

test('the code that runs is the one that the constructor returned', () => {
  const returnsArgument = assemble('push 32 push @.end push 0 codecopy push 5 push 0 return .end:');
  const content = JSON.stringify({ bytecode: `0x${returnsArgument}`, deployedBytecode: '0x6000000000' });
  const program = evm.load(file('Filled.json', content), {
    version: 'osaka',
    limits,
    launch: { constructorArgs: `0x6007000000${'00'.repeat(27)}` },
  });
  assert.equal(hexOf(program.codes[0]!.bytes), '6007000000');
  assert.ok(program.start().codes.has(program.codes[0]!.id));
});

test('the creation code can be run itself', () => {
  const program = box({ constructorArgs: seven }, 'Box/creation');
  const { ok } = outcome(program);
  assert.ok(ok);
  assert.equal(hexOf(program.codes[0]!.bytes), creation + seven.slice(2));
});

test('a constructor that fails says why, and how to do without', () => {
  const { message, property } = failure(() => box({}));
  assert.match(
    message,
    /^The constructor of Box failed, so there is nothing to run yet: Reverted.* set "deploy": false/,
  );
  assert.equal(property, 'deploy');
});

test('a constructor that leaves no code says so', () => {
  for (const [text, why] of [
    ['stop', /^The constructor of Empty left no code to run: Created .* without code.* Set "deploy": false/],
    ['caller selfdestruct', /^The constructor of Empty left no code to run: Self-destructed: .* Set "deploy": false/],
  ] as const) {
    const content = JSON.stringify({ bytecode: `0x${assemble(text)}`, deployedBytecode: '0x00' });
    const start = () => evm.load(file('Empty.json', content), { version: 'osaka', limits, launch: {} });
    assert.match(failure(start).message, why);
  }
});

test('what is said of a contract holds after its constructor, which finds a new account', () => {
  const accounts = { '0x0000000000000000000000000000000000c0de00': { nonce: 3, storage: { 0: 1 } } };
  assert.equal(BigInt(`0x${hexOf(outcome(box({ constructorArgs: seven, accounts })).data)}`), 7n);
});

test('every start gives a machine of its own, in the same state', () => {
  const program = load('push 0 sload push 1 add push 0 sstore');
  for (let i = 0; i < 2; i++) {
    const machine = program.start();
    machine.run({}, 100);
    assert.deepEqual(
      machine.read({ space: 'storage:0x0000000000000000000000000000000000c0de00', at: 0n, size: 1 })?.at(-1),
      1,
    );
  }
});

test('a source maps lines to places', () => {
  const program = load('push 1\npush 2\nadd');
  const [source] = program.sources;
  assert.deepEqual(
    source?.places('file:///a.easm', 1, 2).map(({ place }) => place.offset),
    [2, 4],
  );
  assert.deepEqual(
    source?.spans({ code: program.codes[0]!.id, offset: 4 }).map(({ start }) => start.line),
    [2],
  );
  assert.deepEqual(box({ constructorArgs: seven }).sources, []);
});

test('links and functions', () => {
  assert.equal(evm.link('EIP-1153'), 'https://eips.ethereum.org/EIPS/eip-1153');
  assert.match(evm.link('Yellow Paper') ?? '', /^https:/);
  assert.equal(evm.link('nothing'), undefined);
  const keccak = evm.functions.find(({ name }) => name === 'keccak')!;
  const hash = keccak.call([new Uint8Array()]);
  assert.ok(hash instanceof Uint8Array && hexOf(hash).startsWith('c5d24601'));
  assert.throws(() => keccak.call([1n]), /keccak takes bytes/);
});
