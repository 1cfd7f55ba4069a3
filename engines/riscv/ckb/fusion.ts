import type { Decoded } from '../isa/decoder.ts';
import { integer } from '../isa/integer.ts';
import type { Row } from '../isa/row.ts';

/** A group of instructions that CKB-VM runs as one step. */
export type Fusion = {
  /** As in RFC 0033, 0046 and 0050: `ADC`, `WIDE_MULU`. */
  readonly name: string;
  readonly cycles: number;
  /** As they stand in the code. */
  readonly parts: readonly Decoded[];
  /** What is done instead, which differs from the parts in a few cases that CKB-VM must keep. */
  readonly runs: readonly Decoded[];
};

/** Makes of matched parts what runs in their place; undefined where they are not fused after all. */
type Replace = (parts: readonly Decoded[], pc: number) => readonly Decoded[] | undefined;

/**
 * Name, first version, last version, cycles, pattern, conditions. A pattern gives each instruction's registers in the order
 * rd, rs1, rs2: a letter is any register, the same wherever it stands; `?b` may be any and is taken for `b`.
 */
type Line = readonly [
  name: string,
  since: number,
  until: number,
  cycles: number,
  pattern: string,
  conditions: string,
  replace?: Replace,
];

const jal = integer.find(({ mnemonic }) => mnemonic === 'jal') as Row;
const jalr = integer.find(({ mnemonic }) => mnemonic === 'jalr') as Row;
const ra = 1;

const isInt32 = (value: number): boolean => value === (value | 0);
const bytesOf = (parts: readonly Decoded[]): number => parts.reduce((sum, { size }) => sum + size, 0);

/** A jump to a fixed place, which leaves the register of the first instruction as it was. */
const jumpBy =
  (row: Row, isExact: boolean): Replace =>
  (parts) => {
    const [head, tail] = parts;
    const sum = head.imm + tail.imm;
    if (isExact && !isInt32(sum)) return undefined;
    // A program counter is even, so the lowest bit of the sum is that of the target, which counts for nothing.
    const imm = (sum | 0) & ~1;
    return [
      {
        ...tail,
        ...{ row, execute: row.execute, imm, wide: BigInt(imm), size: bytesOf(parts) },
        ...{ rd: ra, to: ra, rs1: 0, rs2: 0 },
      },
    ];
  };

const addressFits: Replace = (parts, pc) => {
  const sum = parts[0].imm + parts[1].imm;
  return isInt32(sum) && isInt32(sum + pc) ? parts : undefined;
};

/**
 * Macro-op fusion of CKB-VM 1 and 2 in the order in which it is tried (`ckb-vm` 0.24, `decoder.rs`; RFC 0033, 0050).
 * From version 1 on a far jump takes any register, from version 2 on only `ra`.
 */
// biome-ignore format: a table is read by its columns
export const fusionTable: readonly Line[] = [
  ['ADC',          1, 2, 1,  'add a a b; sltu b a b; add a a c; sltu c a c; or b b c',  'a!=b c!=a c!=b a!=0 b!=0 c!=0'],
  ['ADD3A',        2, 2, 1,  'add a b a; sltu c a b; add d c e',                        'a!=b a!=e c!=e a!=0 c!=0'],
  ['ADD3B',        2, 2, 1,  'add a b c; sltu b a b; add d b e',                        'a!=b a!=e b!=e a!=0 b!=0'],
  ['ADD3C',        2, 2, 1,  'add a b c; sltu d a b; add d d e',                        'a!=b a!=e d!=e a!=0 d!=0'],
  ['ADCS',         2, 2, 1,  'add a b c; sltu d a b',                                   'a!=b a!=0'],
  ['ADCS',         2, 2, 1,  'add a a b; sltu d a b',                                   'a!=b a!=0'],
  ['SBB',          1, 2, 1,  'sub b a b; sltu s a ?b; sub a b c; sltu c b a; or b c s', 'a!=b s!=a s!=b c!=a c!=b c!=s a!=0 b!=0 c!=0 s!=0'],
  ['SBBS',         2, 2, 1,  'sub a b c; sltu d b c',                                   'a!=b a!=c'],
  ['FAR_JUMP_ABS', 1, 1, 3,  'lui r; jalr ra r',                                        '',                  jumpBy(jalr, false)],
  ['FAR_JUMP_ABS', 2, 2, 3,  'lui ra; jalr ra ra',                                      '',                  jumpBy(jalr, false)],
  ['LOAD_IMM',     1, 2, 1,  'lui r; addiw r r',                                        ''],
  ['FAR_JUMP_REL', 1, 1, 3,  'auipc r; jalr ra r',                                      '',                  jumpBy(jal, false)],
  ['FAR_JUMP_REL', 2, 2, 3,  'auipc ra; jalr ra ra',                                    '',                  jumpBy(jal, true)],
  ['LOAD_IMM',     2, 2, 1,  'auipc r; addi r r',                                       '',                  addressFits],
  ['WIDE_MUL',     1, 2, 5,  'mulh h a b; mul l a b',                                   'h!=a h!=b h!=l'],
  ['WIDE_MULU',    1, 2, 5,  'mulhu h a b; mul l a b',                                  'h!=a h!=b h!=l'],
  ['WIDE_MULSU',   1, 2, 5,  'mulhsu h a b; mul l a b',                                 'h!=a h!=b h!=l'],
  ['WIDE_DIV',     1, 2, 32, 'div q a b; rem r a b',                                    'q!=a q!=b q!=r'],
  ['WIDE_DIVU',    1, 2, 32, 'divu q a b; remu r a b',                                  'q!=a q!=b q!=r'],
];

type Pattern = {
  readonly name: string;
  readonly cycles: number;
  readonly instructions: readonly { readonly mnemonic: string; readonly registers: readonly string[] }[];
  readonly conditions: readonly (readonly [string, string])[];
  readonly replace: Replace;
};

/** The patterns of a version, by the mnemonic of their first instruction. */
const patternsAt = (version: number): ReadonlyMap<string, readonly Pattern[]> =>
  Map.groupBy(
    fusionTable
      .filter(([, since, until]) => since <= version && version <= until)
      .map(([name, , , cycles, pattern, conditions, replace = (parts: readonly Decoded[]) => parts]) => ({
        ...{ name, cycles, replace },
        instructions: pattern.split('; ').map((text) => {
          const [mnemonic = '', ...registers] = text.split(' ');
          return { mnemonic, registers };
        }),
        conditions: (conditions.match(/\S+/g) ?? []).map((each) => each.split('!=') as [string, string]),
      })),
    ({ instructions }) => instructions[0].mnemonic,
  );

const patterns = [0, 1, 2].map(patternsAt);

/** Mnemonics of the instructions that stand in a group before its last. */
const opening = patterns.map(
  (each) =>
    new Set(
      [...each.values()]
        .flat()
        .flatMap(({ instructions }) => instructions.slice(0, -1).map(({ mnemonic }) => mnemonic)),
    ),
);

/** Whether what stands behind an instruction may run as one step with it. */
export const mayGoOn = (version: number, { row }: Decoded): boolean => opening[version].has(row.base.mnemonic);

const fixed: Readonly<Record<string, number>> = { 0: 0, ra };

const match = (
  pattern: Pattern,
  head: Decoded,
  pc: number,
  next: (pc: number) => Decoded | undefined,
): Fusion | undefined => {
  const registers = new Map<string, number>(Object.entries(fixed));
  const parts: Decoded[] = [];
  const runs: Decoded[] = [];
  let at = pc;
  for (const { mnemonic, registers: names } of pattern.instructions) {
    const part = parts.length === 0 ? head : next(at);
    if (part?.row.base.mnemonic !== mnemonic) return undefined;
    const actual = [part.rd, part.rs1, part.rs2];
    let run = part;
    for (const [i, name] of names.entries()) {
      if (name.startsWith('?')) {
        run = { ...part, rs2: registers.get(name.slice(1)) ?? part.rs2 };
        continue;
      }
      const known = registers.get(name);
      if (known === undefined) registers.set(name, actual[i]);
      else if (known !== actual[i]) return undefined;
    }
    parts.push(part);
    runs.push(run);
    at += part.size;
  }
  if (pattern.conditions.some(([a, b]) => registers.get(a) === registers.get(b))) return undefined;
  const made = pattern.replace(runs, pc);
  return made && { name: pattern.name, cycles: pattern.cycles, parts, runs: made };
};

/**
 * What runs as one step with the instruction at `pc`; undefined if it runs alone.
 * @param version 0, 1 or 2
 * @param next decodes what stands at an address
 */
export const fusionAt = (
  version: number,
  head: Decoded,
  pc: number,
  next: (pc: number) => Decoded | undefined,
): Fusion | undefined => {
  for (const pattern of patterns[version].get(head.row.base.mnemonic) ?? []) {
    const fusion = match(pattern, head, pc, next);
    if (fusion) return fusion;
  }
  return undefined;
};
