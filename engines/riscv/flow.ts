import type { Code } from '../code.ts';
import type { ControlFlow, Group } from '../flow.ts';
import { controlFlow } from '../flow-graph.ts';
import type { Instruction } from '../instruction.ts';
import { CkbCode } from './ckb/code.ts';
import type { Decoded } from './isa/decoder.ts';
import type { Row } from './isa/row.ts';
import { targetOutside } from './messages.ts';

/** What can be said of a code in one version of CKB-VM without running it. */
export const flowOf = ({ bytes, base }: Pick<Code, 'bytes' | 'base'>, version: string): ControlFlow => {
  const code = new CkbCode(bytes, base, version, '');
  const isTarget = (offset: number) => offset % 2 === 0 && offset >= code.base && offset < code.end;
  return controlFlow({
    base,
    length: bytes.length,
    rowAt: (offset) => rowOf(code.instructionAt(offset)),
    sizeAt: (offset) => code.instructionAt(offset)?.size ?? Math.min(2, code.end - offset),
    costOf: (row) => row.costs[0]?.amount ?? 0,
    group: (offset) => groupAt(code, offset),
    isTarget,
    isLanding: isTarget,
    target: (offset) => {
      const target = code.targetAt(offset);
      return target === undefined ? undefined : BigInt(target);
    },
    badTarget: (_offset, _row, target) => targetOutside(target),
  });
};

const groupAt = (code: CkbCode, offset: number): Group | undefined => {
  const head = code.head(offset) ?? offset;
  const fusion = code.stepAt(head)?.fusion;
  if (!fusion) return undefined;
  const offsets: number[] = [];
  let at = head;
  for (const part of fusion.parts) {
    offsets.push(at);
    at += part.size;
  }
  return offsets.includes(offset) ? { name: fusion.name, offsets, cost: fusion.cycles } : undefined;
};

const returnAddress = 1;

/**
 * A row of which the flow is that of the instruction at hand: a jump that leaves no return address is no call, and a call by a
 * register goes to a place in the same code that is not known, or on.
 */
const rowOf = (decoded: Decoded | undefined): Instruction | undefined => {
  if (!decoded) return undefined;
  const { row, rd, rs1 } = decoded;
  const { mnemonic } = row.base;
  if (mnemonic === 'ecall') return withFlow(row, 'next');
  if (mnemonic === 'jalr') return withFlow(row, rd !== 0 ? 'branch' : rs1 === returnAddress ? 'halt' : 'jump');
  return mnemonic === 'jal' && rd === 0 ? withFlow(row, 'jump') : row;
};

const variants = new Map<Row, Map<Row['flow'], Row>>();

const withFlow = (row: Row, flow: Row['flow']): Row => {
  if (row.flow === flow) return row;
  const known = variants.get(row) ?? new Map<Row['flow'], Row>();
  variants.set(row, known);
  const made = known.get(flow) ?? { ...row, flow };
  known.set(flow, made);
  return made;
};
