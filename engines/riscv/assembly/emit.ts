import type { Assembler } from '../../assembly/assembler.ts';
import type { Item, Origin } from '../../assembly/section.ts';
import type { Expression } from '../../assembly/syntax.ts';
import type { Written } from '../../assembly/written.ts';
import type { Range } from '../../language.ts';
import type { Field } from '../isa/encoding.ts';
import { registerNames } from '../isa/registers.ts';
import type { Row } from '../isa/row.ts';
import { namesIn } from '../isa/template.ts';
import { compress, encode, extentOf, fieldNamed, fits, formFor, isUpper, shortJump } from './encoder.ts';
import { numberFix, wholeFormFix } from './fixes.ts';
import { jumpCode } from './jump.ts';
import * as messages from './messages.ts';
import type { Operand } from './operands.ts';
import { optionsOf } from './options.ts';
import { type Patch, type Relocation, Word } from './word.ts';

/** What an operand of an instruction stands for. */
export type Bound = { readonly range: Range; readonly register?: number; readonly value?: Expression };

export type Emission = {
  readonly assembler: Assembler;
  readonly origin: Origin;
  readonly row: Row | undefined;
  readonly bound: ReadonlyMap<string, Bound>;
  /** As they are written, and the text they stand in, for a fix. */
  readonly operands: readonly Operand[];
  readonly source: Written;
  /** The instruction before, in which the upper part of an address is. */
  readonly upper?: Item;
  /** The forms of 16 bits that it may become; undefined for any. */
  readonly shorts?: readonly string[];
};

/** Puts one instruction into the current section, in 16 bits where that is possible and allowed. */
export const emit = (emission: Emission): Item | undefined => {
  const { assembler, origin, row, bound } = emission;
  if (!row) return undefined;
  const values: Record<string, number> = {};
  let patch: Patch | undefined;
  let target: Expression | undefined;
  for (const name of namesIn(row.syntax)) {
    const field = fieldNamed(row, name);
    const operand = bound.get(name);
    if (!field || !operand) continue;
    if (operand.register !== undefined) {
      if (!fits(field, operand.register)) return notShortRegister(emission, row, operand);
      values[name] = operand.register;
    } else if (operand.value) {
      if (name === 'target') target = operand.value;
      else {
        const found = numberFor(emission, row, field, name, operand);
        if (found === undefined) return undefined;
        if (typeof found === 'number') values[name] = found;
        else patch = found;
      }
    }
  }
  if (target) return emitJump(emission, row, values, target);
  if (patch) return assembler.add(origin, row.bits.bytes, new Word(encode(row, values), patch));
  const shortest =
    optionsOf(assembler).compresses && row.bits.bytes === 4 ? compress(row, values, emission.shorts) : undefined;
  if (shortest) return assembler.add(origin, 2, new Word(shortest.word));
  const form = formFor(row, values);
  if (form) return assembler.add(origin, row.bits.bytes, new Word(encode(form, values)));
  const { range } = [...bound.values()][0] ?? origin.statement;
  assembler.problems.error(range, 'no-such-form', messages.noSuchForm(row.mnemonic, valuesText(values)));
  return undefined;
};

const valuesText = (values: Readonly<Record<string, number>>) =>
  Object.entries(values)
    .map(([name, value]) => (name.startsWith('r') ? registerNames[value] : String(value)))
    .join(', ');

const notShortRegister = (emission: Emission, row: Row, { range, register = 0 }: Bound): undefined => {
  emission.assembler.problems.error(
    range,
    'register-range',
    messages.notShortRegister(row.mnemonic, registerNames[register] ?? ''),
    wholeFormFix(emission, row),
  );
};

const emitJump = (
  { assembler, origin, shorts }: Emission,
  row: Row,
  values: Readonly<Record<string, number>>,
  target: Expression,
) => {
  const isShort = row.bits.bytes === 2;
  const whole = { rd: 0, rs1: 0, rs2: 0, ...values };
  const { base } = row;
  const short =
    isShort || optionsOf(assembler).compresses ? shortJump(base, whole, isShort ? undefined : shorts) : undefined;
  const jump = { row: base, word: encode(base, { ...whole, imm: 0 }), target, short };
  const item = assembler.add(origin, short ? 2 : 4, jumpCode(jump));
  // The section goes on behind it at a place that only the layout knows.
  if (short || base.flow === 'branch') assembler.section.epoch += 1;
  return item;
};

const relocations = new Set<string>(['hi', 'lo', 'pcrel_hi', 'pcrel_lo'] satisfies Relocation[]);
const isRelocation = (name: string): name is Relocation => relocations.has(name);

/** The number for a field, or what the linker has to do to find it. */
const numberFor = (
  emission: Emission,
  row: Row,
  field: Field,
  name: string,
  { value, range }: Bound,
): number | Patch | undefined => {
  const { assembler, upper } = emission;
  if (!value) return undefined;
  if (value.kind === 'relocation') {
    const { operator, operand } = value;
    const isHigh = operator === 'hi' || operator === 'pcrel_hi';
    if (!isRelocation(operator) || isHigh !== isUpper(field) || row.bits.bytes === 2) {
      assembler.problems.error(value.range, 'misplaced-relocation', messages.misplacedRelocation(operator));
      return undefined;
    }
    return {
      row,
      field: name,
      value: operand,
      relocation: operator,
      ...(operator === 'pcrel_lo' && upper && { upper }),
    };
  }
  const now = assembler.now(value);
  if (!now || now.section) {
    if (row.bits.bytes === 4) return { row, field: name, value, relocation: undefined };
    assembler.constant(value);
    return undefined;
  }
  return fitted(emission, row, field, now.number, range);
};

const fitted = (emission: Emission, row: Row, field: Field, number: bigint, range: Range): number | undefined => {
  const { problems } = emission.assembler;
  const written = Number(number);
  if (!isUpper(field)) {
    if (fits(field, written)) return written;
    const { least, most, step } = extentOf(field);
    if (written >= least && written <= most + step - 1)
      problems.error(
        range,
        'misaligned',
        messages.misalignedNumber(row.mnemonic, number, step),
        row.bits.bytes === 2 ? numberFix(emission, row, number) : undefined,
      );
    else
      problems.error(
        range,
        'out-of-range',
        messages.outOfRange(row.mnemonic, number, least, most),
        numberFix(emission, row, number),
      );
    return undefined;
  }
  const signed = written < 0x80000 ? written : written - 0x100000;
  if (written >= 0 && written <= 0xfffff && fits(field, signed * 4096)) return signed * 4096;
  const fix = row.mnemonic === 'lui' || row.bits.bytes === 2 ? numberFix(emission, row, number) : undefined;
  problems.error(range, 'out-of-range', messages.outOfUpperRange(row.mnemonic, number), fix);
  return undefined;
};
