import type { BorrowedAccount } from '../account-rules.ts';
import { InstructionError } from '../errors.ts';
import type { FeatureSet } from '../features.ts';
import type { Key } from '../keys.ts';

/** What a program that is part of the chain sees of an instruction, and of the chain. */
export type NativeContext = {
  readonly data: Uint8Array;
  readonly accounts: readonly BorrowedAccount[];
  readonly features: FeatureSet;
  /** The data of a sysvar's account; undefined if the chain has none. */
  sysvar(key: Key): Uint8Array | undefined;
  /** Writes a line to the log of the transaction. */
  log(line: string): void;
};

/** A program that is part of the chain. */
export type NativeProgram = {
  readonly key: Key;
  /** In words. */
  readonly name: string;
  /** What every instruction costs. */
  readonly computeUnits: number;
  /** Throws an InstructionError if the instruction fails. */
  run(context: NativeContext): void;
};

/** @throws InstructionError if the instruction names fewer accounts */
export const accountAt = ({ accounts }: NativeContext, index: number): BorrowedAccount => {
  const account = accounts[index];
  if (!account) throw new InstructionError('MissingAccount');
  return account;
};

/** Whether an account that the instruction names signed it. */
export const isSignedBy = ({ accounts }: NativeContext, key: Key): boolean =>
  accounts.some((account) => account.isSigner && account.key === key);
