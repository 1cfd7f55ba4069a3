import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evm } from '../../engines/evm/index.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { fuzz } from './fuzz.ts';
import { randomMessage } from './programs.ts';
import type { FullMessage } from './reference.ts';
import { reproductionOf } from './reproduction.ts';
import { shrink } from './shrink.ts';

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
    const small = await shrink(contract, holds);
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
      const ours = createMachine({ ...message, limits, block: { ...message.block, blockHash: () => 0n } });
      const theirs = evm.load(file, { version, limits, launch }).start();
      for (const machine of [ours, theirs]) machine.run({}, 1e6);
      const told = `GASLAMP_SEED=${seed + i}`;
      assert.equal(theirs.outcome?.ok, ours.outcome?.ok, told);
      assert.equal(theirs.steps, ours.steps, told);
      assert.deepEqual(theirs.meters(), ours.meters(), told);
    }
  });
});

const codeOf = ({ accounts, address }: FullMessage) => accounts.find((account) => account.address === address)?.code;

const accountsWith = (message: FullMessage, code: Uint8Array): FullMessage => ({
  ...message,
  accounts: message.accounts.map((account) => (account.address === message.address ? { ...account, code } : account)),
});
