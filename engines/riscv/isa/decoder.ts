import { costAt, type Version } from '../../instruction.ts';
import { compressed, hints } from './compressed.ts';
import { integer } from './integer.ts';
import { manipulation } from './manipulation.ts';
import { multiplication } from './multiplication.ts';
import { type Operands, type Row, valuesIn } from './row.ts';

/** One instruction as it stands in the code. */
export type Decoded = Operands & {
  /** As it is written in the code: for 16 bits the compressed form, of which the operands are those of `row.base`. */
  readonly row: Row;
  readonly word: number;
  readonly execute: Row['execute'];
  /** Cycles that it costs by itself. */
  readonly cycles: number;
};

/** Every row that has bits of its own; forms that share bits with a more general one stand before it. */
export const encodedRows: readonly Row[] = [...integer, ...multiplication, ...manipulation, ...compressed];

export type Decoder = {
  /** The instruction in 16 or 32 bits; undefined if they are none. Only the low 16 bits of a short one count. */
  decode(word: number): Decoded | undefined;
};

/** The bits that tell the tables apart: those of an opcode, or of the quadrant and function of a short form. */
const keyOf = (word: number): number => ((word & 3) === 3 ? word & 0x7f : 0x80 | (word & 3) | ((word >>> 11) & 0x1c));

export const decoderOf = (versions: readonly Version[], version: string): Decoder => {
  const tables = new Map<number, { readonly row: Row; readonly cycles: number; allows(word: number): boolean }[]>();
  for (const row of [...encodedRows, ...hints]) {
    const cost = costAt(row, versions, version);
    if (!cost?.amount) continue;
    const fieldOfWord = valuesIn(row.bits);
    const { conditions } = row;
    const allows = (word: number) => conditions.every(({ field, not }) => fieldOfWord(field, word) !== not);
    const key = keyOf(row.bits.match);
    const table = tables.get(key);
    const entry = { row, cycles: cost.amount, allows };
    if (table) table.push(entry);
    else tables.set(key, [entry]);
  }
  return {
    decode: (bits) => {
      const word = (bits & 3) === 3 ? bits : bits & 0xffff;
      for (const { row, cycles, allows } of tables.get(keyOf(word)) ?? []) {
        const { mask, match } = row.bits;
        if ((word & mask) >>> 0 !== match || !allows(word)) continue;
        const { rd, rs1, rs2, to, imm, wide, size } = row.read(word);
        // One literal with all of it, so that the engine that runs this sees one shape of object.
        return { rd, rs1, rs2, to, imm, wide, size, row, word: word >>> 0, execute: row.execute, cycles };
      }
      return undefined;
    },
  };
};
