import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hex, toHex } from '../../../test/evm/run.ts';
import { type ForkId, rules } from '../forks.ts';
import { blobPrice } from './blobs.ts';
import { decodeTransaction, encodeTransaction, signingHash, transactionHash } from './encoding.ts';
import { gasFloor, intrinsicGas } from './intrinsic-gas.ts';
import { bloomOf, encodeReceipt } from './receipt.ts';
import { authorityOf, senderOf, signTransaction } from './signing.ts';
import { authorization, key, sender, to } from './test/sender.ts';
import { InvalidTransaction, plainTransaction, type Rule, type Transaction } from './transaction.ts';

/** The example of EIP-155. */
const eip155: Transaction = {
  ...plainTransaction,
  chainId: 1n,
  nonce: 9n,
  maxFeePerGas: 20n * 10n ** 9n,
  maxPriorityFeePerGas: 20n * 10n ** 9n,
  to,
  value: 10n ** 18n,
};
const eip155Signed =
  'f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83';

const accessList = [{ address: to, keys: [0n, 2n ** 255n] }];

const ofEachType: readonly Transaction[] = [
  { ...eip155, chainId: undefined },
  eip155,
  { ...eip155, type: 1, accessList },
  { ...eip155, type: 2, accessList, maxPriorityFeePerGas: 3n, data: hex('00ff') },
  { ...eip155, type: 2, to: undefined, data: hex('6001600055') },
  { ...eip155, type: 3, accessList, maxFeePerBlobGas: 5n, blobHashes: [1n << 248n, (1n << 248n) + 1n] },
  { ...eip155, type: 4, authorizations: [authorization, { ...authorization, chainId: 0n }] },
];

describe('signing and encoding', () => {
  test('the example of EIP-155', () => {
    assert.equal(toHex(signingHash(eip155)), 'daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53');
    const signed = signTransaction(eip155, key);
    assert.equal(toHex(encodeTransaction(signed)), eip155Signed);
    assert.equal(senderOf(signed), '0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f');
  });

  for (const transaction of ofEachType) {
    test(`type ${transaction.type} ${transaction.chainId === undefined ? 'for every chain ' : ''}comes back as it was`, () => {
      const signed = signTransaction(transaction, key);
      const encoded = encodeTransaction(signed);
      assert.equal(transaction.type === 0 ? (encoded[0] as number) >= 0xc0 : encoded[0] === transaction.type, true);
      assert.deepEqual(decodeTransaction(encoded), signed);
      assert.equal(senderOf(signed), sender);
    });
  }

  test('whatever is changed, somebody else has signed it', () => {
    for (const transaction of ofEachType) {
      const changed = { ...signTransaction(transaction, key), value: 1n };
      assert.notEqual(senderOf(changed), sender);
    }
  });

  test('each transaction has a hash of its own', () => {
    const hashes = ofEachType.map((each) => toHex(transactionHash(signTransaction(each, key))));
    assert.equal(new Set(hashes).size, ofEachType.length);
  });

  test('an authorization speaks for its signer, unless s is in the upper half', () => {
    assert.equal(authorityOf(authorization), sender);
    assert.notEqual(authorityOf({ ...authorization, nonce: 4n }), sender);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    assert.equal(
      authorityOf({ ...authorization, s: order - authorization.s, yParity: 1 - authorization.yParity }),
      undefined,
    );
    assert.equal(authorityOf({ ...authorization, r: 0n }), undefined);
    assert.equal(authorityOf({ ...authorization, yParity: 2 }), undefined);
  });
});

describe('bytes that are no transaction', () => {
  const ruleOf = (encoded: Uint8Array): Rule | undefined => {
    try {
      decodeTransaction(encoded);
      return undefined;
    } catch (error) {
      assert.ok(error instanceof InvalidTransaction, String(error));
      assert.match(error.message, /\.$/);
      return error.rule;
    }
  };

  test('nothing, or a type that there is not', () => {
    assert.equal(ruleOf(new Uint8Array()), 'type');
    assert.equal(ruleOf(hex('05c0')), 'type');
    assert.equal(ruleOf(hex('80')), 'type');
  });

  test('one that ends early, at every byte', () => {
    for (const transaction of ofEachType) {
      const encoded = encodeTransaction(signTransaction(transaction, key));
      for (let end = 1; end < encoded.length; end += 1) {
        const rule = ruleOf(encoded.subarray(0, end));
        assert.ok(rule === 'encoding', `${end}: ${rule}`);
      }
    }
  });

  test('fields that are too few, too long, or start with a zero', () => {
    assert.equal(ruleOf(hex('c0')), 'encoding');
    assert.equal(ruleOf(hex('01c0')), 'encoding');
    assert.equal(ruleOf(hex('0180')), 'encoding');
    assert.equal(ruleOf(hex(eip155Signed.replace('825208', '820008'))), 'encoding');
    const long = { ...signTransaction(eip155, key), gasLimit: 2n ** 64n };
    assert.equal(ruleOf(encodeTransaction(long)), 'encoding');
    const short = { ...signTransaction(eip155, key), to: undefined };
    const encoded = toHex(encodeTransaction(short)).replace('825208', '8252088235');
    assert.equal(ruleOf(hex(encoded)), 'encoding');
  });
});

describe('what a transaction costs before its first instruction', () => {
  const zeros = new Uint8Array(10);
  const ones = new Uint8Array(10).fill(1);
  const cost = (transaction: Partial<Transaction>, fork: ForkId = 'osaka') =>
    intrinsicGas({ ...plainTransaction, to, ...transaction }, rules[fork]);

  test('to call', () => assert.equal(cost({}), 21000n));
  test('to create', () => {
    assert.equal(cost({ to: undefined }, 'frontier'), 21000n);
    assert.equal(cost({ to: undefined }, 'homestead'), 53000n);
  });
  test('per byte of data (EIP-2028)', () => {
    assert.equal(cost({ data: zeros }), 21040n);
    assert.equal(cost({ data: ones }), 21160n);
    assert.equal(cost({ data: ones }, 'petersburg'), 21680n);
  });
  test('per word of init code (EIP-3860)', () => {
    const data = new Uint8Array(33);
    assert.equal(cost({ to: undefined, data }, 'paris'), 53132n);
    assert.equal(cost({ to: undefined, data }, 'shanghai'), 53136n);
    assert.equal(cost({ data }, 'shanghai'), 21132n);
  });
  test('per entry of the access list (EIP-2930)', () => {
    assert.equal(cost({ type: 1, accessList: [...accessList, ...accessList] }), 21000n + 2n * (2400n + 2n * 1900n));
  });
  test('per authorization (EIP-7702)', () => {
    assert.equal(cost({ type: 4, authorizations: [authorization, authorization] }), 71000n);
  });

  test('and at least (EIP-7623)', () => {
    const floor = (data: Uint8Array, fork: ForkId) => gasFloor({ ...plainTransaction, data }, rules[fork]);
    assert.equal(floor(zeros, 'prague'), 21100n);
    assert.equal(floor(ones, 'prague'), 21400n);
    assert.equal(floor(ones, 'cancun'), 0n);
  });
});

describe('the price of blob gas', () => {
  const price = (excess: bigint, fork: ForkId) => {
    const { blobs } = rules[fork].transactions;
    assert.ok(blobs);
    return blobPrice(excess, blobs);
  };

  test('by what the blocks before have used (EIP-4844)', () => {
    const found = [0n, 2_314_057n, 2_314_058n, 10n * 1024n * 1024n].map((excess) => price(excess, 'cancun'));
    assert.deepEqual(found, [1n, 1n, 2n, 23n]);
  });

  test('the schedule (EIP-7691, EIP-7594, EIP-7892)', () => {
    const schedule = (['shanghai', 'cancun', 'prague', 'osaka', 'bpo1', 'bpo2'] as const).map((fork) => {
      const { blobs } = rules[fork].transactions;
      return blobs && [blobs.target, blobs.max, blobs.maxPerTransaction, blobs.updateFraction];
    });
    assert.deepEqual(schedule, [
      undefined,
      [3, 6, 6, 3338477n],
      [6, 9, 9, 5007716n],
      [6, 9, 6, 5007716n],
      [10, 15, 6, 8346193n],
      [14, 21, 6, 11684671n],
    ]);
  });
});

describe('receipts', () => {
  test('without logs', () => {
    const receipt = {
      type: 0,
      ok: true,
      gasUsed: 21000n,
      refunded: 0n,
      gasPrice: 1n,
      burnt: 0n,
      logs: [],
      created: undefined,
    } as const;
    const bloom = '00'.repeat(256);
    assert.equal(toHex(encodeReceipt(receipt, 21000n)), `f9010801825208b90100${bloom}c0`);
    assert.equal(toHex(encodeReceipt({ ...receipt, type: 2, ok: false }, 21000n)), `02f9010880825208b90100${bloom}c0`);
  });

  test('the bloom filter has three bits for an address, and three for each topic', () => {
    const bits = (topics: bigint[]) =>
      [...bloomOf([{ address: to, topics, data: new Uint8Array() }])].reduce(
        (sum, byte) => sum + byte.toString(2).replaceAll('0', '').length,
        0,
      );
    assert.equal(bits([]), 3);
    assert.equal(bits([1n, 2n]), 9);
  });
});
