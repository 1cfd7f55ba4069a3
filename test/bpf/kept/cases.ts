import { writeElf } from '../../../engines/bpf/elf-writer/write.ts';
import type { Account, Instruction } from '../../../engines/bpf/solana/account.ts';
import { type Key, wellKnown } from '../../../engines/bpf/solana/keys.ts';
import type { SolanaMachine } from '../../../engines/bpf/solana/machine.ts';
import { builtinAccounts } from '../../../engines/bpf/solana/reserved.ts';
import { sysvarAccounts } from '../../../engines/bpf/solana/sysvars.ts';
import { randomFrom } from '../../harness/random.ts';
import { assemble, counting, meeting } from '../assembly/programs.ts';
import type { Case, Family } from '../both-run.ts';
import { callingTexts } from '../call-chain.ts';
import { system } from '../native-cases.ts';
import { calls } from '../random-calls.ts';
import { writes } from '../random-writes.ts';
import { instruction, readonly, unitLimit, writable } from '../real-programs.ts';
import { programOf } from '../scenarios.ts';
import { CaseBuilder } from '../syscalls/builder.ts';
import { transactionOf } from '../syscalls/chain.ts';
import { all as makers, worlds } from '../syscalls/worlds.ts';
import { keyNumber, people } from '../token.ts';

/** A transaction that needs nothing but what we have written ourselves. */
export type KeptCase = Case & { readonly name: string };

/** Accounts that every chain has. */
export const common: ReadonlyMap<Key, Account> = new Map([...builtinAccounts, ...sysvarAccounts()]);

const { payer } = people;
const riches = 10n ** 12n;
const wallet: Account = { lamports: riches, data: new Uint8Array(), owner: wellKnown.systemProgram, executable: false };

const programAccount = (text: string, version: string): Account => ({
  ...wallet,
  ...{ data: writeElf(assemble(text, version)), owner: wellKnown.loader2, executable: true },
});

const paid = (
  name: string,
  accounts: readonly (readonly [Key, Account])[],
  ...instructions: readonly Instruction[]
): KeptCase => ({ name, accounts: new Map([[payer, wallet], ...accounts]), transaction: { payer, instructions } });

const samples = ['hello.sbpf', 'counter.gaslamp.json', 'no-right.gaslamp.json', 'fault.sbpf', 'call-depth.sbpf'];

/** What a sample runs. */
const sampleCase = async (name: string): Promise<KeptCase> => {
  const program = new URL(`../../../samples/solana/${name}`, import.meta.url).href;
  const { setup } = (await programOf({ program })).start() as SolanaMachine;
  const { accounts, transaction } = setup.chain();
  return { name, accounts: new Map([...accounts.all.entries()].filter(([key]) => !common.has(key))), transaction };
};

const countingCases = (version: string): readonly KeptCase[] => {
  const [program, state] = [keyNumber(51), keyNumber(52)];
  const accounts = [
    [program, programAccount(counting(version), version)],
    [state, { ...wallet, data: new Uint8Array(16), owner: program }],
  ] as const;
  const count = (...data: number[]) => instruction(program, [writable(state)], ...data);
  const name = (what: string): string => `${version} counting ${what}`;
  return [
    paid(name('once'), accounts, count(1, 2, 3)),
    paid(name('twice'), accounts, count(200, 62), count()),
    paid(name('too deep'), accounts, count(1, 1, 63)),
    paid(name('without the right'), accounts, instruction(program, [readonly(state)], 1)),
    paid(
      name('in the account of somebody else'),
      [...accounts, [state, { ...wallet, data: new Uint8Array(16) }]],
      count(1),
    ),
    ...[0, 1, 26, 52, 78, 130, 260, 390].map((units) =>
      paid(name(`with ${units} units`), accounts, unitLimit(150 + units), count(5, 30)),
    ),
  ];
};

const meetingCase = (version: string): KeptCase => {
  const program = keyNumber(53);
  const account = programAccount(meeting(version), version);
  return paid(`${version} all that a loader does`, [[program, account]], instruction(program, []));
};

/** Programs that call each other, the last one one of them or one that the instruction does not name. */
const callingCase = (version: string, count: number, last: number): KeptCase => {
  const keys = Array.from({ length: count }, (_, i) => keyNumber(71 + i)) as [Key, ...Key[]];
  const texts = callingTexts(keys, keyNumber(last));
  const accounts = keys.map((key, i) => [key, programAccount(texts[i] ?? '', version)] as const);
  const called = keys.map((key) => readonly(key));
  return paid(`${version} ${count} programs that call each other, and ${last}`, accounts, instruction(keys[0], called));
};

const familyCases = (name: string, { programs, caseOf }: Family, count: number): readonly KeptCase[] =>
  Array.from({ length: count }, (_, seed) => {
    const { accounts, transaction } = caseOf(seed);
    return { name: `${name} ${seed}`, accounts: new Map([...programs, ...accounts]), transaction };
  });

/** Worlds of syscalls with the features of mainnet, and seeds of calls. Agave cannot trace files without sections, such as those of version 3 there. */
const syscallWorlds = [
  ['on mainnet, from version 0', [0, 1]],
  ['without alignment', [2]],
] as const;

const syscallCases = (): readonly KeptCase[] =>
  syscallWorlds.flatMap(([name, seeds]) => seeds.flatMap((seed) => callsOfEach(name, seed)));

const callsOfEach = (name: string, seed: number): readonly KeptCase[] => {
  const world = worlds.find((each) => each.name === name);
  if (!world) throw new Error(`There is no world ${name}`);
  return Object.entries(makers).map(([syscall, maker]) => {
    const builder = new CaseBuilder(randomFrom(seed));
    maker(builder);
    const { accounts, transaction } = transactionOf(world, builder.case);
    const instructions = [unitLimit(1_400_000), ...transaction.instructions];
    return { name: `${syscall} ${seed} ${name}`, accounts, transaction: { ...transaction, instructions } };
  });
};

/** All of them, the same in each run. */
export const keptCases = async (): Promise<readonly KeptCase[]> => [
  ...(await Promise.all(samples.map(sampleCase))),
  ...['v3', 'v0'].flatMap(countingCases),
  ...['v0', 'v1', 'v2', 'v3'].map(meetingCase),
  ...['v3', 'v0'].flatMap((version) => [
    callingCase(version, 1, 71),
    callingCase(version, 2, 71),
    callingCase(version, 3, 70),
    callingCase(version, 6, 76),
  ]),
  ...familyCases('System program', system, 30),
  ...familyCases('call of the System program', calls, 40),
  ...familyCases('writes to the input', writes, 40),
  ...syscallCases(),
];
