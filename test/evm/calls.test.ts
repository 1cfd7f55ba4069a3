import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMachine } from '../../engines/evm/message.ts';
import { account, assemble, callOf, contract, hex, other, run, sum, toHex, top } from './run.ts';

const returnsWord = (text: string) => `${text}; push 0; mstore; push 32; push 0; return`;
const spent = (program: string, code: string, balance = 0n) =>
  run(program, { accounts: [account(other, code), { address: contract, nonce: 1n, balance }] });

test('a callee gets at most all but one 64th of what is left', () => {
  const result = spent(`${callOf('call', other, { room: 32 })} push 0; mload`, returnsWord('gas'));
  const probe = run('push 32; push 0; push 0; push 0; push 0; push 0xbee; gas', {});
  const before = (top(probe) ?? 0n) - 2600n - 3n;
  assert.equal(top(result), before - before / 64n - 2n);
});

test('before Tangerine Whistle, a call that asks for too much is out of gas', () => {
  const program = callOf('call', other, { gas: 'push 1000000' });
  const accounts = [account(other, 'stop')];
  const refused = run(program, { fork: 'homestead', gas: 100_000n, accounts });
  assert.match(refused.text, /^Out of gas: CALL needs [\d,]+ gas \(with gas for the call\)/);
  assert.equal(run(program, { fork: 'tangerine', gas: 100_000n, accounts }).text, 'Ended; nothing was returned.');
});

describe('a call with value', () => {
  test('costs 9,000, and gives the callee 2,300 of it', () => {
    const free = spent(callOf('call', other, { gas: 'push 0' }), 'stop');
    const paid = spent(callOf('call', other, { gas: 'push 0', value: 1 }), 'stop', 1n);
    // PUSH1 1 costs one more than PUSH0.
    assert.equal(paid.spent - free.spent, 9000n - 2300n + 1n);
    assert.equal(sum(paid.charges), paid.spent);
    assert.deepEqual(
      paid.charges.filter(({ amount }) => amount < 0).map(({ reason }) => reason),
      ['call stipend'],
    );
  });

  test('lets the callee log with the stipend alone, but not store', () => {
    const call = callOf('call', other, { gas: 'push 0', value: 1 });
    assert.equal(top(spent(call, 'push 0; push 0; log0', 1n)), 1n);
    assert.equal(top(spent(call, 'push 1; push 0; sstore', 1n)), 0n);
  });

  test('fails at once and gives the gas back where the balance is too small', () => {
    const result = spent(callOf('call', other, { gas: 'push 100000', value: 5 }), 'stop', 4n);
    assert.equal(top(result), 0n);
    assert.ok(result.spent < 2600n + 9000n - 2300n + 30n);
    assert.equal(sum(result.charges), result.spent);
  });

  test('pays 25,000 for an account that is not there', () => {
    const to = (address: string) =>
      run(callOf('call', address, { value: 1 }), {
        accounts: [{ address: contract, balance: 1n }, account(other, 'stop')],
      });
    assert.equal(to('0xdead').spent - to(other).spent, 25000n);
  });
});

test('calls go 1,024 deep, and one more fails', () => {
  const result = run(`${callOf('call', contract)}`, { gas: 2n ** 63n - 1n });
  assert.equal(result.text, 'Ended; nothing was returned.');
  assert.equal(top(result), 1n);
  assert.equal(new Set(result.charges.map(({ frame }) => frame)).size, 1025);
});

describe('whose storage, caller and value', () => {
  const code = 'caller; push 0; sstore; callvalue; push 1; sstore; address; push 2; sstore';
  const slots = (kind: string) => {
    const { machine } = run(callOf(kind, other, { value: 7 }), {
      value: 3n,
      accounts: [account(other, code), { address: contract, balance: 10n }],
    });
    const at = (address: string) => [0n, 1n, 2n].map((key) => machine.state.storage(address, key));
    return { own: at(contract), theirs: at(other) };
  };
  const [me, they, me0] = [BigInt(contract), BigInt(other), 0xca11en];

  test('CALL', () => assert.deepEqual(slots('call'), { own: [0n, 0n, 0n], theirs: [me, 7n, they] }));
  test('CALLCODE', () => assert.deepEqual(slots('callcode'), { own: [me, 7n, me], theirs: [0n, 0n, 0n] }));
  test('DELEGATECALL', () => assert.deepEqual(slots('delegatecall'), { own: [me0, 3n, me], theirs: [0n, 0n, 0n] }));
  test('STATICCALL', () => assert.deepEqual(slots('staticcall'), { own: [0n, 0n, 0n], theirs: [0n, 0n, 0n] }));
});

test('nothing can be changed inside a static call, however deep', () => {
  const changes = {
    SSTORE: 'push 1; push 0; sstore',
    TSTORE: 'push 1; push 0; tstore',
    LOG0: 'push 0; push 0; log0',
    CREATE: 'push 0; push 0; push 0; create',
    CREATE2: 'push 0; push 0; push 0; push 0; create2',
    SELFDESTRUCT: 'push 0; selfdestruct',
    CALL: callOf('call', contract, { value: 1 }),
  };
  for (const [name, change] of Object.entries(changes)) {
    const { machine, charges } = run(callOf('staticcall', other, { gas: 'push 50000' }), {
      accounts: [account(other, change, { balance: 5n })],
    });
    assert.equal(machine.frame.stack[0], 0n, name);
    assert.ok(
      charges.some(({ reason, amount }) => reason === 'burnt on failure' && amount > 15000),
      name,
    );
  }
  const inner = `${callOf('call', '0xdddd')} push 0; mstore; push 32; push 0; return`;
  const deep = run(`${callOf('staticcall', other, { room: 32 })} push 0; mload`, {
    accounts: [account(other, inner), account(`0x${'dddd'.padStart(40, '0')}`, changes.SSTORE)],
  });
  assert.equal(top(deep), 0n);
  assert.equal(top(deep, 1), 1n);
});

test('RETURNDATACOPY past the end fails, even for nothing', () => {
  const after = (copy: string) => spent(`${callOf('call', other)} ${copy}`, returnsWord('push 7')).text;
  assert.equal(after('push 32; push 0; push 0; returndatacopy'), 'Ended; nothing was returned.');
  assert.equal(after('push 0; push 32; push 0; returndatacopy'), 'Ended; nothing was returned.');
  assert.equal(
    after('push 0; push 33; push 0; returndatacopy'),
    'RETURNDATACOPY reads 0 bytes at 33, but the last call returned 32 bytes.',
  );
  assert.match(after('push 1; push 32; push 0; returndatacopy'), /reads 1 byte at 32/);
});

test('a failed callee burns its gas, a reverting one gives it back, and both undo what they did', () => {
  const call = callOf('call', other, { gas: 'push 50000' });
  const failed = spent(call, 'push 1; push 0; sstore; invalid');
  const reverted = spent(call, 'push 1; push 0; sstore; push 0; push 0; revert');
  for (const { machine } of [failed, reverted]) {
    assert.equal(machine.frame.stack[0], 0n);
    assert.equal(machine.state.storage(other, 0n), 0n);
  }
  assert.ok(failed.spent > 50000n);
  assert.ok(reverted.spent < 26000n);
  for (const { charges, spent: total } of [failed, reverted]) assert.equal(sum(charges), total);
});

test('an account may delegate to the code of another (EIP-7702)', () => {
  const designator = Uint8Array.from([0xef, 1, 0, ...Buffer.from(other.slice(2), 'hex')]);
  const signer = `0x${'51'.repeat(20)}`;
  const accounts = [account(other, 'push 9; push 0; sstore'), { address: signer, code: designator }];
  const { machine, charges } = run(callOf('call', signer), { accounts });
  assert.equal(machine.state.storage(signer, 0n), 9n);
  assert.deepEqual(
    charges
      .slice(-8, -4)
      .map(({ reason }) => reason)
      .filter((reason) => reason !== 'base'),
    ['cold account', 'delegation', 'cold account'],
  );
  assert.equal(top(run(`push ${signer}; extcodesize`, { accounts })), 23n);
  const before = run(callOf('call', signer), { accounts, fork: 'cancun' });
  assert.equal(before.machine.frame.stack[0], 0n);
});

test('the account that the outermost call delegates to is warm (EIP-7702)', () => {
  const accounts = [
    account(other, `push ${other}; balance`),
    { address: contract, code: Uint8Array.from([0xef, 1, 0, ...hex(other)]) },
  ];
  const machine = createMachine({ address: contract, accounts });
  machine.run({}, 100);
  assert.equal(machine.meters()[0]?.spent, 3n + 100n);
});

describe('precompiles', () => {
  const signed =
    '456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3000000000000000000000000000000000000000000000000000000000000001c9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac80388256084f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada';
  const answer = (address: number, input: string) => {
    const program = `push ${input.length / 2}; push 0; push 0; calldatacopy; ${callOf('staticcall', `${address}`, { size: input.length / 2 })} returndatasize; push 0; push 0; returndatacopy; returndatasize; push 0; return`;
    const result = run(program, { calldata: Uint8Array.from(Buffer.from(input, 'hex')) });
    assert.ok(result.stop.kind === 'ended', result.text);
    assert.equal(sum(result.charges), result.spent);
    return {
      data: toHex(result.stop.outcome.data),
      cost: result.charges.find(({ reason }) => reason.startsWith('precompile'))?.amount,
    };
  };

  test('ecrecover', () => {
    assert.deepEqual(answer(1, signed), {
      data: '7156526fbd7a3c72969b54f64e42c10fbb768c8a'.padStart(64, '0'),
      cost: 3000,
    });
    assert.equal(answer(1, signed.replace('1c9242', '1d9242')).data, '');
    assert.equal(answer(1, '').data, '');
  });
  test('sha256', () =>
    assert.deepEqual(answer(2, '616263'), {
      data: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      cost: 72,
    }));
  test('ripemd160', () =>
    assert.deepEqual(answer(3, '616263'), {
      data: '8eb208f7e05d987a9b044a8e98c6b087f15a0bfc'.padStart(64, '0'),
      cost: 720,
    }));
  test('identity', () => assert.deepEqual(answer(4, 'abcd'), { data: 'abcd', cost: 18 }));

  test('one that refuses its input takes all gas of the call', () => {
    const result = run(callOf('call', '0x09', { gas: 'push 1000' }));
    assert.equal(top(result), 0n);
    assert.equal(sum(result.charges), result.spent);
    assert.equal(result.charges.find(({ reason }) => reason === 'burnt on failure')?.amount, 1000);
  });

  test('one that the fork does not have is an account without code', () => {
    const result = run(callOf('call', '0x09'), { fork: 'byzantium' });
    assert.equal(top(result), 1n);
    assert.ok(result.charges.every(({ reason }) => !reason.startsWith('precompile')));
  });
});

test('a precompile is a frame of its own, without code, for one step', () => {
  const machine = createMachine({ code: assemble(`${callOf('staticcall', '4', { size: 64 })} stop`) });
  const depths: number[] = [];
  while (!machine.outcome) {
    if (machine.place === undefined) {
      const [frame] = machine.frames(1);
      assert.deepEqual([frame?.name, frame?.kind, frame?.place], ['identity 0x0000…0004', 'native', undefined]);
      const save = machine.save();
      machine.step();
      assert.equal(machine.frame.stack[machine.frame.sp - 1], 1n);
      machine.load(save);
      assert.equal(machine.place, undefined);
    }
    depths.push(machine.depth);
    machine.step();
  }
  assert.deepEqual(depths.filter((depth) => depth === 2).length, 1);
});

test('a precompile that cannot be paid burns what it was given, and says what it wanted', () => {
  const machine = createMachine({
    code: assemble('push 0; push 0; push 0; push 0; push 1; push 2999; staticcall; stop'),
  });
  const texts: string[] = [];
  machine.observer = { event: ({ text }) => texts.push(text) };
  while (machine.depth === 1) machine.step();
  const before = machine.gasLeft;
  machine.step();
  assert.equal(before - machine.gasLeft, 2999n);
  assert.equal(machine.frame.stack[machine.frame.sp - 1], 0n);
  assert.equal(texts.at(-1), 'Out of gas: the precompile ecrecover needs 3,000 gas, 2,999 were left.');
});

test('a message to a precompile has nothing to step through, and says so', () => {
  const to = (address: string, fork: 'homestead' | 'osaka') => () => createMachine({ address, fork });
  const four = '0x0000000000000000000000000000000000000004';
  const eight = '0x0000000000000000000000000000000000000008';
  assert.throws(
    to(four, 'osaka'),
    /no code to step through at the precompile 0x04 \(identity\); call it from a contract/,
  );
  assert.throws(to(eight, 'osaka'), /0x08 \(bn254 pairing\)/);
  assert.doesNotThrow(to(eight, 'homestead'));
});

test('code without a terminator, and an empty one, end well', () => {
  assert.equal(run(assemble('push 1')).text, 'Ended; nothing was returned.');
  assert.equal(run(new Uint8Array()).machine.steps, 1);
});
