import type { Version } from '../../instruction.ts';

/** Versions of sBPF (`sbpf` 0.23, `program.rs`), oldest first. A file names its own in `e_flags`. */
export const versions: readonly Version[] = [
  { id: 'v0', name: 'sBPF v0' },
  { id: 'v1', name: 'sBPF v1' },
  { id: 'v2', name: 'sBPF v2' },
  { id: 'v3', name: 'sBPF v3' },
];

export type VersionId = 'v0' | 'v1' | 'v2' | 'v3';

/** What the versions differ in, apart from their instructions, which say it themselves. */
export type Rules = {
  /** Whether a call moves `r10` to the next frame; else the program does it, with `add64 r10, imm`. */
  readonly hasFixedFrames: boolean;
  /** Whether frames of the stack lie apart, so that an overrun is noticed. */
  readonly hasFrameGaps: boolean;
  /** The field of `callx` that names its register. */
  readonly callxField: 'imm' | 'src' | 'dst';
  /** Whether calls name functions by their distance, and not by a hash. */
  readonly hasRelativeCalls: boolean;
  /** Whether the ELF file must be just so, constants lie at 0, and code cannot be read (SIMD-0189). */
  readonly hasStrictElf: boolean;
};

const v0: Rules = {
  hasFixedFrames: true,
  hasFrameGaps: true,
  callxField: 'imm',
  hasRelativeCalls: false,
  hasStrictElf: false,
};
/** SIMD-0166. */
const v1: Rules = { ...v0, hasFixedFrames: false, hasFrameGaps: false };
/** SIMD-0173. */
const v2: Rules = { ...v1, callxField: 'src' };
/** SIMD-0178, SIMD-0189 and SIMD-0377; frames are fixed again. */
const v3: Rules = { ...v2, hasFixedFrames: true, callxField: 'dst', hasRelativeCalls: true, hasStrictElf: true };

const rules: Readonly<Record<VersionId, Rules>> = { v0, v1, v2, v3 };

/** @param version one of `versions` */
export const rulesOf = (version: string): Rules => {
  const found = rules[version as VersionId];
  if (!found) throw new RangeError(version);
  return found;
};
