import type { Instruction, Operand } from '../../instruction.ts';
import type { Decoded } from './decoder.ts';
import { registerNames } from './registers.ts';
import type { Row } from './row.ts';
import { rowsNamed, type Template, templateOf } from './template.ts';

/** A name of assembly that stands for one or several instructions, and has no encoding of its own. */
export type Pseudo = Instruction & {
  /** How its operands are written: `rd, imm(rs1)`. */
  readonly syntax: string;
  /** What stands for it in the words of its operands, one instruction behind the other; empty where a number decides (`li`). */
  readonly expansion: string;
};

/** One way to write an instruction. */
export type Alias = { readonly mnemonic: string; readonly syntax: string; readonly template: Template };

type Line = readonly [mnemonic: string, syntax: string, expansion: string, doc: string];

const source = "RISC-V Assembly Programmer's Manual";

/** The first line of a name is the one that it is known by; the others are more ways to write it, or what does for it where a version lacks it. */
// biome-ignore format: a table is read by its columns
const lines: readonly Line[] = [
  ['nop',    '',            'addi zero, zero, 0',     'Does nothing.'],
  ['li',     'rd, imm',     '',                       'Loads a number of up to 64 bits, with as few instructions as it takes.'],
  ['la',     'rd, symbol',  'auipc rd, %pcrel_hi(symbol); addi rd, rd, %pcrel_lo(symbol)', 'Loads an address.'],
  ['lla',    'rd, symbol',  'auipc rd, %pcrel_hi(symbol); addi rd, rd, %pcrel_lo(symbol)', 'Loads an address of the same program.'],
  ['lga',    'rd, symbol',  'auipc rd, %pcrel_hi(symbol); addi rd, rd, %pcrel_lo(symbol)', 'Loads an address; a program without dynamic linking needs no table for it.'],
  ['ret',    '',            'jalr zero, 0(ra)',       'Returns from a function.'],
  ['mv',     'rd, rs1',     'addi rd, rs1, 0',        'Copies a register.'],
  ['move',   'rd, rs1',     'addi rd, rs1, 0',        'Copies a register.'],
  ['not',    'rd, rs1',     'xori rd, rs1, -1',       'Inverts every bit.'],
  ['neg',    'rd, rs1',     'sub rd, zero, rs1',      'Negates.'],
  ['negw',   'rd, rs1',     'subw rd, zero, rs1',     'Negates the low word, and extends it by its sign.'],
  ['sext.w', 'rd, rs1',     'addiw rd, rs1, 0',       'Low word, extended by its sign.'],
  ['zext.b', 'rd, rs1',     'andi rd, rs1, 255',      'Low byte without sign.'],
  ['zext.w', 'rd, rs1',     'add.uw rd, rs1, zero',   'Low word without sign.'],
  ['zext.w', 'rd, rs1',     'slli rd, rs1, 32; srli rd, rd, 32', ''],
  ['zext.h', 'rd, rs1',     'slli rd, rs1, 48; srli rd, rd, 48', ''],
  ['sext.b', 'rd, rs1',     'slli rd, rs1, 56; srai rd, rd, 56', ''],
  ['sext.h', 'rd, rs1',     'slli rd, rs1, 48; srai rd, rd, 48', ''],
  ['seqz',   'rd, rs1',     'sltiu rd, rs1, 1',       '1 if zero; else 0.'],
  ['snez',   'rd, rs1',     'sltu rd, zero, rs1',     '1 if not zero; else 0.'],
  ['sltz',   'rd, rs1',     'slt rd, rs1, zero',      '1 if negative; else 0.'],
  ['sgtz',   'rd, rs1',     'slt rd, zero, rs1',      '1 if greater than 0; else 0.'],
  ['sgt',    'rd, rs1, rs2', 'slt rd, rs2, rs1',      '1 if greater, as signed numbers; else 0.'],
  ['sgtu',   'rd, rs1, rs2', 'sltu rd, rs2, rs1',     '1 if greater, as unsigned numbers; else 0.'],
  ['beqz',   'rs1, target', 'beq rs1, zero, target',  'Branches if zero.'],
  ['bnez',   'rs1, target', 'bne rs1, zero, target',  'Branches if not zero.'],
  ['blez',   'rs1, target', 'bge zero, rs1, target',  'Branches if 0 or less.'],
  ['bgez',   'rs1, target', 'bge rs1, zero, target',  'Branches if 0 or greater.'],
  ['bltz',   'rs1, target', 'blt rs1, zero, target',  'Branches if negative.'],
  ['bgtz',   'rs1, target', 'blt zero, rs1, target',  'Branches if greater than 0.'],
  ['bgt',    'rs1, rs2, target', 'blt rs2, rs1, target',  'Branches if greater, as signed numbers.'],
  ['ble',    'rs1, rs2, target', 'bge rs2, rs1, target',  'Branches if not greater, as signed numbers.'],
  ['bgtu',   'rs1, rs2, target', 'bltu rs2, rs1, target', 'Branches if greater, as unsigned numbers.'],
  ['bleu',   'rs1, rs2, target', 'bgeu rs2, rs1, target', 'Branches if not greater, as unsigned numbers.'],
  ['j',      'target',      'jal zero, target',       'Jumps.'],
  ['jal',    'target',      'jal ra, target',         ''],
  ['jr',     'rs1',         'jalr zero, 0(rs1)',      'Jumps to an address in a register.'],
  ['jr',     'imm(rs1)',    'jalr zero, imm(rs1)',    ''],
  ['jr',     'rs1, imm',    'jalr zero, imm(rs1)',    ''],
  ['jalr',   'rs1',         'jalr ra, 0(rs1)',        ''],
  ['jalr',   'imm(rs1)',    'jalr ra, imm(rs1)',      ''],
  ['jalr',   'rs1, imm',    'jalr ra, imm(rs1)',      ''],
  ['jalr',   'rd, rs1',     'jalr rd, 0(rs1)',        ''],
  ['jalr',   'rd, rs1, imm', 'jalr rd, imm(rs1)',     ''],
  ['call',   'symbol',      'auipc ra, %pcrel_hi(symbol); jalr ra, %pcrel_lo(symbol)(ra)', 'Calls a function, wherever it lies.'],
  ['call',   'rd, symbol',  'auipc t1, %pcrel_hi(symbol); jalr rd, %pcrel_lo(symbol)(t1)', ''],
  ['tail',   'symbol',      'auipc t1, %pcrel_hi(symbol); jalr zero, %pcrel_lo(symbol)(t1)', 'Goes on in a function that returns to the caller of this one; changes `t1`.'],
  ['jump',   'symbol, rd',  'auipc rd, %pcrel_hi(symbol); jalr zero, %pcrel_lo(symbol)(rd)', 'Jumps wherever the target lies; changes `rd`.'],
  ['unimp',  '',            '0xc0001073',             'No instruction: the program ends here with a fault.'],
  ['c.addi', 'zero, imm', 'c.nop imm', ''],
  ['c.unimp', '',           '0x0000',                 'No instruction, in 16 bits: the program ends here with a fault.'],
  ['fence',  '',            'fence 15, 15',           ''],
  ['fence.tso', '',         '0x8330000f',             'Orders accesses to memory as others see them, but for loads behind stores; with one hart it does nothing.'],
  ['pause',  '',            'fence 1, 0',             'Tells that the program waits in a loop; with one hart it does nothing.'],
  ['scall',  '',            'ecall',                  'The old name of `ecall`.'],
  ['sbreak', '',            'ebreak',                 'The old name of `ebreak`.'],
  ...['add', 'and', 'or', 'xor', 'slt', 'sltu', 'addw'].map((name): Line => [name, 'rd, rs1, imm', `${name === 'addw' ? 'addiw' : name === 'sltu' ? 'sltiu' : `${name}i`} rd, rs1, imm`, '']),
  ...['sll', 'srl', 'sra', 'ror', 'bclr', 'bext', 'binv', 'bset'].map((name): Line => [name, 'rd, rs1, shamt', `${name}i rd, rs1, shamt`, '']),
  ...['sll', 'srl', 'sra', 'ror'].map((name): Line => [`${name}w`, 'rd, rs1, shamt', `${name}iw rd, rs1, shamt`, '']),
  ...['lb', 'lh', 'lw', 'ld', 'lbu', 'lhu', 'lwu'].map((name): Line => [name, 'rd, symbol', `auipc rd, %pcrel_hi(symbol); ${name} rd, %pcrel_lo(symbol)(rd)`, '']),
  ...['sb', 'sh', 'sw', 'sd'].map((name): Line => [name, 'rs2, symbol, rd', `auipc rd, %pcrel_hi(symbol); ${name} rs2, %pcrel_lo(symbol)(rd)`, '']),
];

/** Forms of 16 bits that GNU as chooses among (`riscv-opc.c`), where those are not all that fit. */
const shortForms: Readonly<Record<string, readonly string[]>> = {
  'mv rd, rs1': ['c.mv'],
  'move rd, rs1': ['c.mv'],
  'add rd, rs1, imm': ['c.addi', 'c.addi4spn', 'c.addi16sp'],
  'jal rd, target': [],
  'jal target': [],
  'jr imm(rs1)': [],
  'jr rs1, imm': [],
  'jalr rd, imm(rs1)': [],
  'jalr imm(rs1)': [],
  'jalr rs1, imm': [],
  'jalr rd, rs1': [],
  'jalr rd, rs1, imm': [],
};

/** The forms of 16 bits that an instruction may become when it is written so; undefined for any. */
export const shortFormsOf = (mnemonic: string, syntax: string): readonly string[] | undefined =>
  shortForms[`${mnemonic} ${syntax}`];

/** Every way to write an instruction but those of its own row, in the order in which they are tried. `li` has no template. */
export const aliases: readonly Alias[] = lines
  .filter(([, , expansion]) => expansion !== '')
  .map(([mnemonic, syntax, expansion]) => ({ mnemonic, syntax, template: templateOf(expansion) }));

const operand = (name: string): Operand => {
  if (name.startsWith('r')) return { name, kind: 'register', bits: 5, names: registerNames };
  if (name === 'imm') return { name, kind: 'immediate', bits: 64 };
  return { name, kind: name === 'target' ? 'label' : 'symbol', bits: name === 'target' ? 21 : 32 };
};

const rowOf = ([mnemonic, syntax, expansion, doc]: Line): Pseudo => {
  const rows = templateOf(expansion || 'addi rd, zero, imm').steps.flatMap(({ row }) => row ?? []);
  const names = syntax.match(/[a-z]\w*/g) ?? [];
  const last = rows.at(-1);
  const links = /^jalr? ra|jalr ra/.test(expansion);
  const flow =
    last === undefined ? 'halt' : last.flow === 'call' && !links && last.mnemonic !== 'ecall' ? 'jump' : last.flow;
  return {
    ...{ mnemonic, syntax, expansion, doc, source, flow, encoding: expansion },
    operands: names.map(operand),
    takes: names.filter((name) => /^rs/.test(name)),
    leaves: names.filter((name) => name === 'rd'),
    costs: costsOf(mnemonic, rows),
    extraCosts:
      expansion === '' ? [{ since: 'vm0', text: '1 for each instruction more that the number takes; 8 take any' }] : [],
  };
};

/** Where a version lacks what the first line stands for, the next one tells the cost. */
const costsOf = (mnemonic: string, rows: readonly Row[]): Pseudo['costs'] => {
  const cost = (all: readonly Row[], since: string) => ({
    since,
    amount: all.reduce((sum, { costs }) => sum + (costs[0]?.amount ?? 0), 0),
  });
  const since = rows.find(({ costs }) => costs[0]?.since !== 'vm0')?.costs[0]?.since;
  if (since === undefined) return [cost(rows, 'vm0')];
  const [, other] = lines.filter(([name]) => name === mnemonic);
  const others = other ? templateOf(other[2]).steps.flatMap(({ row }) => row ?? []) : [];
  return [cost(others, 'vm0'), cost(rows, since)];
};

/** Rows of the names that are no instruction's. */
export const pseudoInstructions: readonly Pseudo[] = lines
  .filter(([mnemonic, , , doc], index) => doc !== '' && lines.findIndex(([name]) => name === mnemonic) === index)
  .filter(([mnemonic]) => rowsNamed(mnemonic).length === 0)
  .map(rowOf);

/** What an instruction is called by those who write it, if that is not its own name: `ret` for `jalr zero, 0(ra)`. */
export type Reading = { readonly row: Pseudo; readonly operands: Readonly<Record<string, number>> };

/** `pause` and the old names mean the same as others that everybody knows. */
const unread = new Set(['move', 'scall', 'sbreak', 'pause', 'sgt', 'sgtu', 'bgt', 'ble', 'bgtu', 'bleu']);

/** Each with the one instruction that it is. `mv` in 16 bits is a sum with zero. */
const readings = [...pseudoInstructions, ...pseudoInstructions.filter(({ mnemonic }) => mnemonic === 'mv')]
  .filter(({ mnemonic, expansion }) => !unread.has(mnemonic) && !/;|^0x/.test(expansion))
  .map((row, index, { length }) => {
    const expansion = index === length - 1 ? 'add rd, zero, rs1' : row.expansion || 'addi rd, zero, imm';
    return { row, step: templateOf(expansion).steps[0] };
  });

/** The pseudo-instruction that an instruction is; undefined for one that is none. Operands are numbers: of registers, and a jump's distance. */
export const pseudoOf = (decoded: Decoded): Reading | undefined => {
  const base = decoded.row.base;
  for (const { row, step } of readings) {
    if (step?.row !== base) continue;
    const operands: Record<string, number> = {};
    const fits = [...step.sources].every(([name, written]) => {
      const value = decoded[name === 'target' || name === 'shamt' ? 'imm' : (name as 'rd' | 'rs1' | 'rs2' | 'imm')];
      const fixed = written.register ?? written.number;
      if (fixed !== undefined) return fixed === value;
      if (operands[written.name] !== undefined) return operands[written.name] === value;
      operands[written.name] = value;
      return true;
    });
    if (fits) return { row, operands };
  }
  return undefined;
};
