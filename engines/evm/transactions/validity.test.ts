import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hex } from '../../../test/evm/run.ts';
import { type ForkId, forks, rules } from '../forks.ts';
import { defaultBlock } from '../message.ts';
import { State } from '../state.ts';
import { authorization, sender, to } from './test/sender.ts';
import { InvalidTransaction, plainTransaction, type Rule, type Transaction } from './transaction.ts';
import { validate } from './validity.ts';

describe('validity', () => {
  const state = (more: { nonce?: bigint; code?: Uint8Array } = {}) => {
    const all = new State(rules.osaka, 'osaka');
    all.setBalance(sender, 10n ** 18n);
    all.setNonce(sender, more.nonce ?? 9n);
    if (more.code) all.setCode(sender, more.code, 'the sender');
    return all;
  };
  const price = 20n * 10n ** 9n;
  const plain: Transaction = {
    ...plainTransaction,
    ...{ chainId: 1n, nonce: 9n, to, value: 1n, maxFeePerGas: price, maxPriorityFeePerGas: price },
  };
  const broken = (transaction: Partial<Transaction>, more: { fork?: ForkId; state?: State } = {}): Rule | undefined => {
    const surroundings = { fork: more.fork ?? 'osaka', block: defaultBlock, state: more.state ?? state(), sender };
    try {
      validate({ ...plain, ...transaction }, surroundings);
      return undefined;
    } catch (error) {
      assert.ok(error instanceof InvalidTransaction, String(error));
      assert.match(error.message, /^[A-Z].*\.$/);
      return error.rule;
    }
  };

  test('a transaction that keeps all rules is valid at every fork that has its type', () => {
    for (const { id } of forks) {
      const chainId = rules[id].transactions.namesChain ? 1n : undefined;
      assert.equal(broken({ chainId }, { fork: id }), undefined, id);
    }
    assert.equal(broken({ type: 3, maxFeePerBlobGas: 1n, blobHashes: [1n << 248n] }), undefined);
    assert.equal(broken({ type: 4, gasLimit: 50_000n, authorizations: [authorization] }), undefined);
  });

  test('types by fork', () => {
    const first: readonly (readonly [Transaction['type'], ForkId, ForkId])[] = [
      [1, 'istanbul', 'berlin'],
      [2, 'berlin', 'london'],
      [3, 'shanghai', 'cancun'],
      [4, 'cancun', 'prague'],
    ];
    for (const [type, before, since] of first) {
      assert.equal(broken({ type }, { fork: before }), 'type');
      assert.notEqual(broken({ type }, { fork: since }), 'type');
    }
  });

  const rulesBroken: readonly (readonly [
    title: string,
    rule: Rule,
    transaction: Partial<Transaction>,
    fork?: ForkId,
  ])[] = [
    ['a value of 257 bits', 'encoding', { value: 2n ** 256n }],
    ['a gas limit of 65 bits', 'encoding', { gasLimit: 2n ** 64n }],
    ['another chain', 'chain', { chainId: 2n }],
    ['a chain before chains had names', 'signature', { chainId: 1n }, 'homestead'],
    ['too little gas', 'intrinsic-gas', { gasLimit: 20_999n }],
    ['less gas than the floor', 'gas-floor', { data: new Uint8Array(1000).fill(1), gasLimit: 40_000n }],
    ['too much init code', 'init-code-size', { to: undefined, data: new Uint8Array(0xc001), gasLimit: 1_000_000n }],
    ['more than one transaction may ask for', 'gas-cap', { gasLimit: 2n ** 24n + 1n }],
    ['more than the block has', 'block-gas', { gasLimit: defaultBlock.gasLimit + 1n }, 'prague'],
    [
      'a tip above the fee',
      'priority-above-fee',
      { type: 2, maxFeePerGas: 10n ** 9n, maxPriorityFeePerGas: 10n ** 9n + 1n },
    ],
    ['a fee below that of the block', 'fee-below-base-fee', { maxFeePerGas: 10n ** 9n - 1n, maxPriorityFeePerGas: 0n }],
    ['a nonce too low', 'nonce', { nonce: 8n }],
    ['a nonce too high', 'nonce', { nonce: 10n }],
    ['more than the sender has', 'funds', { value: 10n ** 18n }],
    ['blobs, and nobody to call', 'creation', { type: 3, to: undefined, gasLimit: 60_000n, blobHashes: [1n << 248n] }],
    ['no-blobs', 'no-blobs', { type: 3, maxFeePerBlobGas: 1n }],
    ['too many blobs', 'blob-count', { type: 3, maxFeePerBlobGas: 1n, blobHashes: new Array(7).fill(1n << 248n) }],
    ['a hash of another version', 'blob-version', { type: 3, maxFeePerBlobGas: 1n, blobHashes: [2n << 248n] }],
    ['too little for a blob', 'blob-fee', { type: 3, blobHashes: [1n << 248n] }],
    [
      'authorizations, and nobody to call',
      'creation',
      { type: 4, to: undefined, gasLimit: 90_000n, authorizations: [authorization] },
    ],
    ['no-authorizations', 'no-authorizations', { type: 4 }],
  ];
  for (const [title, rule, transaction, fork = 'osaka'] of rulesBroken) {
    test(`refused: ${title}`, () => assert.equal(broken(transaction, { fork }), rule));
  }

  test('a sender with code is refused, unless it delegates (EIP-3607, EIP-7702)', () => {
    const designator = hex(`ef0100${'35'.repeat(20)}`);
    assert.equal(broken({}, { state: state({ code: hex('00') }) }), 'sender-has-code');
    assert.equal(broken({}, { state: state({ code: designator }) }), undefined);
    assert.equal(broken({}, { state: state({ code: designator }), fork: 'cancun' }), 'sender-has-code');
  });

  test('a nonce at its limit is refused (EIP-2681)', () => {
    const nonce = 2n ** 64n - 1n;
    assert.equal(broken({ nonce }, { state: state({ nonce }) }), 'nonce-limit');
  });
});
