import { encodingOf } from './encoding.ts';
import { integer } from './integer.ts';
import { registerNumber } from './registers.ts';
import { type Condition, operandsFrom, operandsOf, type Row, valuesIn } from './row.ts';

/**
 * A form of 16 bits: its name, its picture, how it is written, the instruction that it stands for, in the words of its own
 * fields, and which values of fields make it another form. A register with a prime is one of x8 to x15; a number is signed if
 * its name is `imm`.
 */
type Form = readonly [mnemonic: string, picture: string, syntax: string, expansion: string, conditions?: string];

/** RVC (Unprivileged ISA 20191213, section 16.8). */
// biome-ignore format: a table is read by its columns
const forms: readonly Form[] = [
  ['c.addi4spn', "000 uimm[5:4|9:6|2|3] rd' 00",          'rd, sp, uimm',   'addi rd, sp, uimm',   'uimm 0'],
  ['c.lw',       "010 uimm[5:3] rs1' uimm[2|6] rd' 00",   'rd, uimm(rs1)',  'lw rd, uimm(rs1)'],
  ['c.ld',       "011 uimm[5:3] rs1' uimm[7:6] rd' 00",   'rd, uimm(rs1)',  'ld rd, uimm(rs1)'],
  ['c.sw',       "110 uimm[5:3] rs1' uimm[2|6] rs2' 00",  'rs2, uimm(rs1)', 'sw rs2, uimm(rs1)'],
  ['c.sd',       "111 uimm[5:3] rs1' uimm[7:6] rs2' 00",  'rs2, uimm(rs1)', 'sd rs2, uimm(rs1)'],
  ['c.nop',      '0000000000000001',                      '',               'addi zero, zero, 0'],
  ['c.addi',     '000 imm[5] rd imm[4:0] 01',             'rd, imm',        'addi rd, rd, imm',    'rd 0, imm 0'],
  ['c.addiw',    '001 imm[5] rd imm[4:0] 01',             'rd, imm',        'addiw rd, rd, imm',   'rd 0'],
  ['c.li',       '010 imm[5] rd imm[4:0] 01',             'rd, imm',        'addi rd, zero, imm',  'rd 0'],
  ['c.addi16sp', '011 imm[9] 00010 imm[4|6|8:7|5] 01',    'sp, imm',        'addi sp, sp, imm',    'imm 0'],
  ['c.lui',      '011 imm[17] rd imm[16:12] 01',          'rd, imm',        'lui rd, imm',         'rd 0, rd 2, imm 0'],
  ['c.srli',     "100 shamt[5] 00 rd' shamt[4:0] 01",     'rd, shamt',      'srli rd, rd, shamt',  'shamt 0'],
  ['c.srai',     "100 shamt[5] 01 rd' shamt[4:0] 01",     'rd, shamt',      'srai rd, rd, shamt',  'shamt 0'],
  ['c.andi',     "100 imm[5] 10 rd' imm[4:0] 01",         'rd, imm',        'andi rd, rd, imm'],
  ['c.sub',      "100011 rd' 00 rs2' 01",                 'rd, rs2',        'sub rd, rd, rs2'],
  ['c.xor',      "100011 rd' 01 rs2' 01",                 'rd, rs2',        'xor rd, rd, rs2'],
  ['c.or',       "100011 rd' 10 rs2' 01",                 'rd, rs2',        'or rd, rd, rs2'],
  ['c.and',      "100011 rd' 11 rs2' 01",                 'rd, rs2',        'and rd, rd, rs2'],
  ['c.subw',     "100111 rd' 00 rs2' 01",                 'rd, rs2',        'subw rd, rd, rs2'],
  ['c.addw',     "100111 rd' 01 rs2' 01",                 'rd, rs2',        'addw rd, rd, rs2'],
  ['c.j',        '101 imm[11|4|9:8|10|6|7|3:1|5] 01',     'target',         'jal zero, imm'],
  ['c.beqz',     "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", 'rs1, target',    'beq rs1, zero, imm'],
  ['c.bnez',     "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", 'rs1, target',    'bne rs1, zero, imm'],
  ['c.slli',     '000 shamt[5] rd shamt[4:0] 10',         'rd, shamt',      'slli rd, rd, shamt',  'rd 0, shamt 0'],
  ['c.lwsp',     '010 uimm[5] rd uimm[4:2|7:6] 10',       'rd, uimm(sp)',   'lw rd, uimm(sp)',     'rd 0'],
  ['c.ldsp',     '011 uimm[5] rd uimm[4:3|8:6] 10',       'rd, uimm(sp)',   'ld rd, uimm(sp)',     'rd 0'],
  ['c.jr',       '1000 rs1 0000010',                      'rs1',            'jalr zero, 0(rs1)',   'rs1 0'],
  ['c.mv',       '1000 rd rs2 10',                        'rd, rs2',        'add rd, zero, rs2',   'rd 0, rs2 0'],
  ['c.ebreak',   '1001000000000010',                      '',               'ebreak'],
  ['c.jalr',     '1001 rs1 0000010',                      'rs1',            'jalr ra, 0(rs1)',     'rs1 0'],
  ['c.add',      '1001 rd rs2 10',                        'rd, rs2',        'add rd, rd, rs2',     'rd 0, rs2 0'],
  ['c.swsp',     '110 uimm[5:2|7:6] rs2 10',              'rs2, uimm(sp)',  'sw rs2, uimm(sp)'],
  ['c.sdsp',     '111 uimm[5:3|8:6] rs2 10',              'rs2, uimm(sp)',  'sd rs2, uimm(sp)'],
];

/** Forms that the manual sets aside as hints: they do nothing. */
// biome-ignore format: a table is read by its columns
const hintForms: readonly Form[] = [
  ['c.nop',  '000 imm[5] 00000 imm[4:0] 01',  'imm',       'addi zero, zero, 0', 'imm 0'],
  ['c.addi', '0000 rd 0000001',               'rd, 0',     'addi zero, zero, 0', 'rd 0'],
  ['c.li',   '010 imm[5] 00000 imm[4:0] 01',  'zero, imm', 'addi zero, zero, 0'],
  ['c.lui',  '011 imm[17] 00000 imm[16:12] 01', 'zero, imm', 'addi zero, zero, 0', 'imm 0'],
  ['c.slli', '000 shamt[5] rd shamt[4:0] 10', 'rd, shamt', 'addi zero, zero, 0'],
  ['c.mv',   '100000000 rs2 10',              'zero, rs2', 'addi zero, zero, 0', 'rs2 0'],
  ['c.add',  '100100000 rs2 10',              'zero, rs2', 'addi zero, zero, 0', 'rs2 0'],
];

/** Shifts by nothing, which fuse as the `nop` that CKB-VM makes of them (`ckb-vm` 0.24, `rvc.rs`). */
const idleForms: readonly Form[] = [
  ['c.srli', "100000 rd' 0000001", 'rd, 0', 'addi zero, zero, 0'],
  ['c.srai', "100001 rd' 0000001", 'rd, 0', 'addi zero, zero, 0'],
];

const bases = new Map(integer.map((row) => [row.mnemonic, row]));

const conditionsOf = (text: string): readonly Condition[] =>
  [...text.matchAll(/(\w+) (\d+)/g)].map(([, field = '', not]) => ({ field, not: Number(not) }));

/** From the name of an operand of a base to its value in a word: a field, a register or a number. */
const expansionOf = (base: Row, text: string, picture: string) => {
  const names = base.syntax.match(/\w+/g) ?? [];
  const given = (text.replace(/^\S+ ?/, '').match(/\w+/g) ?? []) as readonly string[];
  const fieldOfWord = valuesIn(encodingOf(picture));
  const sources = new Map(names.map((name, i) => [name === 'target' ? 'imm' : name, given[i] ?? '']));
  return (word: number) =>
    operandsFrom((name) => {
      const source = sources.get(name);
      if (source === undefined) return undefined;
      return fieldOfWord(source, word) ?? registerNumber(source) ?? Number(source);
    }, 2);
};

const rowOfForm =
  (since: string) =>
  ([mnemonic, picture, syntax, expansion, conditions = '']: Form): Row => {
    const base = bases.get(expansion.split(' ')[0]);
    if (!base) throw new Error(`No instruction is named as in "${expansion}".`);
    const bits = encodingOf(picture);
    const operands = operandsOf(syntax, bits);
    const reads = operands.filter(({ name }) => name === 'rs1' || name === 'rs2').map(({ name }) => name);
    const isChanged = /^\S+ rd, rd\b/.test(expansion);
    return {
      ...{ extension: 'C', mnemonic, encoding: picture, bits, syntax, operands, base, expansion },
      ...{ takes: isChanged ? ['rd', ...reads] : reads, leaves: expansion.includes(' rd,') ? ['rd'] : [] },
      ...{ doc: base.doc, source: base.source, flow: flowOf(base, expansion), execute: base.execute },
      ...(base.work !== undefined && { work: base.work }),
      costs: [{ ...base.costs[0], since }],
      extraCosts: [],
      conditions: conditionsOf(conditions),
      read: expansionOf(base, expansion, picture),
    };
  };

/** A jump that leaves no return address is no call. */
const flowOf = (base: Row, expansion: string): Row['flow'] => (/^jalr? zero/.test(expansion) ? 'jump' : base.flow);

export const compressed: readonly Row[] = forms.map(rowOfForm('vm0'));

/** CKB-VM refuses most of them in version 0. */
export const hints: readonly Row[] = [...hintForms.map(rowOfForm('vm1')), ...idleForms.map(rowOfForm('vm0'))];
