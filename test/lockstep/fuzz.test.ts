import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evm } from '../../engines/evm/index.ts';
import { createMachine } from '../../engines/evm/message.ts';
import type { Machine } from '../../engines/machine.ts';
import { findTarget } from '../../engines/scenario.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { compareTransaction } from './compare-transactions.ts';
import { fuzz } from './fuzz.ts';
import { randomMessage } from './programs.ts';
import type { FullMessage } from './reference.ts';
import { reproductionOf, transactionReproductionOf } from './reproduction.ts';
import { shrink, smallerMessages, smallerSituations } from './shrink.ts';
import { randomSituation, type Situation } from './transactions.ts';

const programs = 40;

test(`${programs} random programs, each also with too little gas`, async (t) => {
  const first = newSeed();
  let steps = 0;
  for (let i = 0; i < programs; i += 1) {
    const finding = await fuzz((first + i) >>> 0);
    assert.equal(finding.difference?.text, undefined, `GASLAMP_SEED=${finding.seed}`);
    steps += finding.steps;
  }
  t.diagnostic(`GASLAMP_SEED=${first}: ${steps} instructions compared`);
});

describe('a difference', () => {
  const seed = newSeed();
  /** As if SELFBALANCE, or what stands in its place, were wrong: the code of the contract that runs has the byte. */
  const wrong = 0x47;
  const holds = async ({ accounts, address }: FullMessage) =>
    accounts.find((account) => account.address === address)?.code?.includes(wrong) ?? false;

  test('is shrunk to what it needs', async () => {
    const message = randomMessage(randomFrom(seed), 'osaka');
    const contract = accountsWith(message, Uint8Array.of(...(codeOf(message) ?? []), wrong));
    const small = await shrink(contract, smallerMessages, holds);
    assert.equal(small.accounts.length, 2);
    assert.equal(small.calldata?.length, 0);
    assert.equal(small.value, 0n);
    assert.equal([...(codeOf(small) ?? [])].filter((byte) => byte !== 0x5b).length, 1, `GASLAMP_SEED=${seed}`);
  });

  test('is written as a scenario that runs the same', () => {
    for (let i = 0; i < 30; i += 1) {
      const random = randomFrom((seed + i) >>> 0);
      const message = { ...randomMessage(random, random.pick(['frontier', 'berlin', 'osaka'] as const)) };
      const { program, scenario } = reproductionOf(message, 'it', 'A difference.');
      const { description, program: name, version, ...launch } = JSON.parse(scenario);
      assert.deepEqual([description, name, version], ['A difference.', 'it.easm', message.fork]);
      const file = { uri: 'file:///it.easm', name, bytes: new TextEncoder().encode(program) };
      const limits = { steps: 1e6, memory: 2 ** 26 };
      const ours = createMachine({ ...message, limits });
      const theirs = evm.load(file, { version, limits, launch }).start();
      for (const machine of [ours, theirs]) machine.run({}, 1e6);
      const told = `GASLAMP_SEED=${seed + i}`;
      assert.equal(theirs.outcome?.ok, ours.outcome?.ok, told);
      assert.equal(theirs.steps, ours.steps, told);
      assert.deepEqual(theirs.meters(), ours.meters(), told);
    }
  });
});

const transactions = 300;

test(`${transactions} random transactions, of every type and at every fork`, async (t) => {
  const first = newSeed();
  let executed = 0;
  for (let i = 0; i < transactions; i += 1) {
    const seed = (first + i) >>> 0;
    const { difference, isExecuted } = await compareTransaction(randomSituation(randomFrom(seed)));
    assert.equal(difference, undefined, `GASLAMP_SEED=${seed}`);
    if (isExecuted) executed += 1;
  }
  t.diagnostic(`GASLAMP_SEED=${first}: ${executed} of ${transactions} were valid`);
  assert.ok(executed > transactions / 5 && executed < (transactions * 4) / 5, `${executed} were valid`);
});

describe('a transaction that differs', () => {
  const seed = newSeed();

  test('is shrunk to what it needs', async () => {
    const authorized = () => {
      for (let i = 0; ; i += 1) {
        const situation = randomSituation(randomFrom((seed + i) >>> 0));
        if (situation.transaction.authorizations.length > 0) return situation;
      }
    };
    const holds = async ({ transaction }: Situation) => transaction.authorizations.length > 0;
    const { accounts, transaction } = await shrink(authorized(), smallerSituations, holds);
    assert.equal(accounts.length, 1);
    assert.deepEqual([transaction.authorizations.length, transaction.data.length, transaction.value], [1, 0, 0n]);
  });

  test('is written as a scenario that ends the same', async () => {
    let compared = 0;
    for (let i = 0; compared < 20; i += 1) {
      const situation = randomSituation(randomFrom((seed + i) >>> 0));
      const { isExecuted, gasUsed } = await compareTransaction(situation);
      if (!isExecuted) continue;
      const { program, scenario } = transactionReproductionOf(situation, 'it', 'A difference.');
      const texts: Readonly<Record<string, string>> = { 'it.easm': program, 'it.gaslamp.json': scenario };
      const read = async (uri: string) => {
        const name = uri.slice(uri.lastIndexOf('/') + 1);
        return { uri, name, bytes: new TextEncoder().encode(texts[name]) };
      };
      const target = await findTarget([evm], { program: 'file:///it.gaslamp.json' }, read);
      const limits = { steps: 1e6, memory: 2 ** 28 };
      const { file, part, launch, version = '' } = target;
      let machine: Machine;
      try {
        machine = evm.load(file, { version, limits, part: part.id, launch }).start();
      } catch (error) {
        // What runs no instruction cannot be debugged: a precompile, and an address that is taken.
        assert.match(String(error), /nothing to step|already/, `GASLAMP_SEED=${seed + i}`);
        continue;
      }
      machine.run({}, 1e6);
      assert.equal(machine.meters()[0]?.spent, gasUsed, `GASLAMP_SEED=${seed + i}`);
      compared += 1;
    }
  });
});

const codeOf = ({ accounts, address }: FullMessage) => accounts.find((account) => account.address === address)?.code;

const accountsWith = (message: FullMessage, code: Uint8Array): FullMessage => ({
  ...message,
  accounts: message.accounts.map((account) => (account.address === message.address ? { ...account, code } : account)),
});
