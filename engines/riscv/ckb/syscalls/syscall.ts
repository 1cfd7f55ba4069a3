import type { CkbMachine } from '../machine.ts';

/** What a syscall leaves in `a0`; undefined if nothing, or nothing yet. */
export type Result = number | undefined;

/** A syscall of CKB, by the number in `a7`. */
export type Syscall = {
  readonly number: number;
  readonly name: string;
  /** What it takes in `a0` … `a5`, in this order: `addr, len*, offset`. */
  readonly takes: readonly string[];
  /** The versions of CKB-VM that have it: 0, 1, 2. */
  readonly since: number;
  readonly until: number;
  /** What it costs beside the 500 cycles of ECALL; empty if nothing. */
  readonly cost: string;
  /** One sentence. */
  readonly doc: string;
  /** RFC */
  readonly source: string;
  /** @throws Fault */
  readonly run: (machine: CkbMachine) => Result;
};

export const [a0, a1, a2, a3, a4, a5, a7] = [10, 11, 12, 13, 14, 15, 17];
