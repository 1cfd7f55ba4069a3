import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { evm } from '../../engines/evm/index.ts';
import { EvmMachine } from '../../engines/evm/machine.ts';
import { encodeTransaction } from '../../engines/evm/transactions/encoding.ts';
import { addressOfPrivateKey, signAuthorization, signTransaction } from '../../engines/evm/transactions/signing.ts';
import { plainTransaction, type Transaction } from '../../engines/evm/transactions/transaction.ts';
import type { Fetched } from '../../engines/fetching.ts';
import { scenarioText } from '../../engines/fetching.ts';
import { findTarget } from '../../engines/scenario.ts';
import { nodeAt } from '../../network/node.ts';
import { assemble, hex, toHex } from '../evm/run.ts';
import { type Anvil, noAnvil, startAnvil } from './anvil.ts';

const { fetching } = evm;
assert.ok(fetching);
const pause = async () => {};

/** The first of the accounts whose keys the node publishes. */
const key = hex('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const sender = addressOfPrivateKey(key);
const friend = `0x${'0f'.repeat(20)}`;
const chainId = 31337n;
const code = (text: string) => `0x${toHex(assemble(text))}`;

describe('a transaction of a local node', { skip: noAnvil }, () => {
  let anvil: Anvil;
  before(async () => {
    anvil = await startAnvil('--hardfork', 'prague');
  });
  after(() => anvil?.stop());

  const fetched = (hash: string): Promise<Fetched> => fetching.obtain(hash, { ...nodeAt(anvil.url), pause });

  /** Runs a scenario as its file would be, without the node. */
  const replay = async ({ scenario, name }: Fetched) => {
    const bytes = new TextEncoder().encode(scenarioText({ scenario, name, told: '', isSame: true }));
    const read = async (uri: string) => ({ uri, name: `${name}.gaslamp.json`, bytes });
    const {
      file,
      part,
      launch,
      version = '',
    } = await findTarget([evm], { program: `file:///${name}.gaslamp.json` }, read);
    const limits = { steps: 1e6, memory: 2 ** 26 };
    const machine = evm.load(file, { version, limits, part: part.id, launch }).start();
    assert.ok(machine instanceof EvmMachine);
    machine.run({}, 1e6);
    return machine;
  };

  /** Signs and sends a transaction of any type, and gives its hash: once it is in a block, or at once. */
  const send = async (fields: Partial<Transaction>, waits = true): Promise<string> => {
    const nonce = BigInt(String(await anvil.ask('eth_getTransactionCount', sender, 'latest')));
    const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: fields.type && fields.type > 1 ? 5n : 10n ** 11n };
    const transaction = { ...plainTransaction, chainId, to: friend, gasLimit: 200_000n, nonce, ...fees, ...fields };
    const encoded = encodeTransaction(signTransaction(transaction, key));
    const hex = `0x${toHex(encoded)}`;
    if (!waits) return String(await anvil.ask('eth_sendRawTransaction', hex));
    const receipt = (await anvil.ask('eth_sendRawTransactionSync', hex)) as { transactionHash: string };
    return receipt.transactionHash;
  };

  const put = (text: string, address = friend) => anvil.ask('anvil_setCode', address, code(text));

  test('of each type is replayed as the chain says', async () => {
    await put('push 0; calldataload; push 1; sload; add; push 1; sstore; push 0; push 0; log0; stop');
    const authorization = { chainId, address: friend, nonce: 0n };
    const signedBy = new Uint8Array(32).fill(9);
    // This node gives back for authorities that are not there, too.
    await anvil.ask('anvil_setBalance', addressOfPrivateKey(signedBy), '0x1');
    const all: readonly Partial<Transaction>[] = [
      { type: 0 },
      { type: 0, chainId: undefined },
      { type: 1, accessList: [{ address: friend, keys: [1n] }] },
      { type: 2, data: Uint8Array.of(1, 2, 3), value: 5n },
      { type: 4, authorizations: [signAuthorization(authorization, signedBy)], to: addressOfPrivateKey(signedBy) },
    ];
    for (const fields of all) {
      const hash = await send(fields);
      const answer = await fetched(hash);
      assert.match(answer.told, /The chain says the same\.$/);
      assert.ok(answer.isSame, answer.told);
      const { outcome, envelope } = await replay(answer);
      const receipt = (await anvil.ask('eth_getTransactionReceipt', hash)) as { gasUsed: string; logs: unknown[] };
      assert.equal(outcome?.receipt?.gasUsed, BigInt(receipt.gasUsed));
      assert.equal(outcome?.receipt?.logs.length, receipt.logs.length);
      assert.equal(envelope?.transaction.type, fields.type);
      assert.equal(envelope?.sender, sender);
    }
  });

  test('that creates a contract, or fails, is replayed so too', async () => {
    const creation = await fetched(
      await send({ to: undefined, data: assemble('push 0; push 0; mstore; push 3; push 0; return') }),
    );
    assert.match(creation.told, /Created 0x[0-9a-f]{40} with 3 bytes of code/);
    assert.ok(creation.isSame);
    await put('push 0; push 0; revert');
    const failed = await fetched(await send({}));
    assert.match(failed.told, /^Transaction 0x.* Reverted.*The chain says the same\.$/);
    assert.equal((await replay(failed)).outcome?.ok, false);
  });

  test('finds what earlier transactions of its block had done', async () => {
    await put('push 5; sload; push 1; add; dup1; push 5; sstore; push 0; mstore; push 32; push 0; return');
    await anvil.ask('evm_setAutomine', false);
    const nonce = BigInt(String(await anvil.ask('eth_getTransactionCount', sender, 'latest')));
    const hashes = await Promise.all([0n, 1n, 2n].map((more) => send({ nonce: nonce + more }, false)));
    await anvil.ask('evm_mine');
    await anvil.ask('evm_setAutomine', true);
    const last = await fetched(hashes[2] ?? '');
    assert.ok(last.isSame, last.told);
    assert.equal((await replay(last)).outcome?.data.at(-1), 3);
    assert.match(String(last.scenario.description), /prestateTracer.*earlier transactions of the block/);
  });

  test('has the hashes of blocks that it asks for', async () => {
    await anvil.ask('anvil_mine', '0x14');
    await put(
      'push 3; number; sub; blockhash; push 0; mstore; push 1; number; sub; blockhash; push 32; mstore; push 64; push 0; return',
    );
    const answer = await fetched(await send({}));
    const block = answer.scenario.block as { number: string; hashes: Record<string, string> };
    const number = Number(block.number);
    assert.deepEqual(
      Object.keys(block.hashes),
      [number - 1, number - 3].map((each) => `0x${each.toString(16)}`),
    );
    const { outcome } = await replay(answer);
    const before = (await anvil.ask('eth_getBlockByNumber', `0x${(number - 3).toString(16)}`, false)) as {
      hash: string;
    };
    assert.equal(`0x${toHex((outcome?.data ?? new Uint8Array()).subarray(0, 32))}`, before.hash);
  });

  test('what the node dumps is a state before another run', async () => {
    await put('push 5; push 6; sstore; stop');
    await send({});
    const dump = String(await anvil.ask('anvil_dumpState'));
    const file = { uri: 'file:///dump', name: 'dump', bytes: new TextEncoder().encode(dump) };
    const limits = { steps: 1e6, memory: 2 ** 26 };
    const program = { uri: 'file:///a.easm', name: 'a.easm', bytes: new TextEncoder().encode('stop') };
    const options = { version: 'osaka', limits, launch: { prestate: 'dump' }, files: new Map([['dump', file]]) };
    const machine = evm.load(program, options).start();
    assert.ok(machine instanceof EvmMachine);
    assert.equal(machine.state.storage(friend, 6n), 5n);
  });

  test('that is in no block, or not there, is refused in one sentence', async () => {
    const nowhere = `0x${'12'.repeat(32)}`;
    await assert.rejects(fetched(nowhere), /The node at 127\.0\.0\.1:\d+ knows no transaction 0x1212/);
    await anvil.ask('evm_setAutomine', false);
    await assert.rejects(fetched(await send({}, false)), /is in no block yet/);
    await anvil.ask('evm_setAutomine', true);
    await anvil.ask('evm_mine');
  });
});
