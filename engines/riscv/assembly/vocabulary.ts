import type { Instruction } from '../../instruction.ts';
import { encodedRows } from '../isa/decoder.ts';
import { aliases, pseudoInstructions, shortFormsOf } from '../isa/pseudo.ts';
import { registerNumber } from '../isa/registers.ts';
import type { Row } from '../isa/row.ts';
import { rowsNamed, type Template } from '../isa/template.ts';

/** A place for an operand in the way that an instruction is written. */
export type Slot =
  | { readonly kind: 'register' | 'value' | 'target' | 'symbol' | 'set'; readonly name: string }
  /** A register or number that is always the same. */
  | { readonly kind: 'fixed'; readonly register: number | undefined; readonly number: number | undefined }
  /** `imm(rs1)` */
  | { readonly kind: 'memory'; readonly name: string; readonly base: string; readonly fixedBase: number | undefined };

/** A way to write an instruction, and what it becomes. */
export type Form = {
  readonly syntax: string;
  readonly slots: readonly Slot[];
  /** The forms of 16 bits that it may become; undefined for any. */
  readonly shorts: readonly string[] | undefined;
} & ({ readonly row: Row; readonly template?: undefined } | { readonly row?: undefined; readonly template: Template });

const slotOf = (text: string): Slot => {
  const [, offset, base = ''] = /^(\w+)\((\w+)\)$/.exec(text) ?? [];
  if (offset) return { kind: 'memory', name: offset, base, fixedBase: registerNumber(base) };
  const register = registerNumber(text);
  if (register !== undefined) return { kind: 'fixed', register, number: undefined };
  if (/^\d/.test(text)) return { kind: 'fixed', register: undefined, number: Number(text) };
  if (text.startsWith('r')) return { kind: 'register', name: text };
  if (text === 'pred' || text === 'succ') return { kind: 'set', name: text };
  if (text === 'target' || text === 'symbol') return { kind: text, name: text };
  return { kind: 'value', name: text };
};

const slotsOf = (syntax: string): readonly Slot[] => (syntax === '' ? [] : syntax.split(', ').map(slotOf));

const forms = new Map<string, Form[]>();
const add = (mnemonic: string, syntax: string, meaning: { readonly row: Row } | { readonly template: Template }) => {
  const form: Form = { syntax, slots: slotsOf(syntax), shorts: shortFormsOf(mnemonic, syntax), ...meaning };
  const known = forms.get(mnemonic);
  // What names a register or a number is meant more exactly.
  if (known && form.slots.some(({ kind }) => kind === 'fixed')) known.unshift(form);
  else if (known) known.push(form);
  else forms.set(mnemonic, [form]);
};
const rows: ReadonlyMap<string, Instruction> = new Map(
  [...pseudoInstructions, ...encodedRows].map((row) => [row.mnemonic, row]),
);
for (const mnemonic of rows.keys()) for (const row of rowsNamed(mnemonic)) add(mnemonic, row.syntax, { row });
for (const { mnemonic, syntax, template } of aliases) add(mnemonic, syntax, { template });

/** Every way to write the instruction of that name; none for what is none. `li`, whose length depends on its number, is on its own. */
export const formsOf = (mnemonic: string): readonly Form[] => forms.get(mnemonic) ?? [];

export const loadNumberName = 'li';

/** The row of that name: of an instruction, of one of its forms of 16 bits, or of a pseudo-instruction. */
export const findRow = (mnemonic: string): Instruction | undefined =>
  rows.get(mnemonic) ?? rows.get(mnemonic.toLowerCase());

export const mnemonics: readonly string[] = [...rows.keys()];

/** All rows that a person can write. */
export const writtenRows: readonly Instruction[] = [...encodedRows, ...pseudoInstructions];
