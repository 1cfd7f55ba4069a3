import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountMeta } from '../../engines/bpf/solana/account.ts';
import { type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { newSeed, type Random, randomFrom } from '../harness/random.ts';
import { askerFile, askers, instructionOf, type Plan } from './asker.ts';
import { LockstepChain } from './chain-lockstep.ts';
import { programIds, skipped } from './oracle.ts';
import { instruction, unitLimit } from './real-programs.ts';
import { initialAccounts, memo, people } from './token.ts';

const { payer } = people;

/** @param path programs that are under way, which cannot be called, but for the last */
const randomPlan = (
  random: Random,
  path: readonly Key[],
  rights: Pick<AccountMeta, 'isSigner' | 'isWritable'>,
): Plan => {
  const program = random.pick(askers.filter((key) => !path.includes(key) || key === path.at(-1)));
  const flags = () => ({
    isSigner: rights.isSigner && random.below(2) > 0,
    isWritable: rights.isWritable && random.below(2) > 0,
  });
  const payers = Array.from({ length: 1 + random.below(2) }, () => ({ key: payer, ...flags() }));
  const programs = askers.map((key) => ({ key, isSigner: false, isWritable: false }));
  const again = Array.from({ length: random.below(3) }, () => random.pick(programs));
  const count = random.below([3, 3, 2][path.length] ?? 1);
  const merged = { isSigner: payers.some((each) => each.isSigner), isWritable: payers.some((each) => each.isWritable) };
  const calls = Array.from({ length: count }, () => randomPlan(random, [...path, program], merged));
  return { program, accounts: [...payers, ...programs, ...again], calls, asks: 4 };
};

/** Verifies no signature. */
const precompile = instruction(wellKnown.ed25519Program, [], 0, 0);

test('as in Agave: what programs at any height learn of the instructions before them', {
  skip: skipped,
}, async (context) => {
  const chain = new LockstepChain(initialAccounts());
  for (const [index, key] of askers.entries()) chain.svm.addProgram(key as never, askerFile(index));
  const first = newSeed();
  const count = Number(process.env.GASLAMP_RUNS ?? 20);
  context.diagnostic(`GASLAMP_SEED=${first}`);
  let found = 0;
  for (let seed = first; seed < first + count; seed++) {
    const random = randomFrom(seed);
    const plans = Array.from({ length: 1 + random.below(3) }, () =>
      randomPlan(random, [], { isSigner: true, isWritable: true }),
    );
    const others = random.pick([[], [precompile], [precompile, memo(programIds.memo4, 'lamp')]]);
    const { logs } = await chain.run(
      unitLimit(1_400_000),
      ...others,
      ...plans.map(instructionOf),
      ...others,
      ...plans.slice(1).map(instructionOf),
    );
    found += logs.filter((line) => /^Program log: 0x\d+, 0x1, /.test(line)).length;
  }
  chain.close();
  assert.ok(found > 0);
  context.diagnostic(`${count} transactions, ${found} instructions found, ${chain.compared} instructions compared`);
});
