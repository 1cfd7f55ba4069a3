import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account, Instruction, Transaction } from '../../engines/bpf/solana/account.ts';
import { defaultFeatures } from '../../engines/bpf/solana/features.ts';
import { type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { messageOf } from '../../engines/bpf/solana/message.ts';
import { defaultMoment } from '../../engines/bpf/solana/sysvars.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { askerFile, askers, instructionOf } from './asker.ts';
import { machineFor, worldOf } from './lockstep.ts';
import { OracleChain, type Outcome } from './native-oracle.ts';
import { programIds, skipped } from './oracle.ts';
import { splToken } from './oracle-features.ts';
import { debug, runOurs } from './our-runtime.ts';
import { unitLimit } from './real-programs.ts';
import {
  associatedAccount,
  createAssociated,
  holdings,
  initialAccounts,
  people,
  token,
  transactionOf,
} from './token.ts';

const { payer, owner, other, mint } = people;
const { first, second } = holdings;

/** Of each transaction so many limits, or all that there are if it is 0. */
const count = Number(process.env.GASLAMP_RUNS ?? 100);

type Ending = Outcome & { readonly accounts: readonly (Account | undefined)[] };

/** A transaction on a chain, with every number of compute units. */
const exhaust = (
  name: string,
  prepare: (oracle: OracleChain) => readonly Instruction[],
  keys: readonly Key[],
): void => {
  test(`as in Agave, wherever compute units run out: ${name}`, { skip: skipped }, (context) => {
    const oracle = new OracleChain();
    const instructions = prepare(oracle);
    const before = keys.map((key) => [key, oracle.get(key)] as const);
    const existing = (get: (key: Key) => Account | undefined) =>
      keys.map((key) => {
        const account = get(key);
        return account?.lamports ? account : undefined;
      });
    const world = worldOf((key) => oracle.get(key), transactionOf(unitLimit(0), ...instructions));

    const theirs = (transaction: Transaction): Ending => {
      for (const [key, account] of before) oracle.set(key, account);
      const outcome = oracle.send(messageOf(transaction, defaultFeatures), defaultMoment.blockhash);
      return { ...outcome, accounts: existing((key) => oracle.get(key)) };
    };
    const stepByStep = (transaction: Transaction): Ending => {
      const { error, accounts, ...rest } = runOurs({ accounts: world, features: defaultFeatures }, transaction);
      return { error: error && debug(error), ...rest, accounts: existing((key) => accounts.get(key)) };
    };
    const atOneGo = (transaction: Transaction): Ending => {
      const machine = machineFor(world, transaction);
      const logs: string[] = [];
      machine.observer = { output: ({ text }) => logs.push(text) };
      machine.run({}, Number.POSITIVE_INFINITY);
      const { ending, chain } = machine.runtime;
      const error = ending?.failure && debug(ending.failure.error);
      const computeUnits = machine.meters()[0]?.spent ?? 0n;
      return { error, logs, computeUnits, accounts: existing((key) => chain.accounts.get(key)) };
    };

    const cost = Number(theirs(transactionOf(unitLimit(1_400_000), ...instructions)).computeUnits);
    const seed = newSeed();
    context.diagnostic(`GASLAMP_SEED=${seed}`);
    const random = randomFrom(seed);
    const all = Array.from({ length: cost + 3 }, (_, limit) => limit);
    const limits =
      count === 0 || all.length <= count
        ? all
        : [...Array.from({ length: count }, () => random.pick(all)), cost - 1, cost];
    for (const limit of limits) {
      const transaction = transactionOf(unitLimit(limit), ...instructions);
      const expected = theirs(transaction);
      assert.equal(expected.error === undefined, limit >= cost, `${limit}: ${expected.error}`);
      assert.deepEqual(stepByStep(transaction), expected, `${limit} compute units, step by step`);
      assert.deepEqual(atOneGo(transaction), expected, `${limit} compute units, at one go`);
    }
    context.diagnostic(`${limits.length} limits from 0 to ${cost + 2} compute units, 0 differences`);
  });
};

const withTokens = (oracle: OracleChain): void => {
  const { initializeMint2, initializeAccount3, mintTo } = token();
  for (const [key, account] of initialAccounts()) oracle.set(key, account);
  const start = [
    initializeMint2(mint, owner),
    initializeAccount3(first, mint, owner),
    initializeAccount3(second, mint, other),
  ];
  const transaction = transactionOf(...start, mintTo(mint, first, owner, 1000n));
  assert.equal(oracle.send(messageOf(transaction, defaultFeatures), defaultMoment.blockhash).error, undefined);
};

exhaust(
  'a transfer of tokens',
  (oracle) => {
    withTokens(oracle);
    return [token().transfer(first, second, owner, 10n)];
  },
  [payer, first, second],
);

exhaust(
  'a transfer of tokens of SPL Token 3.5.0',
  (oracle) => {
    oracle.set(programIds.token, splToken());
    withTokens(oracle);
    return [token().transfer(first, second, owner, 10n)];
  },
  [payer, first, second],
);

exhaust(
  'an associated token account that is made by calls of Token and System',
  (oracle) => {
    withTokens(oracle);
    return [createAssociated(payer, owner, mint)];
  },
  [payer, associatedAccount(owner, mint).key],
);

exhaust(
  'programs of our own, of both kinds, that call each other',
  (oracle) => {
    for (const [key, account] of initialAccounts()) oracle.set(key, account);
    for (const [index, key] of askers.entries())
      oracle.set(key, { lamports: 10n ** 9n, data: askerFile(index), owner: wellKnown.loader2, executable: true });
    const [a, b, c] = askers as [Key, Key, Key];
    const accounts = [
      { key: payer, isSigner: true, isWritable: true },
      ...[a, b, c].map((key) => ({ key, isSigner: false, isWritable: false })),
    ];
    const inner = { program: c, accounts: accounts.slice(0, 1), calls: [], asks: 1 };
    const middle = { program: b, accounts, calls: [inner], asks: 0 };
    return [instructionOf({ program: a, accounts, calls: [middle, inner], asks: 1 })];
  },
  [payer],
);
