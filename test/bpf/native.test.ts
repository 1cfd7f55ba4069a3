import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import type { Account, Instruction } from '../../engines/bpf/solana/account.ts';
import { u16, u32, u64 } from '../../engines/bpf/solana/encoding.ts';
import { defaultFeatures } from '../../engines/bpf/solana/features.ts';
import { type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { messageOf } from '../../engines/bpf/solana/message.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import { defaultMoment, sysvarAccounts } from '../../engines/bpf/solana/sysvars.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { bothRun as bothSides, type Case } from './both-run.ts';
import { keys, system } from './native-cases.ts';
import { OracleChain } from './native-oracle.ts';
import { skipped } from './oracle.ts';
import { runOurs } from './our-runtime.ts';

const bothRun = (oracle: OracleChain, each: Case, logLimit?: number) => bothSides(oracle, each, system, logLimit);
const common = new Map([...builtinAccounts, ...sysvarAccounts()]);

const { blockhash } = defaultMoment;
const [payer, other] = keys as [Key, Key];
const rich: Account = {
  lamports: 10n ** 12n,
  data: new Uint8Array(),
  owner: wellKnown.systemProgram,
  executable: false,
};

const caseOf = (...instructions: Instruction[]): Case => ({
  accounts: new Map([payer, other].map((key) => [key, rich])),
  transaction: { payer, instructions },
});

const transfer = (to: Key, lamports = 1n): Instruction => ({
  program: wellKnown.systemProgram,
  accounts: [
    { key: payer, isSigner: true, isWritable: true },
    { key: to, isSigner: false, isWritable: true },
  ],
  data: concatBytes(u32(2), u64(lamports)),
});

const numbered = (index: number): Key => keyOf(concatBytes(u32(index), new Uint8Array(28).fill(7)));
const empty = (program: Key): Instruction => ({ program, accounts: [], data: new Uint8Array() });
const budget = (tag: number, value: Uint8Array): Instruction => ({
  ...empty(wellKnown.computeBudget),
  data: concatBytes(Uint8Array.of(tag), value),
});

const limits: Readonly<Record<string, Case>> = {
  'no instruction': caseOf(),
  '64 instructions': caseOf(...Array.from({ length: 64 }, () => transfer(other))),
  '65 instructions': caseOf(...Array.from({ length: 65 }, () => transfer(other))),
  '300 accounts of an instruction': caseOf({
    ...transfer(other),
    accounts: Array.from({ length: 300 }, () => transfer(other).accounts).flat(),
  }),
  'a reserved account is not written': caseOf(transfer(wellKnown.clock)),
  'a program that runs is not written': caseOf(transfer(wellKnown.systemProgram)),
  'a price per compute unit': caseOf(budget(3, u64(1_000_001n)), transfer(other)),
  'a price, of the compute units that are asked for': caseOf(
    budget(2, u32(1_001)),
    budget(3, u64(3n)),
    transfer(other),
  ),
  'a price beyond all lamports': caseOf(budget(3, u64(2n ** 64n - 1n)), transfer(other)),
  'a heap that is too small': caseOf(budget(1, u32(31 * 1024))),
  'the largest heap': caseOf(budget(1, u32(256 * 1024))),
  'a retired loader': caseOf(empty(wellKnown.loader1)),
  'another retired loader': caseOf(empty(wellKnown.loader2)),
};

for (const [name, each] of Object.entries(limits))
  test(`as in Agave: ${name}`, { skip: skipped }, () => {
    const { ours, theirs } = bothRun(new OracleChain(), each);
    assert.deepEqual(ours, theirs);
  });

test('64 accounts are taken, 65 are not', { skip: skipped }, () => {
  const named = (count: number): Case => ({
    ...caseOf({
      ...transfer(other),
      accounts: [
        ...transfer(other).accounts,
        ...Array.from({ length: count - 3 }, (_, i) => ({ key: numbered(i), isSigner: false, isWritable: false })),
      ],
    }),
  });
  const oracle = new OracleChain();
  const { ours, theirs } = bothRun(oracle, named(64));
  assert.deepEqual(ours, theirs);
  const raised = new Set([...defaultFeatures, 'increase_tx_account_lock_limit'] as const);
  assert.equal(oracle.send(messageOf(named(65).transaction, raised), blockhash).error, 'TooManyAccountLocks');
  assert.throws(() => messageOf(named(65).transaction, defaultFeatures), { kind: 'TooManyAccountLocks' });
  assert.throws(() => messageOf(named(129).transaction, raised), { kind: 'TooManyAccountLocks' });
});

test('the sysvar of instructions cannot hold any number of them', { skip: skipped }, () => {
  const naming = { key: wellKnown.instructions, isSigner: false, isWritable: false };
  const large = (size: number): Instruction => {
    const { data, accounts, ...rest } = transfer(other);
    return { ...rest, accounts: [...accounts, naming], data: concatBytes(data, new Uint8Array(size)) };
  };
  const oracle = new OracleChain();
  for (const key of [payer, other]) oracle.set(key, rich);
  const fits = messageOf(caseOf(large(65_000), transfer(other)).transaction, defaultFeatures);
  assert.equal(oracle.send(fits, blockhash).error, undefined);
  const tooLarge = large(65_500).data;
  const [first, second] = fits.instructions as [Instruction, Instruction];
  const message = { ...fits, instructions: [{ ...first, data: tooLarge }, second] };
  assert.equal(oracle.send(message, blockhash).error, 'SanitizeFailure');
  assert.throws(() => messageOf(caseOf(large(65_500), transfer(other)).transaction, defaultFeatures), {
    kind: 'SanitizeFailure',
  });
});

test('what is no program is refused, and the fee is kept', () => {
  const run = (program: Key) => {
    const { accounts, transaction } = caseOf(empty(program));
    return runOurs({ accounts: new Map([...common, ...accounts]), features: defaultFeatures }, transaction);
  };
  assert.equal(run(numbered(1)).error?.message, 'Attempt to load a program that does not exist');
  assert.equal(run(other).error?.message, 'This program may not be used for executing instructions');
  assert.equal(run(other).accounts.get(payer)?.lamports, rich.lamports - 5_000n);
  assert.throws(() => messageOf(caseOf(empty(payer)).transaction, defaultFeatures), { kind: 'SanitizeFailure' });
});

test('a log is cut as in Agave', { skip: skipped }, () => {
  const oracle = new OracleChain();
  const each = caseOf(transfer(other), budget(1, u32(64 * 1024)), transfer(other), transfer(other, 10n ** 13n));
  for (let limit = 0; limit < 700; limit += 7) {
    oracle.limitLog(limit);
    const { ours, theirs } = bothRun(oracle, each, limit);
    assert.deepEqual(ours.logs, theirs.logs, `${limit} bytes`);
  }
});

const message = new TextEncoder().encode('A lamp.');

/** Instructions that check a signature of each kind. */
const signed = (): readonly Instruction[] => {
  const secret = new Uint8Array(32).fill(5);
  const wide = (signature: Uint8Array, key: Uint8Array): Uint8Array => {
    const [keyAt, messageAt] = [16 + 64, 16 + 64 + key.length];
    const places = [16, 0xffff, keyAt, 0xffff, messageAt, message.length, 0xffff];
    return concatBytes(Uint8Array.of(1, 0), ...places.map(u16), signature, key, message);
  };
  const recoverable = secp256k1.sign(keccak_256(message), secret, { prehash: false, format: 'recovered' });
  const address = keccak_256(secp256k1.getPublicKey(secret, false).subarray(1)).subarray(12);
  const narrow = concatBytes(
    Uint8Array.of(1),
    ...[u16(12), Uint8Array.of(0), u16(77), Uint8Array.of(0), u16(97), u16(message.length), Uint8Array.of(0)],
    recoverable.subarray(1),
    recoverable.subarray(0, 1),
    address,
    message,
  );
  const r1 = p256.sign(sha256(message), secret, { prehash: false, lowS: true });
  return [
    { ...empty(wellKnown.ed25519Program), data: wide(ed25519.sign(message, secret), ed25519.getPublicKey(secret)) },
    { ...empty(wellKnown.secp256k1Program), data: narrow },
    { ...empty(wellKnown.secp256r1Program), data: wide(r1, p256.getPublicKey(secret, true)) },
  ];
};

test('signatures are good where Agave finds them good', { skip: skipped }, (context) => {
  const oracle = new OracleChain();
  const seed = newSeed();
  const { below, pick } = randomFrom(seed);
  const kinds = new Map<string, number>();
  for (const instruction of signed()) {
    const { ours, theirs } = bothRun(oracle, caseOf(instruction));
    assert.equal(theirs.error, undefined);
    assert.deepEqual(ours, theirs);
    for (let run = 0; run < 40; run++) {
      const data = instruction.data.slice(0, below(10) === 0 ? below(instruction.data.length + 1) : undefined);
      const at = below(3) === 0 ? below(20) : below(data.length);
      if (at < data.length) data[at] = pick([0, 1, 2, 255, below(256), (data[at] ?? 0) ^ 0x80]);
      const { ours, theirs } = bothRun(oracle, caseOf({ ...instruction, data }, transfer(other)));
      assert.deepEqual(ours, theirs, `GASLAMP_SEED=${seed}, ${instruction.program}, ${bytesToHex(data)}`);
      kinds.set(theirs.error ?? 'good', (kinds.get(theirs.error ?? 'good') ?? 0) + 1);
    }
  }
  context.diagnostic(`120 changed instructions from seed ${seed}: ${JSON.stringify([...kinds])}, 0 differences`);
});
