import type { Subject } from './subject.ts';

/** What both sides made of a program. */
export type Verdict = {
  /** Instructions that were compared. */
  readonly steps: number;
  /** How it ended, in the chain's words. */
  readonly ending: string;
  /** Undefined if they agree. */
  readonly difference: string | undefined;
};

/** A file, what follows from a seed, or what is done with a program. */
export type Request = Subject | { readonly elf: string } | { readonly family: FamilyName; readonly seed: number };

/** What is made from seeds: transactions of several kinds, damaged files of real programs, syscalls with odd arguments. */
export const familyNames = ['system', 'calls', 'writes', 'files', 'syscalls'] as const;
export type FamilyName = (typeof familyNames)[number];
