import type { Instruction, Version } from '../instruction.ts';
import type { Assembler } from './assembler.ts';
import type { DirectiveTable } from './directives/table.ts';
import type { ImageSection, ImageSymbol } from './image.ts';
import type { Lexer } from './lexer.ts';
import type { Group } from './link.ts';
import type { Origin, Section } from './section.ts';
import type { Line } from './syntax.ts';

/** What an instruction set, and the custom of those who write for it, add to the language of the assembler. */
export type Dialect = {
  readonly versions: readonly Version[];
  readonly lexer: Lexer;
  readonly directives: DirectiveTable;
  /** The row of an instruction that can be written. */
  findRow(word: string): Instruction | undefined;
  /** The number of the register of that name. */
  registerNumber(name: string): number | undefined;
  /** Undefined for what is no number. */
  readNumber(text: string): bigint | undefined;
  /** What sections of that name are where the text does not say it. */
  rightsOf(name: string): Partial<Section>;
  /** Statements that do not begin with the name of an instruction, if there are any: `r1 += 2`. */
  readonly infix?: {
    isOne(line: Line): boolean;
    /** Words in them that are no names. */
    readonly words: ReadonlySet<string>;
  };
  /** Assembles a statement that is neither a directive nor a macro. */
  assemble(assembler: Assembler, line: Line, origin: Origin): void;
  /** Fills a gap in code with what does nothing. */
  fillCode(bytes: Uint8Array, at: number, size: number): void;
  /**
   * Gives sections their addresses.
   * @param base where the code begins, if the text says so
   * @returns where it begins
   */
  place(groups: readonly Group[], version: string, base: number | undefined): number;
  /** Where a program starts; at its first instruction if undefined. */
  entryIn(symbols: readonly ImageSymbol[], sections: readonly ImageSection[]): ImageSymbol | undefined;
};
