import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAddress } from '../../engines/evm/creations.ts';
import { createMachine, type Message } from '../../engines/evm/message.ts';
import { assemble, callOf, contract, hex, run, sum, toHex, top } from './run.ts';

test('addresses of new contracts', () => {
  // The first contracts of a well-known account, and EIP-1014's examples.
  assert.equal(
    createAddress('0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0', 0n),
    '0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d',
  );
  assert.equal(
    createAddress('0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0', 1n),
    '0x343c43a37d37dff08ae8c4a11544c718abb4fcf8',
  );
  for (const [creator, address] of [
    [`0x${'00'.repeat(20)}`, '0x4d1a2e2bb4f88f0250f26ffff098b0b30b26bf38'],
    [`0xdeadbeef${'00'.repeat(16)}`, '0xb928f69bb1d91cd65274e3c79d8986362984fda3'],
  ] as const) {
    assert.equal(top(run('push 0; push 1; push 0; push 0; create2', { address: creator })), BigInt(address));
  }
});

/** Puts up to 32 bytes of init code at 0 and creates from them. */
const create = (init: Uint8Array, kind = 'create', salt = 0) =>
  `push 0x${toHex(init).padEnd(64, '0')}; push 0; mstore; ${kind === 'create2' ? `push ${salt};` : ''} push ${init.length}; push 0; push 0; ${kind};`;
const deploys = (size: number) => assemble(`push ${size}; push1 0; return`);

test('a new contract starts with nonce 1, code and what it was sent; its creator counts up', () => {
  const program = `push 0x${toHex(deploys(3)).padEnd(64, '0')}; push 0; mstore; push 32; push 0; push 5; create`;
  const result = run(program, { accounts: [{ address: contract, nonce: 1n, balance: 9n }] });
  const address = createAddress(contract, 1n);
  const { state } = result.machine;
  assert.equal(top(result), BigInt(address));
  assert.deepEqual([state.nonce(address), state.balance(address), state.code(address).length], [1n, 5n, 3]);
  assert.deepEqual([state.nonce(contract), state.balance(contract)], [2n, 4n]);
  assert.equal(sum(result.charges), result.spent);
});

test('a second creation at the same address burns the gas it was given', () => {
  const once = run(create(deploys(1), 'create2'));
  const twice = run(create(deploys(1), 'create2') + create(deploys(1), 'create2'), { gas: 200_000n });
  assert.notEqual(top(once), 0n);
  assert.equal(top(twice), 0n);
  const events: string[] = [];
  const machine = createMachine({ address: contract, code: assemble(create(deploys(1), 'create2').repeat(2)) });
  machine.observer = { event: ({ id, text }) => id === 'create' && events.push(text) };
  machine.run({}, 1000);
  assert.match(events.at(-1) ?? '', /^CREATE2 fails: there is a contract at 0x[0-9a-f]{40} already\.$/);
  assert.ok(twice.charges.some(({ reason, amount }) => reason === 'burnt on failure' && amount > 100_000));
  assert.equal(sum(twice.charges), twice.spent);
  assert.equal(top(run(create(deploys(1), 'create2', 1) + create(deploys(1), 'create2', 2))) === 0n, false);
});

describe('code that may not be deployed', () => {
  const ef = assemble('push 0xef; push1 0; mstore8; push 1; push1 0; return');
  const creates = (init: Uint8Array, fork: Message['fork'] & string, gas = 10_000_000n) =>
    top(run(create(init), { fork, gas })) !== 0n;

  test('that starts with 0xef, since London', () => {
    assert.equal(creates(ef, 'berlin'), true);
    assert.equal(creates(ef, 'london'), false);
  });
  test('of more than 24,576 bytes, since Spurious Dragon', () => {
    assert.equal(creates(deploys(24576), 'osaka'), true);
    assert.equal(creates(deploys(24577), 'osaka'), false);
    assert.equal(creates(deploys(24577), 'tangerine'), true);
  });
  test('that cannot be paid: a failure since Homestead, an account without code before', () => {
    const poor = { gas: 60_000n, fork: 'frontier' as const };
    const { machine } = run(create(deploys(1000)), poor);
    assert.notEqual(machine.frame.stack[0], 0n);
    assert.equal(creates(deploys(1000), 'homestead', 60_000n), false);
    assert.match(
      run(deploys(1000), { create: true, gas: 1000n }).text,
      /^Out of gas: RETURN needs [\d,]+ gas \(with code deposit\)/,
    );
  });
});

test('init code is charged by the word and bounded, since Shanghai', () => {
  const empty = (size: number, fork: Message['fork'] & string) => run(`push ${size}; push 0; push 0; create`, { fork });
  const memory = (size: number) => BigInt(3 * (size / 32) + Math.floor((size / 32) ** 2 / 512));
  assert.equal(
    empty(0xc000, 'shanghai').spent - empty(0, 'shanghai').spent,
    memory(0xc000) + BigInt(2 * (0xc000 / 32)) + 1n,
  );
  assert.match(empty(0xc001, 'shanghai').text, /49,153 bytes; at most 49,152/);
  assert.equal(empty(0xc001, 'paris').stop.kind, 'ended');
  assert.equal(empty(0xc001, 'paris').text, 'Ended; nothing was returned.');
});

test('a creation as the outermost frame', () => {
  const { machine, text, charges } = run(deploys(10), { create: true });
  const address = machine.frame.call.address;
  assert.equal(text, `Created ${address} with 10 bytes of code.`);
  assert.deepEqual(
    charges.filter(({ code }) => code === undefined).map(({ reason, amount }) => [reason, amount]),
    [['code deposit', 2000]],
  );
});

describe('a creation as the outermost frame', () => {
  const outermost = (init: Uint8Array, message: Message = {}) =>
    run(init, { create: true, address: contract, ...message });

  test('is refused where there is a contract already, but not where there is only a balance', () => {
    const over = (account: object) => () => outermost(deploys(1), { accounts: [{ address: contract, ...account }] });
    for (const there of [{ nonce: 1n }, { code: hex('00') }, { storage: [[1n, 1n]] }])
      assert.throws(over(there), /^Error: There is a contract at 0x0{34}c0de00 already.*choose another "address"\.$/);
    assert.equal(over({ balance: 1n })().text, `Created ${contract} with 1 byte of code.`);
  });
  test('is refused with too much creation code, since Shanghai', () => {
    const huge = new Uint8Array(0xc001);
    assert.throws(() => outermost(huge), /The creation code has 49,153 bytes.*may bring 49,152 \(EIP-3860\)/);
    assert.equal(outermost(huge, { fork: 'paris' }).stop.kind, 'ended');
    assert.equal(outermost(huge.subarray(1)).stop.kind, 'ended');
  });
  test('says when the constructor leaves no code', () => {
    assert.equal(outermost(hex('00')).text, `Created ${contract} without code, for the constructor returned none.`);
    assert.match(outermost(assemble('push 0xdead; selfdestruct')).text, /^Self-destructed: the contract is deleted/);
  });
});

describe('SELFDESTRUCT', () => {
  const dies = {
    address: `0x${'d1'.repeat(20)}`,
    nonce: 1n,
    balance: 100n,
    code: assemble('push 0xdead; selfdestruct'),
  };
  const heir = `0x${'dead'.padStart(40, '0')}`;

  test('always sends the balance; deletes an old contract only before Cancun', () => {
    for (const [fork, deleted, refund] of [
      ['berlin', true, 24000],
      ['shanghai', true, 0],
      ['cancun', undefined, 0],
    ] as const) {
      const { machine } = run(callOf('call', dies.address), { fork, accounts: [dies] });
      assert.equal(machine.state.balance(heir), 100n);
      assert.equal(machine.state.destroyed.get(dies.address), deleted);
      assert.equal(machine.state.refund, refund);
    }
  });

  test('deletes a contract of the same transaction at Cancun too', () => {
    const program = create(assemble('push 0xdead; selfdestruct'));
    const { machine } = run(program);
    assert.equal(machine.state.destroyed.get(createAddress(contract, 0n)), true);
  });

  test('costs 25,000 more where it brings an account into being', () => {
    const to = (accounts: Message['accounts'] & object) =>
      run(callOf('call', dies.address), { accounts: [dies, ...accounts] }).spent;
    assert.equal(to([]) - to([{ address: heir, balance: 1n }]), 25000n);
    const nothing = { ...dies, balance: 0n };
    assert.equal(
      run(callOf('call', dies.address), { accounts: [nothing] }).spent,
      to([{ address: heir, balance: 1n }]),
    );
  });
});
