import * as m from './arithmetic.ts';
import { type Execute, type Row, rowOf } from './row.ts';

type Line = readonly [mnemonic: string, picture: string, doc: string, execute: Execute];

const table = (extension: string, syntax: string, lines: readonly Line[]): readonly Row[] =>
  lines.map(([mnemonic, picture, doc, execute]) =>
    rowOf({
      ...{ extension, mnemonic, picture, syntax, doc, source: 'RISC-V Bit-Manipulation ISA 1.0.0' },
      ...{ cycles: 1, since: 'vm1', flow: 'next', execute },
    }),
  );

/** Zba, Zbb, Zbc and Zbs. Cycles are those of CKB-VM. */
// biome-ignore format: a table is read by its columns
export const manipulation: readonly Row[] = [
  ...table('Zba', 'rd, rs1, rs2', [
    ['add.uw',    '0000100 rs2 rs1 000 rd 0111011', 'Sum of `rs2` and the low word of `rs1` without sign.', ({ u }, { to, rs1, rs2 }) => { u[to] = (u[rs1] & 0xffffffffn) + u[rs2]; }],
    ['sh1add',    '0010000 rs2 rs1 010 rd 0110011', 'Sum of `rs2` and twice `rs1`.',           ({ u }, { to, rs1, rs2 }) => { u[to] = (u[rs1] << 1n) + u[rs2]; }],
    ['sh2add',    '0010000 rs2 rs1 100 rd 0110011', 'Sum of `rs2` and 4 times `rs1`.',         ({ u }, { to, rs1, rs2 }) => { u[to] = (u[rs1] << 2n) + u[rs2]; }],
    ['sh3add',    '0010000 rs2 rs1 110 rd 0110011', 'Sum of `rs2` and 8 times `rs1`.',         ({ u }, { to, rs1, rs2 }) => { u[to] = (u[rs1] << 3n) + u[rs2]; }],
    ['sh1add.uw', '0010000 rs2 rs1 010 rd 0111011', 'Sum of `rs2` and twice the low word of `rs1` without sign.', ({ u }, { to, rs1, rs2 }) => { u[to] = ((u[rs1] & 0xffffffffn) << 1n) + u[rs2]; }],
    ['sh2add.uw', '0010000 rs2 rs1 100 rd 0111011', 'Sum of `rs2` and 4 times the low word of `rs1` without sign.', ({ u }, { to, rs1, rs2 }) => { u[to] = ((u[rs1] & 0xffffffffn) << 2n) + u[rs2]; }],
    ['sh3add.uw', '0010000 rs2 rs1 110 rd 0111011', 'Sum of `rs2` and 8 times the low word of `rs1` without sign.', ({ u }, { to, rs1, rs2 }) => { u[to] = ((u[rs1] & 0xffffffffn) << 3n) + u[rs2]; }],
  ]),
  ...table('Zba', 'rd, rs1, shamt', [
    ['slli.uw',   '000010 shamt[5:0] rs1 001 rd 0011011', 'Shifts the low word, without sign, left.', ({ u }, { to, rs1, wide }) => { u[to] = (u[rs1] & 0xffffffffn) << wide; }],
  ]),
  ...table('Zbb', 'rd, rs1, rs2', [
    ['andn', '0100000 rs2 rs1 111 rd 0110011', 'Bitwise and with the inverse of `rs2`.',   ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] & ~x[rs2]; }],
    ['orn',  '0100000 rs2 rs1 110 rd 0110011', 'Bitwise or with the inverse of `rs2`.',    ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] | ~x[rs2]; }],
    ['xnor', '0100000 rs2 rs1 100 rd 0110011', 'Inverse of the bitwise exclusive or.',     ({ x }, { to, rs1, rs2 }) => { x[to] = ~(x[rs1] ^ x[rs2]); }],
    ['min',  '0000101 rs2 rs1 100 rd 0110011', 'The smaller of signed numbers.',           ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] < x[rs2] ? x[rs1] : x[rs2]; }],
    ['max',  '0000101 rs2 rs1 110 rd 0110011', 'The greater of signed numbers.',           ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] < x[rs2] ? x[rs2] : x[rs1]; }],
    ['minu', '0000101 rs2 rs1 101 rd 0110011', 'The smaller of unsigned numbers.',         ({ u }, { to, rs1, rs2 }) => { u[to] = u[rs1] < u[rs2] ? u[rs1] : u[rs2]; }],
    ['maxu', '0000101 rs2 rs1 111 rd 0110011', 'The greater of unsigned numbers.',         ({ u }, { to, rs1, rs2 }) => { u[to] = u[rs1] < u[rs2] ? u[rs2] : u[rs1]; }],
    ['rol',  '0110000 rs2 rs1 001 rd 0110011', 'Rotates left by the low 6 bits of `rs2`.', ({ u }, { to, rs1, rs2 }) => { u[to] = m.rotateLeft(u[rs1], u[rs2] & 63n); }],
    ['ror',  '0110000 rs2 rs1 101 rd 0110011', 'Rotates right by the low 6 bits of `rs2`.', ({ u }, { to, rs1, rs2 }) => { u[to] = m.rotateLeft(u[rs1], 64n - (u[rs2] & 63n)); }],
    ['rolw', '0110000 rs2 rs1 001 rd 0111011', 'Rotates the low word left by the low 5 bits of `rs2`, and extends it by its sign.', (h, { to, rs1, rs2 }) => h.setSigned(to, m.rotateLeft32(h.low(rs1), h.low(rs2)))],
    ['rorw', '0110000 rs2 rs1 101 rd 0111011', 'Rotates the low word right by the low 5 bits of `rs2`, and extends it by its sign.', (h, { to, rs1, rs2 }) => h.setSigned(to, m.rotateLeft32(h.low(rs1), -h.low(rs2)))],
  ]),
  ...table('Zbb', 'rd, rs1, shamt', [
    ['rori',  '011000 shamt[5:0] rs1 101 rd 0010011',  'Rotates right.',                    ({ u }, { to, rs1, wide }) => { u[to] = m.rotateLeft(u[rs1], 64n - wide); }],
    ['roriw', '0110000 shamt[4:0] rs1 101 rd 0011011', 'Rotates the low word right, and extends it by its sign.', (h, { to, rs1, imm }) => h.setSigned(to, m.rotateLeft32(h.low(rs1), -imm))],
  ]),
  ...table('Zbb', 'rd, rs1', [
    ['clz',    '011000000000 rs1 001 rd 0010011', 'Zeros above the highest one; 64 for 0.', (h, { to, rs1 }) => h.setUnsigned(to, m.leadingZeros(h.high(rs1), h.low(rs1)))],
    ['ctz',    '011000000001 rs1 001 rd 0010011', 'Zeros below the lowest one; 64 for 0.',  (h, { to, rs1 }) => h.setUnsigned(to, m.trailingZeros(h.high(rs1), h.low(rs1)))],
    ['cpop',   '011000000010 rs1 001 rd 0010011', 'Number of ones.',                        (h, { to, rs1 }) => h.setUnsigned(to, m.ones32(h.high(rs1)) + m.ones32(h.low(rs1)))],
    ['clzw',   '011000000000 rs1 001 rd 0011011', 'Zeros above the highest one of the low word; 32 for 0.', (h, { to, rs1 }) => h.setUnsigned(to, Math.clz32(h.low(rs1)))],
    ['ctzw',   '011000000001 rs1 001 rd 0011011', 'Zeros below the lowest one of the low word; 32 for 0.',  (h, { to, rs1 }) => h.setUnsigned(to, m.trailingZeros32(h.low(rs1)))],
    ['cpopw',  '011000000010 rs1 001 rd 0011011', 'Number of ones of the low word.',        (h, { to, rs1 }) => h.setUnsigned(to, m.ones32(h.low(rs1)))],
    ['sext.b', '011000000100 rs1 001 rd 0010011', 'Low byte, extended by its sign.',        (h, { to, rs1 }) => h.setSigned(to, (h.low(rs1) << 24) >> 24)],
    ['sext.h', '011000000101 rs1 001 rd 0010011', 'Low 2 bytes, extended by their sign.',   (h, { to, rs1 }) => h.setSigned(to, (h.low(rs1) << 16) >> 16)],
    ['zext.h', '000010000000 rs1 100 rd 0111011', 'Low 2 bytes without sign.',              (h, { to, rs1 }) => h.setUnsigned(to, h.low(rs1) & 0xffff)],
    ['orc.b',  '001010000111 rs1 101 rd 0010011', 'Each byte that is not 0 becomes all ones.', ({ u }, { to, rs1 }) => { u[to] = m.orCombine(u[rs1]); }],
    ['rev8',   '011010111000 rs1 101 rd 0010011', 'Bytes in reverse.',                      ({ u }, { to, rs1 }) => { u[to] = m.reverseBytes(u[rs1]); }],
  ]),
  ...table('Zbc', 'rd, rs1, rs2', [
    ['clmul',  '0000101 rs2 rs1 001 rd 0110011', 'Low 64 bits of the carry-less product.',  ({ u }, { to, rs1, rs2 }) => { u[to] = m.carryless(u[rs1], u[rs2]); }],
    ['clmulh', '0000101 rs2 rs1 011 rd 0110011', 'High 64 bits of the carry-less product.', ({ u }, { to, rs1, rs2 }) => { u[to] = m.carryless(u[rs1], u[rs2]) >> 64n; }],
    ['clmulr', '0000101 rs2 rs1 010 rd 0110011', 'Bits 126 to 63 of the carry-less product.', ({ u }, { to, rs1, rs2 }) => { u[to] = m.carryless(u[rs1], u[rs2]) >> 63n; }],
  ]),
  ...table('Zbs', 'rd, rs1, rs2', [
    ['bclr', '0100100 rs2 rs1 001 rd 0110011', 'Clears the bit that `rs2` numbers.',        ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] & ~(1n << (x[rs2] & 63n)); }],
    ['bext', '0100100 rs2 rs1 101 rd 0110011', 'The bit that `rs2` numbers, as 0 or 1.',    ({ x }, { to, rs1, rs2 }) => { x[to] = (x[rs1] >> (x[rs2] & 63n)) & 1n; }],
    ['binv', '0110100 rs2 rs1 001 rd 0110011', 'Inverts the bit that `rs2` numbers.',       ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] ^ (1n << (x[rs2] & 63n)); }],
    ['bset', '0010100 rs2 rs1 001 rd 0110011', 'Sets the bit that `rs2` numbers.',          ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] | (1n << (x[rs2] & 63n)); }],
  ]),
  ...table('Zbs', 'rd, rs1, shamt', [
    ['bclri', '010010 shamt[5:0] rs1 001 rd 0010011', 'Clears one bit.',                     ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] & ~(1n << wide); }],
    ['bexti', '010010 shamt[5:0] rs1 101 rd 0010011', 'One bit, as 0 or 1.',                 ({ x }, { to, rs1, wide }) => { x[to] = (x[rs1] >> wide) & 1n; }],
    ['binvi', '011010 shamt[5:0] rs1 001 rd 0010011', 'Inverts one bit.',                    ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] ^ (1n << wide); }],
    ['bseti', '001010 shamt[5:0] rs1 001 rd 0010011', 'Sets one bit.',                       ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] | (1n << wide); }],
  ]),
];
