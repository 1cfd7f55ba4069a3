import type { Range } from '../../language.ts';
import type { EvmInstruction } from '../instructions.ts';
import type { Chunk } from './assembler.ts';
import type { Names } from './names.ts';

/** What the parser makes of a text, and the assembler makes code of. Names are joined with their definitions. */
export type Source = {
  readonly body: Body;
  readonly statements: GrowingStatement[];
  readonly remarks: Remark[];
  readonly names: Names;
};

/** A statement whose places the assembler fills in. */
export type GrowingStatement = {
  readonly range: Range;
  readonly word: Range;
  readonly operands: readonly Range[];
  row: EvmInstruction | undefined;
  /** Replaced, not filled, by the first place: all start with one empty list. */
  places: number[];
};

/** Statements that are laid out together: the file, or one macro. */
export type Body = {
  macro: Macro | undefined;
  readonly items: Item[];
  /** A label's number is its index here. */
  readonly labels: Label[];
};

export type Item = {
  readonly statement: GrowingStatement;
  /** Where the assembler put it, if it stands in the file itself. */
  chunk?: Chunk;
} & (
  | { readonly kind: 'label'; readonly label: Label }
  /** Without an operand, or with one whose width the row tells. */
  | { readonly kind: 'operation'; readonly row: EvmInstruction; readonly operand: Expression | undefined }
  /** A push that sizes itself, and the jump that may follow it. */
  | { readonly kind: 'push'; readonly value: Expression; readonly jump: EvmInstruction | undefined }
  | { readonly kind: 'data'; readonly parts: readonly Expression[] }
  | { readonly kind: 'call'; macro: Macro | undefined; readonly arguments: readonly Expression[] }
);

/** `0x0010:` in the text, on where the item of index `before` in the file's body lies. */
export type Remark = Range & { readonly offset: number; before: number };

type Definition = { readonly name: string; readonly range: Range; readonly references: Range[] };

export type Label = Definition & {
  readonly body: Body;
  readonly index: number;
  /** False for `.name:`, which only marks a place. */
  readonly emits: boolean;
};
export type Constant = Definition & { value: Expression | undefined };
export type Macro = Definition & {
  readonly parameters: Parameter[];
  readonly body: Body;
  /** From `#define` to the closing brace. */
  readonly scope: { start: number; end: number };
};
export type Parameter = Definition & { readonly index: number };

export type Expression = { readonly range: Range } & (
  | {
      readonly kind: 'number';
      readonly value: bigint;
      /** Digits after `0x`, where it was written so. */
      readonly hex: string | undefined;
    }
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'label'; label: Label | undefined }
  | { readonly kind: 'constant'; constant: Constant | undefined }
  | { readonly kind: 'parameter'; readonly parameter: Parameter | undefined }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'minus'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** What could not be read; a problem says so already. */
  | { readonly kind: 'unreadable' }
);
