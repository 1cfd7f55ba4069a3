import { type Execute, everywhere, exceptV2, type Facts, inV2, type Row, rowOf } from './row.ts';

const source = 'RFC 9669; SIMD-0173';

type Line = readonly [mnemonic: string, opcode: number, opcodeInV2: number, doc: string, execute: Execute];

const table = (syntax: Facts['syntax'], lines: readonly Line[]): readonly Row[] =>
  lines.map(([mnemonic, opcode, opcodeInV2, doc, execute]) =>
    rowOf({
      ...{ mnemonic, opcode, doc, execute, syntax, source, in: everywhere, flow: 'next' },
      changes: { v2: { opcode: opcodeInV2 } },
    }),
  );

/** Memory at a register plus a distance. Version 2 has the same with other opcodes (SIMD-0173), which version 3 gave up. */
// biome-ignore format: a table is read by its columns
export const memoryAccess: readonly Row[] = [
  ...table('dst, [src+off]', [
    ['ldxb',  0x71, 0x2c, 'Loads a byte; the upper ones become 0.',   (c, o) => { const at = c.toRead(o, 1); c.setUnsigned(o.dst, c.memory.view.getUint8(at)); }],
    ['ldxh',  0x69, 0x3c, 'Loads 2 bytes; the upper ones become 0.',  (c, o) => { const at = c.toRead(o, 2); c.setUnsigned(o.dst, c.memory.view.getUint16(at, true)); }],
    ['ldxw',  0x61, 0x8c, 'Loads 4 bytes; the upper ones become 0.',  (c, o) => { const at = c.toRead(o, 4); c.setUnsigned(o.dst, c.memory.view.getInt32(at, true)); }],
    ['ldxdw', 0x79, 0x9c, 'Loads 8 bytes.',                           (c, o) => { const at = c.toRead(o, 8); c.setHalves(o.dst, c.memory.view.getInt32(at, true), c.memory.view.getInt32(at + 4, true)); }],
  ]),
  ...table('[dst+off], imm', [
    ['stb',  0x72, 0x27, 'Stores the low byte of a number.',                  (c, o) => { const at = c.toWrite(o, 1); c.memory.view.setInt8(at, o.imm); }],
    ['sth',  0x6a, 0x37, 'Stores the low 2 bytes of a number.',               (c, o) => { const at = c.toWrite(o, 2); c.memory.view.setInt16(at, o.imm, true); }],
    ['stw',  0x62, 0x87, 'Stores a number in 4 bytes.',                       (c, o) => { const at = c.toWrite(o, 4); c.memory.view.setInt32(at, o.imm, true); }],
    ['stdw', 0x7a, 0x97, 'Stores a number, extended by its sign, in 8 bytes.', (c, o) => { const at = c.toWrite(o, 8); c.memory.view.setInt32(at, o.imm, true); c.memory.view.setInt32(at + 4, o.high, true); }],
  ]),
  ...table('[dst+off], src', [
    ['stxb',  0x73, 0x2f, 'Stores the low byte of `src`.',    (c, o) => { const at = c.toWrite(o, 1); c.memory.view.setInt8(at, c.low(o.src)); }],
    ['stxh',  0x6b, 0x3f, 'Stores the low 2 bytes of `src`.', (c, o) => { const at = c.toWrite(o, 2); c.memory.view.setInt16(at, c.low(o.src), true); }],
    ['stxw',  0x63, 0x8f, 'Stores the low 4 bytes of `src`.', (c, o) => { const at = c.toWrite(o, 4); c.memory.view.setInt32(at, c.low(o.src), true); }],
    ['stxdw', 0x7b, 0x9f, 'Stores `src`.',                    (c, o) => { const at = c.toWrite(o, 8); c.memory.view.setInt32(at, c.low(o.src), true); c.memory.view.setInt32(at + 4, c.high(o.src), true); }],
  ]),
  rowOf({
    mnemonic: 'lddw',
    opcode: 0x18,
    syntax: 'dst, imm',
    in: exceptV2,
    ...inV2('mov32 dst, %lo(imm)', 'hor64 dst, %hi(imm)'),
    flow: 'next',
    source,
    doc: 'Loads a number of 64 bits, which takes the place of two instructions.',
    execute: (c, o) => {
      c.setHalves(o.dst, o.imm, o.high);
    },
  }),
];
