import { parseSbpf } from '../../../engines/bpf/assembly/document.ts';
import { writeElf } from '../../../engines/bpf/elf-writer/write.ts';
import type { Account, Instruction, Transaction } from '../../../engines/bpf/solana/account.ts';
import { u32 } from '../../../engines/bpf/solana/encoding.ts';
import { type Key, wellKnown } from '../../../engines/bpf/solana/keys.ts';
import { syscalls } from '../../../engines/bpf/solana/syscalls/index.ts';
import { keyNumber, people } from '../token.ts';

/** A program as plain data, and what is done with it. */
export type Subject = {
  /** Of sBPF. */
  readonly version: string;
  /** Assembly, which need not be what a verifier takes. */
  readonly text: string;
  /** Bytes of the assembled file that are changed: where, and to what. */
  readonly damage: readonly (readonly [at: number, byte: number])[];
  /** The data of the instruction that calls it. */
  readonly data: readonly number[];
  /** Compute units of the transaction. */
  readonly units: number;
};

const known = new Set(syscalls.map(({ name }) => name));

/** The file of a program, with what the verifier would refuse left in. @throws if the text is no assembly */
export const fileOf = ({ text, version, damage }: Pick<Subject, 'text' | 'version' | 'damage'>): Uint8Array => {
  const document = parseSbpf(text, version, known);
  const error = document.problems.find(({ severity, code }) => severity === 'error' && !isRefusal(code));
  if (error) throw new Error(`${error.message}: ${text.slice(error.range.start, error.range.end)}`);
  const bytes = writeElf(document);
  for (const [at, byte] of damage) if (at < bytes.length) bytes[at] = byte;
  return bytes;
};

/** Whether an error says that the chain does not take the code, and not that the text has no meaning. */
const isRefusal = (code: string): boolean =>
  /^(division-by|unsupported|lddw|ld|incomplete|jump|invalid|cannot|unknown-op|shift|unaligned|call-out|data-like)/.test(
    code,
  );

export const programKey = keyNumber(99);
const [own, foreign] = [keyNumber(41), keyNumber(42)];

/** What stands on the chain besides the program: one account that it may change, and one that it may not. */
export const accounts: ReadonlyMap<Key, Account> = new Map(
  [
    [people.payer, wellKnown.systemProgram, 0] as const,
    [own, programKey, 24] as const,
    [foreign, wellKnown.systemProgram, 5] as const,
  ].map(([key, owner, size]) => [
    key,
    { lamports: 10n ** 12n, data: Uint8Array.from({ length: size }, (_, i) => 0x81 + i), owner, executable: false },
  ]),
);

export const transactionOf = ({ data, units }: Subject): Transaction => ({
  payer: people.payer,
  instructions: [
    { program: wellKnown.computeBudget, accounts: [], data: Uint8Array.of(2, ...u32(units)) },
    callOf(Uint8Array.from(data)),
  ],
});

const callOf = (data: Uint8Array): Instruction => ({
  program: programKey,
  accounts: [
    { key: own, isSigner: false, isWritable: true },
    { key: foreign, isSigner: false, isWritable: false },
  ],
  data,
});

/** The program as a file of its own, which says what differs, and what cannot be said in assembly. */
export const textOf = ({ text, version, damage }: Subject, difference: string): string =>
  [
    ...difference.split('\n').map((line) => `# ${line}`),
    ...damage.map(([at, byte]) => `# byte ${at} of the file becomes ${byte}`),
    `.version ${version}`,
    `${text}\n`,
  ].join('\n');

/** The same transaction on the same accounts, as a scenario. */
export const scenarioOf = (subject: Subject, program: string) => {
  const { payer, instructions } = transactionOf(subject);
  const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;
  return {
    ...{ program, version: subject.version, programId: programKey, payer },
    accounts: Object.fromEntries(
      [...accounts].map(([key, { lamports, data, owner }]) => [
        key,
        { lamports: String(lamports), data: hex(data), owner },
      ]),
    ),
    instructions: instructions.map((each) => ({
      program: each.program,
      accounts: each.accounts.map(({ key, isSigner, isWritable }) => ({
        ...{ account: key, signer: isSigner, writable: isWritable },
      })),
      data: hex(each.data),
    })),
  };
};
