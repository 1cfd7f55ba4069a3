import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import { Accounts } from '../../engines/bpf/solana/account-rules.ts';
import type { FeatureSet } from '../../engines/bpf/solana/features.ts';
import type { Key } from '../../engines/bpf/solana/keys.ts';
import { append, emptyLog } from '../../engines/bpf/solana/logs.ts';
import { nativePrograms } from '../../engines/bpf/solana/programs/list.ts';
import { ProgramCache } from '../../engines/bpf/solana/programs.ts';
import { Runtime } from '../../engines/bpf/solana/runtime.ts';
import { finish, type PreparedTransaction, prepare } from '../../engines/bpf/solana/transaction.ts';
import { TransactionError } from '../../engines/bpf/solana/transaction-errors.ts';

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
export const runNative = (world: World, transaction: Transaction): Result => {
  const accounts = new Accounts();
  for (const [key, account] of world.accounts) accounts.set(key, account);
  try {
    return runPrepared(world, accounts, prepare(accounts, transaction, world.features));
  } catch (error) {
    if (error instanceof TransactionError) return { error, logs: [], computeUnits: 0n, accounts: accounts.all };
    throw error;
  }
};

const runPrepared = (world: World, accounts: Accounts, prepared: PreparedTransaction): Result => {
  const { message, budget } = prepared;
  const paid = accounts.save();
  let log = emptyLog;
  let ids = 0;
  const runtime = new Runtime(
    {
      accounts,
      transaction: { payer: message.accounts[0]?.key ?? '', instructions: message.instructions },
      features: world.features,
      programs: new ProgramCache(() => false),
      natives: nativePrograms,
      syscalls: new Map(),
      computeUnits: budget.computeUnits,
      heapSize: budget.heapSize,
    },
    {
      charge: () => {},
      log: (line) => {
        log = append(log, line, world.logLimit);
      },
      nextId: () => ids++,
      entered: () => {},
      failed: () => {},
    },
  );
  runtime.next();
  while (!runtime.ending) runtime.step();
  let error: TransactionError | undefined;
  const failed = runtime.ending.error;
  if (failed) error = new TransactionError('InstructionError', failed.index, failed.error);
  else
    try {
      finish(accounts, prepared);
    } catch (refusal) {
      if (!(refusal instanceof TransactionError)) throw refusal;
      accounts.load(paid);
      error = refusal;
    }
  const computeUnits = BigInt(budget.computeUnits - runtime.remaining);
  return { error, logs: log.lines, computeUnits, accounts: accounts.all };
};
