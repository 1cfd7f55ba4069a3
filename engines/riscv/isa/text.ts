import type { Decoded } from './decoder.ts';
import { registerNames } from './registers.ts';
import { fieldOf, valuesIn } from './row.ts';

/** How a place in the code is written: as a number, unless it has a name. */
export type PlaceName = (address: number) => string;

export const hexAddress: PlaceName = (address) => `0x${address.toString(16)}`;

const setNames = ['w', 'r', 'o', 'i'];
const setOf = (bits: number): string =>
  setNames
    .filter((_, i) => bits & (1 << i))
    .toReversed()
    .join('') || '0';

/** Their numbers are written without the lower 12 bits. */
const upper = new Set(['lui', 'auipc', 'c.lui']);

/** An instruction as it is written in assembly; undefined for one that no assembly text stands for. */
export const textOf = ({ row, word }: Decoded, address: number, nameOf: PlaceName = hexAddress): string | undefined => {
  const read = valuesIn(row.bits);
  if (read('fm', word)) return undefined;
  const operands = row.syntax.replace(/[a-z]\w*/g, (name) => {
    const value = read(fieldOf(name), word);
    if (value === undefined) return name;
    if (name.startsWith('r')) return registerNames[value];
    if (name === 'target') return nameOf(address + value);
    if (name === 'pred' || name === 'succ') return setOf(value);
    if (upper.has(row.mnemonic)) return hexAddress((value >>> 12) & 0xfffff);
    return String(value);
  });
  return operands ? `${row.mnemonic} ${operands}` : row.mnemonic;
};

/** The instruction of 32 bits that does what one of 16 bits does, as it is written. */
export const fullTextOf = (decoded: Decoded, address: number, nameOf: PlaceName = hexAddress): string => {
  const { base } = decoded.row;
  const operands = base.syntax.replace(/[a-z]\w*/g, (name) => {
    if (name === 'rd' || name === 'rs1' || name === 'rs2') return registerNames[decoded[name]];
    if (name === 'target') return nameOf(address + decoded.imm);
    return upper.has(base.mnemonic) ? hexAddress((decoded.imm >>> 12) & 0xfffff) : String(decoded.imm);
  });
  return operands ? `${base.mnemonic} ${operands}` : base.mnemonic;
};
