import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Account, AccountMeta, Instruction } from '../../engines/bpf/solana/account.ts';
import { u32, u64 } from '../../engines/bpf/solana/encoding.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { keyWithSeed } from '../../engines/bpf/solana/programs/account-instructions.ts';
import { durableNonce, encodeNonce } from '../../engines/bpf/solana/programs/nonce-state.ts';
import { defaultMoment } from '../../engines/bpf/solana/sysvars.ts';
import { type Random, randomFrom } from '../harness/random.ts';
import type { Case, Family } from './both-run.ts';

/** Choices that follow from a seed. */
type Dice = Pick<Random, 'below'> & {
  /** True once in so many times. */
  once(times: number): boolean;
  of<Value>(values: readonly Value[]): Value;
};

const diceFrom = (seed: number): Dice => {
  const { below, pick } = randomFrom(seed);
  return { below, of: pick, once: (times) => below(times) === 0 };
};

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const named = (name: string): Key => keyOf(sha256(text(name)));

const wallets = ['a', 'b', 'c', 'd', 'e'].map(named);
const owners = [wellKnown.systemProgram, wellKnown.systemProgram, named('program'), named('other program')];
/** Whose keys derived from a seed there are. */
const seeds = ['', 'seed', 'an ÿ'];
const derived = wallets
  .slice(0, 3)
  .flatMap((base) => seeds.flatMap((seed) => owners.slice(1).map((owner) => ({ base, seed, owner }))));
const derivedKeys = new Map(derived.map((seed) => [keyWithSeed(seed), seed]));
const { blockhash } = defaultMoment;
const sizes = [0, 0, 0, 1, 8, 79, 80, 81, 165, 2000];
const exempt = (size: number): bigint => BigInt(128 + size) * 6960n;

/** Keys of which the accounts are compared. */
export const keys: readonly Key[] = [...wallets, ...derivedKeys.keys()];

export const randomCase = (seed: number): Case => {
  const dice = diceFrom(seed);
  const accounts = new Map(
    keys
      .filter(() => !dice.once(3))
      .map((key) => [key, randomAccount(dice)] as const)
      .filter(([, { lamports }]) => lamports > 0n),
  );
  const payer = dice.of(wallets);
  if (!dice.once(10)) accounts.set(payer, wallet(dice, 0, wellKnown.systemProgram));
  const count = dice.once(40) ? dice.below(70) : 1 + dice.below(3);
  const instructions = Array.from({ length: count }, () => randomInstruction(dice, accounts));
  return { accounts, transaction: { payer, instructions } };
};

const randomAccount = (dice: Dice): Account => {
  const size = dice.of(sizes);
  const owner = dice.of(owners);
  if (dice.once(3))
    return {
      ...wallet(dice, 80, dice.once(5) ? owner : wellKnown.systemProgram),
      data: nonceData(dice, dice.of([80, 80, 80, 81, 200])),
    };
  return {
    ...wallet(dice, size, owner),
    data: dice.once(3) ? new Uint8Array(size).fill(dice.below(3)) : new Uint8Array(size),
  };
};

const wallet = (dice: Dice, size: number, owner: Key): Account => ({
  lamports: dice.once(5) ? amount(dice, size) : exempt(size) + 10_000_000n + BigInt(dice.below(1_000_000)),
  data: new Uint8Array(size),
  owner,
  executable: false,
});

const nonceData = (dice: Dice, size: number): Uint8Array => {
  const nonce = dice.once(3) ? durableNonce(blockhash) : sha256(text('old'));
  const state = dice.once(4) ? undefined : { authority: dice.of(wallets), nonce, lamportsPerSignature: 5000n };
  const data = new Uint8Array(size).fill(dice.of([0, 0, 7]));
  data.set(encodeNonce({ isLegacy: dice.once(3), state }));
  if (dice.once(12)) data[dice.below(8)] = dice.below(4);
  return data;
};

const amount = (dice: Dice, size = 0): bigint => {
  const near = dice.of([0n, 1n, 5_000n, exempt(size), exempt(0), 1_000_000n, 2n ** 40n, 10_000_000n]);
  const moved = near + BigInt(dice.below(3) - 1);
  return dice.once(30) ? 2n ** 64n - 1n - BigInt(dice.below(3)) : moved < 0n ? 0n : moved;
};

const randomInstruction = (dice: Dice, accounts: ReadonlyMap<Key, Account>): Instruction => {
  if (dice.once(12)) return budgetInstruction(dice);
  const tag = dice.once(60) ? dice.below(20) : dice.below(14);
  const body = bodies[tag]?.(dice, accounts) ?? { data: new Uint8Array(40), accounts: [] };
  let data = concatBytes(u32(tag), body.data);
  if (dice.once(25)) data = data.slice(0, dice.below(data.length + 1));
  if (dice.once(25)) data = concatBytes(data, new Uint8Array(dice.of([1, 10, 1300])));
  let metas = body.accounts.map((meta) => ({
    key: dice.once(20) ? dice.of(keys) : meta.key,
    isSigner: dice.once(12) ? !meta.isSigner : meta.isSigner,
    isWritable: dice.once(15) ? !meta.isWritable : meta.isWritable,
  }));
  if (dice.once(20)) metas = metas.slice(0, dice.below(metas.length + 1));
  if (dice.once(40)) metas = [...metas, ...metas];
  return { program: wellKnown.systemProgram, accounts: metas, data };
};

const budgetInstruction = (dice: Dice): Instruction => {
  const tag = dice.once(20) ? dice.below(8) : 1 + dice.below(4);
  const value = dice.of([0, 1, 150, 300, 1000, 32 * 1024, 40 * 1024, 256 * 1024, 257 * 1024, 1_400_000, 2 ** 32 - 1]);
  const data = tag === 3 ? u64(BigInt(value)) : u32(value);
  return {
    program: wellKnown.computeBudget,
    accounts: [],
    data: concatBytes(Uint8Array.of(tag), dice.once(20) ? data.slice(1) : data),
  };
};

type Body = { readonly data: Uint8Array; readonly accounts: readonly AccountMeta[] };

const signer = (key: Key): AccountMeta => ({ key, isSigner: true, isWritable: true });
const writable = (key: Key): AccountMeta => ({ key, isSigner: false, isWritable: true });
const readonly = (key: Key): AccountMeta => ({ key, isSigner: false, isWritable: false });
const authority = (key: Key): AccountMeta => ({ key, isSigner: true, isWritable: false });

const string = (value: Uint8Array): Uint8Array => concatBytes(u64(BigInt(value.length)), value);
const space = (dice: Dice): Uint8Array =>
  u64(dice.once(30) ? dice.of([2n ** 63n, 10n * 1024n ** 2n, 10n * 1024n ** 2n + 1n]) : BigInt(dice.of(sizes)));

type SeedChoice = { readonly key: Key; readonly base: Key; readonly seed: Uint8Array; readonly owner: Key };

const chosenSeed = (dice: Dice): SeedChoice => {
  const [key, { base, seed, owner }] = dice.of([...derivedKeys]);
  if (!dice.once(10)) return { key, base, owner, seed: text(seed) };
  return {
    key,
    base: dice.of(wallets),
    owner: dice.once(4) ? keyOf(concatBytes(new Uint8Array(11), text('ProgramDerivedAddress'))) : dice.of(owners),
    seed: dice.of([text('x'.repeat(32)), text('x'.repeat(33)), Uint8Array.of(0xff), text('y'.repeat(1400)), text('é')]),
  };
};

/** A nonce account of those that there are, and who may use it. */
const chosenNonce = (dice: Dice, accounts: ReadonlyMap<Key, Account>): { readonly key: Key; readonly by: Key } => {
  const found = [...accounts].filter(([, { data }]) => data.length >= 80);
  if (found.length === 0 || dice.once(12)) return { key: dice.of(keys), by: dice.of(wallets) };
  const [key, { data }] = dice.of(found);
  return { key, by: data[4] === 1 ? keyOf(data.subarray(8, 40)) : key };
};

const blockhashes = readonly(wellKnown.recentBlockhashes);
const rent = readonly(wellKnown.rent);

const bodies: Readonly<Record<number, (dice: Dice, accounts: ReadonlyMap<Key, Account>) => Body>> = {
  0: (dice) => ({
    data: concatBytes(u64(amount(dice)), space(dice), bytesOfKey(dice.of(owners))),
    accounts: [signer(dice.of(wallets)), signer(dice.of(keys))],
  }),
  1: (dice) => ({ data: bytesOfKey(dice.of(owners)), accounts: [signer(dice.of(keys))] }),
  2: (dice) => ({ data: u64(amount(dice)), accounts: [signer(dice.of(wallets)), writable(dice.of(keys))] }),
  3: (dice) => {
    const { key, base, seed, owner } = chosenSeed(dice);
    return {
      data: concatBytes(bytesOfKey(base), string(seed), u64(amount(dice)), space(dice), bytesOfKey(owner)),
      accounts: [signer(dice.of(wallets)), writable(key), authority(base)],
    };
  },
  4: (dice, accounts) => {
    const { key, by } = chosenNonce(dice, accounts);
    return { data: new Uint8Array(), accounts: [writable(key), blockhashes, authority(by)] };
  },
  5: (dice, accounts) => {
    const { key, by } = chosenNonce(dice, accounts);
    const whole = accounts.get(key)?.lamports ?? 0n;
    const lamports = dice.once(3) ? whole : dice.once(3) ? amount(dice) : whole / 100n;
    return {
      data: u64(lamports),
      accounts: [writable(key), writable(dice.of(keys)), blockhashes, rent, authority(by)],
    };
  },
  6: (dice, accounts) => ({
    data: bytesOfKey(dice.of(wallets)),
    accounts: [writable(dice.once(3) ? chosenNonce(dice, accounts).key : dice.of(keys)), blockhashes, rent],
  }),
  7: (dice, accounts) => {
    const { key, by } = chosenNonce(dice, accounts);
    return { data: bytesOfKey(dice.of(wallets)), accounts: [writable(key), authority(by)] };
  },
  8: (dice) => ({ data: space(dice), accounts: [signer(dice.of(keys))] }),
  9: (dice) => {
    const { key, base, seed, owner } = chosenSeed(dice);
    return {
      data: concatBytes(bytesOfKey(base), string(seed), space(dice), bytesOfKey(owner)),
      accounts: [writable(key), authority(base)],
    };
  },
  10: (dice) => {
    const { key, base, seed, owner } = chosenSeed(dice);
    return {
      data: concatBytes(bytesOfKey(base), string(seed), bytesOfKey(owner)),
      accounts: [writable(key), authority(base)],
    };
  },
  11: (dice) => {
    const { key, base, seed, owner } = chosenSeed(dice);
    return {
      data: concatBytes(u64(amount(dice)), string(seed), bytesOfKey(owner)),
      accounts: [writable(key), authority(base), writable(dice.of(keys))],
    };
  },
  12: (dice, accounts) => ({ data: new Uint8Array(), accounts: [writable(chosenNonce(dice, accounts).key)] }),
  13: (dice) => {
    const lamports = dice.once(3) ? 0n : amount(dice);
    return {
      data: concatBytes(u64(lamports), space(dice), bytesOfKey(dice.of(owners))),
      accounts: [signer(dice.of(keys)), ...(lamports > 0n ? [signer(dice.of(wallets))] : [])],
    };
  },
};

/** Transactions of the System program. */
export const system: Family = { programs: [], compared: keys, caseOf: randomCase };
