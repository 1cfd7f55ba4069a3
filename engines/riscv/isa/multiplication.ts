import * as m from './arithmetic.ts';
import { type Execute, type Row, rowOf } from './row.ts';

type Line = readonly [mnemonic: string, picture: string, doc: string, execute: Execute];

const table = (cycles: number, lines: readonly Line[]): readonly Row[] =>
  lines.map(([mnemonic, picture, doc, execute]) =>
    rowOf({
      ...{ extension: 'M', mnemonic, picture, syntax: 'rd, rs1, rs2', doc, source: 'RISC-V Unprivileged ISA 20191213' },
      ...{ cycles, since: 'vm0', flow: 'next', execute },
    }),
  );

/** RV64M (chapter 7). Cycles are those of CKB-VM. */
// biome-ignore format: a table is read by its columns
export const multiplication: readonly Row[] = [
  ...table(5, [
    ['mul',    '0000001 rs2 rs1 000 rd 0110011', 'Low 64 bits of the product.',                    ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] * x[rs2]; }],
    ['mulh',   '0000001 rs2 rs1 001 rd 0110011', 'High 64 bits of the product of signed numbers.', ({ x }, { to, rs1, rs2 }) => { x[to] = (x[rs1] * x[rs2]) >> 64n; }],
    ['mulhsu', '0000001 rs2 rs1 010 rd 0110011', 'High 64 bits of the product of signed `rs1` and unsigned `rs2`.', ({ x, u }, { to, rs1, rs2 }) => { x[to] = (x[rs1] * u[rs2]) >> 64n; }],
    ['mulhu',  '0000001 rs2 rs1 011 rd 0110011', 'High 64 bits of the product of unsigned numbers.', (h, { to, rs1, rs2 }) => { h.u[to] = (h.u[rs1] * h.u[rs2]) >> 64n; }],
    ['mulw',   '0000001 rs2 rs1 000 rd 0111011', 'Product of the low words, extended by its sign.', (h, { to, rs1, rs2 }) => h.setSigned(to, Math.imul(h.low(rs1), h.low(rs2)))],
  ]),
  ...table(32, [
    ['div',    '0000001 rs2 rs1 100 rd 0110011', 'Quotient of signed numbers, rounded towards 0; -1 if `rs2` is 0.', ({ x }, { to, rs1, rs2 }) => { x[to] = m.divide(x[rs1], x[rs2]); }],
    ['divu',   '0000001 rs2 rs1 101 rd 0110011', 'Quotient of unsigned numbers; all ones if `rs2` is 0.', ({ u }, { to, rs1, rs2 }) => { u[to] = m.divide(u[rs1], u[rs2]); }],
    ['rem',    '0000001 rs2 rs1 110 rd 0110011', 'Remainder of signed numbers, with the sign of `rs1`; `rs1` if `rs2` is 0.', ({ x }, { to, rs1, rs2 }) => { x[to] = m.remainder(x[rs1], x[rs2]); }],
    ['remu',   '0000001 rs2 rs1 111 rd 0110011', 'Remainder of unsigned numbers; `rs1` if `rs2` is 0.', ({ u }, { to, rs1, rs2 }) => { u[to] = m.remainder(u[rs1], u[rs2]); }],
    ['divw',   '0000001 rs2 rs1 100 rd 0111011', 'Quotient of the low words as signed numbers; -1 if that of `rs2` is 0.', (h, { to, rs1, rs2 }) => h.setSigned(to, m.divide32(h.low(rs1), h.low(rs2)))],
    ['divuw',  '0000001 rs2 rs1 101 rd 0111011', 'Quotient of the low words as unsigned numbers, extended by its sign; all ones if that of `rs2` is 0.', (h, { to, rs1, rs2 }) => h.setSigned(to, m.divide32(h.low(rs1) >>> 0, h.low(rs2) >>> 0))],
    ['remw',   '0000001 rs2 rs1 110 rd 0111011', 'Remainder of the low words as signed numbers.',  (h, { to, rs1, rs2 }) => h.setSigned(to, m.remainder32(h.low(rs1), h.low(rs2)))],
    ['remuw',  '0000001 rs2 rs1 111 rd 0111011', 'Remainder of the low words as unsigned numbers, extended by its sign.', (h, { to, rs1, rs2 }) => h.setSigned(to, m.remainder32(h.low(rs1) >>> 0, h.low(rs2) >>> 0))],
  ]),
];
