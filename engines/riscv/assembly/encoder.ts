import { compressed, hints } from '../isa/compressed.ts';
import { type Field, withField } from '../isa/encoding.ts';
import { fieldOf, type Row } from '../isa/row.ts';
import { namesIn, type Source, templateOf } from '../isa/template.ts';

/** Values of an instruction's operands by their names: numbers of registers, and numbers as they are in `Operands.imm`. */
export type Values = Readonly<Record<string, number>>;

/** The field that an operand is written into. */
export const fieldNamed = ({ bits }: Row, operand: string): Field | undefined =>
  bits.fields.find(({ name }) => name.replace("'", '') === fieldOf(operand));

const lowest = ({ pieces }: Field): number => Math.min(...pieces.map(({ to }) => to));

/** Numbers of which only the upper 20 bits are written (`lui`). */
export const isUpper = (field: Field): boolean => lowest(field) === 12;

/** What a field holds: numbers from `least` to `most` that are multiples of `step`. */
export type Extent = { readonly least: number; readonly most: number; readonly step: number };

const extents = new Map<Field, Extent>();

export const extentOf = (field: Field): Extent => {
  const known = extents.get(field);
  if (known) return known;
  const step = 2 ** lowest(field);
  const all = 2 ** field.width;
  const isSigned = field.name === 'imm';
  const [least, end] = isSigned ? [-all / 2, all / 2] : field.name.endsWith("'") ? [8, 16] : [0, all];
  const extent = { least, most: end - step, step };
  extents.set(field, extent);
  return extent;
};

export const fits = (field: Field, value: number): boolean => {
  const { least, most, step } = extentOf(field);
  return value >= least && value <= most && value % step === 0;
};

/** The word of an instruction whose operands fit. */
export const encode = (row: Row, values: Values): number => {
  let word = row.bits.match;
  for (const field of row.bits.fields) {
    const isShort = field.name.endsWith("'");
    const value = values[isShort ? field.name.slice(0, -1) : field.name] ?? 0;
    word = withField(word, field, isShort ? value - 8 : value < 0 ? value + 2 ** field.width : value);
  }
  return word;
};

/** Whether the values make that form, and not another that shares its bits. */
export const isAllowed = ({ conditions }: Row, values: Values): boolean =>
  conditions.every(({ field, not }) => values[field] !== not);

/** A form of 16 bits, and from where in the operands of its base those of its fields come. */
type Candidate = { readonly row: Row; readonly sources: readonly (readonly [name: string, source: Source])[] };

const candidates = new Map<Row, Candidate[]>();
for (const row of compressed) {
  const [step] = templateOf(row.expansion).steps;
  const sources = [...(step?.sources ?? [])].map(([name, source]) => [fieldOf(name), source] as const);
  const known = candidates.get(row.base);
  if (known) known.push({ row, sources });
  else candidates.set(row.base, [{ row, sources }]);
}

/** The fields of a form that stands for the base with these operands; undefined if it does not. */
const fieldsFor = ({ row, sources }: Candidate, values: Values): Values | undefined => {
  const fields: Record<string, number> = {};
  for (const [name, { name: source, register, number }] of sources) {
    const value = values[name] ?? 0;
    const fixed = register ?? number;
    if (fixed !== undefined ? fixed !== value : fields[source] !== undefined && fields[source] !== value)
      return undefined;
    if (fixed === undefined) fields[source] = value;
  }
  const fit = row.bits.fields.every((field) => fits(field, fields[field.name.replace("'", '')] ?? 0));
  // A shift by 0 is a form that other versions of the instruction set use otherwise.
  return fit && isAllowed(row, fields) && fields.shamt !== 0 ? fields : undefined;
};

const commutative = new Set(['add', 'and', 'or', 'xor', 'addw']);

/** The shortest form of an instruction: of 16 bits if there is one for these operands (GNU as, `riscv-opc.c`). */
export const compress = (base: Row, values: Values): { readonly row: Row; readonly word: number } | undefined => {
  for (const candidate of candidates.get(base) ?? []) {
    const fields = fieldsFor(candidate, values);
    if (fields) return { row: candidate.row, word: encode(candidate.row, fields) };
  }
  const { rd, rs1, rs2, imm } = values;
  if (commutative.has(base.mnemonic) && rd === rs2 && rs1 !== rs2 && rs1 !== 0)
    return compress(base, { rd, rs1: rs2, rs2: rs1 });
  if (base.mnemonic === 'addi' && imm === 0 && rd !== 0 && rs1 !== 0 && rs1 !== undefined) {
    const copy = compressed.find(({ mnemonic }) => mnemonic === 'c.mv');
    return copy && { row: copy, word: encode(copy, { rd: rd ?? 0, rs2: rs1 }) };
  }
  return undefined;
};

/** The row that a form of 16 bits is with these values, which may be a hint; undefined if it is none. */
export const formFor = (row: Row, values: Values): Row | undefined => {
  if (isAllowed(row, values)) return row;
  return hints.find(
    (hint) =>
      hint.mnemonic === row.mnemonic &&
      namesIn(hint.syntax).length === namesIn(row.syntax).length &&
      isAllowed(hint, values),
  );
};

/** A form of 16 bits of a jump or branch, whatever its target. */
export const shortJump = (base: Row, values: Values) => compress(base, { ...values, imm: 0 });
