import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadError } from '../../engines/engine.ts';
import { evm } from '../../engines/evm/index.ts';
import { EvmMachine } from '../../engines/evm/machine.ts';
import { encodeTransaction } from '../../engines/evm/transactions/encoding.ts';
import { addressOfPrivateKey, signTransaction } from '../../engines/evm/transactions/signing.ts';
import { plainTransaction, type Transaction } from '../../engines/evm/transactions/transaction.ts';
import { fromBytes } from '../../engines/evm/words.ts';
import { findTarget } from '../../engines/scenario.ts';
import { assemble, toHex } from './run.ts';

const key = new Uint8Array(32).fill(7);
const sender = addressOfPrivateKey(key);
const to = `0x${'70'.repeat(20)}`;
const limits = { steps: 1e6, memory: 2 ** 24 };

const signed = (more: Partial<Transaction> = {}): string =>
  toHex(
    encodeTransaction(
      signTransaction(
        { ...plainTransaction, type: 2, chainId: 1n, to, gasLimit: 100_000n, maxFeePerGas: 10n ** 10n, ...more },
        key,
      ),
    ),
  );

/** Runs a scenario that stands alone, as a file of that name. */
const run = async (scenario: object, files: Readonly<Record<string, string>> = {}) => {
  const texts: Readonly<Record<string, string>> = { 'it.gaslamp.json': JSON.stringify(scenario), ...files };
  const read = async (uri: string) => {
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    return { uri, name, bytes: new TextEncoder().encode(texts[name] ?? '') };
  };
  const target = await findTarget([evm], { program: 'file:///it.gaslamp.json' }, read);
  const { file, part, launch, version = 'osaka' } = target;
  const program = evm.load(file, { version, limits, part: part.id, launch, files: target.files });
  const machine = program.start();
  assert.ok(machine instanceof EvmMachine);
  machine.run({}, 1e6);
  assert.ok(machine.outcome);
  return { machine, program, outcome: machine.outcome, part };
};

const refused = async (scenario: object, files?: Readonly<Record<string, string>>): Promise<string> => {
  try {
    await run(scenario, files);
  } catch (error) {
    assert.ok(error instanceof LoadError, String(error));
    return error.message;
  }
  return assert.fail('nothing was thrown');
};

const funds = { [sender]: { balance: '1000000000000000000' } };
/** Answers with who calls, what is sent, and the first word of the call data. */
const echo = toHex(
  assemble(
    'caller; push 0; mstore; callvalue; push 32; mstore; push 0; calldataload; push 64; mstore; push 96; push 0; return',
  ),
);
const wordsIn = (data: Uint8Array) =>
  Array.from({ length: data.length / 32 }, (_, i) => fromBytes(data.subarray(32 * i, 32 * i + 32)));

describe('a signed transaction', () => {
  test('is a program without another: sender, value and data are what was signed', async () => {
    const transaction = signed({ value: 3n, data: Uint8Array.of(0xab) });
    const { machine, outcome, part } = await run({ transaction, accounts: { ...funds, [to]: { code: echo } } });
    assert.deepEqual(wordsIn(outcome.data), [BigInt(sender), 3n, 0xabn << 248n]);
    assert.equal(part.id, to);
    assert.equal(machine.state.nonce(sender), 1n);
  });

  test('of every type has all of its fields', async () => {
    const authorization = { chainId: 0n, address: to, nonce: 0n, yParity: 0, r: 1n, s: 1n };
    const types: readonly Partial<Transaction>[] = [
      { type: 0, chainId: undefined },
      { type: 0 },
      { type: 1, accessList: [{ address: to, keys: [1n] }] },
      { type: 2 },
      { type: 3, blobHashes: [1n << 248n], maxFeePerBlobGas: 5n },
      { type: 4, authorizations: [authorization] },
    ];
    for (const fields of types) {
      const accounts = { ...funds, [to]: { code: echo } };
      const { machine } = await run({ transaction: signed(fields), accounts });
      const found = machine.envelope?.transaction;
      for (const [name, value] of Object.entries(fields)) {
        const expected = name === 'chainId' ? 1n : value;
        if (value !== undefined) assert.deepEqual(found?.[name as keyof Transaction], expected, name);
      }
      assert.equal(machine.outcome?.ok, true);
    }
  });

  test('may be changed by what stands beside it', async () => {
    const accounts = { ...funds, [to]: { code: echo } };
    const { outcome } = await run({ transaction: signed(), value: 9, calldata: '0x01', accounts });
    assert.deepEqual(wordsIn(outcome.data).slice(1), [9n, 1n << 248n]);
  });

  test('runs a program where one is named, at its own address', async () => {
    const { outcome, machine } = await run(
      { program: 'a.easm', transaction: signed({ value: 1n }), accounts: funds },
      { 'a.easm': 'callvalue\npush 0\nsstore\nstop' },
    );
    assert.equal(outcome.ok, true);
    assert.equal(machine.state.storage(to, 0n), 1n);
  });

  test('creates a contract', async () => {
    const data = assemble('push 0x00; push 0; mstore8; push 1; push 0; return');
    const { machine, part } = await run({ transaction: signed({ to: undefined, data }), accounts: funds });
    assert.equal(part.id, 'creation');
    assert.match(machine.outcome?.text ?? '', /^Created/);
    const message = await refused(
      { program: 'a.easm', transaction: signed({ to: undefined, data }), accounts: funds },
      { 'a.easm': 'stop' },
    );
    assert.match(message, /creates a contract from other code than a;/);
  });

  test('may pay an account without code', async () => {
    const { machine, program } = await run({ transaction: signed({ value: 5n }), accounts: funds });
    assert.equal(machine.state.balance(to), 5n);
    assert.equal(machine.outcome?.receipt?.gasUsed, 21_000n);
    assert.equal(program.codes[0]?.bytes.length, 0);
  });

  test('that is none is refused, and says why', async () => {
    const wrong = (transaction: string) => refused({ transaction, accounts: funds });
    assert.match(await wrong('0x02zz'), /"transaction" should be bytes/);
    assert.match(await wrong('0x'), /is no signed transaction: There is no type 0/);
    assert.match(await wrong('0x7e01'), /There is no type 126/);
    assert.match(await wrong(signed().slice(0, 60)), /is no signed transaction: .*RLP/);
    assert.match(await wrong('0x02c0'), /has 12 fields, here are 0/);
    assert.match(await refused({ transaction: signed({ nonce: 4n }), accounts: funds }), /next nonce .* is 0/);
    assert.match(await refused({ transaction: {}, accounts: funds }), /names no program/);
  });

  test('is compared with what the chain said of it', async () => {
    const accounts = { ...funds, [to]: { code: echo } };
    const transaction = signed();
    const first = await run({ transaction, accounts, receipt: { status: 1 } });
    assert.match(first.outcome.text, /The chain says the same\.$/);
    const other = await run({ transaction, accounts, receipt: { status: 0, gasUsed: 12345 } });
    assert.match(other.outcome.text, /On the chain it was otherwise: 12,345 gas used, failure\.$/);
  });
});

test('hashes of earlier blocks are there for BLOCKHASH and in the history contract', async () => {
  const asked = 'push 9; blockhash; push 0; mstore; push 7; blockhash; push 32; mstore';
  // EIP-2935: the number of a block as call data.
  const history =
    'push 9; push 64; mstore; push 32; push 96; push 32; push 64; push 0; push 0x0000F90827F1C53a10cb7A02335B175320002935; gas';
  const text = `${asked}; ${history}; call; pop; push 128; push 0; return`;
  const block = { number: 10, hashes: { 9: '0x99', 8: '0x88' } };
  const code = toHex(assemble(text));
  const at = async (version: string) => {
    const { outcome } = await run({ version, transaction: signed(), block, accounts: { ...funds, [to]: { code } } });
    return wordsIn(outcome.data);
  };
  assert.deepEqual(await at('prague'), [0x99n, 0n, 9n, 0x99n]);
  assert.deepEqual(await at('cancun'), [0x99n, 0n, 9n, 0n]);
});
