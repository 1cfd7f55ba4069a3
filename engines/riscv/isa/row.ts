import type { Flow, Instruction, Operand } from '../../instruction.ts';
import { type Encoding, encodingOf, type Field, fieldIn } from './encoding.ts';
import type { Hart } from './hart.ts';
import { registerNames, registerNumber } from './registers.ts';
import { workOf } from './work.ts';

/** What an instruction works on, as its row's function takes it. What the instruction has not is 0. */
export type Operands = {
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  /** Where the result goes: `rd`, or the register behind the last one for x0. */
  readonly to: number;
  /** Its number, extended by its sign if it has one. */
  readonly imm: number;
  /** The same, for sums of 64 bits. */
  readonly wide: bigint;
  /** Bytes of the instruction, or of all that run as one with it. */
  readonly size: number;
};

/** Does what the instruction does, but for going on to the next. @throws Fault */
export type Execute = (hart: Hart, operands: Operands) => void;

/** One instruction of RISC-V. */
export type Row = Instruction & {
  /** `I`, `M`, `C`, `Zba` … */
  readonly extension: string;
  readonly bits: Encoding;
  /** How its operands are written: `rd, imm(rs1)`. */
  readonly syntax: string;
  /** Values that fields must not have, for forms that share their bits with others. */
  readonly conditions: readonly Condition[];
  /** The row of 32 bits that does the same; the row itself if it has 32. */
  readonly base: Row;
  /** What stands for it in the words of `base`: `addi rd, rd, imm`; empty for the base itself. */
  readonly expansion: string;
  readonly execute: Execute;
  /** The operands of `base`, from a word of this encoding. */
  read(word: number): Operands;
};

export type Condition = { readonly field: string; readonly not: number };

export type Facts = {
  readonly extension: string;
  readonly mnemonic: string;
  readonly picture: string;
  readonly syntax: string;
  readonly doc: string;
  readonly source: string;
  readonly cycles: number;
  /** The version that introduced it. */
  readonly since: string;
  readonly flow: Flow;
  readonly execute: Execute;
};

/** A row of 32 bits, from what is stated of it; the rest follows from its picture. */
export const rowOf = ({ picture, cycles, since, ...facts }: Facts): Row => {
  const bits = encodingOf(picture);
  const names = bits.fields.map(({ name }) => name);
  const fieldOfWord = valuesIn(bits);
  const row: Omit<Row, 'base'> & { base?: Row } = {
    ...facts,
    ...{ encoding: picture, bits, conditions: [], expansion: '', operands: operandsOf(facts.syntax, bits) },
    work: workOf(facts.extension, bits.match),
    takes: names.filter((name) => name === 'rs1' || name === 'rs2').toSorted(),
    leaves: names.includes('rd') ? ['rd'] : [],
    costs: [{ since, amount: cycles, source: 'ckb-vm cost_model.rs' }],
    extraCosts: [],
    read: (word) => operandsFrom((name) => fieldOfWord(name, word), bits.bytes),
  };
  row.base = row as Row;
  return row as Row;
};

/** Operands from the value of each field that there is. */
export const operandsFrom = (value: (name: string) => number | undefined, size: number): Operands => {
  const rd = value('rd') ?? 0;
  const imm = value('imm') ?? value('shamt') ?? 0;
  return { rd, rs1: value('rs1') ?? 0, rs2: value('rs2') ?? 0, to: rd || 32, imm, wide: BigInt(imm), size };
};

/** The number that a field of a word stands for. */
export const valueIn = (word: number, field: Field): number => {
  const value = fieldIn(word, field);
  if (field.name.endsWith("'")) return value + 8;
  return field.name === 'imm' && value >= 2 ** (field.width - 1) ? value - 2 ** field.width : value;
};

/** Reads fields by their names without a prime. */
export const valuesIn = ({ fields }: Encoding) => {
  const byName = new Map(fields.map((field) => [field.name.replace("'", ''), field]));
  return (name: string, word: number): number | undefined => {
    const field = byName.get(name);
    return field && valueIn(word, field);
  };
};

/** The field that an operand is written into. */
export const fieldOf = (operand: string): string => (operand === 'target' ? 'imm' : operand);

/** The operands of a syntax, in the order in which they are written; fixed registers are none. */
export const operandsOf = (syntax: string, { fields }: Encoding): readonly Operand[] =>
  (syntax.match(/[a-z]\w*/g) ?? [])
    .filter((name) => registerNumber(name) === undefined)
    .map((name) => {
      const bits = fields.find((each) => each.name.replace("'", '') === fieldOf(name))?.width ?? 0;
      if (name.startsWith('r')) return { name, kind: 'register', bits, names: registerNames };
      return { name, kind: name === 'target' ? 'label' : 'immediate', bits };
    });
