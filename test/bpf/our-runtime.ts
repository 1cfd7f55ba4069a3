import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import { Accounts } from '../../engines/bpf/solana/account-rules.ts';
import type { FeatureSet } from '../../engines/bpf/solana/features.ts';
import type { Key } from '../../engines/bpf/solana/keys.ts';
import { ProgramCache } from '../../engines/bpf/solana/programs.ts';
import { Runtime } from '../../engines/bpf/solana/runtime.ts';
import { syscallsFor } from '../../engines/bpf/solana/syscalls/index.ts';
import type { TransactionError } from '../../engines/bpf/solana/transaction-errors.ts';

export type World = {
  readonly accounts: ReadonlyMap<Key, Account>;
  readonly features: FeatureSet;
  /** Bytes of log that are kept. */
  readonly logLimit?: number;
};

export type Result = {
  readonly error: TransactionError | undefined;
  readonly logs: readonly string[];
  readonly computeUnits: bigint;
  readonly accounts: Accounts['all'];
};

/** Runs a transaction on our own runtime. */
export const runOurs = ({ features, logLimit, ...world }: World, transaction: Transaction): Result => {
  const syscalls = syscallsFor(features);
  const accounts = new Accounts();
  for (const [key, account] of world.accounts) accounts.set(key, account);
  const logs: string[] = [];
  let ids = 0;
  const runtime = new Runtime(
    {
      ...{ accounts, transaction, features, logLimit, computeUnits: undefined },
      programs: new ProgramCache((hash) => syscalls.has(hash)),
      syscalls,
    },
    {
      charge: () => {},
      log: (line) => logs.push(line),
      nextId: () => ids++,
      entered: () => {},
      failed: () => {},
    },
  );
  runtime.next();
  while (!runtime.ending) runtime.step();
  const computeUnits = BigInt(runtime.computeUnits - runtime.remaining);
  return { error: runtime.ending.failure?.error, logs, computeUnits, accounts: accounts.all };
};

/** The error as Rust prints it. */
export const debug = ({ kind, index, instructionError }: TransactionError): string => {
  if (instructionError) {
    const { kind: inner, custom } = instructionError;
    return `InstructionError(${index}, ${inner === 'Custom' ? `Custom(${custom})` : inner})`;
  }
  if (kind === 'InsufficientFundsForRent') return `InsufficientFundsForRent { account_index: ${index} }`;
  return index === undefined ? kind : `${kind}(${index})`;
};
