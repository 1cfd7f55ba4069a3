import type { Range } from '../language.ts';
import type { Scope } from './evaluator.ts';
import type { Module } from './module.ts';
import type { Expression, GrowingStatement, Position } from './syntax.ts';

/** A stretch of the program that is laid out on its own. */
export type Section = {
  readonly name: string;
  isWritable: boolean;
  isExecutable: boolean;
  /** False for what only describes the program, and is left out of the image. */
  isAllocated: boolean;
  /** Zeros that are not in the file. */
  isEmpty: boolean;
  readonly items: Item[];
  /** Bytes up to here; before the layout the fewest that it can be. */
  size: number;
  /** A power of 2 that its address is a multiple of. */
  align: number;
  /** Goes up behind each item whose size the layout decides: only within one epoch are distances known before. */
  epoch: number;
  /** Where the linker put it. */
  address: number;
};

/** What a statement puts into a section. */
export type Item = {
  offset: number;
  size: number;
  /** Absent for what no statement asks for. */
  readonly origin: Origin | undefined;
  readonly content: Content;
};

/** The statement that an item comes from, and those that called the macro it stands in, innermost first. */
export type Origin = { readonly statement: GrowingStatement; readonly callers: readonly Range[] };

export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The same bytes again and again. */
  | { readonly kind: 'fill'; readonly bytes: Uint8Array }
  | { readonly kind: 'numbers'; readonly width: number; readonly values: readonly Expression[] }
  | Coded
  | Align
  /** A number in groups of 7 bits (DWARF 5, 7.6). */
  | { readonly kind: 'leb'; readonly value: Expression; readonly isSigned: boolean }
  | { readonly kind: 'place'; readonly to: Expression; readonly fill: number };

/** What an instruction becomes; what is in it, only the instruction set's own part of the assembler knows. */
export type Coded = {
  readonly kind: 'code';
  /**
   * Bytes that it takes at that distance from the start of its section; absent where they are always as many.
   * @param isLate whether the layout has not come to rest for long, so that it should take the most it can
   */
  sizeAt?(offset: number, section: Section, scope: Scope, isLate: boolean): number;
  /** Writes its bytes, now that all addresses are known. */
  write(bytes: Uint8Array, at: number, site: Site): void;
};

/** An item at its address, and what names mean for it. */
export type Site = {
  readonly item: Item;
  readonly address: number;
  readonly section: Section;
  readonly scope: Scope;
  readonly module: Module;
};

export type Align = {
  readonly kind: 'align';
  readonly boundary: number;
  /** Undefined for instructions that do nothing. */
  readonly fill: Uint8Array | undefined;
  /** If it takes more bytes than this, nothing is inserted. */
  readonly most: number;
};

export const newSection = (name: string): Section => ({
  ...{ name, isWritable: false, isExecutable: false, isAllocated: true, isEmpty: false },
  ...{ items: [], size: 0, align: 1, epoch: 0, address: 0 },
});

/** Where the next item will stand. */
export const endOf = (section: Section): Position => ({ section, index: section.items.length, epoch: section.epoch });

/** Bytes from the start of the section to the position. */
export const offsetOf = ({ section, index }: Position): number => section.items[index]?.offset ?? section.size;

/** Adds an item behind all others. */
export const append = (section: Section, origin: Origin, size: number, content: Content): Item => {
  const item: Item = { offset: section.size, size, origin, content };
  section.items.push(item);
  section.size += size;
  return item;
};
