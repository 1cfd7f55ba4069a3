import { evaluate, type Scope } from '../../assembly/evaluator.ts';
import type { Module } from '../../assembly/module.ts';
import type { Coded, Section, Site } from '../../assembly/section.ts';
import type { Expression } from '../../assembly/syntax.ts';
import type { Problem } from '../../language.ts';
import type { Row } from '../isa/row.ts';
import { rowsNamed } from '../isa/template.ts';
import { extentOf, fieldNamed, fits, type ShortForm, withNumber } from './encoder.ts';
import * as messages from './messages.ts';
import { writeWord } from './word.ts';

/** A jump or branch. */
type Jump = {
  readonly row: Row;
  readonly word: number;
  readonly target: Expression;
  /** The form of 16 bits, where there is one. */
  readonly short: ShortForm | undefined;
};

/** A jump that is as short as its target allows. */
export const jumpCode = (jump: Jump): Coded => ({
  kind: 'code',
  sizeAt: (offset, section, scope, isLate) => {
    if (isLate) return jump.row.flow === 'branch' ? 8 : 4;
    return lengthOf(jump, offset, section, scope);
  },
  write: (bytes, at, site) => writeJump(bytes, at, jump, site),
});

/** Bytes of a jump (GNU as, `relaxed_branch_length`): a branch that does not reach its target goes around a jump that does. */
const lengthOf = ({ row, short, target }: Jump, offset: number, section: Section, scope: Scope): number => {
  const isBranch = row.flow === 'branch';
  const to = evaluate(target, scope);
  if (to?.section !== section) return isBranch ? 8 : 4;
  const distance = Number(to.number) - offset;
  if (short && reaches(short.row, distance)) return 2;
  if (!isBranch || reaches(row, distance)) return 4;
  return short ? 6 : 8;
};

const reaches = (row: Row, distance: number): boolean => {
  const field = fieldNamed(row, 'target');
  if (!field) return false;
  const { least, most, step } = extentOf(field);
  return distance >= least && distance <= most + step - 1;
};

const [jal] = rowsNamed('jal') as readonly [Row];

const writeJump = (
  bytes: Uint8Array,
  at: number,
  { row, word, short, target }: Jump,
  { item, address, scope, module }: Site,
): void => {
  const to = evaluate(target, scope);
  const distance = (to ? Number(to.number) : address) - address;
  const report = (used: Row) => {
    const field = fieldNamed(used, 'target');
    if (!to || !field || fits(field, distance)) return;
    if (distance % 2 !== 0)
      scope.error(
        target.range,
        'misaligned-target',
        messages.misalignedTarget(Number(to.number)),
        alignment(target, module),
      );
    else scope.error(target.range, 'out-of-range', messages.tooFar(used.mnemonic, distance));
  };
  if (item.size === 2 && short) {
    report(short.row);
    writeWord(bytes, at, 2, withTarget(short.row, short.word, distance));
  } else if (item.size === 4) {
    report(row);
    writeWord(bytes, at, 4, withTarget(row, word, distance));
  } else {
    // The opposite branch goes around a jump.
    const isShort = item.size === 6 && short;
    const around = isShort ? withTarget(short.row, short.word ^ 0x2000, 6) : withTarget(row, (word ^ 0x1000) >>> 0, 8);
    const size = item.size - 4;
    writeWord(bytes, at, size, around);
    report(jal);
    writeWord(bytes, at + size, 4, withTarget(jal, jal.bits.match, distance - size));
  }
};

/** Goes to an even address in front of the label that a jump names. */
const alignment = (target: Expression, { assembler }: Module): Problem['fix'] => {
  if (target.kind !== 'symbol') return undefined;
  const { definition } = assembler.symbols.get(target.name) ?? {};
  if (!definition) return undefined;
  const { start } = definition;
  return { title: messages.alignLabel(), edits: [{ range: { start, end: start }, text: '.align 1\n' }] };
};

const withTarget = (row: Row, word: number, distance: number): number => {
  const field = fieldNamed(row, 'target');
  return field ? withNumber(word, field, distance) : word;
};
