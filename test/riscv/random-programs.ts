import { fieldNamed } from '../../engines/riscv/assembly/encoder.ts';
import { encodedRows } from '../../engines/riscv/isa/decoder.ts';
import { registerNames } from '../../engines/riscv/isa/registers.ts';
import type { Row } from '../../engines/riscv/isa/row.ts';
import type { Random } from '../harness/random.ts';

/** Registers that a program keeps for itself, beside those of calls: where its data lies, and how often a loop still runs. */
const [data, counter] = ['s0', 's11'];
/** Bytes of data: some pages, so that accesses reach over their ends. */
const room = 3 * 4096;
const reserved = new Set(['zero', 'ra', 'sp', data, counter]);
const free = registerNames.filter((name) => !reserved.has(name));
/** Those that short forms can name. */
const near = free.filter((name) => /^(s1|a[0-5])$/.test(name));

/** What a program of random instructions may hold, beside those that compute. */
const special = new Set([
  'jal',
  'jalr',
  'ecall',
  'ebreak',
  'fence',
  'c.j',
  'c.jr',
  'c.jalr',
  'c.ebreak',
  'c.beqz',
  'c.bnez',
]);

const isBranch = ({ flow }: Row) => flow === 'branch';
const isAccess = ({ syntax }: Row) => syntax.includes('(');
const computing = encodedRows.filter((row) => !special.has(row.mnemonic) && !isBranch(row) && !isAccess(row));
const accesses = encodedRows.filter(isAccess).filter((row) => !special.has(row.mnemonic));
const branches = encodedRows.filter((row) => isBranch(row) && !special.has(row.mnemonic));

/**
 * Groups that run as one step, and what nearly is one: each letter is a register, chosen so that two letters are sometimes
 * the same.
 */
const groups: readonly (readonly string[])[] = [
  ['add A, A, B', 'sltu B, A, B', 'add A, A, C', 'sltu C, A, C', 'or B, B, C'],
  ['add A, B, A', 'sltu C, A, B', 'add D, C, E'],
  ['add A, B, C', 'sltu B, A, B', 'add D, B, E'],
  ['add A, B, C', 'sltu D, A, B', 'add D, D, E'],
  ['add A, B, C', 'sltu D, A, B'],
  ['add A, A, B', 'sltu D, A, B'],
  ['sub B, A, B', 'sltu S, A, B', 'sub A, B, C', 'sltu C, B, A', 'or B, C, S'],
  ['sub B, A, B', 'sltu S, A, D', 'sub A, B, C', 'sltu C, B, A', 'or B, C, S'],
  ['sub A, B, C', 'sltu D, B, C'],
  ['lui A, I', 'addiw A, A, J'],
  ['lui A, I', 'addiw B, A, J'],
  ['auipc A, I', 'addi A, A, J'],
  ['mulh A, B, C', 'mul D, B, C'],
  ['mulhu A, B, C', 'mul D, B, C'],
  ['mulhsu A, B, C', 'mul D, B, C'],
  ['mulhu A, B, C', 'mul D, C, B'],
  ['div A, B, C', 'rem D, B, C'],
  ['divu A, B, C', 'remu D, B, C'],
  ['divu A, B, C', 'rem D, B, C'],
];

/** A whole number from `least` to `most`. */
const between = (random: Random, least: number, most: number): number => least + random.below(most - least + 1);

/** A program that computes at random and ends by itself. @param version 0, 1 or 2: instructions that come later are left out */
export const randomProgram = (random: Random, version: number, size = 60): string => {
  const has = ({ costs }: Row) => version > 0 || costs[0]?.since === 'vm0';
  const known = computing.filter(has);
  const lines = [
    ...['.option norelax', '.text', '.globl _start', '_start:', `  la ${data}, data`, `  mv sp, ${data}`],
    ...free.map((name) => `  li ${name}, ${numberFor(random)}`),
    `  li ${counter}, ${between(random, 2, 6)}`,
    'again:',
  ];
  let label = 0;
  for (let i = 0; i < size; i++) {
    const kind = between(random, 0, 99);
    if (kind < 40) lines.push(`  ${compute(random, known)}`);
    else if (kind < 62) lines.push(...access(random).map((line) => `  ${line}`));
    else if (kind < 82) lines.push(...group(random).map((line) => `  ${line}`));
    else if (kind < 90) lines.push(...branch(random, label++, known));
    else if (kind < 96) lines.push(...call(random, label++, known));
    else
      lines.push(
        ...(version > 0 ? ['li a7, 2042', 'ecall', 'fence', 'ebreak', 'c.nop'] : ['fence', 'ebreak', 'c.nop'])
          .slice(0, between(random, 0, 5))
          .map((l) => `  ${l}`),
      );
  }
  lines.push(`  addi ${counter}, ${counter}, -1`, `  beqz ${counter}, end`, '  j again', 'end:');
  if (between(random, 0, 3) === 0) lines.push(`  ${fault(random)}`);
  lines.push('  li a7, 93', '  ecall', '.data', 'data:', `  .zero ${room}`);
  return `${lines.join('\n')}\n`;
};

const edges = [
  0n,
  1n,
  2n,
  -1n,
  31n,
  32n,
  63n,
  64n,
  127n,
  128n,
  255n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  -0x80000000n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

const numberFor = (random: Random): bigint => {
  const edge = random.pick(edges);
  if (between(random, 0, 2) > 0) return BigInt.asIntN(64, edge + BigInt(between(random, -2, 2)));
  const word = () => BigInt(between(random, 0, 2 ** 32 - 1));
  return BigInt.asIntN(64, (word() << 32n) | word());
};

/** A number that fits into a field, often the least or the most. */
const fieldNumber = (random: Random, row: Row, operand: string): number => {
  const field = fieldNamed(row, operand);
  if (!field) throw new Error(`${row.mnemonic} has no ${operand}.`);
  const step = 2 ** Math.min(...field.pieces.map(({ to }) => to));
  const isSigned = field.name === 'imm';
  const most = isSigned ? 2 ** (field.width - 1) - step : 2 ** field.width - step;
  const least = isSigned ? -(2 ** (field.width - 1)) : 0;
  const isOdd = (value: number) => row.conditions.some((each) => each.field === operand && each.not === value);
  for (;;) {
    const value = random.pick([least, most, 0, step, between(random, least / step, most / step) * step]);
    if (!isOdd(value)) return step === 4096 ? (value / step) & 0xfffff : value;
  }
};

const register = (random: Random, row: Row, operand: string): string => {
  const isShort = row.bits.fields.some(({ name }) => name === `${operand}'`);
  const isAny = row.bits.bytes === 4 && between(random, 0, 15) === 0;
  return isAny ? 'zero' : random.pick(isShort ? near : free);
};

const written = (random: Random, row: Row, given: Readonly<Record<string, string | number>> = {}): string => {
  const operands = row.syntax.replace(/[a-z]\w*/g, (name) => {
    if (name in given) return String(given[name]);
    if (registerNames.includes(name)) return name;
    return name.startsWith('r') ? register(random, row, name) : String(fieldNumber(random, row, name));
  });
  return `${row.mnemonic} ${operands}`.trim();
};

const compute = (random: Random, rows: readonly Row[]): string => {
  const row = random.pick(rows);
  return row.mnemonic === 'c.addi16sp' ? `${written(random, row)}\n  mv sp, ${data}` : written(random, row);
};

/** To any byte of the data, over the ends of words and pages. */
const access = (random: Random): readonly string[] => {
  const row = random.pick(accesses);
  const at = random.pick([0, 1, 7, 4088, 4089, 4093, 4095, 4096, 8191, between(random, 2048, room - 2600)]) + 2048;
  const isOnStack = row.syntax.endsWith('(sp)');
  const operand = row.syntax.includes('uimm') ? 'uimm' : 'imm';
  const offset = fieldNumber(random, row, operand);
  const base = isOnStack ? 'sp' : random.pick(near);
  const value = random.pick(near.filter((name) => name !== base));
  return [
    `li ${base}, ${Math.min(room - 8 - offset, Math.max(0, at - offset))}`,
    `add ${base}, ${base}, ${data}`,
    written(random, row, { rs2: value, rs1: base, [operand]: offset }),
    ...(isOnStack ? [`mv sp, ${data}`] : []),
  ];
};

const group = (random: Random): readonly string[] => {
  const names = new Map<string, string>();
  const pool = between(random, 0, 3) === 0 ? ['a0', 'a1', 'zero', 't0'] : free;
  const pattern = random.pick(groups);
  const cut = between(random, 0, 4) === 0 ? between(random, 1, pattern.length) : pattern.length;
  return pattern.slice(0, cut).map((line) =>
    line.replace(/\b[A-Z]\b/g, (letter) => {
      if (letter === 'I') return String(random.pick([0, 1, 0x7ffff, 0x80000, 0xfffff, between(random, 0, 0xfffff)]));
      if (letter === 'J') return String(random.pick([0, -1, 2047, -2048, between(random, -2048, 2047)]));
      const known = names.get(letter) ?? random.pick(pool);
      names.set(letter, known);
      return known;
    }),
  );
};

const branch = (random: Random, label: number, rows: readonly Row[]): readonly string[] => {
  const row = random.pick(branches);
  return [
    `  ${written(random, row, { target: `over${label}` })}`,
    `  ${compute(random, rows)}`,
    ...group(random).map((l) => `  ${l}`),
    `over${label}:`,
  ];
};

const call = (random: Random, label: number, rows: readonly Row[]): readonly string[] => {
  const ways = [
    [`  call f${label}`],
    [`  jal f${label}`],
    [`  la t0, f${label}`, '  jalr t0'],
    [`  lui ra, %hi(f${label})`, `  jalr ra, %lo(f${label})(ra)`],
    [`  lui t1, %hi(f${label})`, `  jalr ra, %lo(f${label})(t1)`],
    [`1: auipc ra, %pcrel_hi(f${label})`, '  jalr ra, %pcrel_lo(1b)(ra)'],
  ];
  return [...random.pick(ways), `  j g${label}`, `f${label}:`, `  ${compute(random, rows)}`, '  ret', `g${label}:`];
};

/** What ends a program. A jump to 0 is not among them: ckb-debugger gives up on it. */
const fault = (random: Random): string =>
  random.pick([
    'ld a0, 0(zero)\n  li a1, -1\n  ld a0, 0(a1)',
    'la a0, again\n  sb a0, 0(a0)',
    '.4byte 0xffffffff',
    'li a0, 0x3fffff\n  lb a1, 0(a0)\n  lh a1, 0(a0)',
    'li a7, 5\n  ecall',
    'li a0, -16\n  jr a0',
    'la a0, data\n  jr a0',
    'again2: j again2',
  ]);
