import type { Abi } from '../cpi.ts';
import type { Feature, FeatureSet } from '../features.ts';
import type { Key } from '../keys.ts';
import type { ProgramMemory } from './memory.ts';

/** Every reason for which a syscall takes compute units. */
export const chargeReasons = [
  'syscall',
  'logging',
  'memory',
  'hashing',
  'program address',
  'curve',
  'sysvar',
  'return data',
] as const;

export type ChargeReason = (typeof chargeReasons)[number];

/** What a syscall sees of the program that asks, and of the chain. */
export type SyscallContext = {
  /** `r1` to `r5`, unsigned. */
  readonly args: readonly [bigint, bigint, bigint, bigint, bigint];
  readonly memory: ProgramMemory;
  readonly features: FeatureSet;
  /** The program that asks. */
  readonly program: Key;
  /** 1 for an instruction of the transaction, one more for each program that was called. */
  readonly stackHeight: number;
  /** Compute units that are left. */
  readonly remaining: bigint;
  /** Takes compute units. @throws InstructionError if there are not so many left, which are then gone */
  charge(amount: number | bigint, reason: ChargeReason): void;
  /** Writes a line to the log of the transaction. */
  log(line: string): void;
  /** The bytes of a sysvar's account; undefined if the chain has none. */
  sysvar(key: Key): Uint8Array | undefined;
  /** What the program that returned last left, and which it was. */
  returnData: { readonly program: Key; readonly data: Uint8Array };
  /** Where the next allocation of `sol_alloc_free_` begins, in bytes from the start of the heap. */
  heapUsed: number;
  readonly heapSize: number;
  /** An instruction that has been processed before this one at the same height, the last first. */
  sibling(index: number): Sibling | undefined;
  /** Stake that votes with a vote account in this epoch, or all of it. */
  epochStake(voteAccount: Key | undefined): bigint;
  /** Calls another program, whose instruction and accounts lie in memory as an ABI has it. */
  invoke(abi: Abi): bigint;
};

export type Sibling = {
  readonly program: Key;
  readonly data: Uint8Array;
  readonly accounts: readonly { readonly key: Key; readonly isSigner: boolean; readonly isWritable: boolean }[];
};

export type Parameter = {
  readonly name: string;
  /** `number` for a plain number; else what is at the address. */
  readonly type: string;
  /** What the numbers mean, if only some are known. */
  readonly values?: string;
};

/** A parameter that is a plain number. */
export const number = (name: string): Parameter => ({ name, type: 'number' });

/** A parameter of which only some numbers are known. */
export const choice = (name: string, values: string): Parameter => ({ name, type: 'number', values });

/** A parameter that is an address. @param type what is there */
export const addressOf = (name: string, type: string): Parameter => ({ name, type });

/** One syscall: all that is known of it, stated once. */
export type Syscall = {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** What it leaves in `r0`, in a few words. */
  readonly result: string;
  /** Compute units, as a formula in words of its parameters. */
  readonly cost: string;
  /** One sentence. */
  readonly doc: string;
  readonly source: string;
  /** Exists only while the feature is active, or, with `!`, while it is not. */
  readonly feature?: Feature | `!${Feature}`;
  /** @returns `r0` @throws Fault, SyscallError, InstructionError */
  run(context: SyscallContext): bigint;
};
