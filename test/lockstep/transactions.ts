import { createAddress } from '../../engines/evm/creations.ts';
import type { Block } from '../../engines/evm/environment.ts';
import { type ForkId, forks, rules } from '../../engines/evm/forks.ts';
import type { Account } from '../../engines/evm/message.ts';
import { blobPrice } from '../../engines/evm/transactions/blobs.ts';
import { gasFloor, intrinsicGas } from '../../engines/evm/transactions/intrinsic-gas.ts';
import { addressOfPrivateKey, signAuthorization, signTransaction } from '../../engines/evm/transactions/signing.ts';
import {
  type AccessList,
  type Authorization,
  plainTransaction,
  type Transaction,
} from '../../engines/evm/transactions/transaction.ts';
import type { Random } from '../harness/random.ts';
import { randomMessage } from './programs.ts';

/** A transaction and all that surrounds it; whoever runs it signs it first. */
export type Situation = {
  readonly fork: ForkId;
  readonly transaction: Transaction;
  readonly block: Block;
  /** Of the block before; what its blobs cost follows from it. */
  readonly excessBlobGas: bigint;
  readonly accounts: readonly Account[];
};

export const senderKey = new Uint8Array(32).fill(0x5e);
export const sender = addressOfPrivateKey(senderKey);
const authorityKeys = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));

/** What is signed is what is sent. */
export const signed = (transaction: Transaction) => signTransaction(transaction, senderKey);

/** A random transaction to the contracts of a random message, valid or just not. */
export const randomSituation = (random: Random): Situation => {
  const fork = random.pick<{ readonly id: ForkId }>(forks).id;
  const { newestType, blobs, gasCap } = rules[fork].transactions;
  const message = randomMessage(random, fork);
  const excessBlobGas = BigInt(random.pick([0, 0, 393_216, 10_000_000, 50_000_000]));
  const block: Block = {
    ...message.block,
    baseFee: BigInt(random.pick([0, 7, 7, 1000])),
    blobBaseFee: blobs ? blobPrice(excessBlobGas, blobs) : 0n,
  };
  const nonce = BigInt(random.pick([0, 0, 1, 5, 2 ** 40]));
  const type = random.below(8) === 0 ? random.below(5) : random.below(newestType + 1);
  const some = sketch(random, type as Transaction['type'], message.address, block);
  const transaction = { ...some, nonce: random.below(20) === 0 ? nonce + 1n : nonce };
  const limit = gasLimitFor(random, transaction, fork, gasCap ?? block.gasLimit);
  const whole = { ...transaction, gasLimit: limit };
  return {
    fork,
    block,
    excessBlobGas,
    transaction: whole,
    accounts: [
      { address: sender, nonce, balance: fundsFor(random, whole), ...(random.below(30) === 0 && { code: delegation }) },
      ...authorityKeys.slice(random.below(4)).map((key) => authority(random, key)),
      ...message.accounts.filter(({ address }) => address !== message.caller),
    ],
  };
};

/** An account whose code names the code to run (EIP-7702). */
const delegation = Uint8Array.of(0xef, 0x01, 0x00, ...new Uint8Array(17), 0xc0, 0xde, 0x01);

const authority = (random: Random, key: Uint8Array): Account => ({
  address: addressOfPrivateKey(key),
  balance: 1n,
  nonce: BigInt(random.below(2)),
  ...(random.below(3) === 0 && { code: random.below(2) === 0 ? delegation : Uint8Array.of(0) }),
});

const contract = (random: Random) => `0x${'0'.repeat(34)}c0de0${1 + random.below(4)}`;

const sketch = (random: Random, type: Transaction['type'], to: string, block: Block): Transaction => {
  const creates = random.below(8) === 0;
  const price = block.baseFee + BigInt(random.below(3) - (random.below(10) === 0 ? 2 : 0));
  const maxFeePerGas = price > 0n ? price : 0n;
  const tip = random.below(10) === 0 ? maxFeePerGas + 1n : maxFeePerGas / 2n;
  const hasLists = type > 0 && random.below(2) === 0;
  return {
    ...plainTransaction,
    type,
    chainId: type === 0 && random.below(2) === 0 ? undefined : BigInt(random.below(25) === 0 ? 2 : 1),
    to: creates
      ? undefined
      : random.pick([to, to, contract(random), sender, ...authorityKeys.map(addressOfPrivateKey)]),
    value: BigInt(random.pick([0, 0, 1, 1000])),
    data: creates ? initCode(random) : callData(random),
    maxFeePerGas,
    maxPriorityFeePerGas: type < 2 ? maxFeePerGas : tip,
    accessList: hasLists ? accessList(random) : [],
    ...(type === 3 && {
      maxFeePerBlobGas: block.blobBaseFee + BigInt(random.below(3)) - (random.below(8) === 0 ? 1n : 0n),
      blobHashes: blobHashes(random),
    }),
    ...(type === 4 && { authorizations: Array.from({ length: random.below(4) }, () => authorization(random)) }),
  };
};

const callData = (random: Random) =>
  Uint8Array.from({ length: random.pick([0, 1, 32, 100, 2000]) }, () => random.pick([0, 0, random.below(256)]));

/** Returns a code of some zeros; at times it is about as long as is allowed, at times it starts with 0xef. */
const initCode = (random: Random): Uint8Array => {
  const start = random.pick(['60016000556010', '6001600055610400', '60ef60005360016000f3', '']);
  const code = Buffer.from(`${start}6000f3`, 'hex');
  const length = random.below(6) === 0 ? 0xc000 + random.below(3) - 1 : code.length;
  const padded = new Uint8Array(length);
  padded.set(code.subarray(0, length));
  return padded;
};

const accessList = (random: Random): AccessList =>
  Array.from({ length: random.below(3) }, () => ({
    address: random.pick([contract(random), sender, createAddress(sender, 0n)]),
    keys: Array.from({ length: random.below(3) }, () => BigInt(random.below(3))),
  }));

const blobHashes = (random: Random) =>
  Array.from({ length: random.pick([0, 1, 1, 2, 6, 7, 9, 10]) }, (_, i) => {
    const version = random.below(40) === 0 ? 2n : 1n;
    return (version << 248n) + BigInt(i);
  });

const authorization = (random: Random): Authorization => {
  const key = random.pick(authorityKeys);
  const honest = signAuthorization(
    {
      chainId: BigInt(random.pick([0, 1, 1, 2])),
      address: random.below(5) === 0 ? `0x${'0'.repeat(40)}` : contract(random),
      nonce: BigInt(random.below(3)),
    },
    key,
  );
  return random.below(8) === 0 ? { ...honest, r: honest.r + 1n } : honest;
};

/** Gas that runs out at once, just does not, or lasts; at times more than a block or a fork allows. */
const gasLimitFor = (random: Random, transaction: Transaction, fork: ForkId, most: bigint): bigint => {
  const least = [intrinsicGas(transaction, rules[fork]), gasFloor(transaction, rules[fork])];
  const edge = random.pick(least) + BigInt(random.pick([-1, 0, 0, 1]));
  const plenty = (least[0] ?? 0n) + BigInt(random.below(random.pick([1000, 100_000, 1_000_000])));
  const kinds = [edge, plenty, plenty, plenty, random.below(4) === 0 ? most + BigInt(random.below(2)) : plenty];
  const picked = random.pick(kinds);
  return picked > 0n ? picked : 0n;
};

/** As much as the transaction may cost, one less, or a good deal more. */
const fundsFor = (random: Random, transaction: Transaction): bigint => {
  const { gasLimit, maxFeePerGas, maxFeePerBlobGas, blobHashes: blobs, value } = transaction;
  const needs = gasLimit * maxFeePerGas + BigInt(blobs.length) * 2n ** 17n * maxFeePerBlobGas + value;
  const funds = needs + BigInt(random.pick([-1, 0, 1_000_000, 1_000_000_000]));
  return funds > 0n ? funds : 0n;
};
