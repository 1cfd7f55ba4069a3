import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMachine } from '../../engines/evm/message.ts';
import type { Access } from '../../engines/machine.ts';
import { account, assemble, callOf, contract, hex, other, run } from './run.ts';

const revertWith = (data: string) => {
  const size = data.length / 2;
  return run(`push ${size}; push 0; push 0; calldatacopy; push ${size}; push 0; revert`, { calldata: hex(data) }).text;
};
const word = (n: number) => n.toString(16).padStart(64, '0');

describe('a run ends in one sentence', () => {
  const cases: readonly (readonly [program: string, sentence: string])[] = [
    ['push 1; push 0; return', 'Returned 1 byte.'],
    ['stop', 'Ended; nothing was returned.'],
    ['add', 'Stack underflow: ADD takes 2, the stack holds 0.'],
    ['invalid', 'INVALID at 0x0: the program gave up on purpose.'],
    ['push 2; jump', 'Bad jump target 0x2: there stands JUMP, not JUMPDEST.'],
    ['push 1; jump', 'Bad jump target 0x1: it lies in the data of a push.'],
    ['push 99; jump', 'Bad jump target 0x63: the code has 3 bytes.'],
  ];
  for (const [program, sentence] of cases) test(sentence, () => assert.equal(run(program).text, sentence));

  test('SELFDESTRUCT, which deletes the contract only before Cancun', () => {
    const text = (fork: 'shanghai' | 'cancun') => run('push 0xdead; selfdestruct', { fork }).text;
    const heir = '0x000000000000000000000000000000000000dead';
    assert.equal(text('shanghai'), `Self-destructed: the contract is deleted, and its balance went to ${heir}.`);
    assert.equal(
      text('cancun'),
      `SELFDESTRUCT sent the balance to ${heir}; the contract stays, for it was not created in this transaction (EIP-6780).`,
    );
  });

  test('out of gas', () => {
    assert.equal(run('push 1; push 1', { gas: 4n }).text, 'Out of gas: PUSH1 needs 3 gas, 1 was left.');
    assert.equal(run('push 1; push 1', { gas: 5n }).text, 'Out of gas: PUSH1 needs 3 gas, 2 were left.');
    assert.equal(
      run('push 1; push 1; sstore', { gas: 10_006n }).text,
      'Out of gas: SSTORE needs 22,100 gas (with storage set), 10,000 were left.',
    );
  });

  test('an opcode of a later fork', () => {
    assert.equal(
      run(hex('5f'), { fork: 'paris' }).text,
      'Invalid opcode 0x5f at 0x0: the fork Paris (the Merge) has no such instruction.',
    );
  });

  test('a full stack', () => {
    assert.match(
      run('loop: pc; pc; jump @loop').text,
      /^Stack overflow: \w+ would put more than 1,024 words on the stack\.$/,
    );
  });
});

describe('a revert tells its reason', () => {
  test('none', () => assert.equal(revertWith(''), 'Reverted without a reason.'));
  test('Error(string)', () => {
    const text = Buffer.from('too late').toString('hex');
    assert.equal(revertWith(`08c379a0${word(32)}${word(8)}${text.padEnd(64, '0')}`), 'Reverted: "too late".');
  });
  test('Panic(uint256)', () => {
    assert.equal(revertWith(`4e487b71${word(0x11)}`), 'Reverted with panic 0x11 (arithmetic overflow or underflow).');
  });
  test('a custom error', () =>
    assert.equal(revertWith(`aabbccdd${word(1)}`), 'Reverted with the custom error 0xaabbccdd and 32 bytes.'));
  test('bytes that are none of these', () => {
    assert.equal(revertWith('ab'), 'Reverted with 0xab.');
    assert.match(revertWith(`08c379a0${'ff'.repeat(64)}`), /^Reverted with 0x08c379a0ff/);
  });
});

test('after the end the outermost frame stays, at its last instruction, with its gas', () => {
  const { machine } = run('push 1; push 2; push 0; push 0; revert');
  assert.equal(machine.place?.offset, 6);
  assert.equal(machine.frames(1).length, 1);
  assert.deepEqual(machine.frame.stack.slice(0, machine.frame.sp), [1n, 2n]);
});

test('what a callee touches is told: storage, the memory its result goes to, and what a revert changes back', () => {
  const machine = createMachine({
    address: contract,
    code: assemble(callOf('call', other, { room: 32, to: 64 })),
    accounts: [account(other, 'push 5; push 7; sstore; push 32; push 0; revert')],
  });
  const told: Access[] = [];
  machine.observer = { access: (access) => told.push(access) };
  machine.run({}, 100);
  const writes = (space: string) =>
    told
      .filter(({ location, write }) => write && location.space === space)
      .map(({ location }) => [location.at, location.size]);
  assert.deepEqual(writes(`storage:${other}`), [
    [7n, 1],
    [7n, 1],
  ]);
  assert.deepEqual(writes('memory#0'), [[64n, 32]]);
  const call = machine.frames(1)[0]?.id;
  assert.equal(call, 0);
});

test('call data and return data can be read by bytes and words, but not written', () => {
  const { machine } = run('calldatasize', { calldata: hex('aabbccdd11') });
  const scope = machine.scopes(0).find(({ id }) => id === 'calldata');
  assert.deepEqual(scope?.bytes, { space: 'calldata#0', length: 5 });
  assert.equal(scope.at?.(4n)?.text, `0x11${'00'.repeat(31)}`);
  const selector = { space: 'calldata#0', at: 0n, size: 4 };
  assert.deepEqual(machine.read(selector), hex('aabbccdd'));
  assert.equal(machine.read({ ...selector, size: 6 }), undefined);
  assert.throws(() => machine.write(selector, new Uint8Array(4)), /nothing that can be written/);
});

test('a stack item that only moves others is not touched', () => {
  const machine = createMachine({ address: contract, code: assemble('push 1; push 2; push 3; push 4; swap2; dup4') });
  machine.run({}, 4);
  const told: Access[] = [];
  machine.observer = { access: (access) => told.push(access) };
  machine.run({}, 2);
  assert.deepEqual(
    told.map(({ location, write }) => `${write ? 'write' : 'read'} ${location.at}`),
    ['read 1', 'read 3', 'write 1', 'write 3', 'read 0', 'write 4'],
  );
});

test('words show what they may be meant as', () => {
  const text = (value: string) => run(`push ${value}`).machine.scopes(0)[0]?.at?.(0n)?.text;
  assert.equal(text('7'), '0x7');
  assert.equal(text('1000'), '0x3e8 (1,000)');
  assert.equal(
    text(`0x${Buffer.from('Lamp').toString('hex').padEnd(64, '0')}`),
    `0x${Buffer.from('Lamp').toString('hex').padEnd(64, '0')} ("Lamp")`,
  );
  assert.equal(text(`0x${'ab'.repeat(20)}`), `0x${'ab'.repeat(20)} (address?)`);
});

describe('a failure that was passed on', () => {
  const passOn = 'pop; returndatasize; push 0; push 0; returndatacopy; returndatasize; push 0; revert';
  const calling = (callee: string, after = passOn) =>
    run(`${callOf('call', other, { gas: 'push 1000' })} ${after}`, { accounts: [account(other, callee)] }).text;

  test('names the call that it came from', () => {
    const text = calling('push 0x4e487b71; push 0; mstore; push 0x11; push 32; mstore; push 36; push 28; revert');
    assert.match(
      text,
      /^Reverted with panic 0x11 \(.+\)\. It was passed on from CALL 0x0000…de00 → CALL 0x0000…0bee\.$/,
    );
  });

  test('of a callee that failed without data says why it failed', () => {
    const text = calling('loop: jump @loop');
    assert.match(
      text,
      /^Reverted without a reason\. Before, CALL 0x0000…de00 → CALL 0x0000…0bee had failed: Out of gas: /,
    );
  });

  test('is told of the innermost call', () => {
    const third = `0x${'33'.repeat(20)}`;
    const inner = `${callOf('call', third, { gas: 'push 500' })} ${passOn}`;
    const { text } = run(`${callOf('call', other, { gas: 'push 9000' })} ${passOn}`, {
      accounts: [account(other, inner), account(third, 'push 7; push 0; mstore; push 32; push 0; revert')],
    });
    assert.match(text, /passed on from CALL 0x0000…de00 → CALL 0x0000…0bee → CALL 0x3333…3333\.$/);
  });

  test('is no matter where the caller fails for a reason of its own, or not at all', () => {
    assert.equal(calling('push 1; push 0; revert', 'push 2; push 0; revert'), 'Reverted with 0x0000.');
    assert.equal(calling('push 0; push 0; revert', 'stop'), 'Ended; nothing was returned.');
    assert.match(
      calling('push 0; push 0; revert', 'invalid'),
      /^INVALID at 0x[0-9a-f]+: the program gave up on purpose\.$/,
    );
    const well = `${callOf('call', '4')} pop; push 0; push 0; revert`;
    assert.equal(calling('push 0; push 0; revert', `pop; ${well}`), 'Reverted without a reason.');
  });
});

test('a run that asks for the cheatcodes of Foundry says that they are not there', () => {
  const vm = '0x7109709ecfa91a80626ff3989d68f67f5b1dd12d';
  const text = run(`push ${vm}; extcodesize; jumpi @there; push 0; push 0; revert; there: stop`).text;
  assert.match(text, /^Reverted without a reason\. The run asked for Foundry's cheatcodes at 0x7109709e/);
  assert.equal(run(`${callOf('call', vm)} stop`).text, 'Ended; nothing was returned.');
});
