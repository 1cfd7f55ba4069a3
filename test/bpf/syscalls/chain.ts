import type { Account, Instruction } from '../../../engines/bpf/solana/account.ts';
import { Accounts } from '../../../engines/bpf/solana/account-rules.ts';
import type { FeatureSet } from '../../../engines/bpf/solana/features.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../../../engines/bpf/solana/keys.ts';
import { ProgramCache } from '../../../engines/bpf/solana/programs.ts';
import { Runtime } from '../../../engines/bpf/solana/runtime.ts';
import { syscallsFor } from '../../../engines/bpf/solana/syscalls/index.ts';
import { litesvm } from '../oracle.ts';
import { newSvmWith } from '../oracle-features.ts';
import { type Case, dataOf } from './program.ts';

/** How a program went. */
export type Outcome = { readonly logs: readonly string[]; readonly units: number };

/** What programs are, and which chain they meet. */
export type World = {
  readonly loader: Key;
  readonly features: FeatureSet;
  /** The file of a program that makes certain calls. */
  fileOf(names: readonly string[]): Uint8Array;
};

/** Something that runs cases. */
export type Side = { run(each: Case, limit: number): Outcome };

const sysvars: readonly Key[] = [
  wellKnown.clock,
  wellKnown.epochSchedule,
  wellKnown.epochRewards,
  wellKnown.rent,
  wellKnown.lastRestartSlot,
  wellKnown.slotHashes,
  wellKnown.stakeHistory,
  wellKnown.fees,
];

/** The key of the program that makes certain calls. */
const keyFor = (names: readonly string[]): Key => {
  const bytes = new Uint8Array(32).fill(1);
  for (const [index, letter] of [...names.join(' ')].entries())
    bytes[1 + (index % 30)] = (bytes[1 + (index % 30)] * 31 + letter.charCodeAt(0)) & 0xff;
  return keyOf(bytes);
};

const payer = keyOf(new Uint8Array(32).fill(7));
const riches = 1_000_000_000_000n;

const namesOf = ({ calls }: Case): readonly string[] => calls.map(({ name }) => name);

/** Agave's own code. */
export const oracleSide = ({ loader, features, fileOf }: World): Side & Sysvars => {
  if (!litesvm) throw new Error('litesvm is not here');
  const svm = newSvmWith(features).withLogBytesLimit();
  svm.airdrop(payer as never, riches as never);
  const placed = new Set<Key>();
  const { ComputeBudget } = litesvm;
  return {
    sysvar: (key) => {
      const found = svm.getAccount(key as never);
      return found.exists ? Uint8Array.from(found.data) : undefined;
    },
    run: (each, limit) => {
      for (const names of [namesOf(each), []]) {
        const key = keyFor(names);
        if (!placed.has(key)) svm.addProgramWithLoader(key as never, fileOf(names), loader as never);
        placed.add(key);
      }
      const budget = new ComputeBudget();
      budget.computeUnitLimit = BigInt(limit);
      svm.withComputeBudget(budget);
      const message = messageOf(each);
      const result = svm.sendTransaction({
        messageBytes: message,
        signatures: { [payer]: new Uint8Array(64).fill(1) },
      } as never);
      const meta = 'err' in result ? result.meta() : result;
      return { logs: meta.logs(), units: Number(meta.computeUnitsConsumed()) };
    },
  };
};

export type Sysvars = { sysvar(key: Key): Uint8Array | undefined };

/** Our own. */
export const ownSide = ({ loader, features, fileOf }: World, { sysvar }: Sysvars): Side => {
  const syscalls = syscallsFor(features);
  const programs = new ProgramCache((hash) => syscalls.has(hash));
  const files = new Map<Key, Uint8Array>();
  return {
    run: (each, limit) => {
      const accounts = new Accounts();
      accounts.set(payer, {
        lamports: riches,
        data: new Uint8Array(),
        owner: wellKnown.systemProgram,
        executable: false,
      });
      for (const names of [namesOf(each), []]) {
        const key = keyFor(names);
        const data = files.get(key) ?? fileOf(names);
        files.set(key, data);
        accounts.set(key, { lamports: 1n, data, owner: loader, executable: true });
      }
      for (const sysvarKey of sysvars) {
        const data = sysvar(sysvarKey);
        if (data) accounts.set(sysvarKey, { lamports: 1n, data, owner: wellKnown.systemProgram, executable: false });
      }
      const logs: string[] = [];
      let spent = 0;
      const runtime = new Runtime(
        {
          ...{ accounts, features, programs, syscalls, computeUnits: limit, logLimit: Number.POSITIVE_INFINITY },
          transaction: { payer, instructions: instructionsOf(each) },
        },
        {
          charge: (amount) => {
            spent += amount;
          },
          log: (line) => logs.push(line),
          nextId: () => 0 as never,
          entered: () => {},
          failed: () => {},
        },
      );
      runtime.next();
      while (!runtime.ending) runtime.step();
      return { logs, units: spent };
    },
  };
};

/** The program that does nothing, and the one that makes the calls of a case. */
const idle = keyFor([]);

/** A message of the old kind. */
const messageOf = (each: Case): Uint8Array => {
  const keys = [payer, keyFor(namesOf(each)), idle];
  const instructions = instructionsOf(each).map(({ program, accounts, data }) => [
    ...[keys.indexOf(program), ...compact(accounts.length), ...accounts.map(({ key }) => keys.indexOf(key))],
    ...[...compact(data.length), ...data],
  ]);
  const header = [1, 0, 2];
  const blockhash = new Uint8Array(32);
  return Uint8Array.from([
    ...[...header, keys.length, ...keys.flatMap((key) => [...bytesOfKey(key)]), ...blockhash],
    ...[instructions.length, ...instructions.flat()],
  ]);
};

/** A case as a transaction, and the accounts that it needs beside those of every chain. */
export const transactionOf = ({ loader, fileOf }: World, each: Case) => ({
  accounts: new Map<Key, Account>([
    [payer, { lamports: riches, data: new Uint8Array(), owner: wellKnown.systemProgram, executable: false }],
    ...[namesOf(each), []].map((names): [Key, Account] => [
      keyFor(names),
      { lamports: riches, data: fileOf(names), owner: loader, executable: true },
    ]),
  ]),
  transaction: { payer, instructions: instructionsOf(each) },
});

const instructionsOf = (each: Case): readonly Instruction[] => [
  ...(each.before ?? []).map(({ heap, accounts }) => ({
    program: idle,
    accounts: accounts.map((which) => (which === 'payer' ? payerMeta : idleMeta)),
    data: dataOf({ calls: [], heap }),
  })),
  { program: keyFor(namesOf(each)), accounts: [], data: dataOf(each) },
];

const payerMeta = { key: payer, isSigner: true, isWritable: true };
const idleMeta = { key: idle, isSigner: false, isWritable: false };

/** A number in as many groups of seven bits as it needs. */
const compact = (number: number): readonly number[] =>
  number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...compact(number >> 7)];
