import type { Instruction } from './instruction.ts';

/** Half-open, in UTF-16 code units from the start of the text. */
export type Range = { readonly start: number; readonly end: number };

/** One instruction or directive of the text. */
export type Statement = {
  readonly range: Range;
  /** The mnemonic or directive itself. */
  readonly word: Range;
  readonly operands: readonly Range[];
  /** The instruction it assembles to; absent for directives, data and what could not be understood. */
  readonly row?: Instruction;
  /**
   * Offsets in the code, its base included: none where it emits nothing, several where it stands in a macro that is used
   * more than once.
   */
  readonly places: readonly number[];
};

export type SymbolKind = 'label' | 'constant' | 'macro' | 'parameter';

export type SymbolEntry = {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Where the name is written when it is defined. */
  readonly definition: Range;
  /** Where it is used, without the definition, in text order. */
  readonly references: readonly Range[];
  /** Where the name is visible. */
  readonly scope: Range;
  /** What stands for it, as text for a person: a constant's value, a macro's head, a label's place. */
  readonly detail: string;
};

export type TextEdit = { readonly range: Range; readonly text: string };

export type Problem = {
  readonly range: Range;
  readonly severity: 'error' | 'warning' | 'hint';
  /** One sentence: what was found, what was expected, what to do. */
  readonly message: string;
  /** Stable and short, for filters and tests: `unknown-instruction`. What is `unused-…` or `unreachable-…` is shown faded. */
  readonly code: string;
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
};

export type TokenKind =
  | 'instruction'
  | 'directive'
  | 'label'
  | 'constant'
  | 'macro'
  | 'parameter'
  | 'register'
  | 'number'
  | 'string'
  | 'comment'
  | 'operator';

export type Token = { readonly range: Range; readonly kind: TokenKind; readonly definition?: boolean };

/** What a person may write next at some offset of the text. */
export type Expectation = 'instruction' | 'operand' | 'nothing';

/** A text, understood as far as it can be. Assemblers and the language server share it. */
export type Document = {
  readonly statements: readonly Statement[];
  readonly symbols: readonly SymbolEntry[];
  readonly problems: readonly Problem[];
  /** Stretches of text that belong together, in text order: a macro from its head to the sign that closes it. */
  readonly blocks: readonly Range[];
  /** The tokens that touch `range`, or all, in text order. Computed when asked for, and a few at the cost of a few. */
  tokens(range?: Range): readonly Token[];
  /** The number or bytes that the text at `offset` stands for, as they lie in the code, and what stands for them. */
  value(offset: number): { readonly range: Range; readonly bytes: Uint8Array } | undefined;
  expects(offset: number): Expectation;
  /** The assembled code; what could not be assembled is left out, and an error among `problems` says so. */
  readonly bytes: Uint8Array;
  /** The version of the instruction set, where the text says it itself; it comes before the one in `ParseOptions`. */
  readonly ownVersion?: string;
  /** Offset of the first byte of the code; 0 if absent. */
  readonly base?: number;
  /** Offsets at which the code may be entered beside its first: where a program starts, or from where nobody knows. */
  readonly entries?: readonly number[];
  /** Ranges that gave rise to the instruction at `offset`, innermost first. */
  spans(offset: number): readonly Range[];
};

export type ParseOptions = {
  /** Of the instruction set. */
  readonly version: string;
  /**
   * What the text was, in the same version, before one edit. A language may take over from that document what the edit
   * left alone; the document is spent then, whatever becomes of the text.
   */
  readonly before?: { readonly document: Document; readonly edit: TextEdit };
};

/** A word of the language that is no instruction: `#define`, `push`. */
export type Directive = {
  readonly word: string;
  /** How it is written: `#define NAME = value`. */
  readonly form: string;
  readonly doc: string;
  /** Completion text with `$1` tab stops. */
  readonly snippet: string;
  /** Whether it is written where an instruction may stand, as most are, or within an operand. */
  readonly position?: 'instruction' | 'operand';
};

/** A TextMate grammar: the JSON object that VS Code reads. */
export type Grammar = {
  readonly scopeName: string;
  readonly patterns: readonly object[];
  readonly repository?: object;
};

export type Language = {
  /** VS Code language id: `evm-asm`. */
  readonly id: string;
  /** Shown in the language picker. */
  readonly name: string;
  /** With the dot: `.easm`. */
  readonly extensions: readonly string[];
  readonly lineComment: string;
  readonly blockComment?: readonly [string, string];
  /** A regular expression for what a double click selects. */
  readonly wordPattern: string;
  readonly directives: readonly Directive[];
  /** What is written right before a name where it is used: `{ label: '@' }`. It is no part of the name or its ranges. */
  readonly sigils?: Readonly<Partial<Record<SymbolKind, string>>>;
  /** Never fails: it returns a document and its problems. */
  parse(text: string, options: ParseOptions): Document;
  /** Derived from the instruction table. */
  grammar(): Grammar;
};
