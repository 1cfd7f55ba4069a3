import type { Assembler } from '../../assembly/assembler.ts';
import { replaceBy } from '../../assembly/messages.ts';
import type { Item, Origin } from '../../assembly/section.ts';
import type { Expression, Line } from '../../assembly/syntax.ts';
import { rangeIn, type Written } from '../../assembly/written.ts';
import { costAt } from '../../instruction.ts';
import { nearest } from '../../nearest.ts';
import { replace } from '../../problems.ts';
import { registerNumber } from '../isa/registers.ts';
import { namesIn, type Step } from '../isa/template.ts';
import { type Bound, emit } from './emit.ts';
import { operandFix } from './fixes.ts';
import { loadNumber } from './load-number.ts';
import * as messages from './messages.ts';
import { type Operand, operandsOf } from './operands.ts';
import { optionsOf } from './options.ts';
import { type Form, findRow, formsOf, loadNumberName, mnemonics, type Slot } from './vocabulary.ts';
import { Word } from './word.ts';

/** Assembles a statement that is neither a directive nor a macro. */
export const assembleInstruction = (assembler: Assembler, line: Line, origin: Origin): void => {
  const mnemonic = line.word.text.toLowerCase();
  const word = rangeIn(line.source, line.word.start, line.word.end);
  const { problems } = assembler;
  const row = findRow(mnemonic);
  if (!row) {
    const extension = extensionOf(mnemonic);
    if (extension !== undefined) {
      problems.error(word, 'not-in-machine', messages.notInMachine(mnemonic, extension));
      return;
    }
    const meant = problems.full ? undefined : meantInstruction(assembler, line);
    const fix = meant === undefined ? undefined : replace(word, meant, replaceBy(meant));
    problems.error(word, 'unknown-instruction', messages.unknownInstruction(line.word.text, meant), fix);
    return;
  }
  const operands = operandsOf(assembler.reader(line));
  if (operands.some(({ value }) => value?.kind === 'unreadable')) return;
  if (mnemonic === loadNumberName) {
    loadNumber(assembler, origin, word, operands, line.source);
    return;
  }
  const forms = formsAt(mnemonic, assembler);
  const [first] = forms;
  if (!first) {
    problems.error(word, 'not-in-version', messages.notInVersion(row, assembler.dialect.versions, assembler.version));
    return;
  }
  const form = forms.find(
    ({ slots }) => slots.length === operands.length && slots.every((slot, i) => takes(slot, operands[i])),
  );
  if (form) assembleForm(assembler, origin, form, operands, line.source);
  else complain(assembler, origin, word, mnemonic, forms, operands);
};

/** Instructions of other parts of RISC-V, which no version of the VM has, by the letters of their part. */
const otherExtensions: readonly (readonly [extension: string, names: RegExp])[] = [
  ['A', /^(?:lr|sc|amo[a-z]+)\.[wd](?:\.(?:aq|rl|aqrl))?$/],
  ['F / D', /^(?:f[ls][wd]|f[a-z]+\.[sdwlx].*)$/],
  ['Zicsr', /^(?:csr[a-z]+|rd(?:cycle|time|instret)h?)$/],
  ['Zifencei', /^fence\.i$/],
  ['V', /^v[a-z\d]+\..+$/],
];

const extensionOf = (mnemonic: string): string | undefined =>
  otherExtensions.find(([, names]) => names.test(mnemonic))?.[0];

/** Of what is nearest to the word, something that takes the operands that follow, if there is such. */
const meantInstruction = (assembler: Assembler, line: Line): string | undefined => {
  const { text } = line.word;
  const kinds = line.rest
    .filter((_, i) => i === 0 || line.rest[i - 1].text === ',')
    .map((first) => registerNumber(first.text) !== undefined);
  const isFitting = (name: string) =>
    formsOf(name).some(
      ({ slots }) => slots.length === kinds.length && slots.every(({ kind }, i) => (kind === 'register') === kinds[i]),
    );
  const best = nearest(text, [...mnemonics, ...assembler.macros.keys()]);
  const fitting = nearest(text, mnemonics.filter(isFitting));
  return fitting !== undefined && best !== undefined && nearest(text, [fitting, best]) === fitting ? fitting : best;
};

/** The ways to write each instruction in the version of an assembler, as far as they were asked for. */
const knownForms = new WeakMap<Assembler, Map<string, readonly Form[]>>();

/** The ways to write an instruction that a version has. */
const formsAt = (mnemonic: string, assembler: Assembler): readonly Form[] => {
  const { dialect, version } = assembler;
  const forms = knownForms.get(assembler) ?? new Map<string, readonly Form[]>();
  knownForms.set(assembler, forms);
  const known = forms.get(mnemonic);
  if (known) return known;
  const found = formsOf(mnemonic).filter((form) => {
    const rows = form.row ? [form.row] : form.template.steps.flatMap(({ row }) => row ?? []);
    return rows.every((row) => costAt(row, dialect.versions, version) !== undefined);
  });
  forms.set(mnemonic, found);
  return found;
};

const takes = (slot: Slot, { register, value, base, text }: Operand): boolean => {
  switch (slot.kind) {
    case 'register':
      return register !== undefined;
    case 'fixed':
      return slot.register === undefined
        ? value?.kind === 'number' && Number(value.value) === slot.number
        : register === slot.register;
    case 'memory':
      return base !== undefined && (slot.fixedBase === undefined || slot.fixedBase === base.register);
    case 'set':
      return setOf(text) !== undefined;
    default:
      return value !== undefined && !base;
  }
};

/** The bits for `iorw`, of which some may be missing; a number stands for itself. */
const setOf = (text: string): number | undefined => {
  if (/^(?:\d|1[0-5])$/.test(text)) return Number(text);
  if (text === '' || !/^i?o?r?w?$/.test(text)) return undefined;
  return [...text].reduce((bits, letter) => bits | (8 >> 'iorw'.indexOf(letter)), 0);
};

const number = (value: number, range: Expression['range']): Expression => ({
  kind: 'number',
  value: BigInt(value),
  range,
});

const assembleForm = (
  assembler: Assembler,
  origin: Origin,
  form: Form,
  operands: readonly Operand[],
  source: Written,
): void => {
  const bound = new Map<string, Bound>();
  for (const [i, slot] of form.slots.entries()) bindOperand(bound, slot, operands[i]);
  if (form.row) {
    emit({ assembler, origin, row: form.row, bound, operands, source, shorts: form.shorts });
    return;
  }
  let last: Item | undefined;
  for (const step of form.template.steps) {
    if (step.bits) last = raw(assembler, origin, step.bits);
    else
      last = emit({
        ...{ assembler, origin, operands, source, row: step.row },
        bound: boundBy(step, bound),
        upper: last,
        shorts: form.shorts,
      });
  }
};

const raw = (assembler: Assembler, origin: Origin, { word, size }: NonNullable<Step['bits']>) => {
  const isShort = size === 2 || optionsOf(assembler).compresses;
  // What is no instruction in 32 bits is none in 16 bits either: all zeros.
  const isUnimp = word === 0xc0001073 && isShort;
  return assembler.add(origin, isUnimp ? 2 : size, new Word(isUnimp ? 0 : word));
};

const bindOperand = (bound: Map<string, Bound>, slot: Slot, { range, register, value, base, text }: Operand): void => {
  if (slot.kind === 'fixed') return;
  if (slot.kind === 'set') bound.set(slot.name, { range, value: number(setOf(text) ?? 0, range) });
  else if (slot.kind === 'memory') {
    bound.set(slot.name, { range: value?.range ?? range, value: value ?? number(0, range) });
    if (base && slot.fixedBase === undefined) bound.set(slot.base, { range: base.range, register: base.register });
  } else
    bound.set(slot.name, register === undefined ? { range, value: value ?? number(0, range) } : { range, register });
};

/** The operands of one instruction of an expansion. */
const boundBy = ({ sources }: Step, given: ReadonlyMap<string, Bound>): ReadonlyMap<string, Bound> => {
  const bound = new Map<string, Bound>();
  for (const [name, { name: source, register, number: fixed, relocation }] of sources) {
    const operand = given.get(source);
    const range = operand?.range ?? { start: 0, end: 0 };
    if (register !== undefined) bound.set(name, { range, register });
    else if (fixed !== undefined) bound.set(name, { range, value: number(fixed, range) });
    else if (operand)
      bound.set(
        name,
        relocation && operand.value
          ? { range, value: { kind: 'relocation', operator: relocation, operand: operand.value, range } }
          : operand,
      );
  }
  return bound;
};

const complain = (
  { problems }: Assembler,
  { statement, callers }: Origin,
  word: Expression['range'],
  mnemonic: string,
  forms: readonly Form[],
  operands: readonly Operand[],
): void => {
  const counts = forms.filter(({ slots }) => slots.length === operands.length);
  const [best] = counts.length > 0 ? counts : forms;
  if (!best) return;
  const written = best.syntax === '' ? mnemonic : `${mnemonic} ${best.syntax}`;
  if (counts.length === 0) {
    const last = operands.at(-1)?.range ?? word;
    problems.error(
      { start: Math.min(word.start, last.start), end: Math.max(word.end, last.end) },
      'operand-count',
      messages.operandCount(written, namesIn(best.syntax).length > 0 ? best.slots.length : 0, operands.length),
    );
    return;
  }
  const [wrong] = best.slots.flatMap((slot, i) => (takes(slot, operands[i]) ? [] : [{ slot, operand: operands[i] }]));
  if (!wrong) return;
  const { slot, operand } = wrong;
  const name = slot.kind === 'fixed' ? '' : slot.name;
  const [code, message] = wrongOperand(slot, written, name, operand.text);
  const fix = callers.length > 0 ? undefined : operandFix(mnemonic, best, slot, operand, operands);
  problems.error(
    operand.range,
    code,
    message,
    fix && ('whole' in fix ? replace(statement.range, fix.whole, fix.title) : fix),
  );
};

const wrongOperand = (
  { kind }: Slot,
  form: string,
  name: string,
  found: string,
): readonly [code: string, message: string] => {
  switch (kind) {
    case 'register':
      return ['register-expected', messages.registerExpected(form, name, found)];
    case 'fixed':
      return ['operand-fixed', messages.fixedExpected(form, found)];
    case 'memory':
      return ['address-expected', messages.addressExpected(form, found)];
    case 'set':
      return ['set-expected', messages.setExpected(found)];
    default:
      return ['number-expected', messages.numberExpected(form, name, found)];
  }
};
