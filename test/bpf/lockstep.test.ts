import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Instruction } from '../../engines/bpf/solana/account.ts';
import { compare, machineFor, worldOf } from './lockstep.ts';
import { programIds, skipped } from './oracle.ts';
import { newSvm, runOnOracle, type Svm, startTracing, writeAccount } from './oracle-run.ts';
import { createAssociated, holdings, initialAccounts, memo, people, token, transactionOf } from './token.ts';

const { owner, mint, other, payer } = people;
const { first, second } = holdings;
const { transfer, ...t } = token();

const unsigned = (instruction: Instruction): Instruction => ({
  ...instruction,
  accounts: instruction.accounts.map((meta) => ({ ...meta, isSigner: false })),
});

/** In this order, each on what the ones before have left. The numbers are the compute units that mainnet's programs take. */
const list: readonly (readonly [name: string, units: number, instruction: Instruction])[] = [
  ['a mint', 201, t.initializeMint2(mint, owner)],
  ['an account', 235, t.initializeAccount3(first, mint, owner)],
  ['another account', 235, t.initializeAccount3(second, mint, other)],
  ['tokens', 119, t.mintTo(mint, first, owner, 1000n)],
  ['a transfer', 76, transfer(first, second, owner, 10n)],
  ['a checked transfer', 105, t.transferChecked(first, mint, second, owner, 10n)],
  ['a delegate', 126, t.approve(first, other, owner, 5n)],
  ['a transfer by the delegate', 83, transfer(first, second, other, 3n)],
  ['tokens that are burnt', 123, t.burn(second, mint, other, 23n)],
  ['too few tokens', 181, transfer(first, second, owner, 100_000n)],
  ['no signature', 214, unsigned(transfer(first, second, owner, 1n))],
  ['a mint that is there', 334, t.initializeMint2(mint, owner)],
  ['an account that is closed', 120, t.closeAccount(second, other, other)],
  ['an associated account', 13_517, createAssociated(payer, owner, mint)],
  ['an associated account that is there', 3558, createAssociated(payer, owner, mint)],
  ['a memo', 287, memo(programIds.memo4, 'hello memo')],
  ['a memo with a signature', 500, memo(programIds.memo4, 'hi', [owner])],
  ['a memo of the first loader', 294, memo(programIds.memo1, 'hello')],
];

test("mainnet's programs run as with Agave, to the register, the log and the compute unit", {
  skip: skipped,
}, async (context) => {
  let svm: Svm | undefined;
  let stop = () => {};
  let compared = 0;
  before(() => {
    stop = startTracing();
    svm = newSvm();
    for (const [key, account] of initialAccounts()) writeAccount(svm, key, account);
  });
  after(() => stop());
  for (const [name, units, instruction] of list) {
    await context.test(name, async () => {
      assert.ok(svm);
      const transaction = transactionOf(instruction);
      const world = worldOf(svm, transaction);
      const oracle = await runOnOracle(
        svm,
        transaction,
        [...world.keys()].filter((key) => key !== people.payer),
      );
      const { differences, instructions } = compare(machineFor(world, transaction), oracle);
      assert.deepEqual(differences, []);
      assert.equal(oracle.units, units);
      assert.ok(instructions > 0);
      compared += instructions;
    });
  }
  context.diagnostic(`${compared} instructions were compared`);
});
