import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import type { Account, Instruction, Transaction } from '../../engines/bpf/solana/account.ts';
import { defaultFeatures } from '../../engines/bpf/solana/features.ts';
import { type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import type { SolanaMachine } from '../../engines/bpf/solana/machine.ts';
import { messageOf } from '../../engines/bpf/solana/message.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import { defaultMoment, sysvarAccounts } from '../../engines/bpf/solana/sysvars.ts';
import { readElf } from '../../engines/elf/elf.ts';
import { readSymbols } from '../../engines/elf/symbols.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { History } from '../../engines/history.ts';
import type { Machine } from '../../engines/machine.ts';
import { assemble } from '../../test/bpf/assembly/programs.ts';
import { machineFor, worldOf } from '../../test/bpf/lockstep.ts';
import { encodeTransaction, OracleChain } from '../../test/bpf/native-oracle.ts';
import { litesvm } from '../../test/bpf/oracle.ts';
import type { World } from '../../test/bpf/oracle-run.ts';
import { instruction, unitLimit } from '../../test/bpf/real-programs.ts';
import {
  associatedAccount,
  createAssociated,
  holdings,
  initialAccounts,
  keyNumber,
  people,
  token,
  transactionOf,
} from '../../test/bpf/token.ts';
import { newMachine } from '../../test/riscv/lockstep.ts';
import { root } from '../paths.ts';
import { messageOf as messageForEvm } from './evm.ts';
import { endless as endlessOnCkb } from './riscv.ts';
import { cpuTime, median, type Row, row, type Scale } from './rows.ts';
import { missing } from './tools.ts';
import { travels } from './travelling.ts';

const { version } = JSON.parse(readFileSync(join(root, 'node_modules/litesvm/package.json'), 'utf8'));
const against = `litesvm ${version}`;

const program = keyNumber(90);
const mostUnits = 1_400_000;

/** A program of the bench that takes 28 compute units for each of its rounds. */
function endless(rounds: number): Account {
  const text = readFileSync(join(import.meta.dirname, 'programs/endless.sbpf'), 'utf8');
  const data = writeElf(assemble(text.replace(/ROUNDS = \d+/, `ROUNDS = ${rounds}`), 'v3'));
  return { lamports: 10n ** 10n, data, owner: wellKnown.loader2, executable: true };
}

const loop = transactionOf(unitLimit(mostUnits), instruction(program, []));
const roundsOf: Readonly<Record<Scale, number>> = { full: 49_900, tiny: 100 };

/** The chain on which the loop runs. */
function worldOfLoop(rounds: number): World {
  return new Map([...builtinAccounts, ...sysvarAccounts(), ...initialAccounts(), [program, endless(rounds)]]);
}

type Subject = {
  readonly name: string;
  readonly transaction: Transaction;
  /** Accounts as they are before each run. */
  readonly accounts: ReadonlyMap<Key, Account | undefined>;
  /** How often it runs for one measurement. */
  readonly times: Readonly<Record<Scale, number>>;
  /** What its time is divided by, or how long it takes as a whole. */
  readonly unit: 'µs' | 'ns a step';
};

/** Mainnet's programs on accounts that they have made, and the loop. */
function subjectsOn(oracle: OracleChain, scale: Scale): readonly Subject[] {
  const { payer, owner, other, mint } = people;
  const { first, second } = holdings;
  const { initializeMint2, initializeAccount3, mintTo, transfer } = token();
  for (const [key, account] of initialAccounts()) oracle.set(key, account);
  const make: readonly Instruction[] = [
    initializeMint2(mint, owner),
    ...[initializeAccount3(first, mint, owner), initializeAccount3(second, mint, other)],
    mintTo(mint, first, owner, 1_000_000n),
  ];
  const { error } = oracle.send(messageOf(transactionOf(...make), defaultFeatures), defaultMoment.blockhash);
  if (error) throw new Error(`The accounts could not be made: ${error}`);
  oracle.set(program, endless(roundsOf[scale]));
  const kept = (...keys: readonly Key[]) => new Map([payer, ...keys].map((key) => [key, oracle.get(key)]));
  const many = { full: 200, tiny: 1 };
  const created = associatedAccount(owner, mint).key;
  return [
    {
      ...{ name: 'a transfer of tokens (p-token)', times: many, unit: 'µs' },
      ...{ transaction: transactionOf(transfer(first, second, owner, 1n)), accounts: kept(first, second) },
    },
    {
      ...{ name: 'an associated token account is made', times: { full: 20, tiny: 1 }, unit: 'µs' },
      ...{ transaction: transactionOf(createAssociated(payer, owner, mint)), accounts: kept(created) },
    },
    {
      ...{ name: 'a loop that takes 1.4 M compute units', times: { full: 1, tiny: 1 }, unit: 'ns a step' },
      ...{ transaction: loop, accounts: kept() },
    },
  ];
}

const warmUp = { full: 3, tiny: 0 };
const counted = { full: 7, tiny: 1 };

const plainly = (machine: SolanaMachine) => void machine.run({}, Number.POSITIVE_INFINITY);
const recorded = (machine: SolanaMachine) => void new History(machine, () => {}).run({}, Number.POSITIVE_INFINITY);

/** Transactions on our runtime and on Agave's, which translates programs to the machine's own code; both must cost the same. */
export async function interpreting(scale: Scale): Promise<readonly Row[]> {
  if (!litesvm) return missing('litesvm, or a native part of it for this machine,');
  const oracle = new OracleChain();
  const rows: Row[] = [];
  for (const subject of subjectsOn(oracle, scale)) {
    const { name, transaction, unit } = subject;
    const restore = () => {
      for (const [key, account] of subject.accounts) oracle.set(key, account);
    };
    restore();
    const world = worldOf((key) => oracle.get(key), transaction);
    const encoded = encodeTransaction(messageOf(transaction, defaultFeatures), defaultMoment.blockhash);
    const times = { plainly: [] as number[], recorded: [] as number[], theirs: [] as number[] };
    let steps = 1;
    const ours = async (run: (machine: SolanaMachine) => void) => {
      let [sum, spent] = [0, 0n];
      for (let n = 0; n < subject.times[scale]; n++) {
        sum += await cpuTime(() => {
          const machine = machineFor(world, transaction);
          run(machine);
          spent = machine.meters()[0]?.spent ?? 0n;
          if (unit === 'ns a step') steps = machine.steps;
        });
      }
      return { time: sum, spent };
    };
    for (let round = -warmUp[scale]; round < counted[scale]; round++) {
      const [plain, kept] = [await ours(plainly), await ours(recorded)];
      let their = 0;
      for (let n = 0; n < subject.times[scale]; n++) {
        restore();
        their += await cpuTime(() => {
          const { error, computeUnits } = oracle.sendEncoded(encoded);
          if (error || computeUnits !== plain.spent || computeUnits !== kept.spent)
            throw new Error(`${name}: ${plain.spent} compute units here, there ${computeUnits} ${error ?? ''}`);
        });
      }
      if (round < 0) continue;
      times.plainly.push(plain.time);
      times.recorded.push(kept.time);
      times.theirs.push(their);
    }
    const each = (all: readonly number[]) => (median(all) * (unit === 'µs' ? 1e3 : 1e6)) / steps / subject.times[scale];
    rows.push(row(`Solana: ${name}`, each(times.plainly), against, each(times.theirs), unit));
    rows.push(row(`Solana: ${name}, with a history`, each(times.recorded), against, each(times.theirs), unit));
  }
  return rows;
}

/** The loop beside what our other engines make of loops: CKB-VM of the same one. */
export async function besideOthers(scale: Scale): Promise<readonly Row[]> {
  const world = worldOfLoop(roundsOf[scale]);
  const message = await messageForEvm({ file: 'arithmetic.easm' }, scale);
  const subject = endlessOnCkb(roundsOf[scale]);
  const engines: readonly (readonly [name: string, start: () => Machine])[] = [
    ['', () => machineFor(world, loop)],
    ['our CKB-VM, with the same loop', () => newMachine(subject)],
    ['our EVM, with a loop of arithmetic', () => createMachine(message)],
  ];
  const times = engines.map((): number[] => []);
  for (let round = -warmUp[scale]; round < counted[scale]; round++)
    for (const [index, [, start]] of engines.entries()) {
      const machine = start();
      const time = await cpuTime(() => machine.run({}, Number.POSITIVE_INFINITY));
      if (round >= 0) times[index]?.push((time * 1e6) / machine.steps);
    }
  const [ours = Number.NaN, ...others] = times.map(median);
  return others.map((other, index) => {
    const [name = ''] = engines[index + 1] ?? [];
    return row(`Solana: a step of a loop, beside ${name.split(',')[0]}`, ours, name, other, 'ns');
  });
}

/** A transaction that takes nearly all that one may have, and journeys through it. */
export async function travelling(scale: Scale): Promise<readonly Row[]> {
  const world = worldOfLoop(roundsOf.full);
  return travels({
    name: 'Solana',
    steps: { full: 1_390_000, tiny: 10_000 }[scale],
    start: () => machineFor(world, loop),
    marked: ({ codes }: Machine) => {
      const file = world.get(program)?.data ?? new Uint8Array();
      const place = readSymbols(readElf(file), 'symbols').find(({ name }) => name === 'marked');
      return new Map([...codes.keys()].map((code) => [code, new Set([place?.value ?? 0])]));
    },
  });
}
