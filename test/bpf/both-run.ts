import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import { defaultFeatures } from '../../engines/bpf/solana/features.ts';
import type { Key } from '../../engines/bpf/solana/keys.ts';
import { messageOf } from '../../engines/bpf/solana/message.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import { defaultMoment, sysvarAccounts } from '../../engines/bpf/solana/sysvars.ts';
import { OracleChain, type Outcome } from './native-oracle.ts';
import { debug, runOurs } from './our-runtime.ts';

/** A transaction, and what is on the chain before it. */
export type Case = {
  readonly accounts: ReadonlyMap<Key, Account>;
  readonly transaction: Transaction;
};

/** Transactions of one kind, each from a seed. */
export type Family = {
  /** Programs that they call. */
  readonly programs: readonly (readonly [Key, Account])[];
  /** Accounts that are set before each, and compared after it. */
  readonly compared: readonly Key[];
  caseOf(seed: number): Case;
};

type Comparable = Outcome & { readonly accounts: readonly (readonly [Key, Account | undefined])[] };

const common = [...builtinAccounts, ...sysvarAccounts()];

/** What both sides make of a transaction. */
export const bothRun = (
  oracle: OracleChain,
  { accounts, transaction }: Case,
  { programs, compared }: Pick<Family, 'programs' | 'compared'>,
  logLimit?: number,
): { readonly ours: Comparable; readonly theirs: Comparable } => {
  for (const key of compared) oracle.set(key, accounts.get(key));
  const chain = { accounts: new Map([...common, ...programs, ...accounts]), features: defaultFeatures };
  const result = runOurs(logLimit === undefined ? chain : { ...chain, logLimit }, transaction);
  const theirs = oracle.send(messageOf(transaction, defaultFeatures), defaultMoment.blockhash);
  // Agave takes the fee of a transaction whose accounts cannot be loaded (SIMD-0082), litesvm does not.
  const isUnloaded = theirs.error === 'MaxLoadedAccountsDataSizeExceeded';
  const keys = compared.filter((key) => !isUnloaded || key !== transaction.payer);
  const existing = (account: Account | undefined) => (account?.lamports ? account : undefined);
  const left = (get: (key: Key) => Account | undefined) => keys.map((key) => [key, existing(get(key))] as const);
  const ours = {
    error: result.error && debug(result.error),
    logs: result.logs,
    computeUnits: result.computeUnits,
    accounts: left((key) => result.accounts.get(key)),
  };
  return { ours, theirs: { ...theirs, accounts: left((key) => oracle.get(key)) } };
};

/** A chain with the programs of a family. */
export const chainFor = ({ programs }: Family): OracleChain => {
  const oracle = new OracleChain();
  for (const [key, account] of programs) oracle.set(key, account);
  return oracle;
};

/** What an outcome is, without the numbers in it. */
export const kindOf = ({ error }: Outcome): string => error?.replace(/\d+, /, '') ?? 'success';
