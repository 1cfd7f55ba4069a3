import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import { Accounts, BorrowedAccount } from '../../engines/bpf/solana/account-rules.ts';
import { type Budget, budgetOf } from '../../engines/bpf/solana/budget.ts';
import { maxTraceLength } from '../../engines/bpf/solana/costs.ts';
import { InstructionError } from '../../engines/bpf/solana/errors.ts';
import type { FeatureSet } from '../../engines/bpf/solana/features.ts';
import { feeOf } from '../../engines/bpf/solana/fees.ts';
import { type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { checkLoadedData, checkPrograms, checkRent, payFee } from '../../engines/bpf/solana/loading.ts';
import { append, emptyLog, type Log, line } from '../../engines/bpf/solana/logs.ts';
import { type Message, messageOf } from '../../engines/bpf/solana/message.ts';
import { nativePrograms } from '../../engines/bpf/solana/programs/list.ts';
import { precompiles } from '../../engines/bpf/solana/programs/precompiles.ts';
import { decodeRent } from '../../engines/bpf/solana/rent.ts';
import { TransactionError } from '../../engines/bpf/solana/transaction-errors.ts';
import { emptyMap, type PersistentMap } from '../../engines/persistent-map.ts';

export type Chain = {
  readonly accounts: ReadonlyMap<Key, Account>;
  readonly features: FeatureSet;
  /** Bytes of log that are kept. */
  readonly logLimit?: number;
};

export type Result = {
  readonly error: TransactionError | undefined;
  readonly log: Log;
  readonly computeUnits: bigint;
  readonly accounts: PersistentMap<Key, Account>;
};

/** Runs a transaction of programs that are part of the chain. */
export const runNative = (chain: Chain, transaction: Transaction): Result => {
  let log = emptyLog;
  let used = 0;
  let accounts = new Accounts(fromMap(chain.accounts));
  const outcome = (error?: TransactionError) => ({ error, log, computeUnits: BigInt(used), accounts: accounts.all });
  try {
    const before = new Accounts(accounts.all);
    const message = messageOf(transaction, chain.features);
    const budget = budgetOf(message.instructions);
    const rent = decodeRent(accounts.get(wellKnown.rent).data);
    payFee(accounts, { payer: transaction.payer, fee: feeOf(message, budget), rent });
    checkLoadedData(accounts, message, budget);
    checkPrograms(accounts, message);
    const paid = new Accounts(accounts.all);
    try {
      for (const index of message.instructions.keys())
        run(chain, accounts, message, index, {
          budget,
          log: (text) => {
            log = append(log, text, chain.logLimit);
          },
          charge: (units) => {
            const left = budget.computeUnits - used;
            used += Math.min(units, left);
            if (units > left) throw new InstructionError('ComputationalBudgetExceeded');
          },
        });
      checkRent(message, { before, after: accounts, rent });
    } catch (error) {
      accounts = paid;
      throw error;
    }
    return outcome();
  } catch (error) {
    if (error instanceof TransactionError) return outcome(error);
    throw error;
  }
};

type Host = { readonly budget: Budget; log(text: string): void; charge(units: number): void };

const run = (chain: Chain, accounts: Accounts, message: Message, index: number, { log, charge }: Host): void => {
  const instruction = message.instructions[index]!;
  const failed = (error: InstructionError) => new TransactionError('InstructionError', index, error);
  if (index >= maxTraceLength) throw failed(new InstructionError('MaxInstructionTraceLengthExceeded'));
  const precompile = precompiles.get(instruction.program);
  if (precompile) {
    try {
      precompile.run(
        instruction.data,
        message.instructions.map(({ data }) => data),
      );
    } catch (error) {
      throw error instanceof InstructionError ? failed(error) : error;
    }
    return;
  }
  const program = nativePrograms.get(instruction.program);
  if (!program) throw failed(new InstructionError('UnsupportedProgramId'));
  log(line.invoke(program.key, 1));
  try {
    charge(program.computeUnits);
    program.run({
      data: instruction.data,
      accounts: instruction.accounts.map((meta) => new BorrowedAccount(accounts, meta, program.key)),
      features: chain.features,
      sysvar: (key) => accounts.get(key).data,
      log,
    });
    if (accounts.imbalance !== 0n) throw new InstructionError('UnbalancedInstruction');
    log(line.success(program.key));
  } catch (error) {
    if (!(error instanceof InstructionError)) throw error;
    log(line.failed(program.key, error.message));
    throw failed(error);
  }
};

const fromMap = (accounts: ReadonlyMap<Key, Account>): PersistentMap<Key, Account> => {
  let map: PersistentMap<Key, Account> = emptyMap();
  for (const [key, account] of accounts) map = map.set(key, account);
  return map;
};
