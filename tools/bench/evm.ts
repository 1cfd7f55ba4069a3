import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { EvmMachine } from '../../engines/evm/machine.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { fromBytes, toBytes } from '../../engines/evm/words.ts';
import { History } from '../../engines/history.ts';
import { engines } from '../../engines/list.ts';
import { ProfileRecorder } from '../../engines/profile.ts';
import { type Ending, type FullMessage, prepareReference } from '../../test/lockstep/reference.ts';
import { root, samples } from '../paths.ts';
import { cpuTime, median, type Row, row, type Scale } from './rows.ts';
import { travels } from './travelling.ts';

const { version } = JSON.parse(await readFile(join(root, 'node_modules/@ethereumjs/evm/package.json'), 'utf8'));
const against = `@ethereumjs/evm ${version}`;

/** A program in `programs/`, and what it needs. */
type Subject = { readonly name: string; readonly file: string; readonly token?: true };

const subjects: readonly Subject[] = [
  { name: 'arithmetic', file: 'arithmetic.easm' },
  { name: 'hashing', file: 'hashing.easm' },
  { name: 'ERC-20 transfers', file: 'transfers.easm', token: true },
];

/** Rounds that are not counted, in which what is often run gets compiled. */
const warmUp = { full: 10, tiny: 0 };
const counted = { full: 11, tiny: 1 };

/** Programs on our EVM and on that of others, the whole run each, which must cost both the same gas. */
export async function evm(scale: Scale): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const subject of subjects) {
    const message = await messageOf(subject, scale);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = -warmUp[scale]; round < counted[scale]; round += 1) {
      const machine = createMachine(message);
      ours.push(await cpuTime(() => machine.run({}, Number.POSITIVE_INFINITY)));
      const run = await prepareReference(message);
      let ending: Ending | undefined;
      theirs.push(
        await cpuTime(async () => {
          ending = await run();
        }),
      );
      mustAgree(subject, machine, ending?.gasSpent);
    }
    rows.push(
      row(
        `EVM: ${subject.name}`,
        median(ours.slice(warmUp[scale])),
        against,
        median(theirs.slice(warmUp[scale])),
        'ms',
      ),
    );
  }
  return rows;
}

/** What it costs to watch the same programs: each way against the plain run. */
export async function watching(scale: Scale): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const subject of subjects.filter(({ name }) => name !== 'hashing')) {
    const message = await messageOf(subject, scale);
    const times = new Map<string, number[]>();
    for (let round = -warmUp[scale]; round < counted[scale]; round += 1) {
      for (const [way, run] of ways) {
        const machine = createMachine(message);
        const time = await cpuTime(() => run(machine));
        if (round >= 0) times.set(way, [...(times.get(way) ?? []), time]);
      }
    }
    const plain = median(times.get(plainly) ?? []);
    for (const [way, list] of times) {
      if (way !== plainly) rows.push(row(`EVM: ${subject.name} ${way}`, median(list), 'the plain run', plain, 'ms'));
    }
  }
  return rows;
}

/** The last byte of each code: there a program returns, if it does at all. */
const ends = ({ codes }: EvmMachine) => new Map([...codes].map(([id, { bytes }]) => [id, new Set([bytes.length - 1])]));

const runPast = (machine: EvmMachine) => {
  const places = ends(machine);
  while (machine.run({ places }, Number.POSITIVE_INFINITY).kind === 'place') {}
};

const plainly = 'plainly';

const ways: readonly (readonly [way: string, run: (machine: EvmMachine) => void])[] = [
  [plainly, (machine) => void machine.run({}, Number.POSITIVE_INFINITY)],
  ['with a breakpoint at the end of each contract', runPast],
  [
    'with a profile',
    (machine) => {
      const recorder = new ProfileRecorder(machine);
      machine.observer = {
        charge: (charge) => recorder.charge(charge),
        stretch: (stretch, frame) => recorder.stretch(stretch, frame),
      };
      machine.run({}, Number.POSITIVE_INFINITY);
    },
  ],
  ['with a history', (machine) => void new History(machine, () => {}).run({}, Number.POSITIVE_INFINITY)],
];

/** A run of ten million steps, and journeys through it. */
export async function travelling(scale: Scale): Promise<readonly Row[]> {
  const message = { code: assembled(endless), gas: 10n ** 12n };
  return travels({
    name: 'EVM',
    steps: { full: 10_000_000, tiny: 1000 }[scale],
    start: () => createMachine(message),
    marked: (machine) => marked(machine as EvmMachine),
  });
}

/** The place of the SSTORE, which comes in every 256th round. */
const marked = ({ frame: { code } }: EvmMachine) => new Map([[code.id, new Set([code.bytes.lastIndexOf(0x55)])]]);

/** Counts in storage and memory, for ever. */
const endless = `
  push 0
round:
  push 1 add
  dup1 push 0 mstore
  dup1 push 0xff and jumpi @round
  dup1 push 0 sstore
  jump @round
`;

function mustAgree({ name }: Subject, { outcome, gasLeft }: EvmMachine, spent: bigint | undefined): void {
  if (!outcome?.ok) throw new Error(`The program for ${name} ended with: ${outcome?.text}`);
  if (gas - gasLeft !== spent) throw new Error(`${name} cost ${gas - gasLeft} gas here, and ${spent} on ${against}.`);
}

const gas = 10n ** 12n;
const caller = '0x00000000000000000000000000000000000a11ce';
const program = '0x000000000000000000000000000000000000c0de';
const token = '0x00000000000000000000000000000000000070ce';

/** What runs a program of the bench; on a tiny scale, with few rounds. */
export async function messageOf(
  { file, token: needsToken }: Omit<Subject, 'name'>,
  scale: Scale,
): Promise<FullMessage> {
  const source = await readFile(join(import.meta.dirname, 'programs', file), 'utf8');
  const code = assembled(scale === 'tiny' ? source.replace(/ROUNDS = \d+/, 'ROUNDS = 10') : source);
  return {
    fork: 'prague',
    caller,
    address: program,
    gas,
    block,
    accounts: [
      { address: caller, balance: 10n ** 18n, nonce: 0n },
      { address: program, nonce: 1n, code },
      ...(needsToken ? [await tokenOf(program)] : []),
    ],
  };
}

function assembled(source: string): Uint8Array {
  const engine = engines.find(({ id }) => id === 'evm');
  const document = engine?.languages[0]?.parse(source, { version: 'prague' });
  if (!document || document.problems.length > 0) throw new Error(document?.problems[0]?.message);
  return document.bytes;
}

/** OpenZeppelin's ERC-20, all of it in one hand. Balances are its first variable. */
async function tokenOf(owner: string) {
  const { deployedBytecode } = JSON.parse(await readFile(join(samples, 'erc20', 'Token.json'), 'utf8'));
  const slot = keccak_256(Uint8Array.from([...toBytes(BigInt(owner)), ...toBytes(0n)]));
  const storage: [bigint, bigint][] = [[fromBytes(slot), 10n ** 24n]];
  return { address: token, nonce: 1n, code: Uint8Array.from(Buffer.from(deployedBytecode.slice(2), 'hex')), storage };
}

const block = {
  number: 20_000_000n,
  timestamp: 1_750_000_000n,
  coinbase: '0x0000000000000000000000000000000000000fee',
  gasLimit: gas,
  chainId: 1n,
  baseFee: 0n,
  blobBaseFee: 1n,
  difficulty: 0n,
  prevRandao: 0n,
  blockHash: () => 0n,
};
