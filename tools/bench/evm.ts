import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { EvmMachine } from '../../engines/evm/machine.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { fromBytes, toBytes } from '../../engines/evm/words.ts';
import { engines } from '../../engines/list.ts';
import { type Ending, type FullMessage, prepareReference } from '../../test/lockstep/reference.ts';
import { root, samples } from '../paths.ts';
import { cpuTime, median, type Row, row, type Scale } from './rows.ts';

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
const warmUp = 2;

/** Programs on our EVM and on that of others, the whole run each, which must cost both the same gas. */
export async function evm(scale: Scale): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const subject of subjects) {
    const message = await messageOf(subject, scale);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = -warmUp; round < { full: 7, tiny: 1 }[scale]; round += 1) {
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
    rows.push(row(`EVM: ${subject.name}`, median(ours.slice(warmUp)), against, median(theirs.slice(warmUp)), 'ms'));
  }
  return rows;
}

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
