import type { Instruction } from '../instruction.ts';
import type { Range } from '../language.ts';
import type { Lexeme } from './lexer.ts';
import type { Section } from './section.ts';
import type { Written } from './written.ts';

/** A statement of the document, whose places the linker fills in. */
export type GrowingStatement = {
  readonly range: Range;
  readonly word: Range;
  readonly operands: readonly Range[];
  /** That of the word; what the operands say may be more exact. */
  row?: Instruction;
  /** Replaced, not filled, by the first place: all start with one empty list. */
  places: readonly number[];
};

/** What is read before anything is assembled: a label or a statement. */
export type Line = {
  readonly source: Written;
  /** In the document. */
  readonly statement: GrowingStatement;
  readonly kind: 'label' | 'statement';
  /** The label's name or the first word. */
  readonly word: Lexeme;
  /** What follows the word. */
  readonly rest: readonly Lexeme[];
  /** Of all of it, in the text of `source`. */
  readonly start: number;
  readonly end: number;
};

export type Expression = { readonly range: Range } & (
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'place'; readonly place: Position }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  /** `%hi(symbol)` */
  | { readonly kind: 'relocation'; readonly operator: string; readonly operand: Expression }
  /** What could not be read; a problem says so already. */
  | { readonly kind: 'unreadable' }
);

/** A point in a section, before its item of that index. */
export type Position = { readonly section: Section; readonly index: number; readonly epoch: number };
