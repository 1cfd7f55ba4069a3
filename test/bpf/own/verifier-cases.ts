import { hashOfName } from '../../../engines/bpf/isa/murmur3.ts';
import { fileOf } from '../fuzz/subject.ts';

/** A file that the chain may refuse. */
export type FileCase = { readonly name: string; readonly bytes: Uint8Array };

const everywhere = ['v0', 'v1', 'v2', 'v3'];
const classic = ['v0', 'v1', 'v3'];

/** A slot as a number: opcode, registers, offset, immediate. */
const slot = (opcode: number, dst = 0, src = 0, off = 0, imm = 0): string => {
  const low = BigInt(opcode | (dst << 8) | (src << 12)) | (BigInt(off & 0xffff) << 16n);
  return `.quad 0x${((BigInt(imm >>> 0) << 32n) | low).toString(16)}`;
};
const exit = slot(0x95);

/** Code that the verifier has something against, or just does not, and in which versions it is tried. */
const cases: readonly (readonly [name: string, lines: readonly string[], versions?: readonly string[]])[] = [
  ['no code', ['.ascii ""']],
  ['half a slot', [exit, '.word 5']],
  ['division by 0', [slot(0x37), exit], classic],
  ['division by 0, 32 bits', [slot(0x34, 1), exit], classic],
  ['remainder by 0', [slot(0x97, 2), exit], classic],
  ['remainder by 0, 32 bits', [slot(0x94, 3), exit], classic],
  ['division by a register', [slot(0x3f, 1, 2), exit], classic],
  ...[0x46, 0x56, 0x66, 0x76, 0xc6, 0xd6, 0xe6, 0xf6].map(
    (opcode) => [`division by 0, opcode ${opcode.toString(16)}`, [slot(opcode, 1), exit], ['v2']] as const,
  ),
  ...[0, 8, 15, 16, 32, 64, 65, -16].flatMap((bits) => [
    [`be of ${bits} bits`, [slot(0xdc, 1, 0, 0, bits), exit]] as const,
    [`le of ${bits} bits`, [slot(0xd4, 1, 0, 0, bits), exit]] as const,
  ]),
  ['lddw last', [slot(0x18)]],
  ['lddw whose second half is something else', [slot(0x18), exit, exit], classic],
  ['lddw', [slot(0x18, 1, 0, 0, 5), slot(0, 0, 0, 0, 6), exit], classic],
  ['lddw with more in its second half', [slot(0x18, 1), slot(0, 3, 4, 5, 6), exit], classic],
  ['a jump behind the code', [slot(0x05, 0, 0, 1), exit]],
  ['a jump in front of the code', [slot(0x05, 0, 0, -2), exit]],
  ['a jump to the end', [slot(0x05, 0, 0, 0), exit]],
  ['a jump to itself', [slot(0x05, 0, 0, -1), exit]],
  ['a jump into lddw', [slot(0x15, 0, 0, 1), slot(0x18), slot(0), exit], classic],
  ['a branch far away', [slot(0xd5, 1, 0, 0x7fff), exit]],
  ['a branch of 32 bits far away', [slot(0xd6, 1, 0, 0x7fff), exit], ['v3']],
  ...[0x04, 0x07, 0xb7, 0x71, 0x2c, 0x72, 0x7b, 0x27, 0x2f, 0x15, 0x1d].flatMap((opcode) => [
    [`opcode ${opcode.toString(16)}: r10 is changed`, [slot(opcode, 10, 1), exit]] as const,
    [`opcode ${opcode.toString(16)}: r11 is changed`, [slot(opcode, 11, 1), exit]] as const,
    [`opcode ${opcode.toString(16)}: r11 is read`, [slot(opcode, 1, 11), exit]] as const,
  ]),
  ['r15 everywhere', [slot(0x0f, 15, 15), exit]],
  ['r10 is moved by 64', [slot(0x07, 10, 0, 0, -64), exit]],
  ['r10 is moved by 63', [slot(0x07, 10, 0, 0, 63), exit]],
  ['r10 is moved by a register', [slot(0x0f, 10, 1), exit]],
  ['r10 in lddw', [slot(0x18, 10), slot(0), exit], classic],
  ...[0x64, 0x74, 0xc4, 0x67, 0x77, 0xc7].flatMap((opcode) =>
    [31, 32, 63, 64, -1].map(
      (bits) => [`opcode ${opcode.toString(16)}: a shift by ${bits}`, [slot(opcode, 1, 0, 0, bits), exit]] as const,
    ),
  ),
  ...[9, 10, 11, -1].map((register) => [`callx imm ${register}`, [slot(0x8d, 0, 0, 0, register), exit]] as const),
  ...[9, 10, 11].map((register) => [`callx src ${register}`, [slot(0x8d, 0, register), exit]] as const),
  ...[9, 10, 11].map((register) => [`callx dst ${register}`, [slot(0x8d, register), exit]] as const),
  ['a call of nothing', [slot(0x85, 0, 0, 0, 0x1234), exit]],
  ['a call behind the code', [slot(0x85, 0, 1, 0, 5), exit]],
  ['a call of itself', [slot(0x85, 0, 1, 0, -1), exit]],
  ['a syscall', [slot(0x85, 0, 0, 0, hashOfName('sol_log_compute_units_')), exit]],
];

const filesOf = (all: typeof cases): readonly FileCase[] =>
  all.flatMap(([name, lines, versions = everywhere]) =>
    versions.map((version) => ({
      name: `${version} ${name}`,
      bytes: fileOf({ version, text: lines.join('\n'), damage: [] }),
    })),
  );

/** Each error of the verifier in each version. */
export const verifierCases = (): readonly FileCase[] => filesOf(cases);

/** Every opcode in each version. */
export const opcodeCases = (): readonly FileCase[] =>
  filesOf(
    Array.from({ length: 256 }, (_, opcode) => [
      `opcode ${opcode.toString(16)}`,
      [slot(opcode, 1, 2, 0, 16), exit, exit],
    ]),
  );
