import type { CodeRanges } from './code-ranges.ts';
import { demangle } from './demangle.ts';
import type { Elf } from './elf.ts';
import type { AddressRange } from './range-index.ts';
import { absoluteSection, type ElfSymbol, readSymbols } from './symbols.ts';

/** A function as far as a symbol tells of it. */
export type SymbolFunction = { readonly name: string; readonly symbol: string; readonly range: AddressRange };

/**
 * The functions in the symbol table, by address. One without a size, which is how assembly is often written, goes on up to the
 * next one. Global labels count as functions, local ones do not; of several names for one address the best known is taken.
 */
export const symbolFunctions = (elf: Elf, code: CodeRanges): readonly SymbolFunction[] => {
  const symbols = readSymbols(elf, 'symbols');
  const found = (symbols.length > 0 ? symbols : readSymbols(elf, 'dynamicSymbols'))
    .filter((symbol) => isFunction(symbol) && code.at(symbol.value))
    .sort((a, b) => a.value - b.value || rank(b) - rank(a));
  const distinct = found.filter(({ value }, index) => found[index - 1]?.value !== value);
  return distinct.map(({ name, value, size }, index) => {
    const last = code.at(value)?.end ?? value;
    const end = size > 0 ? value + size : Math.min(distinct[index + 1]?.value ?? last, last);
    return { name: demangle(name) ?? name, symbol: name, range: { start: value, end } };
  });
};

const isFunction = ({ type, binding, section, name }: ElfSymbol) =>
  section !== 0 &&
  section !== absoluteSection &&
  name !== '' &&
  (type === 'function' || (type === 'none' && (binding === 'global' || binding === 'weak')));

const rank = ({ type, binding, size }: ElfSymbol) =>
  4 * Number(type === 'function') + 2 * Number(size > 0) + Number(binding === 'global');
