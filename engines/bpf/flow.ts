import type { Code } from '../code.ts';
import type { ControlFlow } from '../flow.ts';
import { controlFlow } from '../flow-graph.ts';
import type { Instruction } from '../instruction.ts';
import { type Decoded, slotSize } from './isa/decoder.ts';
import { hashOfPc } from './isa/murmur3.ts';
import { programOf } from './isa/program.ts';
import type { Row } from './isa/row.ts';
import { rulesOf } from './isa/versions.ts';
import { targetOutside } from './messages.ts';
import { syscallsByHash } from './solana/syscalls/index.ts';

/** What can be said of a code in one version of sBPF without running it. */
export const flowOf = ({ bytes, base }: Pick<Code, 'bytes' | 'base'>, version: string): ControlFlow => {
  const facts = { text: bytes, version, base, entry: 0, functions: new Map() };
  const program = programOf(facts, (hash) => syscallsByHash.has(hash));
  const { hasRelativeCalls } = rulesOf(version);
  const slotOf = (offset: number): number => (offset - base) / slotSize;
  const at = (offset: number): Decoded | undefined =>
    Number.isInteger(slotOf(offset)) ? program.at(slotOf(offset)) : undefined;
  const end = base + bytes.length;
  const isTarget = (offset: number): boolean => at(offset) !== undefined;
  let hashed: ReadonlyMap<number, number> | undefined;
  /** Slots by the hashes that call them. */
  const byHash = (): ReadonlyMap<number, number> => {
    hashed ??= new Map(Array.from({ length: program.slots }, (_, pc) => [hashOfPc(pc), pc] as const));
    return hashed;
  };
  /** Undefined for a jump by a register. */
  const targetOf = (decoded: Decoded | undefined, offset: number): bigint | undefined => {
    if (!decoded) return undefined;
    const { row, off, imm } = decoded;
    const next = slotOf(offset) + 1;
    const pc = row.syntax.endsWith('target')
      ? next + off
      : row.syntax !== 'function'
        ? undefined
        : hasRelativeCalls
          ? next + imm
          : byHash().get(imm >>> 0);
    return pc === undefined ? undefined : BigInt(base + pc * slotSize);
  };
  return controlFlow({
    base,
    length: bytes.length,
    rowAt: (offset) => rowOf(at(offset)),
    sizeAt: (offset) => {
      const decoded = at(offset);
      if (decoded) return decoded.slots * slotSize;
      return Math.min(slotSize - ((offset - base) % slotSize), end - offset);
    },
    costOf: () => 1,
    isTarget,
    isLanding: isTarget,
    target: (offset) => targetOf(at(offset), offset),
    badTarget: (_offset, _row, target) => targetOutside(target),
  });
};

/** A syscall comes back; a call by a register goes to a place in the code that is not known, or on. */
const rowOf = (decoded: Decoded | undefined): Instruction | undefined => {
  const { mnemonic } = decoded?.row ?? {};
  if (mnemonic === 'syscall') return variant(decoded?.row, 'next');
  return mnemonic === 'callx' ? variant(decoded?.row, 'branch') : decoded?.row;
};

const variants = new Map<Row, Row>();

const variant = (row: Row | undefined, flow: Row['flow']): Row | undefined => {
  if (!row) return undefined;
  const made = variants.get(row) ?? { ...row, flow };
  variants.set(row, made);
  return made;
};
