import { isSame } from '../bytes.ts';
import type { SymbolFile } from '../elf/symbol-files.ts';
import { readSymbols } from '../elf/symbols.ts';
import { firstIndex } from '../search.ts';
import type { NamedAddress } from './assembly/listing.ts';
import type { CkbCode } from './ckb/code.ts';

/** What a program and its addresses are called. */
export type Names = {
  /** The function that an address of a code lies in, or the label that stands there. */
  nameAt(code: CkbCode, address: number): NamedAddress | undefined;
  /** The last label in front of an address in its function, or else that; in its code, where no function is known. */
  labelBefore(code: CkbCode, address: number): NamedAddress | undefined;
  /** The address of a function, label or variable, in a process that has these codes. */
  addressOf(codes: readonly CkbCode[], name: string): number | undefined;
};

/**
 * Where no function begins, a label of assembly may: it is what a call goes to that names it.
 * @param program the file that runs, whose code is that of the file with the names
 */
export const namesIn = (program: Uint8Array, { elf, debug }: SymbolFile): Names => {
  const symbols = readSymbols(elf, 'symbols').filter(
    ({ type, name, section }) => type !== 'section' && type !== 'file' && section !== 0 && /^[A-Za-z_]/.test(name),
  );
  const labels = new Map(symbols.flatMap(({ type, name, value }) => (type === 'none' ? [[value, name]] : [])));
  const labelled = [...labels.keys()].sort((a, b) => a - b);
  let addresses: ReadonlyMap<string, number> | undefined;
  /** A process may have been spawned from a copy that a cell holds. */
  const isThis = new WeakMap([[program, true]]);
  const isOf = ({ file }: CkbCode): boolean => {
    if (!isThis.has(file)) isThis.set(file, isSame(file, program));
    return isThis.get(file) === true;
  };
  return {
    nameAt: (code, address) => {
      if (!isOf(code)) return undefined;
      const found = debug.functionAt(address);
      const label = found?.entry === address ? undefined : labels.get(address);
      return label === undefined ? found && { name: found.name, address: found.entry } : { name: label, address };
    },
    labelBefore: (code, address) => {
      if (!isOf(code)) return undefined;
      const found = debug.functionAt(address);
      const at = labelled[firstIndex(labelled.length, (i) => labelled[i] > address) - 1] ?? -1;
      const name = labels.get(at);
      if (name !== undefined && (found ? at > found.entry : at >= code.base)) return { name, address: at };
      return found && { name: found.name, address: found.entry };
    },
    addressOf: (codes, name) => {
      addresses ??= new Map([
        ...symbols.map((symbol) => [symbol.name, symbol.value] as const),
        ...debug.functions.map((each) => [each.name, each.entry] as const),
      ]);
      return codes.some(isOf) ? addresses.get(name) : undefined;
    },
  };
};

/** `sum+16`, for what lies behind the beginning of what has the name. */
export const placeName = ({ name, address }: NamedAddress, at: number): string =>
  at === address ? name : `${name}+${at - address}`;
