import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evm } from './index.ts';
import { createMachine, type Message } from './message.ts';

const contract = '0x00000000000000000000000000000000000000c1';
const other = '0x00000000000000000000000000000000000000b1';

const assemble = (text: string) => evm.languages[0].parse(text, { version: 'osaka' }).bytes;

/** What a message changes, by place, in short. */
const changesOf = (text: string, message: Omit<Message, 'code'> = {}): readonly string[] => {
  const machine = createMachine({ address: contract, name: 'Shop', ...message, code: assemble(text) });
  assert.deepEqual(
    machine.changes().filter(({ name }) => name.includes('storage')),
    [],
    'at the start no slot is changed',
  );
  assert.equal(machine.run({}, 1e6).kind, 'ended');
  return machine.changes().map(({ name, before, after }) => `${name}: ${before} → ${after}`);
};

test('slots are told in order, unless they are again what they were', () => {
  assert.deepEqual(
    changesOf('push 1 push 0x20 sstore push 2 push 3 sstore push 9 push 1 sstore push 0 push 1 sstore stop', {
      accounts: [{ address: contract, storage: [[3n, 7n]] }],
    }),
    ['Shop 0x0000…00c1 storage[0x3]: 0x7 → 0x2', 'Shop 0x0000…00c1 storage[0x20]: 0x0 → 0x1'],
  );
});

test('value that goes along is a change of balances, also that of the message itself', () => {
  const caller = '0x00000000000000000000000000000000000000a1';
  const accounts = [{ address: caller, balance: 10n }];
  assert.deepEqual(
    changesOf(`push 0 dup1 dup1 dup1 push 3 push ${other} gas call stop`, { caller, value: 5n, accounts }),
    [
      '0x0000…00a1 balance: 10 wei → 5 wei',
      '0x0000…00b1 balance: 0 wei → 3 wei',
      'Shop 0x0000…00c1 balance: 0 wei → 2 wei',
    ],
  );
});

test('what reverts or fails changes nothing', () => {
  for (const end of ['push 0 push 0 revert', 'invalid']) {
    assert.deepEqual(changesOf(`push 1 push 0 sstore ${end}`, { value: 5n }), []);
  }
});

test('a contract that comes into being has a nonce and code', () => {
  const changes = changesOf('push 2 push 0 return', { create: true });
  assert.deepEqual(changes, ['0x0000…00c1 code: none → 2 bytes', '0x0000…00c1 nonce: 0 → 1']);
});
