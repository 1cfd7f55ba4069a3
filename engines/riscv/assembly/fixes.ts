import { replaceBy } from '../../assembly/messages.ts';
import type { Written } from '../../assembly/written.ts';
import type { Problem } from '../../language.ts';
import { replace } from '../../problems.ts';
import { registerNames, registerNumber } from '../isa/registers.ts';
import type { Row } from '../isa/row.ts';
import type { Emission } from './emit.ts';
import { fieldNamed, fits, isUpper } from './encoder.ts';
import type { Operand } from './operands.ts';
import { type Form, formsOf, loadNumberName, type Slot } from './vocabulary.ts';

type Fix = Problem['fix'];

/** What does the same for a number that an instruction does not take; undefined where nothing is sure to. */
export const numberFix = (emission: Emission, row: Row, number: bigint): Fix => {
  const { origin, operands, bound } = emission;
  if (origin.callers.length > 0) return undefined;
  const lines = row.bits.bytes === 2 ? wholeForm(row, bound) : withNumberLoaded(emission, row, number);
  const text = lines?.join('; ');
  return text === undefined || operands.length === 0 ? undefined : replaceStatement(emission, text);
};

/** The instruction of 32 bits that a form of 16 bits stands for; undefined where it does not take the operands either. */
export const wholeFormFix = (emission: Emission, row: Row): Fix => {
  const text = emission.origin.callers.length > 0 ? undefined : wholeForm(row, emission.bound)?.[0];
  return text === undefined ? undefined : replaceStatement(emission, text);
};

const replaceStatement = ({ origin }: Emission, text: string): Fix =>
  replace(origin.statement.range, text, replaceBy(text));

const wholeForm = ({ base, expansion }: Row, bound: Emission['bound']): readonly string[] | undefined => {
  const [mnemonic = '', ...written] = expansion.split(' ');
  const [names, sources] = [base.syntax, written.join(' ')].map((text) => text.match(/\w+/g) ?? []);
  const texts = new Map<string, string>();
  for (const [i, source] of sources.entries()) {
    const operand = bound.get(source);
    const number = operand?.value?.kind === 'number' ? operand.value.value : undefined;
    const register = operand?.register;
    if (operand && number === undefined && register === undefined) return undefined;
    const field = fieldNamed(base, names[i]);
    const value = number ?? (/^\d+$/.test(source) ? BigInt(source) : undefined);
    if (value !== undefined && field && !fits(field, isUpper(field) ? Number(value) * 4096 : Number(value)))
      return undefined;
    texts.set(
      names[i],
      value !== undefined ? String(value) : register === undefined ? source : registerNames[register],
    );
  }
  return [`${mnemonic} ${base.syntax.replace(/\w+/g, (name) => texts.get(name) ?? name)}`.trim()];
};

/** Loads the number first, and then takes it from a register. */
const withNumberLoaded = (emission: Emission, row: Row, number: bigint): readonly string[] | undefined => {
  const { bound, operands, source } = emission;
  const [first, second] = operands;
  const [rd, rs1] = [bound.get('rd')?.register, bound.get('rs1')?.register];
  const load = (register: string) => `li ${register}, ${number}`;
  const isAddition = row.mnemonic === 'addi';
  if (rd !== undefined && (row.mnemonic === 'lui' || (isAddition && rs1 === 0))) return [load(first.text)];
  const spare = spareRegister(source);
  const isFree = rd !== undefined && rd !== 0 && rd !== rs1;
  if (row.syntax.endsWith('imm(rs1)') && rs1 !== undefined && row.mnemonic !== 'jalr') {
    const register = isFree ? first.text : spare;
    if (register === undefined) return undefined;
    const base = registerNames[rs1];
    return [load(register), `add ${register}, ${register}, ${base}`, `${row.mnemonic} ${first.text}, 0(${register})`];
  }
  const plain = row.mnemonic.replace(/i(?=u?w?$)/, '');
  if (plain === row.mnemonic || !takesRegisters(plain) || !second || row.operands[2]?.name !== 'imm') return undefined;
  const half = number < 0n ? -2048n : 2047n;
  const rest = number - half;
  if (isAddition && !isFree && rest >= -2048n && rest <= 2047n) {
    const [to] = [first.text];
    return [`addi ${to}, ${second.text}, ${half}`, `addi ${to}, ${to}, ${rest}`];
  }
  const register = isFree ? first.text : spare;
  return register === undefined ? undefined : [load(register), `${plain} ${first.text}, ${second.text}, ${register}`];
};

const takesRegisters = (mnemonic: string): boolean =>
  formsOf(mnemonic).some(({ slots }) => slots.every(({ kind }) => kind === 'register'));

const temporaries = ['t6', 't5', 't4', 't3', 't2', 't1', 't0'];

/** A register that the calling convention gives to everybody, and that the text does not name. */
const spareRegister = ({ text }: Written): string | undefined =>
  temporaries.find((name) => !new RegExp(`\\b(?:${name}|x${registerNumber(name)})\\b`).test(text));

/** What was most likely meant by an operand that an instruction cannot have in that place; or `whole`, which is to stand for the statement. */
export const operandFix = (
  mnemonic: string,
  form: Form,
  slot: Slot,
  operand: Operand,
  all: readonly Operand[],
): Fix | { readonly title: string; readonly whole: string } => {
  const { text, range, register, value } = operand;
  const whole = (word: string, ...operands: readonly string[]) => {
    const written = `${word} ${operands.join(', ')}`;
    return { title: replaceBy(written), whole: written };
  };
  const texts = all.map((each) => each.text);
  const number = value?.kind === 'number' && !operand.base ? value.value : undefined;
  if (slot.kind === 'register') {
    const meant = meantRegister(text);
    if (meant !== undefined) return replace(range, meant, replaceBy(meant));
    const [to = '', from = ''] = texts;
    if (number === undefined || all.at(-1) !== operand) return undefined;
    if (mnemonic === 'mv') return whole(loadNumberName, to, text);
    if (mnemonic === 'sub' && number > -2048n && number <= 2048n) return whole('addi', to, from, String(-number));
    return undefined;
  }
  if (slot.kind === 'memory' && register !== undefined) {
    const written = `0(${text})`;
    return replace(range, written, replaceBy(written));
  }
  const plain = mnemonic.replace(/i(?=u?w?$)/, '');
  const isNumberForm = slot.kind === 'value' && slot === form.slots.at(-1);
  if (isNumberForm && register !== undefined && plain !== mnemonic && takesRegisters(plain))
    return whole(plain, ...texts);
  return undefined;
};

/** Other assemblers write registers with a sign in front or in capitals, and call `ra` the link register. */
const meantRegister = (text: string): string | undefined => {
  const name = text.toLowerCase().replace(/^[$%]/, '');
  if (name === 'lr') return 'ra';
  return name !== text && registerNumber(name) !== undefined ? name : undefined;
};
