import { compressed } from '../isa/compressed.ts';
import { type Field, withField } from '../isa/encoding.ts';
import { fieldOf, type Row } from '../isa/row.ts';
import { rowsNamed, type Source, templateOf } from '../isa/template.ts';

/** Values of an instruction's operands by their names: numbers of registers, and numbers as they are in `Operands.imm`. */
export type Values = Readonly<Record<string, number | undefined>>;

/** A row's fields by the operands that are written into them, `target` for `imm` too. */
const fields = new Map<Row, ReadonlyMap<string, Field>>();

const fieldsOf = (row: Row): ReadonlyMap<string, Field> => {
  const known = fields.get(row);
  if (known) return known;
  const found = new Map(row.bits.fields.map((field) => [field.name.replace("'", ''), field]));
  const number = found.get('imm');
  if (number) found.set('target', number);
  fields.set(row, found);
  return found;
};

/** The field that an operand is written into. */
export const fieldNamed = (row: Row, operand: string): Field | undefined => fieldsOf(row).get(operand);

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
  for (const [name, field] of fieldsOf(row)) {
    const value = values[name];
    if (value) word = withNumber(word, field, value);
  }
  return word;
};

/** A word with a number that fits in its field: a register with a prime counts from 8, and a negative one is its two's complement. */
export const withNumber = (word: number, field: Field, value: number): number =>
  withField(word, field, field.name.endsWith("'") ? value - 8 : value < 0 ? value + 2 ** field.width : value);

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
  const found: Record<string, number> = {};
  for (const [name, { name: source, register, number }] of sources) {
    const value = values[name] ?? 0;
    const fixed = register ?? number;
    if (fixed !== undefined ? fixed !== value : found[source] !== undefined && found[source] !== value)
      return undefined;
    if (fixed === undefined) found[source] = value;
  }
  for (const [name, field] of fieldsOf(row)) if (!fits(field, found[name] ?? 0)) return undefined;
  // A shift by 0 is a form that other versions of the instruction set use otherwise.
  return isAllowed(row, found) && found.shamt !== 0 ? found : undefined;
};

const commutative = new Set(['add', 'and', 'or', 'xor', 'addw']);

export type ShortForm = { readonly row: Row; readonly word: number };

/**
 * The form of 16 bits of an instruction, if there is one for these operands (GNU as, `riscv-opc.c`).
 * @param names of the forms that may be chosen; any if they are left out.
 */
export const compress = (base: Row, values: Values, names?: readonly string[]): ShortForm | undefined => {
  if (names?.length === 0) return undefined;
  const { rd, rs1, rs2, imm } = values;
  for (const candidate of candidates.get(base) ?? []) {
    const fields = fieldsFor(candidate, values);
    if (fields && (!names || names.includes(candidate.row.mnemonic)))
      return { row: candidate.row, word: encode(candidate.row, fields) };
  }
  if (commutative.has(base.mnemonic) && rd === rs2 && rs1 !== rs2 && rs1 !== 0)
    return compress(base, { rd, rs1: rs2, rs2: rs1 }, names);
  const isCopy = base.mnemonic === 'addi' && imm === 0 && rd !== 0 && rs1 !== 0 && rs1 !== undefined;
  if (!isCopy || (names && !names.includes(copy.mnemonic))) return undefined;
  return { row: copy, word: encode(copy, { rd, rs2: rs1 }) };
};

const [copy] = rowsNamed('c.mv') as readonly [Row];

/** The row that a form of 16 bits is with these values, which may be a hint; undefined if it is none. */
export const formFor = (row: Row, values: Values): Row | undefined =>
  [row, ...rowsNamed(row.mnemonic)].find(
    (form) =>
      isAllowed(form, values) &&
      Object.entries(values).every(([name, value]) => value === 0 || fieldNamed(form, name) !== undefined),
  );

/** A form of 16 bits of a jump or branch, whatever its target. */
export const shortJump = (base: Row, values: Values, names?: readonly string[]): ShortForm | undefined =>
  compress(base, { ...values, imm: 0 }, names);
