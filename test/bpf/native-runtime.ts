import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import { Accounts } from '../../engines/bpf/solana/account-rules.ts';
import type { FeatureSet } from '../../engines/bpf/solana/features.ts';
import type { Key } from '../../engines/bpf/solana/keys.ts';
import { ProgramCache } from '../../engines/bpf/solana/programs.ts';
import { Runtime } from '../../engines/bpf/solana/runtime.ts';
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

/** Runs a transaction of programs that are part of the chain. */
export const runNative = ({ features, logLimit, ...world }: World, transaction: Transaction): Result => {
  const accounts = new Accounts();
  for (const [key, account] of world.accounts) accounts.set(key, account);
  const logs: string[] = [];
  let ids = 0;
  const runtime = new Runtime(
    {
      ...{ accounts, transaction, features, logLimit, computeUnits: undefined },
      programs: new ProgramCache(() => false),
      syscalls: new Map(),
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
