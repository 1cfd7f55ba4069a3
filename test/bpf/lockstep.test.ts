import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instruction } from '../../engines/bpf/solana/account.ts';
import type { Key } from '../../engines/bpf/solana/keys.ts';
import { LockstepChain } from './chain-lockstep.ts';
import { programIds, skipped } from './oracle.ts';
import { splToken } from './oracle-features.ts';
import { writeAccount } from './oracle-run.ts';
import {
  associatedAccount,
  createAssociated,
  holdings,
  initialAccounts,
  keyNumber,
  memo,
  people,
  token,
} from './token.ts';

const { owner, mint, other, payer } = people;
const { first, second } = holdings;
const { transfer, ...t } = token();

const unsigned = (instruction: Instruction): Instruction => ({
  ...instruction,
  accounts: instruction.accounts.map((meta) => ({ ...meta, isSigner: false })),
});

/** Who pays the fee can be written, of which SPL Token takes note: a compute unit less. */
const paying = (instruction: Instruction): Instruction => ({
  ...instruction,
  accounts: instruction.accounts.map((meta) => (meta.isSigner ? { ...meta, isWritable: true } : meta)),
});

/** The first wallet whose associated address is found with just this seed; the search goes down from 255, at 1,500 compute units a try. */
const walletWithBump = (bump: number, n = 1): Key =>
  associatedAccount(keyNumber(n), mint).bump === bump ? keyNumber(n) : walletWithBump(bump, n + 1);

const atFirstTry = walletWithBump(255);
const atSecondTry = walletWithBump(254);

/**
 * In this order, each on what the ones before have left. The numbers are the compute units that it takes with the Token program of
 * today, p-token, and with the one before it, SPL Token 3.5.0.
 */
const list: readonly (readonly [name: string, units: readonly [number, number], instruction: Instruction])[] = [
  ['a mint', [201, 2780], t.initializeMint2(mint, owner)],
  ['an account', [235, 4214], t.initializeAccount3(first, mint, owner)],
  ['another account', [235, 4214], t.initializeAccount3(second, mint, other)],
  ['tokens', [119, 4492], t.mintTo(mint, first, owner, 1000n)],
  ['a transfer', [76, 4645], transfer(first, second, owner, 10n)],
  ['a checked transfer', [105, 6173], t.transferChecked(first, mint, second, owner, 10n)],
  ['a transfer by who pays the fee', [76, 4644], paying(transfer(first, second, owner, 10n))],
  ['a checked one', [105, 6172], paying(t.transferChecked(first, mint, second, owner, 10n))],
  ['too few tokens of who pays the fee', [181, 4299], paying(transfer(first, second, owner, 100_000n))],
  ['a delegate', [126, 2904], t.approve(first, other, owner, 5n)],
  ['a transfer by the delegate', [83, 4752], transfer(first, second, other, 3n)],
  ['tokens that are burnt', [123, 4707], t.burn(second, mint, other, 43n)],
  ['too few tokens', [181, 4326], transfer(first, second, owner, 100_000n)],
  ['no signature', [214, 4584], unsigned(transfer(first, second, owner, 1n))],
  ['a mint that is there', [334, 2213], t.initializeMint2(mint, owner)],
  ['an account that is closed', [120, 2916], t.closeAccount(second, other, other)],
  ['an associated account, found at the first try', [13_517, 20_275], createAssociated(payer, atFirstTry, mint)],
  ['one that is there', [3558, 3558], createAssociated(payer, atFirstTry, mint)],
  ['one at the second try', [15_017, 21_775], createAssociated(payer, atSecondTry, mint)],
  ['a memo', [287, 287], memo(programIds.memo4, 'hello memo')],
  ['a memo with a signature', [500, 500], memo(programIds.memo4, 'hi', [owner])],
  ['a memo of the first loader', [294, 294], memo(programIds.memo1, 'hello')],
];

for (const [column, name] of ['p-token', 'SPL Token 3.5.0'].entries())
  test(`programs run as with Agave, to the register, the log and the compute unit: ${name}`, {
    skip: skipped,
  }, async (context) => {
    const chain = new LockstepChain(initialAccounts());
    if (column === 1) writeAccount(chain.svm, programIds.token, splToken());
    for (const [each, units, instruction] of list)
      await context.test(each, async () => {
        const compared = chain.compared;
        const result = await chain.run(instruction);
        assert.equal(result.units, units[column]);
        assert.ok(chain.compared > compared);
      });
    chain.close();
    context.diagnostic(`${chain.compared} instructions were compared`);
  });
