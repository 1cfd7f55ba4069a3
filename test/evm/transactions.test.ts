import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadError } from '../../engines/engine.ts';
import { createAddress } from '../../engines/evm/creations.ts';
import { evm } from '../../engines/evm/index.ts';
import { EvmMachine } from '../../engines/evm/machine.ts';
import { createMachine } from '../../engines/evm/message.ts';
import type { Charge } from '../../engines/machine.ts';
import { assemble, caller, contract, sum, toHex } from './run.ts';

const limits = { steps: 1e6, memory: 2 ** 24 };
const coinbase = `0x${'cb'.repeat(20)}`;
const ether = 10n ** 18n;
const gwei = 10n ** 9n;

type Launch = Readonly<Record<string, unknown>>;

const load = (text: string, launch: Launch, version = 'osaka') => {
  const bytes = new TextEncoder().encode(text.replaceAll(';', '\n'));
  const file = { uri: 'file:///a.easm', name: 'a.easm', bytes };
  return evm.load(file, { version, limits, launch: { transaction: {}, block: { coinbase }, ...launch } });
};

/** Sends a transaction to a contract that runs a text. */
const send = (text: string, launch: Launch = {}, version?: string) => {
  const machine = load(text, launch, version).start();
  assert.ok(machine instanceof EvmMachine);
  const charges: Charge[] = [];
  machine.observer = { charge: (charge) => charges.push(charge) };
  const stop = machine.run({}, 1e6);
  assert.equal(stop.kind, 'ended');
  const { receipt, text: outcome } = machine.outcome ?? {};
  assert.ok(receipt);
  assert.equal(sum(charges), receipt.gasUsed);
  assert.equal(machine.meters()[0]?.spent, receipt.gasUsed);
  const apart = charges.filter(({ code }) => code === undefined).map(({ reason, amount }) => [reason, amount]);
  return { machine, receipt, outcome, apart };
};

const refused = (launch: Launch, version?: string) => {
  try {
    load('stop', launch, version);
  } catch (error) {
    assert.ok(error instanceof LoadError, String(error));
    return { message: error.message, property: error.property };
  }
  return assert.fail('nothing was thrown');
};

describe('a whole transaction', () => {
  test('pays for what it does, and says so', () => {
    const { machine, receipt, outcome, apart } = send('push 1; pop', { value: 5 });
    assert.equal(receipt.gasUsed, 21_005n);
    assert.deepEqual(apart, [['intrinsic gas', 21_000]]);
    assert.equal(machine.state.nonce(caller), 1n);
    assert.equal(machine.state.balance(caller), 1000n * ether - 5n - 21_005n * gwei);
    assert.equal(machine.state.balance(contract), 5n);
    assert.match(outcome ?? '', /Receipt: 21,005 gas used, fee 21,005,000,000,000 wei, 0 logs\.$/);
  });

  test('burns the base fee and gives the tip to the producer of the block', () => {
    const fees = { maxFeePerGas: '20000000000', maxPriorityFeePerGas: 7 };
    const { machine, receipt } = send('gasprice; pop', { transaction: fees });
    assert.equal(receipt.gasPrice, gwei + 7n);
    assert.equal(machine.state.balance(coinbase), receipt.gasUsed * 7n);
    assert.equal(machine.state.balance(caller), 1000n * ether - receipt.gasUsed * (gwei + 7n));
  });

  test('gives back for a slot that is cleared, at most a fifth', () => {
    const { receipt, apart } = send('push 0; push 0; sstore', { storage: { 0: 1 } });
    assert.equal(receipt.gasUsed, 21_000n + 5004n - 4800n);
    assert.deepEqual(apart, [
      ['intrinsic gas', 21_000],
      ['refund', -4800],
    ]);
    const many = send('push 0; push 0; sstore; push 0; push 1; sstore', { storage: { 0: 1, 1: 1 } });
    assert.equal(many.receipt.refunded, (21_000n + 2n * 5004n) / 5n);
  });

  test('costs no less than the floor of its data', () => {
    const { receipt, apart } = send('stop', { calldata: `0x${'01'.repeat(1000)}` });
    assert.equal(receipt.gasUsed, 61_000n);
    assert.deepEqual(apart.toSorted(), [
      ['calldata floor', 24_000],
      ['intrinsic gas', 37_000],
    ]);
  });

  test('that fails pays for all its gas, and its nonce is used', () => {
    const { machine, receipt } = send('push 1; push 0; sstore; invalid', { gas: 100_000, value: 3 });
    assert.equal(receipt.ok, false);
    assert.equal(receipt.gasUsed, 100_000n);
    assert.equal(machine.state.nonce(caller), 1n);
    assert.equal(machine.state.balance(contract), 0n);
    assert.equal(machine.state.storage(contract, 0n), 0n);
  });

  test('of each type: lists, blobs and delegations do what they are for', () => {
    const slot = 'push 7; sload; pop; push 8; sload; pop';
    const cold = send(slot).receipt.gasUsed;
    const accessList = [{ address: contract, storageKeys: [7, '0x8'] }];
    assert.equal(send(slot, { transaction: { accessList } }).receipt.gasUsed, cold - 4000n + 2400n + 3800n);
    assert.equal(send('stop', { transaction: { accessList } }).receipt.type, 1);

    const hash = `0x01${'00'.repeat(31)}`;
    const { machine, receipt } = send('push 0; blobhash; push 0; sstore', {
      transaction: { blobVersionedHashes: [hash] },
    });
    assert.equal(receipt.type, 3);
    assert.equal(machine.state.storage(contract, 0n), BigInt(hash));
    assert.equal(machine.state.balance(caller), 1000n * ether - receipt.gasUsed * gwei - 131_072n);

    const authority = `0x${'a1'.repeat(20)}`;
    const authorizationList = [{ address: contract, authority }];
    const delegated = send('stop', { transaction: { authorizationList } });
    assert.equal(delegated.receipt.type, 4);
    assert.equal(toHex(delegated.machine.state.code(authority)), `ef0100${contract.slice(2)}`);
    assert.equal(delegated.machine.state.nonce(authority), 1n);
  });

  test('creates a contract where sender and nonce say', () => {
    const code = assemble('push 0x60; push 0; mstore8; push 1; push 0; return');
    const machine = createMachine({ create: true, code, transaction: {} });
    machine.run({}, 1e6);
    const created = machine.outcome?.receipt?.created;
    assert.equal(created, createAddress(caller, 0n));
    assert.equal(toHex(machine.state.code(created ?? '')), '60');
    const zeros = code.filter((byte) => byte === 0).length;
    const data = BigInt(4 * zeros + 16 * (code.length - zeros) + 2);
    assert.equal(machine.outcome?.receipt?.gasUsed, 53_000n + data + 3n + 2n + 3n + 3n + 3n + 2n + 200n);
  });

  test('shows itself and its receipt', () => {
    const { machine } = send('stop');
    const scope = machine.scopes(0).find(({ id }) => id === 'transaction');
    const names = scope?.values.get(0, 100).map(({ name }) => name) ?? [];
    assert.deepEqual(names.slice(0, 4), ['type', 'chainId', 'from', 'to']);
    assert.equal(names.at(-1), 'receipt');
    const changed = machine.changes().map(({ name }) => name);
    assert.ok(
      changed.some((name) => name.includes('nonce')),
      changed.join(),
    );
    assert.ok(
      changed.some((name) => name.includes('balance')),
      changed.join(),
    );
  });

  test('is refused with the rule that it breaks', () => {
    const refusals: readonly (readonly [launch: Launch, message: RegExp, version?: string])[] = [
      [{ gas: 20_999 }, /costs 21,000 gas; its limit is 20,999/],
      [{ gas: 16_777_217 }, /at most 16,777,216 gas \(EIP-7825\)/],
      [{ gas: 60_000_001 }, /the block has 60,000,000/, 'prague'],
      [{ transaction: { nonce: 3 } }, /next nonce of the sender is 0, the transaction has 3/],
      [{ transaction: { chainId: 5 } }, /for the chain 5, this is 1/],
      [{ gasPrice: 1 }, /at most 1 wei per gas, the block asks for 1,000,000,000/],
      [{ transaction: { maxFeePerGas: '2000000000', maxPriorityFeePerGas: '3000000000' } }, /priority fee/],
      [{ value: '1000000000000000000000' }, /has 1,000,000,000,000,000,000,000 wei, the transaction may cost/],
      [{ transaction: { blobVersionedHashes: [] } }, /at least one blob/],
      [{ transaction: { type: 2 } }, /The fork Berlin does not know transactions of type 2/, 'berlin'],
      [{ accounts: { [caller]: { balance: '1000000000000000000', code: '0x00' } } }, /is a contract/],
    ];
    for (const [launch, message, version] of refusals) {
      const found = refused(launch, version);
      assert.match(found.message, message);
      assert.equal(found.property, 'transaction');
    }
  });

  test('names what is wrong in its fields', () => {
    assert.match(
      refused({ transaction: { accessList: [{}] } }).message,
      /"transaction.accessList\[0\]" needs "address"/,
    );
    assert.match(refused({ transaction: { accessList: 5 } }).message, /should be a list/);
    const unsigned = { transaction: { authorizationList: [{ address: contract }] } };
    assert.match(refused(unsigned).message, /authorizationList\[0\]" needs "authority"/);
    assert.match(refused({ transaction: { maxFee: 1 } }).message, /no property "maxFee"/);
    for (const launch of [{ transaction: 7 }, unsigned]) assert.equal(refused(launch).property, 'transaction');
  });
});

test('a message call stays what it is: nothing but its own gas', () => {
  const machine = load('push 1; pop', { transaction: undefined }).start();
  machine.run({}, 1e6);
  assert.equal(machine.meters()[0]?.spent, 5n);
});
