import { concatBytes } from '@noble/hashes/utils.js';
import { parseSbpf } from '../../engines/bpf/assembly/document.ts';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import { address } from '../../engines/bpf/isa/memory.ts';
import type { Account, AccountMeta, Instruction } from '../../engines/bpf/solana/account.ts';
import { Accounts } from '../../engines/bpf/solana/account-rules.ts';
import { u64 } from '../../engines/bpf/solana/encoding.ts';
import { defaultFeatures } from '../../engines/bpf/solana/features.ts';
import { borrow, inputOf } from '../../engines/bpf/solana/invocation.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { messageOf } from '../../engines/bpf/solana/message.ts';
import { minimumBalance } from '../../engines/bpf/solana/rent.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import type { SerializedAccount } from '../../engines/bpf/solana/serialization.ts';
import { sysvarAccounts } from '../../engines/bpf/solana/sysvars.ts';
import { type Random, randomFrom } from '../harness/random.ts';
import type { Case, Family } from './both-run.ts';

/** Writes numbers of 64 bits into its input: its data is pairs of an offset and a number. */
const poke = `
  mov64 r6, r1
  ldxdw r8, [r2-8]
  add64 r8, r2
next:
  jge r2, r8, done
  ldxdw r3, [r2+0]
  ldxdw r4, [r2+8]
  add64 r3, r6
  stxdw [r3+0], r4
  add64 r2, 16
  ja next
done:
  mov64 r0, 0
  exit
`;

const key = (byte: number): Key => keyOf(new Uint8Array(32).fill(byte));
const account = (owner: Key, lamports: bigint, data: Uint8Array, executable = false): Account => ({
  ...{ lamports, data, owner, executable },
});
const elf = writeElf(parseSbpf(poke, 'v0', new Set()));
const programs: readonly (readonly [Key, Key])[] = [
  [key(101), wellKnown.loader2],
  [key(102), wellKnown.loader1],
];
const payer = key(1);
const keys = [2, 3, 4, 5].map(key);
const owners = [wellKnown.systemProgram, key(99), ...programs.map(([each]) => each)];
const programAccounts = programs.map(([each, loader]) => [each, account(loader, 10n ** 9n, elf, true)] as const);
const common = [...builtinAccounts, ...sysvarAccounts(), ...programAccounts];

const once = ({ below }: Random, times: number): boolean => below(times) === 0;

const randomAccount = (random: Random, program: Key): Account => {
  const size = random.pick([0, 0, 1, 8, 33, 100, 10_240, 20_000]);
  const data = new Uint8Array(size).fill(once(random, 2) ? 0 : 7);
  const exempt = minimumBalance({ lamportsPerByte: 6_960n, threshold: 1 }, size);
  const lamports = random.pick([exempt, exempt + 1_000n, 10n ** 9n, 10n ** 9n, 500n]);
  return account(once(random, 3) ? random.pick(owners) : program, lamports, data);
};

type Poke = readonly [at: number, value: bigint];

/** What a program might do to an account: right or wrong. */
const randomPokes = (
  random: Random,
  places: readonly SerializedAccount[],
  accounts: Accounts,
  metas: readonly AccountMeta[],
): Poke[] => {
  const place = random.pick(places);
  const other = random.pick(places);
  const at = (each: SerializedAccount): Account => accounts.get(metas[each.index]?.key ?? payer);
  const size = place.originalSize;
  const owner = bytesOfKey(random.pick(owners));
  const words = [0, 8, 16, 24].map(
    (from): Poke => [place.owner + from, new DataView(owner.buffer).getBigUint64(from, true)],
  );
  const moved = BigInt(random.below(1_500));
  return random.pick<() => Poke[]>([
    () => [
      [place.lamports, BigInt.asUintN(64, at(place).lamports - moved)],
      [other.lamports, at(other).lamports + moved],
    ],
    () => [[place.lamports, at(place).lamports + BigInt(random.below(3) - 1)]],
    () => words,
    () => words.slice(0, 1 + random.below(3)),
    () => [[place.data + random.below(size + 20), BigInt(random.below(1_000))]],
    () => [[place.data, 0n]],
    () => [
      [
        place.dataLength,
        BigInt(random.pick([0, size - 1, size + 1, size + 10_240, size + 10_241, size + random.below(9_000)]) >>> 0),
      ],
    ],
    () => [[place.dataLength, BigInt(random.below(size + 1))]],
    () => [[place.key - 8, 0n]],
    () => [[place.key, 5n]],
  ])();
};

const caseOf = (seed: number): Case => {
  const random = randomFrom(seed);
  const [program, loader] = random.pick(programs);
  const world = new Map<Key, Account>(keys.map((each) => [each, randomAccount(random, program)]));
  world.set(payer, account(wellKnown.systemProgram, 10n ** 12n, new Uint8Array()));
  const metas: AccountMeta[] = Array.from({ length: 1 + random.below(4) }, () => ({
    key: random.pick([...keys, ...(once(random, 8) ? [payer, program] : [])]),
    isSigner: once(random, 4),
    isWritable: !once(random, 5),
  }));
  const accounts = new Accounts();
  for (const [each, value] of [...common, ...world]) accounts.set(each, value);
  const empty: Instruction = { program, accounts: metas, data: new Uint8Array() };
  const [instruction] = messageOf({ payer, instructions: [empty] }, defaultFeatures).instructions as [Instruction];
  const { accounts: places } = inputOf(borrow(accounts, instruction), instruction, loader !== wellKnown.loader1);
  const pokes = Array.from({ length: random.below(4) }, () => randomPokes(random, places, accounts, metas)).flat();
  const data = concatBytes(
    ...pokes.flatMap(([at, value]) => [u64(BigInt(at - address.input)), u64(BigInt.asUintN(64, value))]),
  );
  return { accounts: world, transaction: { payer, instructions: [{ ...empty, data }] } };
};

/** Programs that write to their input, as they may or not. */
export const writes: Family = { programs: programAccounts, compared: [payer, ...keys], caseOf };
