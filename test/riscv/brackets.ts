import { encode, extentOf, fieldNamed, isAllowed, type Values } from '../../engines/riscv/assembly/encoder.ts';
import { fusionTable } from '../../engines/riscv/ckb/fusion.ts';
import { hints } from '../../engines/riscv/isa/compressed.ts';
import { encodedRows } from '../../engines/riscv/isa/decoder.ts';
import { registerNumber } from '../../engines/riscv/isa/registers.ts';
import type { Row } from '../../engines/riscv/isa/row.ts';

/** A part of a program, before and after which the cycles are taken. It may change all registers but `s2` to `s11`. */
export type Piece = readonly string[];

const takeCycles = ['li a7, 2042', 'ecall'];

/** What `s2` to `s11` hold. */
// biome-ignore format: ten numbers for ten registers
const held = [
  '-1', '1', '3', '35', '0x80000000', '0xffffffff', '0x7fffffffffffffff', '-0x8000000000000000', '0x123456789abcdef0', '0x8182838485868788',
];
const holds = (value: string): string => `s${held.indexOf(value) + 2}`;

/** A program of pieces. Version 0 tells cycles only at the end. */
export const programOf = (pieces: readonly Piece[], version: number): string =>
  [
    ...['.option norelax', '.globl _start', '_start:', ...held.map((value, i) => `li s${i + 2}, ${value}`)],
    ...pieces.flatMap((piece) => [...(version > 0 ? takeCycles : []), ...piece]),
    ...[...(version > 0 ? takeCycles : []), 'li a0, 0', 'li a7, 93', 'ecall'],
    ...['.data', '.align 12', 'room: .zero 8192', 'text: .asciz "said"'],
  ].join('\n');

/** Every row that version 0, 1 or 2 knows. */
export const rowsAt = (version: number): readonly Row[] =>
  [...encodedRows, ...hints].filter(({ costs: [cost] }) => Number(cost?.since.slice(2)) <= version);

const operandPairs: readonly (readonly [string, string])[] = [
  ['1', '35'],
  ['-1', '-1'],
  ['-0x8000000000000000', '-1'],
  ['0x123456789abcdef0', '0x80000000'],
  ['0xffffffff', '3'],
];

const [rd, rs1, rs2, sp, ra] = ['a3', 'a4', 'a5', 'sp', 'ra'].map((name) => registerNumber(name) ?? 0);

const bits = (row: Row, values: Values): string =>
  `.${row.bits.bytes}byte 0x${encode(row, values).toString(16)} # ${row.mnemonic}`;

/** The numbers at the edges of a row's field, each with the registers it is used with. */
const valuesOf = (row: Row): readonly Values[] => {
  const name = ['imm', 'uimm', 'shamt', 'pred'].find((each) => fieldNamed(row, each));
  const field = name && fieldNamed(row, name);
  const registers = { rd, rs1, rs2 };
  if (!name || !field) return [registers];
  const { least, most, step } = extentOf(field);
  const numbers = new Set([least, 0, step, most]);
  return [...numbers].map((number) => ({ ...registers, [name]: number })).filter((values) => isAllowed(row, values));
};

/** What shows all that a row may do, and what it costs each time. */
export const piecesOf = (row: Row): readonly Piece[] => {
  const { mnemonic } = row.base;
  if (mnemonic === 'ecall') return [['la a0, text', 'li a7, 2177', bits(row, {})]];
  if (mnemonic === 'jalr') return jumpsByRegister(row);
  if (row.syntax.includes('target')) return jumps(row);
  if (row.syntax.includes('(')) return accesses(row);
  return valuesOf(row).flatMap((values) =>
    operandPairs.flatMap(([one, other]) =>
      registerChoices(row).map((registers) => [
        ...[`mv a3, ${holds(one)}`, `mv a4, ${holds(one)}`, `mv a5, ${holds(other)}`],
        bits(row, { ...values, ...registers }),
      ]),
    ),
  );
};

/** Forms of 32 bits take x0, and the same register twice. */
const registerChoices = ({ bits: { bytes }, base }: Row): readonly Values[] =>
  bytes === 2 || base.syntax === '' ? [{}] : [{}, { rd: 0 }, { rs2: 0 }, { rs1: rs2 }, { rd: rs1 }];

/** Over the next instructions, with operands for which a branch is taken, and for which it is not. */
const jumps = (row: Row): readonly Piece[] =>
  operandPairs.map(([one, other]) => [
    ...[`mv a4, ${holds(one)}`, `mv a5, ${holds(other)}`, bits(row, { rd, rs1, rs2, imm: 8 })],
    ...new Array<string>((8 - row.bits.bytes) / 2).fill('c.nop'),
  ]);

const jumpsByRegister = (row: Row): readonly Piece[] => {
  if (row.bits.bytes === 2) return [['la a4, 1f', bits(row, { rs1 }), 'c.nop', '1:']];
  return [0, 1, 4, -2048, 2047].flatMap((imm) =>
    [0, rd, ra].map((to) => [
      ...['la a4, 1f', `li a5, ${imm}`, 'sub a4, a4, a5', bits(row, { rd: to, rs1, imm }), 'nop', '1:'],
    ]),
  );
};

/** At the edges of words and pages. */
const accesses = (row: Row): readonly Piece[] => {
  const isOnStack = row.syntax.endsWith('(sp)');
  const base = isOnStack ? 'sp' : 'a4';
  return valuesOf(row).flatMap((values) => {
    const offset = values.imm ?? values.uimm ?? 0;
    return [0, 1, 4089, 4092, 4095].map((at) => [
      ...[`la ${base}, room + ${at}`, `li a5, ${offset}`, `sub ${base}, ${base}, a5`],
      ...[`mv a5, ${holds('0x8182838485868788')}`, bits(row, { ...values, rs1: isOnStack ? sp : rs1 })],
    ]);
  });
};

const letters = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'];
const outsider = 'a6';
const starts = ['-1', '0x7fffffffffffffff', '3', '-1', '3', '0x7fffffffffffffff'].map(holds);

/** A group: mnemonics with registers in the order rd, rs1, rs2. */
type Group = readonly (readonly string[])[];

/** The group of a line of the table with a register of its own for each letter. */
const groupOf = (pattern: string): Group => {
  const names = new Map<string, string>();
  return pattern.split('; ').map((text) =>
    text.split(' ').map((word, i) => {
      const name = word.replace('?', '');
      if (i === 0 || name === 'ra') return name;
      names.set(name, names.get(name) ?? letters[names.size]);
      return names.get(name) ?? '';
    }),
  );
};

const numbers = [
  ['0x12', '0x34'],
  ['0x7ffff', '2047'],
  ['0x80000', '-2048'],
  ['0', '0'],
] as const;

const instruction = (
  [mnemonic, ...registers]: readonly string[],
  [upper, lower]: readonly [string, string],
): string => {
  const number = mnemonic === 'lui' || mnemonic === 'auipc' ? upper : /^addiw?$/.test(mnemonic) ? lower : undefined;
  return `${mnemonic} ${[...registers, ...(number === undefined ? [] : [number])].join(', ')}`;
};

const isJump = (group: Group): boolean => group.some(([mnemonic]) => mnemonic === 'jalr');
const groups: readonly Group[] = fusionTable.map(([, , , , pattern]) => groupOf(pattern)).filter((g) => !isJump(g));

/** By how many registers an instruction is written. */
const mnemonicsLike = (length: number): readonly string[] => [
  ...new Set(groups.flatMap((group) => group.filter((each) => each.length === length).map(([mnemonic]) => mnemonic))),
];

const replaced = (group: Group, n: number, each: (instruction: readonly string[]) => readonly string[]): Group =>
  group.with(n, each(group[n]));

/** The group, and every group of which one thing is another. */
function* nearTo(group: Group): Generator<Group> {
  yield group;
  const used = [...new Set(group.flatMap(([, ...registers]) => registers))];
  const renamed = (from: string, to: string) =>
    group.map(([mnemonic, ...registers]) => [mnemonic, ...registers.map((name) => (name === from ? to : name))]);
  for (const name of used) for (const other of ['zero', ...used]) if (other !== name) yield renamed(name, other);
  for (const [n, [mnemonic, ...registers]] of group.entries()) {
    for (const i of registers.keys()) yield replaced(group, n, (each) => each.with(i + 1, outsider));
    if (registers.length === 3) yield replaced(group, n, ([m, to, one, other]) => [m, to, other, one]);
    for (const other of mnemonicsLike(registers.length + 1)) {
      if (other !== mnemonic) yield replaced(group, n, (each) => each.with(0, other));
    }
    if (n === 0) continue;
    yield group.with(n - 1, group[n]).with(n, group[n - 1]);
    yield group.toSpliced(n, 0, ['nop']);
    yield group.slice(0, n);
  }
}

const start = letters.map((name, i) => `mv ${name}, ${starts[i]}`);

/** What computes in 16 bits; CKB-VM makes of some of it a `nop`, which stands for `addi zero, zero, 0` where it may fuse. */
const shortRows = (version: number): readonly Row[] =>
  rowsAt(version).filter(({ bits: { bytes }, base, syntax }) => {
    return bytes === 2 && base.flow === 'next' && base.mnemonic !== 'ebreak' && !syntax.includes('(');
  });

const shortTails = (version: number): readonly Piece[] =>
  shortRows(version).flatMap((row) =>
    valuesOf(row).flatMap((values) => ['lui', 'auipc'].map((head) => [`${head} zero, 16`, bits(row, values)])),
  );

/** Groups that run as one step, and what nearly does, in long and short forms, from the start and from within. */
export const fusionPieces = (version: number): readonly Piece[] => [
  ...shortTails(version),
  ...groups.flatMap((group) => [
    ...[...nearTo(group)].flatMap((each) =>
      ['rvc', 'norvc'].map((forms) => [
        ...start,
        ...[`.option ${forms}`, ...each.map((part) => instruction(part, numbers[0])), '.option rvc'],
      ]),
    ),
    ...numbers.map((given) => [...start, ...group.map((part) => instruction(part, given))]),
    ...[...group.keys()]
      .slice(1)
      .map((into) => [
        ...[...start, 'j 1f'],
        ...group.flatMap((part, n) => [...(n === into ? ['1:'] : []), instruction(part, numbers[0])]),
      ]),
  ]),
];

/** A call to what follows it, by way of any two registers. */
const farCalls = (by: string, link: string): readonly Piece[] => [
  [`lui ${by}, %hi(1f)`, `jalr ${link}, %lo(1f)(${by})`, 'nop', '1:'],
  [`2: auipc ${by}, %pcrel_hi(1f)`, `jalr ${link}, %pcrel_lo(2b)(${by})`, 'nop', '1:'],
  [`lui ${by}, %hi(1f)`, 'nop', `jalr ${link}, %lo(1f)(${by})`, 'nop', '1:'],
  [`lui ${by}, %hi(1f)`, 'lui t2, 0x10', `jalr ${link}, %lo(1f)(${by})`, 'nop', '1:'],
  [`lui ${by}, %hi(1f)`, 'j 2f', `lui ${by}, 0`, `2: jalr ${link}, %lo(1f)(${by})`, 'nop', '1:'],
];

/** Version 0 sets the link before it reads the register to jump by, which leads elsewhere where the two are one. */
export const farCallPieces = (version: number): readonly Piece[] =>
  ['ra', 't0', 't1'].flatMap((by) =>
    ['ra', 't0', 't1', 'zero'].flatMap((link) => (version === 0 && by === link ? [] : farCalls(by, link))),
  );

/** Far calls of 16 bits, to a page of which the address fits into them; the code begins in page 16. */
export const shortFarCalls = (version: number): string => `
  .option norelax
  .globl _start
_start: j main
  .balign 4096
target: ret
main:
${['ra', 't1']
  .flatMap((by) => [`c.lui ${by}, 17`, `lui ${by}, 17`].map((head) => [head, by] as const))
  .flatMap(([head, by]) =>
    [`c.jalr ${by}`, `.option norvc\njalr ra, 0(${by})\n.option rvc`].map((tail) => [head, tail]),
  )
  .flatMap((pair) => [...(version > 0 ? takeCycles : []), ...pair])
  .join('\n')}
  ${(version > 0 ? takeCycles : []).join('\n')}
  li a0, 0
  li a7, 93
  ecall`;

/** Far calls that end the program, or go elsewhere than their instructions one by one would. */
export const farCallsAway: readonly Piece[] = [
  ['auipc ra, 0x80000', 'jalr ra, -2048(ra)'],
  ['auipc ra, 0x7ffff', 'jalr ra, 2047(ra)'],
  ['auipc t1, 0x80000', 'jalr ra, -2048(t1)'],
  ['lui ra, 0x80000', 'jalr ra, -2048(ra)'],
  ['lui t1, 0x80000', 'jalr ra, -2048(t1)'],
  ['lui zero, %hi(1f)', 'jalr ra, %lo(1f)(zero)', '1:'],
  ['auipc zero, 0', 'jalr ra, 8(zero)'],
  ['lui ra, %hi(1f)', 'jalr ra, %lo(1f)(ra)', '1:'],
  ['la t1, 1f', 'jalr t1, -2(t1)', '1:'],
];
