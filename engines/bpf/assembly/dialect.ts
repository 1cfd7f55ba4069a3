import type { Dialect } from '../../assembly/dialect.ts';
import { lexerOf } from '../../assembly/lexer.ts';
import type { Section } from '../../assembly/section.ts';
import { slotSize } from '../isa/decoder.ts';
import { entryName } from '../isa/murmur3.ts';
import { versions } from '../isa/versions.ts';
import { place } from './addresses.ts';
import { nothing } from './code.ts';
import { directives } from './directives/table.ts';
import { infixWords, isInfix } from './infix.ts';
import { assembleInstruction } from './instructions.ts';
import { findRow, halfRegisterNumber, registerNumber } from './vocabulary.ts';

/** The dialect in which programs for Solana are written. @param syscalls by name */
export const sbpfDialect = (syscalls: ReadonlySet<string>): Dialect => ({
  ...{ versions, lexer: lexerOf('comment'), directives, findRow, readNumber, rightsOf, fillCode, place },
  registerNumber: (name) => registerNumber(name) ?? halfRegisterNumber(name),
  infix: { isOne: isInfix, words: infixWords },
  assemble: assembleInstruction(syscalls),
  entryIn: (symbols, sections) => {
    const named = symbols.filter(({ section }) => section !== undefined && sections[section]?.execute);
    return named.find(({ name }) => name === entryName) ?? named.find(({ isGlobal }) => isGlobal);
  },
});

/** `10`, `0x1f`, `0b101`, with `_` between digits; undefined for what is none. */
const readNumber = (text: string): bigint | undefined =>
  /^(?:0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*|0[bB][01]+(?:_[01]+)*|\d+(?:_\d+)*)$/.test(text)
    ? BigInt(text.includes('_') ? text.replaceAll('_', '') : text)
    : undefined;

const begins = (name: string, ...starts: readonly string[]) =>
  starts.some((start) => name === start || name.startsWith(`${start}.`));

/** Whatever its name, a section is read only, unless it is code or says that it may be written, which is refused. */
const rightsOf = (name: string): Partial<Section> => {
  if (begins(name, '.text')) return { isExecutable: true, align: slotSize };
  if (begins(name, '.data.rel.ro')) return { align: slotSize };
  if (begins(name, '.data', '.bss')) return { isWritable: true, isEmpty: begins(name, '.bss') };
  return { isAllocated: !begins(name, '.debug', '.comment', '.note') };
};

/** Zeros in front where there is no room for a slot. */
const fillCode = (bytes: Uint8Array, at: number, size: number): void => {
  const start = at + (size % slotSize);
  for (let offset = start; offset < at + size; offset += slotSize) bytes.set(nothing, offset);
};
