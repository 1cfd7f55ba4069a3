import type { AccountMeta, Instruction, Transaction } from './account.ts';
import type { FeatureSet } from './features.ts';
import { bytesOfKey, type Key, wellKnown } from './keys.ts';
import { reservedKeys } from './reserved.ts';
import { encodeInstructions } from './sysvars.ts';
import { TransactionError } from './transaction-errors.ts';

/** A transaction as it is signed: one list of accounts, in which each has the rights that any instruction asks for. */
export type Message = {
  /** The payer, those that sign and are written, that sign, that are written, and the others; each kind by their bytes. */
  readonly accounts: readonly AccountMeta[];
  /** How many of them are of each kind, before what may not be written was taken out. */
  readonly header: {
    readonly signatures: number;
    readonly readonlySigned: number;
    readonly readonlyUnsigned: number;
  };
  /** The instructions, in which each account has its rights of the whole message. */
  readonly instructions: readonly Instruction[];
};

/** Accounts that a transaction can have. */
export const maxAccounts = { default: 64, raised: 128 } as const;

/**
 * What is signed of a transaction (`solana-message`, `compiled_keys.rs` and `legacy.rs`).
 * @throws TransactionError if the chain would refuse it without looking at any account
 */
export const messageOf = ({ payer, instructions }: Transaction, features: FeatureSet): Message => {
  const asked = new Map<Key, { isSigner: boolean; isWritable: boolean }>();
  const ask = ({ key, isSigner, isWritable }: AccountMeta) => {
    const { isSigner: signs, isWritable: writes } = asked.get(key) ?? { isSigner: false, isWritable: false };
    asked.set(key, { isSigner: signs || isSigner, isWritable: writes || isWritable });
  };
  ask({ key: payer, isSigner: true, isWritable: true });
  for (const { program, accounts } of instructions) {
    ask({ key: program, isSigner: false, isWritable: false });
    accounts.forEach(ask);
  }
  const programs = new Set(instructions.map(({ program }) => program));
  if (programs.has(payer)) throw new TransactionError('SanitizeFailure');
  if (asked.size > maxAccounts[features.has('increase_tx_account_lock_limit') ? 'raised' : 'default'])
    throw new TransactionError('TooManyAccountLocks');
  // A program that runs is not written, unless a loader might be there to replace it.
  const isReadonly = (key: Key) => reservedKeys.has(key) || (programs.has(key) && !asked.has(wellKnown.loader3));
  const sorted = [...asked]
    .map(([key, rights]) => ({ key, ...rights }))
    .toSorted((a, b) => rank(a, payer) - rank(b, payer) || compareKeys(a.key, b.key));
  const accounts = sorted.map((each) => ({ ...each, isWritable: each.isWritable && !isReadonly(each.key) }));
  const byKey = new Map(accounts.map((each) => [each.key, each]));
  const messageInstructions = instructions.map((each) => ({
    ...each,
    accounts: each.accounts.map((meta) => byKey.get(meta.key) ?? meta),
  }));
  if (asked.has(wellKnown.instructions) && !encodeInstructions(messageInstructions))
    throw new TransactionError('SanitizeFailure');
  return {
    accounts,
    header: {
      signatures: sorted.filter(({ isSigner }) => isSigner).length,
      readonlySigned: sorted.filter(({ isSigner, isWritable }) => isSigner && !isWritable).length,
      readonlyUnsigned: sorted.filter(({ isSigner, isWritable }) => !isSigner && !isWritable).length,
    },
    instructions: messageInstructions,
  };
};

const rank = ({ key, isSigner, isWritable }: AccountMeta, payer: Key): number => {
  if (key === payer) return 0;
  return (isSigner ? 1 : 3) + (isWritable ? 0 : 1);
};

const compareKeys = (a: Key, b: Key): number => {
  const [left, right] = [bytesOfKey(a), bytesOfKey(b)];
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
};
