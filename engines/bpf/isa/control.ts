import { byRules, type Execute, everywhere, type Facts, fromV3, type Row, rowOf } from './row.ts';

type Line = readonly [mnemonic: string, opcode: number, doc: string, wide: Execute, low: Execute];

/** Each condition on whole registers, and from version 3 on (SIMD-0377) on their low halves with the next opcode. */
// biome-ignore format: a table is read by its columns
const conditions: readonly Line[] = [
  ['jeq',  0x15, 'equal',                                            (c, o) => { if (c.isEqual(o)) c.next += o.off; },         (c, o) => { if (c.low(o.dst) === c.word(o)) c.next += o.off; }],
  ['jgt',  0x25, 'greater, without sign',                            (c, o) => { if (c.compare(o) > 0) c.next += o.off; },         (c, o) => { if (c.low(o.dst) >>> 0 > c.word(o) >>> 0) c.next += o.off; }],
  ['jge',  0x35, 'greater or equal, without sign',                   (c, o) => { if (c.compare(o) >= 0) c.next += o.off; },        (c, o) => { if (c.low(o.dst) >>> 0 >= c.word(o) >>> 0) c.next += o.off; }],
  ['jset', 0x45, 'one of the bits that are set in `value` is set',   (c, o) => { if (((c.low(o.dst) & c.word(o)) | (c.high(o.dst) & c.upper(o))) !== 0) c.next += o.off; },  (c, o) => { if ((c.low(o.dst) & c.word(o)) !== 0) c.next += o.off; }],
  ['jne',  0x55, 'not equal',                                        (c, o) => { if (!c.isEqual(o)) c.next += o.off; },         (c, o) => { if (c.low(o.dst) !== c.word(o)) c.next += o.off; }],
  ['jsgt', 0x65, 'greater, as signed numbers',                       (c, o) => { if (c.compareSigned(o) > 0) c.next += o.off; },           (c, o) => { if (c.low(o.dst) > c.word(o)) c.next += o.off; }],
  ['jsge', 0x75, 'greater or equal, as signed numbers',              (c, o) => { if (c.compareSigned(o) >= 0) c.next += o.off; },          (c, o) => { if (c.low(o.dst) >= c.word(o)) c.next += o.off; }],
  ['jlt',  0xa5, 'less, without sign',                               (c, o) => { if (c.compare(o) < 0) c.next += o.off; },         (c, o) => { if (c.low(o.dst) >>> 0 < c.word(o) >>> 0) c.next += o.off; }],
  ['jle',  0xb5, 'less or equal, without sign',                      (c, o) => { if (c.compare(o) <= 0) c.next += o.off; },        (c, o) => { if (c.low(o.dst) >>> 0 <= c.word(o) >>> 0) c.next += o.off; }],
  ['jslt', 0xc5, 'less, as signed numbers',                          (c, o) => { if (c.compareSigned(o) < 0) c.next += o.off; },           (c, o) => { if (c.low(o.dst) < c.word(o)) c.next += o.off; }],
  ['jsle', 0xd5, 'less or equal, as signed numbers',                 (c, o) => { if (c.compareSigned(o) <= 0) c.next += o.off; },          (c, o) => { if (c.low(o.dst) <= c.word(o)) c.next += o.off; }],
];

const branch = { syntax: 'dst, value, target', flow: 'branch' } as const;

const branches: readonly Row[] = conditions.flatMap(([mnemonic, opcode, doc, wide, low]) => [
  rowOf({
    ...branch,
    mnemonic,
    opcode,
    in: everywhere,
    doc: `Branches if ${doc}.`,
    source: 'RFC 9669',
    execute: wide,
  }),
  rowOf({
    ...branch,
    mnemonic: `${mnemonic}32`,
    opcode: opcode + 1,
    in: fromV3,
    doc: `Branches if the low 32 bits are ${doc}.`,
    source: 'SIMD-0377',
    execute: low,
  }),
]);

const rows: readonly Facts[] = [
  {
    ...{ mnemonic: 'ja', opcode: 0x05, syntax: 'target', flow: 'jump', in: everywhere, source: 'RFC 9669' },
    doc: 'Jumps.',
    execute: (c, o) => {
      c.next += o.off;
    },
  },
  {
    ...{ mnemonic: 'syscall', opcode: 0x85, syntax: 'name', flow: 'call', in: everywhere, source: 'SIMD-0178' },
    doc: 'Asks the chain for what the name says: `r1` to `r5` are the arguments, `r0` is the result.',
    ...byRules(({ hasRelativeCalls }) => ({ fields: `${hasRelativeCalls ? 'src = 0, ' : ''}imm = hash of the name` })),
    extraCosts: [{ since: 'v0', text: 'what the syscall takes' }],
    execute: (c, o) => c.environment.syscall(o),
  },
  {
    ...{ mnemonic: 'call', opcode: 0x85, syntax: 'function', flow: 'call', in: everywhere, source: 'SIMD-0178' },
    doc: 'Calls a function, with a stack frame of its own; `r6` to `r10` are kept for the caller.',
    ...byRules(({ hasFixedFrames, hasRelativeCalls }) => ({
      fields: hasRelativeCalls ? 'src = 1, imm = distance in slots' : 'imm = hash of the place',
      ...(!hasFixedFrames && {
        doc: 'Calls a function, which makes room on the stack with `add64 r10, imm`; `r6` to `r10` are kept for the caller.',
      }),
    })),
    execute: (c, o) => c.environment.call(o),
  },
  {
    ...{ mnemonic: 'callx', opcode: 0x8d, syntax: 'src', flow: 'call', in: everywhere, source: 'SIMD-0173, SIMD-0377' },
    doc: 'Calls the function whose address is in a register.',
    ...byRules(({ callxField }) => ({ fields: `${callxField} = register` })),
    execute: (c, o) => c.environment.callAt(c.u[o.src]),
  },
  {
    ...{ mnemonic: 'exit', opcode: 0x95, syntax: '', flow: 'halt', in: everywhere, source: 'RFC 9669' },
    doc: 'Returns from a function; from the outermost one, it ends the program with `r0` as its result, where 0 is success.',
    execute: (c) => c.environment.exit(),
  },
];

/** Jumps and calls. */
export const control: readonly Row[] = [...branches, ...rows.map(rowOf)];
