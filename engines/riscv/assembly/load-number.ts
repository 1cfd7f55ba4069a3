import type { Assembler } from '../../assembly/assembler.ts';
import type { Origin } from '../../assembly/section.ts';
import type { Written } from '../../assembly/written.ts';
import type { Range } from '../../language.ts';
import { pseudoInstructions } from '../isa/pseudo.ts';
import { rowsNamed } from '../isa/template.ts';
import { type Bound, emit } from './emit.ts';
import * as messages from './messages.ts';
import type { Operand } from './operands.ts';
import { loadNumberName } from './vocabulary.ts';

/** One instruction of the sequence that loads a number: its name, and the number in it. `lui` and `addi` and `addiw` from zero begin one. */
export type Load = {
  readonly mnemonic: 'lui' | 'addi' | 'addiw' | 'slli';
  readonly fromZero: boolean;
  readonly number: bigint;
};

/** The instructions that load a number of 64 bits, as GNU as chooses them (`tc-riscv.c`, `load_const`). */
export const loadsOf = (number: bigint): readonly Load[] =>
  BigInt.asIntN(12, number) === number ? [{ mnemonic: 'addi', fromZero: true, number }] : sequence(number);

const sequence = (number: bigint): readonly Load[] => {
  const lower = BigInt.asIntN(12, number);
  const upper = BigInt.asIntN(64, number - lower);
  if (BigInt.asIntN(32, number) !== number) {
    let shift = 12n;
    while (((upper >> shift) & 1n) === 0n) shift += 1n;
    const loads: Load[] = [...sequence(upper >> shift), { mnemonic: 'slli', fromZero: false, number: shift }];
    if (lower !== 0n) loads.push({ mnemonic: 'addi', fromZero: false, number: lower });
    return loads;
  }
  const loads: Load[] = [];
  if (upper !== 0n) loads.push({ mnemonic: 'lui', fromZero: true, number: BigInt.asUintN(20, upper >> 12n) });
  if (lower !== 0n || upper === 0n) loads.push({ mnemonic: 'addiw', fromZero: upper === 0n, number: lower });
  return loads;
};

const rows = new Map((['lui', 'addi', 'addiw', 'slli'] as const).map((name) => [name, rowsNamed(name)[0]]));

const form = pseudoInstructions
  .filter(({ mnemonic }) => mnemonic === loadNumberName)
  .map(({ mnemonic, syntax }) => `${mnemonic} ${syntax}`)
  .join();

/** Assembles `li`. */
export const loadNumber = (
  assembler: Assembler,
  origin: Origin,
  word: Range,
  operands: readonly Operand[],
  source: Written,
): void => {
  const [rd, given] = operands;
  const { problems } = assembler;
  if (!rd || !given || operands.length !== 2) {
    problems.error(word, 'operand-count', messages.operandCount(form, 2, operands.length));
    return;
  }
  if (rd.register === undefined) {
    problems.error(rd.range, 'register-expected', messages.registerExpected(form, 'rd', rd.text));
    return;
  }
  if (!given.value || given.base) {
    problems.error(given.range, 'number-expected', messages.numberExpected(form, 'imm', given.text));
    return;
  }
  const now = assembler.now(given.value);
  if (!now || now.section) {
    problems.error(given.range, 'not-known-yet', messages.loadUnknown(given.text));
    return;
  }
  for (const { mnemonic, fromZero, number } of loadsOf(now.number)) {
    const value = { kind: 'number', value: number, range: given.range } as const;
    const bound = new Map<string, Bound>([
      ['rd', { range: rd.range, register: rd.register }],
      ['rs1', { range: rd.range, register: fromZero ? 0 : rd.register }],
      [mnemonic === 'slli' ? 'shamt' : 'imm', { range: given.range, value }],
    ]);
    emit({ assembler, origin, row: rows.get(mnemonic), bound, operands, source });
  }
};
