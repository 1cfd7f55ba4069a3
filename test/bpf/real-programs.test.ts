import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import { u64 } from '../../engines/bpf/solana/encoding.ts';
import { type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { assemble, counting, meeting } from './assembly/programs.ts';
import { LockstepChain } from './chain-lockstep.ts';
import { programIds, skipped } from './oracle.ts';
import { splToken } from './oracle-features.ts';
import { type OracleResult, writeAccount } from './oracle-run.ts';
import {
  batch,
  createAccount,
  createIdempotent,
  extensions,
  instruction,
  lookup,
  lookupTable,
  readonly,
  recoverNested,
  transferFee,
  unitLimit,
  writable,
} from './real-programs.ts';
import { associatedAccount, initialAccounts, keyNumber, memo, people, token } from './token.ts';

const { owner, other, payer } = people;
const wallet = { lamports: 10n ** 12n, data: new Uint8Array(), owner: wellKnown.systemProgram, executable: false };

const chain = skipped ? undefined : new LockstepChain(new Map([...initialAccounts(), [payer, wallet]]));
let compared = 0;
after(() => chain?.close());

const succeeds = (result: OracleResult | undefined, units?: number): void => {
  assert.equal(result?.error, undefined, result?.logs.join('\n'));
  if (units !== undefined) assert.equal(result?.units, units);
};

const fails = (result: OracleResult | undefined, message: RegExp): void => {
  assert.match(result?.logs.join('\n') ?? '', message);
  assert.ok(result?.error);
};

/** A test on the chain of all of them, which come one after the other. */
const onChain = (name: string, run: (chain: LockstepChain) => Promise<void>): void => {
  test(`with Agave: ${name}`, { skip: skipped }, async (context) => {
    if (!chain) return;
    await run(chain);
    context.diagnostic(`${chain.compared - compared} instructions were compared, ${chain.compared} so far`);
    compared = chain.compared;
  });
};

onChain('a mint with a fee on transfers, and all that becomes of its tokens', async (chain) => {
  const program = programIds.token2022;
  const [mint, first, second] = [11, 12, 13].map(keyNumber) as [Key, Key, Key];
  const { initializeMint2, initializeAccount3, ...t } = token(program);
  const { configure, sizes, transfer, withdrawFromMint, harvest } = transferFee;
  const create = createAccount(payer, mint, program, sizes.mint);
  succeeds(await chain.run(create, configure(mint, owner, 250, 1_000n), initializeMint2(mint, owner)));
  const holders = [first, second].flatMap((each, index) => [
    createAccount(payer, each, program, sizes.account),
    initializeAccount3(each, mint, index === 0 ? owner : other),
  ]);
  succeeds(await chain.run(...holders));
  succeeds(await chain.run(t.mintTo(mint, first, owner, 100_000n)));
  succeeds(await chain.run(t.transferChecked(first, mint, second, owner, 10_000n)));
  fails(await chain.run(t.transfer(first, second, owner, 1n)), /Mint required/i);
  succeeds(await chain.run(transfer({ from: first, mint, to: second, owner }, 1_000n, 25n)));
  fails(await chain.run(transfer({ from: first, mint, to: second, owner }, 1_000n, 24n)), /Calculated fee/);
  fails(await chain.run(t.transferChecked(first, mint, second, owner, 10n ** 9n)), /insufficient funds/);
  succeeds(await chain.run(t.burn(second, mint, other, 10_725n)));
  fails(await chain.run(t.closeAccount(second, other, other)), /failed/);
  succeeds(await chain.run(harvest(mint, second)));
  succeeds(await chain.run(t.closeAccount(second, other, other)));
  succeeds(await chain.run(withdrawFromMint(mint, first, owner)));
  // Amounts as a person reads them, which come back as data.
  succeeds(await chain.run(instruction(program, [readonly(mint)], 23, u64(1_234_567n))));
  succeeds(await chain.run(instruction(program, [readonly(mint)], 24, new TextEncoder().encode('1.5'))));
  succeeds(await chain.run(instruction(program, [readonly(mint)], 21, 7, 0)));
});

onChain('extensions of tokens: a hook of our own, memos that are wanted, interest, names', async (chain) => {
  const program = programIds.token2022;
  const [hooked, first, second, hook] = [61, 62, 63, 64].map(keyNumber) as [Key, Key, Key, Key];
  const { initializeMint2, initializeAccount3, ...t } = token(program);
  const { hook: hooks, memo: memos, interest, metadata } = extensions;
  chain.svm.addProgram(hook as never, writeElf(assemble(meeting('v3'), 'v3')));
  const create = createAccount(payer, hooked, program, hooks.sizes.mint);
  succeeds(await chain.run(create, hooks.configure(hooked, owner, hook), initializeMint2(hooked, owner)));
  for (const each of [first, second])
    succeeds(
      await chain.run(
        createAccount(payer, each, program, hooks.sizes.account),
        initializeAccount3(each, hooked, owner),
      ),
    );
  succeeds(await chain.run(t.mintTo(hooked, first, owner, 1_000n)));
  const transfer = t.transferChecked(first, hooked, second, owner, 10n);
  fails(await chain.run(transfer), /failed/);
  const called = await chain.run({ ...transfer, accounts: [...transfer.accounts, readonly(hook)] });
  succeeds(called);
  assert.ok(called.logs.includes('Program log: hello'));

  const [mint, wanting, plain] = [65, 66, 67].map(keyNumber) as [Key, Key, Key];
  const start = [createAccount(payer, mint, program, interest.sizes.mint), interest.configure(mint, owner, 512)];
  succeeds(await chain.run(...start, initializeMint2(mint, owner)));
  for (const [each, size] of [[wanting, memos.sizes.account] as const, [plain, 165] as const])
    succeeds(await chain.run(createAccount(payer, each, program, size), initializeAccount3(each, mint, owner)));
  succeeds(await chain.run(memos.require(wanting, owner), t.mintTo(mint, plain, owner, 500n)));
  const paid = t.transferChecked(plain, mint, wanting, owner, 20n);
  fails(await chain.run(paid), /memo/i);
  succeeds(await chain.run(memo(programIds.memo4, 'for the lamp'), paid));
  succeeds(await chain.run(instruction(program, [readonly(mint)], 23, u64(123_456_789n))));

  const named = keyNumber(68);
  const size = metadata.sizes.mint;
  succeeds(
    await chain.run(
      ...[createAccount(payer, named, program, size), metadata.configure(named, owner), initializeMint2(named, owner)],
      metadata.initialize(named, owner, 'Lamp', 'LMP', 'https://lamp.example/'),
    ),
  );
});

onChain('associated accounts that may be there, and one within another', async (chain) => {
  for (const program of [programIds.token, programIds.token2022]) {
    const [mint, nestedMint] = (program === programIds.token ? [21, 22] : [23, 24]).map(keyNumber) as [Key, Key];
    const t = token(program);
    for (const each of [mint, nestedMint])
      succeeds(await chain.run(createAccount(payer, each, program, 82), t.initializeMint2(each, owner)));
    for (const _ of [1, 2]) succeeds(await chain.run(createIdempotent(payer, owner, mint, program)));
    const parent = associatedAccount(owner, mint, program).key;
    const nested = associatedAccount(parent, nestedMint, program).key;
    succeeds(await chain.run(createIdempotent(payer, parent, nestedMint, program)));
    succeeds(await chain.run(createIdempotent(payer, owner, nestedMint, program)));
    succeeds(await chain.run(t.mintTo(nestedMint, nested, owner, 77n)));
    fails(await chain.run(recoverNested(other, mint, nestedMint, program)), /failed/);
    succeeds(await chain.run(recoverNested(owner, mint, nestedMint, program)));
  }
});

onChain('an address lookup table is made, grows and is closed', async (chain) => {
  const { slot } = chain.svm.getClock();
  const { key, bump } = lookupTable(owner, slot);
  const table = lookup(key, owner, payer);
  fails(await chain.run(table.create(slot - 1n, bump)), /not a recent slot/);
  succeeds(await chain.run(table.create(slot, bump)));
  succeeds(await chain.run(table.extend([1, 2, 3, 4, 5].map(keyNumber))));
  succeeds(await chain.run(table.extend(Array.from({ length: 20 }, (_, n) => keyNumber(100 + n)))));
  fails(await chain.run(table.extend([])), /Must extend with at least one address/);
  fails(await chain.run(lookup(key, other, payer).extend([owner])), /failed/);
  succeeds(await chain.run(table.deactivate()));
  fails(await chain.run(table.close(other)), /cannot be closed/);
  fails(await chain.run(table.freeze()), /failed/);
});

onChain('memos of all programs, with and without signatures', async (chain) => {
  for (const program of [programIds.memo1, programIds.memo4]) {
    await chain.run(memo(program, 'A lamp.', [owner, other]));
    await chain.run(memo(program, ''));
    await chain.run(memo(program, 'ö€🪔'.repeat(20)));
    await chain.run(instruction(program, [], 0x41, 0xff, 0x42));
    await chain.run(instruction(program, [readonly(owner)], 0x41));
  }
});

onChain('several instructions, of which a failing one leaves no trace', async (chain) => {
  const [mint, first, second] = [31, 32, 33].map(keyNumber) as [Key, Key, Key];
  const t = token();
  const start = [
    ...[createAccount(payer, mint, programIds.token, 82), t.initializeMint2(mint, owner)],
    ...[createAccount(payer, first, programIds.token, 165), t.initializeAccount3(first, mint, owner)],
  ];
  const failed = await chain.run(...start, t.mintTo(mint, first, other, 1n), memo(programIds.memo4, 'not reached'));
  fails(failed, /owner does not match/);
  assert.equal(failed.accounts.has(mint), false);
  succeeds(await chain.run(...start, t.mintTo(mint, first, owner, 50n)));
  succeeds(
    await chain.run(
      ...[createAccount(payer, second, programIds.token, 165), t.initializeAccount3(second, mint, other)],
      ...[t.transfer(first, second, owner, 10n), t.transfer(first, second, owner, 5n), memo(programIds.memo4, 'both')],
    ),
  );
  const many = [1n, 2n, 3n].map((amount) => t.transfer(first, second, owner, amount));
  succeeds(await chain.run(batch(many)));
  succeeds(
    await chain.run(batch([t.transferChecked(first, mint, second, owner, 1n), t.burn(second, mint, other, 2n)])),
  );
  fails(await chain.run(batch([...many, t.transfer(first, second, owner, 1_000n)])), /custom program error: 0x1/);
  fails(await chain.run(batch([batch(many)])), /failed/);
});

onChain('compute units that run out at many points', async (chain) => {
  const [mint, first, second] = [31, 32, 33].map(keyNumber) as [Key, Key, Key];
  const transfer = token().transfer(first, second, owner, 1n);
  for (const units of [0, 1, 149, 150, 151, 200, 225])
    assert.ok((await chain.run(unitLimit(units), transfer)).error, String(units));
  succeeds(await chain.run(unitLimit(226), transfer), 226);
  const create = createIdempotent(payer, keyNumber(34), mint, programIds.token);
  for (let units = 1_000; units < 16_000; units += 1_237) await chain.run(unitLimit(units), create);
  succeeds(await chain.run(createIdempotent(payer, keyNumber(35), mint, programIds.token)));
});

onChain('programs of version 3 of our own', async (chain) => {
  const [program, state, greeter] = [51, 52, 53].map(keyNumber) as [Key, Key, Key];
  chain.svm.addProgram(program as never, writeElf(assemble(counting('v3'), 'v3')));
  chain.svm.addProgram(greeter as never, writeElf(assemble(meeting('v3'), 'v3')));
  chain.svm.setAccount({
    ...{ address: state, programAddress: program, space: 16n, ...wallet, data: new Uint8Array(16) },
  } as never);
  const call = (...data: number[]) => instruction(program, [writable(state)], ...data);
  succeeds(await chain.run(call(1, 2, 3)));
  succeeds(await chain.run(call(200, 62), call(), instruction(greeter, [])));
  fails(await chain.run(call(1, 1, 63)), /exceeded max BPF to BPF call depth/);
  fails(
    await chain.run(instruction(program, [readonly(state)], 1)),
    /modified data of a read-only account|ReadonlyDataModified/,
  );
  for (let units = 0; units < 420; units += 13) await chain.run(unitLimit(150 + units), call(5, 30));
});

onChain('SPL Token 3.5.0, in the place of p-token, in several instructions and called by others', async (chain) => {
  writeAccount(chain.svm, programIds.token, splToken());
  const [mint, first, nestedMint] = [41, 42, 43].map(keyNumber) as [Key, Key, Key];
  const t = token();
  const make = [
    ...[createAccount(payer, mint, programIds.token, 82), t.initializeMint2(mint, owner)],
    ...[createAccount(payer, first, programIds.token, 165), t.initializeAccount3(first, mint, owner)],
  ];
  fails(await chain.run(...make, t.mintTo(mint, first, other, 1n)), /owner does not match/);
  succeeds(await chain.run(...make, t.mintTo(mint, first, owner, 100n)));
  for (const _ of [1, 2]) succeeds(await chain.run(createIdempotent(payer, owner, mint, programIds.token)));
  const associated = associatedAccount(owner, mint).key;
  succeeds(await chain.run(t.transfer(first, associated, owner, 10n), t.burn(associated, mint, owner, 4n)));
  fails(
    await chain.run(t.closeAccount(associated, owner, owner)),
    /Non-native account can only be closed if its balance is zero/,
  );
  const nestedMaking = [createAccount(payer, nestedMint, programIds.token, 82), t.initializeMint2(nestedMint, owner)];
  succeeds(await chain.run(...nestedMaking, createIdempotent(payer, associated, nestedMint, programIds.token)));
  succeeds(await chain.run(createIdempotent(payer, owner, nestedMint, programIds.token)));
  const nested = associatedAccount(associated, nestedMint).key;
  succeeds(await chain.run(t.mintTo(nestedMint, nested, owner, 7n)));
  succeeds(await chain.run(recoverNested(owner, mint, nestedMint, programIds.token)));
  fails(await chain.run(batch([t.transfer(first, associated, owner, 1n)])), /Invalid instruction/);
});
