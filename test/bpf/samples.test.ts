import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import type { SolanaMachine } from '../../engines/bpf/solana/machine.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import { buildSamples } from '../../tools/samples.ts';
import { skipped } from './oracle.ts';
import { newSvm, runOnOracle, writeAccount } from './oracle-run.ts';
import { programOf, runOf } from './scenarios.ts';

const folder = new URL('../../samples/solana/', import.meta.url);
before(buildSamples);

const uriOf = (name: string): string => new URL(name, folder).href;

/** Runs the same transaction with Agave's own code. */
const oracleRun = async (program: string) => {
  const { runtime } = (await programOf({ program: uriOf(program) })).start() as SolanaMachine;
  const { accounts, transaction } = runtime.chain;
  const machine = (await programOf({ program: uriOf(program) })).start() as SolanaMachine;
  const svm = newSvm();
  const before = machine.setup.chain().accounts.all;
  // A program comes after the account that has its file.
  for (const [key, account] of [...before.entries()].toSorted(
    ([, a], [, b]) => Number(a.executable) - Number(b.executable),
  ))
    if (!builtinAccounts.has(key) && !key.startsWith('Sysvar')) writeAccount(svm, key, account);
  const keys = [...accounts.all.entries()].map(([key]) => key).filter((key) => !key.startsWith('Sysvar'));
  return runOnOracle(svm, transaction, keys);
};

type Expected = { readonly ok: boolean; readonly text: RegExp; readonly units: number };

const samples: Readonly<Record<string, Expected>> = {
  'hello.sbpf': { ok: true, text: /succeeded/, units: 105 },
  'counter.gaslamp.json': { ok: true, text: /succeeded/, units: 54 },
  'no-right.gaslamp.json': { ok: false, text: /ReadonlyDataModified|read-?only/i, units: 3 },
  'fault.sbpf': { ok: false, text: /Access violation/i, units: 200_000 },
  'call-depth.sbpf': { ok: false, text: /call depth/, units: 200_000 },
  'token-transfer.gaslamp.json': { ok: true, text: /succeeded/, units: 105 },
  'associated-token.gaslamp.json': { ok: true, text: /succeeded/, units: 13_667 },
};

test('there is a test for each sample', () => {
  const names = readdirSync(folder);
  const started = names
    .filter((name) => /\.(gaslamp\.json|sbpf)$/.test(name))
    .filter((name) => !names.includes(name.replace('.sbpf', '.gaslamp.json')) || name.endsWith('.json'));
  assert.deepEqual(started.toSorted(), Object.keys(samples).toSorted());
});

for (const [name, { ok, text, units }] of Object.entries(samples))
  test(`${name} runs as it says, and as with Agave`, { skip: skipped }, async () => {
    const ours = await runOf({ program: uriOf(name) });
    assert.equal(ours.outcome.ok, ok, ours.outcome.text);
    assert.match(ours.outcome.text, text);
    const theirs = await oracleRun(name);
    assert.deepEqual(ours.logs, theirs.logs);
    for (const [key, account] of theirs.accounts)
      assert.deepEqual(ours.machine.runtime.chain.accounts.get(key), account, ours.machine.setup.nameOf(key));
    assert.equal(ours.units, theirs.units);
    assert.equal(ours.outcome.ok, theirs.error === undefined);
    assert.equal(ours.units, units);
  });

test('the counter counts', async () => {
  const { machine } = await runOf({ program: uriOf('counter.gaslamp.json') });
  assert.deepEqual(
    machine.changes().filter(({ name }) => name !== 'payer lamports'),
    [{ name: 'counter data.count', before: '41', after: '42' }],
  );
});

const failing: readonly (readonly [what: string, change: object, error: string])[] = [
  ['no account', { instructions: [{ accounts: [] }] }, '0x1'],
  [
    'an account that may not be written',
    { instructions: [{ accounts: [{ account: 'counter', writable: false }] }] },
    '0x2',
  ],
  [
    'an account of somebody else',
    { accounts: { counter: { owner: 'System Program', data: '0x2900000000000000' } } },
    '0x3',
  ],
  ['an account that is too small', { accounts: { counter: { data: '0x29' } } }, '0x4'],
];
for (const [what, change, error] of failing)
  test(`the counter refuses ${what}`, async () => {
    const { outcome } = await runOf({ program: uriOf('counter.gaslamp.json'), ...change });
    assert.match(outcome.text, new RegExp(`custom program error: ${error}`));
  });

test('what a transfer changes is told by field', { skip: skipped }, async () => {
  const { machine } = await runOf({ program: uriOf('token-transfer.gaslamp.json') });
  assert.deepEqual(
    machine
      .changes()
      .map(({ name, before, after }) => `${name}: ${before} -> ${after}`)
      .toSorted(),
    [
      "alice's tokens data.amount: 10,000,000 -> 7,500,000",
      "bob's tokens data.amount: 0 -> 2,500,000",
      // Two have signed: who pays, and alice.
      'payer lamports: 10,000,000,000 -> 9,999,990,000',
    ],
  );
});

test("an error of a program's own is told by its name, whoever called it", { skip: skipped }, async () => {
  const sample = JSON.parse(readFileSync(new URL('token-transfer.gaslamp.json', folder), 'utf8'));
  const [call] = sample.instructions;
  const instructions = [{ ...call, args: { amount: 10_000_001, decimals: 6 } }];
  const { outcome } = await runOf({ program: uriOf('token-transfer.gaslamp.json'), instructions });
  assert.match(outcome.text, /custom program error: 0x1 \(InsufficientFunds\)\. /);
});
