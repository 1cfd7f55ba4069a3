import type { BorrowedAccount } from '../account-rules.ts';
import type { Key } from '../keys.ts';

/** What a program that is part of the chain works on. */
export type NativeContext = {
  readonly program: Key;
  readonly data: Uint8Array;
  readonly accountCount: number;
  /** An account of the instruction by its place. @throws InstructionError if there are not so many */
  account(index: number): BorrowedAccount;
  /** The bytes of a sysvar's account; undefined if the chain has none. */
  sysvar(key: Key): Uint8Array | undefined;
  /** 1 for an instruction of the transaction, one more for each program that was called. */
  readonly stackHeight: number;
  /** Writes a line to the log of the transaction. */
  log(line: string): void;
};

/** A program that is part of the chain, and has no instructions of sBPF. */
export type NativeProgram = {
  readonly key: Key;
  readonly name: string;
  /** Compute units that it takes, whatever it does. */
  readonly computeUnits: number;
  /** @throws InstructionError */
  run(context: NativeContext): void;
};
