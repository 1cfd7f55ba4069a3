import type { Instruction } from './instruction.ts';

/**
 * A stretch of code that runs from its first instruction to its last: only its head is jumped to, only its end leaves. Where a
 * jump by a computed target may go anywhere, it is not thought of: each instruction would be a block.
 */
export type Block = {
  readonly start: number;
  /** Offset past its last instruction. */
  readonly end: number;
  /** Offset of its last instruction. */
  readonly last: number;
  /** Where control is known to go from its end, in the order of the code. */
  readonly successors: readonly Edge[];
  /** True if control may also go somewhere that is not known. */
  readonly open: boolean;
  /** Sum of the base costs of its instructions. */
  readonly cost: number;
  /** Whether a path from the start of the code leads here; `unknown` where only a jump of unknown target could. */
  readonly reached: 'yes' | 'no' | 'unknown';
};

/** Instructions that run as one step and are charged as one. */
export type Group = {
  /** As the VM's manuals call it: `ADC`. */
  readonly name: string;
  /** In the order of the code; the first is charged for all. */
  readonly offsets: readonly number[];
  readonly cost: number;
};

export type Edge = { readonly to: number; readonly kind: 'next' | 'jump' | 'branch' | 'call' };

/** Something wrong that shows without running the code. */
export type Finding = {
  /** Of the instruction at fault. */
  readonly offset: number;
  readonly code: 'stack-underflow' | 'stack-overflow' | 'bad-jump';
  /** One sentence. */
  readonly message: string;
  /** Of a bad jump: where it would go. */
  readonly target?: number;
};

/** What can be said of a code without running it. It is worked out when it is first asked for, in bounded time. */
export type ControlFlow = {
  /** The row of the instruction at an offset and the bytes it takes; undefined outside the code. Needs no analysis. */
  at(offset: number): { readonly row: Instruction | undefined; readonly size: number } | undefined;
  /** The instructions that run as one step with that at an offset, its own offset among them; absent where none does. */
  group?(offset: number): Group | undefined;
  /** The instruction that marks a place for jumps to go to, if they may go nowhere else. */
  readonly landing: Instruction | undefined;
  /** In the order of the code, without gaps. */
  readonly blocks: readonly Block[];
  blockAt(offset: number): Block | undefined;
  /**
   * True if a path from the start leads to a jump whose target is not known, or there are too many paths to follow.
   * What is said of heights and targets then holds for the paths that are known.
   */
  readonly open: boolean;
  /** Items on the stack before and after an instruction, where all known paths agree; undefined on a register machine. */
  height(offset: number): { readonly before: number; readonly after: number } | undefined;
  /** Where the instruction at an offset can jump to, ascending; empty for one that does not jump. */
  targets(offset: number): readonly number[];
  /** Offsets of the instructions that jump to an offset, ascending. */
  sources(offset: number): readonly number[];
  /** In the order of the code. */
  readonly findings: readonly Finding[];
};

/**
 * What is known of a value in a block: a constant; the item that lay so deep when the block began (0 was the top);
 * as a negative number, a value that is not known but the same wherever it lies; such an item under a mask that
 * changes no place in the code; or nothing.
 */
export type Item = bigint | number | { readonly masked: number } | undefined;

/**
 * What an engine tells of a code, so that its control flow can be worked out. Rows say what an instruction takes and leaves;
 * what it leaves under the name of something that it takes is the same value.
 */
export type FlowModel = {
  /** Offset of the first byte. */
  readonly base: number;
  /** Bytes of code. */
  readonly length: number;
  /** Undefined for bytes that encode nothing; running into them ends the program. */
  rowAt(offset: number): Instruction | undefined;
  /** Bytes of the instruction, at least 1. */
  sizeAt(offset: number): number;
  /** As in `ControlFlow`. */
  group?(offset: number): Group | undefined;
  /** Base cost of a row. */
  costOf(row: Instruction): number;
  /** The instruction that marks a place for jumps to go to, if they may go nowhere else. */
  readonly landing?: Instruction | undefined;
  /** Whether a jump may go there. */
  isTarget(offset: number): boolean;
  /** Whether a jump whose target is computed may go there. */
  isLanding(offset: number): boolean;
  /** Where the instruction goes other than to the next: a constant for an operand that names a place. */
  target(offset: number, row: Instruction, taken: readonly Item[]): Item;
  /** Says what is wrong with a jump's target. */
  badTarget(offset: number, row: Instruction, target: bigint): string;
  /** Absent for a register machine. */
  readonly stack?: {
    /** Items that it can hold, if the machine says so. */
    readonly limit: number | undefined;
    /** What the instruction leaves that it did not take. */
    result(offset: number, row: Instruction, taken: readonly Item[]): Item;
    /** What a branch looks at: it is taken unless that is 0. */
    condition(row: Instruction, taken: readonly Item[]): Item;
    /** Whether what the instruction leaves is 0 exactly if what it takes is not. */
    negates(row: Instruction): boolean;
    /** Whether the stack is still known after the instruction, on the way to the next or to its target. */
    knownAfter(row: Instruction, way: 'next' | 'target'): boolean;
  };
};
