import type { Instruction } from './instruction.ts';

/** Hash of a code's bytes, as 0x-prefixed hex. One code may sit at many addresses. */
export type CodeId = string;

/** A point in code. What `offset` counts is the VM's own: an EVM program counter, an address. */
export type Place = { readonly code: CodeId; readonly offset: number };

/** What stands at one offset of a code. Bytes that encode nothing have no row. */
export type Decoded = {
  readonly row: Instruction | undefined;
  /** Offset of whatever follows, minus this offset. At least 1. */
  readonly size: number;
  /** Assembly text: `PUSH1 0x80`. */
  readonly text: string;
  /** Offset that it goes to, where it says that itself; what is taken from a stack or a register is not known here. */
  readonly target?: number;
};

export type Code = {
  readonly id: CodeId;
  readonly bytes: Uint8Array;
  /** For a person: a contract's name, or a shortened address. */
  readonly name: string;
  /** Offset of the first byte; `bytes[i]` is at offset `base + i`. */
  readonly base: number;
  /** Decodes lazily; an offset outside the code gives undefined. */
  decode(offset: number): Decoded | undefined;
  /**
   * Offset at which the step that covers `offset` starts when it is reached in sequence:
   * the instruction itself, the instruction whose immediate `offset` lies in, or the head of its fused group.
   * Undefined outside the code.
   */
  head(offset: number): number | undefined;
  /** The instructions that run as one step where it starts at `offset`; undefined for one that runs alone. */
  group?(offset: number): readonly Instruction[] | undefined;
};

/** A stretch of source text. Lines and columns count from 0; columns in UTF-16 code units; `end` is exclusive. */
export type Span = {
  readonly uri: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
};

/** Where a statement starts, in code and in the text. */
export type StatementStart = {
  readonly place: Place;
  readonly span: Span;
  /**
   * True where a breakpoint on the whole line belongs: at the first instructions of the line in each copy of it. Said where a
   * compiler may scatter the parts of a line; a map that never says it means the line's first statement.
   */
  readonly entersLine?: boolean;
};

/** Joins source text and code, many to many: a macro's line lies at many places, a place in a macro has many spans. */
export type SourceMap = {
  /** Sources that this map speaks of. */
  readonly uris: readonly string[];
  /** Innermost first: the line in the macro, then the line that called it. Empty where nothing is known. */
  spans(place: Place): readonly Span[];
  /** Functions that a compiler inlined at a place, innermost first: each stands in the span of the same index. */
  inlined?(place: Place): readonly string[];
  /** Every place whose statement starts in `lines` first..last of `uri` (inclusive), in the order of the text. */
  places(uri: string, first: number, last: number): readonly StatementStart[];
};
