import { evaluate } from '../../assembly/evaluator.ts';
import { misplacedRelocation, replaceBy } from '../../assembly/messages.ts';
import type { Site } from '../../assembly/section.ts';
import type { Expression } from '../../assembly/syntax.ts';
import { replace } from '../../problems.ts';
import { slotSize } from '../isa/decoder.ts';
import { formAt, type Row } from '../isa/row.ts';
import { codeStart } from './addresses.ts';
import * as messages from './messages.ts';
import { findRow, rowNamed } from './vocabulary.ts';

/** Whether an expression is a number, and no address that only the linker knows. */
export const isPlain = (value: Expression, { module }: Site): boolean => {
  const known = evaluate(value, module.distances);
  return known !== undefined && known.section === undefined;
};

/** The slot at which an instruction stands, or the one in whose middle it does. */
export const pcAt = ({ module, address }: Site): number => Math.floor((address - codeStart(module)) / slotSize);

/** Slots from the end of an instruction to a target: a label, or as many as a number says. Undefined if there is none. */
export const distanceTo = (target: Expression, site: Site): number | undefined => {
  const value = evaluate(target, site.scope);
  if (!value) return undefined;
  if (isPlain(target, site)) return Number(value.number);
  const distance = (Number(value.number) - site.address) / slotSize - 1;
  if (Number.isInteger(distance)) return distance;
  site.scope.error(target.range, 'misaligned-target', messages.misalignedTarget());
  return undefined;
};

const fitsIn = (number: number, bits: number): boolean => number >= -(2 ** (bits - 1)) && number < 2 ** (bits - 1);

/** The field of a jump; 0 where there is none, which is a problem. */
export const targetOf = ({ mnemonic }: Row, target: Expression, site: Site): number => {
  const distance = distanceTo(target, site) ?? 0;
  if (fitsIn(distance, 16)) return distance;
  site.scope.error(target.range, 'out-of-range', messages.tooFar(mnemonic, distance));
  return 0;
};

/** The distance from a register in memory; 0 where there is none, which is a problem. */
export const offsetOf = (offset: Expression, site: Site): number => {
  const value = evaluate(offset, site.scope);
  if (!value || fitsIn(Number(value.number), 16)) return Number(value?.number ?? 0n);
  site.scope.error(offset.range, 'out-of-range', messages.offsetRange(value.number));
  return 0;
};

/** The number of an operand: all of it, or the half that `%lo` and `%hi` name. */
const numberOf = (value: Expression, site: Site): bigint | undefined => {
  if (value.kind !== 'relocation') return evaluate(value, site.scope)?.number;
  const { operator, operand, range } = value;
  const shift = { lo: 0n, hi: 32n }[operator];
  if (shift === undefined) {
    site.scope.error(range, 'misplaced-relocation', misplacedRelocation(operator));
    return undefined;
  }
  const number = evaluate(operand, site.scope)?.number;
  return number === undefined ? undefined : BigInt.asIntN(32, number >> shift);
};

/** The number in an instruction; undefined where there is none, which is a problem. */
export const immediateOf = (row: Row, value: Expression, site: Site): bigint | undefined => {
  const number = numberOf(value, site);
  if (number === undefined || row.mnemonic === 'lddw') return number;
  const { module } = site;
  const { problems } = module;
  if (number < -(2n ** 31n) || number >= 2n ** 32n) {
    problems.error(value.range, 'out-of-range', messages.numberRange(row.mnemonic, number), wideFix(row, site));
    return undefined;
  }
  if (number !== 0n && formAt(row, module.assembler.version)?.isReversed) hintReversed(row, number, value, site);
  if (number >= 2n ** 31n && extendsSign(row))
    problems.add('warning', value.range, 'sign-extended', messages.signExtended(number), wideFix(row, site));
  return number;
};

/** A number minus a register is seldom what is meant, but for a change of sign. */
const hintReversed = ({ mnemonic }: Row, number: bigint, { range }: Expression, { item, module }: Site): void => {
  const { statement, callers } = item.origin ?? {};
  if (!statement || module.assembler.base !== undefined) return;
  const meant = mnemonic.replace('sub', 'add');
  const written = module.text.slice(statement.word.start, statement.word.end);
  const hasNegative = number > -(2n ** 31n) && number <= 2n ** 31n;
  const isPlain = callers?.length === 0 && findRow(written) !== undefined && hasNegative;
  const edits = [
    { range: statement.word, text: meant },
    { range, text: String(-number) },
  ];
  const fix = isPlain ? { title: replaceBy(`${meant} …, ${-number}`), edits } : undefined;
  module.problems.add('hint', statement.range, 'reversed-operands', messages.reversedOperands(mnemonic, number), fix);
};

/** Whether the sign of a number of 32 bits goes on in the upper ones. */
const extendsSign = ({ mnemonic, isUnsigned, flow, syntax }: Row): boolean => {
  if (isUnsigned || mnemonic === 'hor64' || mnemonic === 'syscall') return false;
  if (flow === 'branch') return !mnemonic.endsWith('32');
  return mnemonic.endsWith('64') || (syntax === '[dst+off], imm' && mnemonic === 'stdw');
};

/** A number of 64 bits has an instruction of its own. */
const wideFix = ({ mnemonic }: Row, { item, module }: Site) => {
  const { origin } = item;
  if (mnemonic !== 'mov64' || !origin || origin.callers.length > 0) return undefined;
  const { start, end } = origin.statement.word;
  if (findRow(module.text.slice(start, end)) === undefined) return undefined;
  if (!formAt(rowNamed('lddw'), module.assembler.version)) return undefined;
  return replace(origin.statement.word, 'lddw', replaceBy('lddw'));
};
