import { works } from '../../works.ts';
import { Fault } from './fault.ts';
import {
  byRules,
  type Execute,
  everywhere,
  exceptInV2,
  exceptV2,
  type Facts,
  inV2,
  onlyV2,
  type Row,
  rowOf,
} from './row.ts';

const source = 'RFC 9669; sbpf 0.23 interpreter.rs';

type Line = readonly [
  mnemonic: string,
  opcode: number,
  doc: string,
  execute: Execute,
  rest?: Pick<Facts, 'changes' | 'rule' | 'fixed' | 'isUnsigned' | 'instead'>,
];

const table = (
  syntax: Facts['syntax'],
  inVersions: Facts['in'],
  lines: readonly Line[],
  work?: Facts['work'],
): readonly Row[] =>
  lines.map(([mnemonic, opcode, doc, execute, rest]) =>
    rowOf({ mnemonic, opcode, doc, execute, syntax, in: inVersions, flow: 'next', source, work, ...rest }),
  );

const shift32 = { rule: 'shift32' } as const;
const shift64 = { rule: 'shift64' } as const;
const divisor = { rule: 'divisor' } as const;

/** The divisor, if it is not 0. @throws Fault */
const nonzero = <N extends number | bigint>(value: N): N => {
  if (!value) throw new Fault('DivideByZero');
  return value;
};

/** The divisor, unless the quotient has no place in the dividend's bits. @throws Fault */
const fitting = <N extends number | bigint>(divisor: N, dividend: N, least: N): N => {
  if (dividend === least && divisor === (typeof divisor === 'bigint' ? -1n : -1)) throw new Fault('DivideOverflow');
  return divisor;
};

const least32 = -(2 ** 31);
const least64 = -(2n ** 63n);

const reversed32 = (n: number): number => (n << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24);

/** SIMD-0166 */
const movingSum = 'Sum. With `r10` and a multiple of 64 it moves the stack frame.';
/** SIMD-0174 */
const unsignedSum = 'Sum of the low 32 bits; the upper ones become 0.';
const unsignedDifference = 'Difference of the low 32 bits; the upper ones become 0.';

/** Sums, bits and shifts. Those of 32 bits look at the low half of their operands only. */
// biome-ignore format: a table is read by its columns
export const arithmetic: readonly Row[] = [
  ...table('dst, value', everywhere, [
    ['add32', 0x04, 'Sum of the low 32 bits, extended by its sign.', (c, o) => c.setSigned(o.dst, (c.low(o.dst) + c.word(o)) | 0),
      { changes: { v2: { doc: unsignedSum, execute: (c, o) => c.setUnsigned(o.dst, c.low(o.dst) + c.word(o)) } } }],
    ['add64', 0x07, 'Sum.', (c, o) => c.add(o.dst, c.word(o), c.upper(o), 0), byRules(({ hasFixedFrames }) => (hasFixedFrames ? {} : { doc: movingSum }))],
    ['sub32', 0x14, 'Difference of the low 32 bits, extended by its sign.', (c, o) => c.setSigned(o.dst, (c.low(o.dst) - c.word(o)) | 0),
      { changes: { v2: { doc: unsignedDifference, isReversed: true, execute: (c, o) => c.setUnsigned(o.dst, o.isImmediate ? o.imm - c.low(o.dst) : c.low(o.dst) - c.word(o)) } } }],
    ['sub64', 0x17, 'Difference.', (c, o) => c.add(o.dst, ~c.word(o), ~c.upper(o), 1),
      { changes: { v2: { isReversed: true, execute: (c, o) => { c.x[o.dst] = o.isImmediate ? o.wide - c.x[o.dst] : c.x[o.dst] - c.x[o.src]; } } } }],
    ['or32',  0x44, 'Bitwise or of the low 32 bits; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) | c.word(o))],
    ['or64',  0x47, 'Bitwise or.', (c, o) => c.setHalves(o.dst, c.low(o.dst) | c.word(o), c.high(o.dst) | c.upper(o))],
    ['and32', 0x54, 'Bitwise and of the low 32 bits; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) & c.word(o))],
    ['and64', 0x57, 'Bitwise and.', (c, o) => c.setHalves(o.dst, c.low(o.dst) & c.word(o), c.high(o.dst) & c.upper(o))],
    ['lsh32', 0x64, 'Shifts the low 32 bits left; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) << c.word(o)), shift32],
    ['lsh64', 0x67, 'Shifts left.', (c, o) => c.shiftLeft(o.dst, c.word(o) & 63), shift64],
    ['rsh32', 0x74, 'Shifts the low 32 bits right, zeros come in; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) >>> c.word(o)), shift32],
    ['rsh64', 0x77, 'Shifts right, zeros come in.', (c, o) => c.shiftRight(o.dst, c.word(o) & 63, 0), shift64],
    ['xor32', 0xa4, 'Bitwise exclusive or of the low 32 bits; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) ^ c.word(o))],
    ['xor64', 0xa7, 'Bitwise exclusive or.', (c, o) => c.setHalves(o.dst, c.low(o.dst) ^ c.word(o), c.high(o.dst) ^ c.upper(o))],
    ['mov32', 0xb4, 'Copies 32 bits; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.word(o)),
      { changes: { v2: { doc: 'Copies 32 bits: a register is extended by its sign, a number by zeros.', execute: (c, o) => o.isImmediate ? c.setUnsigned(o.dst, o.imm) : c.setSigned(o.dst, c.low(o.src)) } } }],
    ['mov64', 0xb7, 'Copies a register, or a number extended by its sign.', (c, o) => c.setHalves(o.dst, c.word(o), c.upper(o))],
    ['arsh32', 0xc4, 'Shifts the low 32 bits right, their sign comes in; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) >> c.word(o)), shift32],
    ['arsh64', 0xc7, 'Shifts right, the sign comes in.', (c, o) => c.shiftRight(o.dst, c.word(o) & 63, c.high(o.dst) >> 31), shift64],
  ]),
  ...table('dst', everywhere, [
    ['be16', 0xdc, 'Reverses the order of the low 2 bytes; the others become 0.', (c, o) => c.setUnsigned(o.dst, reversed32(c.low(o.dst)) >>> 16), { fixed: 16 }],
    ['be32', 0xdc, 'Reverses the order of the low 4 bytes; the others become 0.', (c, o) => c.setUnsigned(o.dst, reversed32(c.low(o.dst))), { fixed: 32 }],
    ['be64', 0xdc, 'Reverses the order of the 8 bytes.', (c, o) => c.setHalves(o.dst, reversed32(c.high(o.dst)), reversed32(c.low(o.dst))), { fixed: 64 }],
  ]),
  ...table('dst', exceptV2, [
    ['le16', 0xd4, 'Keeps the low 2 bytes; the others become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) & 0xffff), { fixed: 16, ...inV2('and32 dst, 0xffff') }],
    ['le32', 0xd4, 'Keeps the low 4 bytes; the others become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst)), { fixed: 32, ...inV2('and32 dst, -1') }],
    ['le64', 0xd4, 'Does nothing: numbers lie in memory with their low byte first.', () => {}, { fixed: 64, ...inV2('mov64 dst, dst') }],
    ['neg32', 0x84, 'Changes the sign of the low 32 bits; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, -c.low(o.dst)), inV2('sub32 dst, 0')],
    ['neg64', 0x87, 'Changes the sign.', (c, o) => { c.x[o.dst] = -c.x[o.dst]; }, inV2('sub64 dst, 0')],
  ]),
  ...table('dst, imm', onlyV2, [
    ['hor64', 0xf7, 'Bitwise or of the upper 32 bits with a number.', (c, o) => { c.x[o.dst] = c.x[o.dst] | (o.wide << 32n); }],
  ]),
];

/** Multiplication and division: version 2 has its own, which say whether they look at signs (SIMD-0174). */
// biome-ignore format: a table is read by its columns
export const products: readonly Row[] = [
  ...table('dst, value', exceptV2, [
    ['mul32', 0x24, 'Product of the low 32 bits, extended by its sign.', (c, o) => c.setSigned(o.dst, Math.imul(c.low(o.dst), c.word(o))), inV2('lmul32 dst, value')],
    ['mul64', 0x27, 'Product.', (c, o) => { c.x[o.dst] = c.x[o.dst] * c.signed(o); }, inV2('lmul64 dst, value')],
    ['div32', 0x34, 'Quotient of the low 32 bits, without sign; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, Math.floor((c.low(o.dst) >>> 0) / nonzero(c.word(o) >>> 0))), { ...divisor, ...inV2('udiv32 dst, value') }],
    ['div64', 0x37, 'Quotient, without sign.', (c, o) => { c.u[o.dst] = c.u[o.dst] / nonzero(c.unsigned(o)); }, { ...divisor, ...inV2('udiv64 dst, value') }],
    ['mod32', 0x94, 'Remainder of the low 32 bits, without sign; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, (c.low(o.dst) >>> 0) % nonzero(c.word(o) >>> 0)), { ...divisor, ...inV2('urem32 dst, value') }],
    ['mod64', 0x97, 'Remainder, without sign.', (c, o) => { c.u[o.dst] = c.u[o.dst] % nonzero(c.unsigned(o)); }, { ...divisor, ...inV2('urem64 dst, value') }],
  ], works.multiplication),
  ...table('dst, value', onlyV2, [
    ['lmul32',  0x86, 'Low half of the product of the low 32 bits; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, Math.imul(c.low(o.dst), c.word(o))), exceptInV2('mul32 dst, value')],
    ['lmul64',  0x96, 'Low half of the product.', (c, o) => { c.x[o.dst] = c.x[o.dst] * c.signed(o); }, exceptInV2('mul64 dst, value')],
    ['uhmul64', 0x36, 'High half of the product, without sign; a number has 32 bits without sign.', (c, o) => { c.u[o.dst] = (c.u[o.dst] * c.zeroExtended(o)) >> 64n; }, { isUnsigned: true }],
    ['shmul64', 0xb6, 'High half of the product, of signed numbers.', (c, o) => { c.x[o.dst] = (c.x[o.dst] * c.signed(o)) >> 64n; }],
    ['udiv32',  0x46, 'Quotient of the low 32 bits, without sign; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, Math.floor((c.low(o.dst) >>> 0) / nonzero(c.word(o) >>> 0))), { ...divisor, ...exceptInV2('div32 dst, value') }],
    ['udiv64',  0x56, 'Quotient, without sign; a number has 32 bits without sign.', (c, o) => { c.u[o.dst] = c.u[o.dst] / nonzero(c.zeroExtended(o)); }, { ...divisor, isUnsigned: true, ...exceptInV2('div64 dst, value') }],
    ['urem32',  0x66, 'Remainder of the low 32 bits, without sign; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, (c.low(o.dst) >>> 0) % nonzero(c.word(o) >>> 0)), { ...divisor, ...exceptInV2('mod32 dst, value') }],
    ['urem64',  0x76, 'Remainder, without sign; a number has 32 bits without sign.', (c, o) => { c.u[o.dst] = c.u[o.dst] % nonzero(c.zeroExtended(o)); }, { ...divisor, isUnsigned: true, ...exceptInV2('mod64 dst, value') }],
    ['sdiv32',  0xc6, 'Quotient of the low 32 bits as signed numbers, rounded towards 0; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, Math.trunc(c.low(o.dst) / fitting(nonzero(c.word(o)), c.low(o.dst), least32))), divisor],
    ['sdiv64',  0xd6, 'Quotient of signed numbers, rounded towards 0.', (c, o) => { c.x[o.dst] = c.x[o.dst] / fitting(nonzero(c.signed(o)), c.x[o.dst], least64); }, divisor],
    ['srem32',  0xe6, 'Remainder of the low 32 bits as signed numbers, with the sign of the dividend; the upper ones become 0.', (c, o) => c.setUnsigned(o.dst, c.low(o.dst) % fitting(nonzero(c.word(o)), c.low(o.dst), least32)), divisor],
    ['srem64',  0xf6, 'Remainder of signed numbers, with the sign of the dividend.', (c, o) => { c.x[o.dst] = c.x[o.dst] % fitting(nonzero(c.signed(o)), c.x[o.dst], least64); }, divisor],
  ], works.multiplication),
];
