import type { Linked, Placed } from '../../assembly/link.ts';
import { replaceBy } from '../../assembly/messages.ts';
import type { Module } from '../../assembly/module.ts';
import type { Problem } from '../../language.ts';
import { replace } from '../../problems.ts';
import type { VerifierErrorKind } from '../isa/verifier.ts';
import { Instruction } from './code.ts';
import * as messages from './messages.ts';
import { findRow } from './vocabulary.ts';

/** Where something was refused. */
export type Refused = { readonly module: Module; readonly linked: Linked; readonly there: Placed };

/** What is most likely meant in place of what is refused; undefined where nothing is. */
export const refusalFix = (kind: VerifierErrorKind, refused: Refused): Problem['fix'] => {
  const { origin, content } = refused.there.item;
  if (!origin || origin.callers.length > 0) return undefined;
  if (!(content instanceof Instruction)) return dataFix(refused);
  if (kind === 'ShiftWithOverflow') return widerFix(refused);
  return kind === 'UnalignedImmediate' ? alignedFix(refused) : undefined;
};

/** Data that nothing but data follows are put where data lie. */
export const dataFix = ({ module, linked: { placed }, there }: Refused): Problem['fix'] => {
  const isCode = ({ item }: Placed): boolean => item.content instanceof Instruction;
  const at = placed.indexOf(there);
  const ofCode = placed.filter(({ item }) => item.origin);
  if (at < 0 || ofCode.slice(ofCode.indexOf(there)).some(isCode)) return undefined;
  const origin = placed.slice(0, at).findLast(isCode)?.item.origin;
  const before = origin?.callers.at(-1) ?? origin?.statement.range;
  if (!before) return undefined;
  const end = module.text.indexOf('\n', before.end);
  if (end < 0) return undefined;
  return { title: messages.putIntoRodata(), edits: [{ range: { start: end, end }, text: '\n.rodata' }] };
};

/** The same of 64 bits, which may be shifted so far. */
const widerFix = ({ module, there: { item } }: Refused): Problem['fix'] => {
  const { word } = item.origin?.statement ?? {};
  const row = word && findRow(module.text.slice(word.start, word.end));
  if (!word || !row?.mnemonic.endsWith('32') || numberIn(module, item) > 63n) return undefined;
  const wide = row.mnemonic.replace('32', '64');
  return replace(word, wide, replaceBy(wide));
};

/** Room for at least as much. */
const alignedFix = ({ module, there: { item } }: Refused): Problem['fix'] => {
  const operand = item.origin?.statement.operands[1];
  const number = numberIn(module, item);
  const size = number < 0n ? -number : number;
  const aligned = ((size + 63n) / 64n) * 64n * (number < 0n ? -1n : 1n);
  if (!operand || BigInt.asIntN(32, aligned) !== aligned) return undefined;
  return replace(operand, String(aligned), replaceBy(String(aligned)));
};

/** The number that is written as the second operand; a large one if it is more than that. */
const numberIn = (module: Module, { origin }: Placed['item']): bigint => {
  const operand = origin?.statement.operands[1];
  const text = operand ? module.text.slice(operand.start, operand.end) : '';
  const digits = /^-?\s*(0[xX][\da-fA-F]+|\d+)$/.exec(text)?.[1];
  if (digits === undefined) return 2n ** 64n;
  return text.startsWith('-') ? -BigInt(digits) : BigInt(digits);
};
