import { assemble } from './programs.ts';

/** A syscall that a generated program makes: numbers for the registers, or names of places in the program. */
export type Call = {
  readonly number: number;
  readonly takes: readonly (bigint | number | string)[];
  /** What the length at `len` is before it. */
  readonly length?: bigint;
};

/** The fields of the structure that spawn takes: `args`, then how many arguments, then ends of pipes. */
export type SpawnArguments = { readonly argc: number; readonly ends: readonly number[] };

/** One way through a program: taken by a process that was given as many arguments as are ways before it. */
export type Way = { readonly calls: readonly Call[]; readonly code: number };

export type Generated = {
  readonly ways: readonly Way[];
  readonly spawns: readonly SpawnArguments[];
  /** 0, 1 or 2 */
  readonly version: number;
};

const result = (version: number) => (version > 0 ? ['li a7, 2042', 'ecall', 'jal print'] : []);

/** Makes the call and says what came of it: `a0`, the cycles so far, the length, and a sum over the buffer. */
const callText = ({ number, takes, length }: Call, version: number): readonly string[] => [
  ...(length === undefined ? [] : [`li t0, ${length}`, 'la t1, len', 'sd t0, 0(t1)']),
  ...takes.map((value, i) =>
    typeof value === 'string' ? `la a${i}, ${value}` : `li a${i}, ${BigInt.asIntN(64, BigInt(value))}`,
  ),
  ...[`li a7, ${number}`, 'ecall', 'jal print'],
  ...result(version),
  ...['la a0, len', 'ld a0, 0(a0)', 'jal print', 'jal sum', 'jal print'],
];

const wayText = ({ calls, code }: Way, n: number, version: number): string =>
  [`way${n}:`, ...calls.flatMap((call) => callText(call, version)), `li a0, ${code}`, 'li a7, 93', 'ecall'].join(
    '\n  ',
  );

const spawnText = ({ argc, ends }: SpawnArguments, n: number): string => `
ends${n}: .dword ${[...ends, 0].join(', ')}
spawn${n}: .dword ${argc}, argv, id, ${ends.length > 0 ? `ends${n}` : '0'}`;

/** An ELF file. */
export const buildProgram = (generated: Generated): Uint8Array => assemble(programText(generated));

export const programText = ({ ways, spawns, version }: Generated): string => `
.globl _start
_start:
  ${version === 0 ? 'li s0, 0' : 'ld s0, 0(sp)'}
  mv a0, s0
  jal print
  mv a0, sp
  jal print
  li t0, ${ways.length - 1}
  bleu s0, t0, 1f
  mv s0, t0
1:la t1, ways
  slli s0, s0, 3
  add t1, t1, s0
  ld t1, 0(t1)
  jr t1
${ways.map((way, n) => wayText(way, n, version)).join('\n')}
print:
  la t0, text+16
  li t2, 16
1:andi t3, a0, 15
  addi t3, t3, 48
  li t4, 58
  bltu t3, t4, 2f
  addi t3, t3, 39
2:addi t0, t0, -1
  sb t3, 0(t0)
  srli a0, a0, 4
  addi t2, t2, -1
  bnez t2, 1b
  la a0, text
  li a7, 2177
  ecall
  ret
sum:
  la t0, buf
  li t2, 64
  li a0, 0
  li t4, 0x5851f42d4c957f2d
1:ld t3, 0(t0)
  add a0, a0, t3
  mul a0, a0, t4
  addi t0, t0, 8
  addi t2, t2, -1
  bnez t2, 1b
  ret
.data
.align 3
ways: .dword ${ways.map((_, n) => `way${n}`).join(', ')}
argv: .dword hello, empty, hello, hello, hello, hello, hello, hello
${spawns.map(spawnText).join('')}
id: .dword 0
len: .dword 0
text: .asciz "0123456789abcdef"
hello: .asciz "hello"
empty: .asciz ""
.align 3
buf: .zero 512
more: .zero 4096
`;
