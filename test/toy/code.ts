import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Code, Decoded } from '../../engines/code.ts';
import { costAt } from '../../engines/instruction.ts';
import { hex } from './messages.ts';
import { sizeOf } from './reader.ts';
import { type Table, type ToyRow, versions } from './rows.ts';

/** Every code starts here, so that nobody confuses an offset with an index into the bytes. */
export const base = 0x100;

export type Found = {
  readonly row: ToyRow;
  readonly cost: number;
  readonly operand: number;
  readonly size: number;
  /** The `branch` that runs in the same step. */
  readonly fused: Found | undefined;
};

export type ToyCode = Code & { at(offset: number): Found | undefined };

export const tableOf = (rows: readonly ToyRow[], version: string): Table =>
  new Map(
    rows.flatMap((row) => {
      const cost = costAt(row, versions, version)?.amount;
      return cost === undefined ? [] : [[row.opcode, { ...row, cost }]];
    }),
  );

export const textOf = ({ row, operand }: Found) => {
  const kind = row.operands[0];
  if (!kind) return row.mnemonic;
  const name = kind.names?.[operand] ?? (kind.kind === 'label' ? hex(operand) : operand);
  return `${row.mnemonic} ${name}`;
};

export const makeCode = (bytes: Uint8Array, name: string | undefined, table: Table): ToyCode => {
  const id = `0x${bytesToHex(sha256(bytes))}`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: (Found | undefined)[] = [];

  const operandAt = (index: number, bits = 0) => {
    if (bits === 32) return view.getInt32(index, true);
    if (bits === 16) return view.getUint16(index, true);
    return bits === 8 ? view.getUint8(index) : 0;
  };
  const find = (index: number): Found | undefined => {
    const row = table.get(bytes[index] ?? -1);
    const size = row ? sizeOf(row) : 1;
    if (!row || index + size > bytes.length) return undefined;
    const operand = operandAt(index + 1, row.operands[0]?.bits);
    const next = row.mnemonic === 'less' ? find(index + size) : undefined;
    const fused = next?.row.mnemonic === 'branch' ? next : undefined;
    return { row, cost: row.cost, operand, size, fused };
  };

  /** For each byte the index at which its step starts. Made when first asked for. */
  let heads: Uint16Array | undefined;
  const sweep = () => {
    const starts = new Uint16Array(bytes.length);
    for (let index = 0; index < bytes.length; ) {
      const step = find(index);
      const end = index + (step?.size ?? 1) + (step?.fused?.size ?? 0);
      starts.fill(index, index, end);
      index = end;
    }
    return starts;
  };

  const inside = (offset: number) => offset >= base && offset < base + bytes.length;
  const at = (offset: number) => {
    if (!inside(offset)) return undefined;
    found[offset - base] ??= find(offset - base);
    return found[offset - base];
  };
  const decode = (offset: number): Decoded | undefined => {
    if (!inside(offset)) return undefined;
    const step = at(offset);
    if (!step) return { row: undefined, size: 1, text: `byte ${hex(bytes[offset - base] ?? 0)}` };
    const { row, size, operand } = step;
    return { row, size, text: textOf(step), ...(row.operands[0]?.kind === 'label' && { target: operand }) };
  };
  const head = (offset: number) => {
    if (!inside(offset)) return undefined;
    heads ??= sweep();
    return base + (heads[offset - base] ?? 0);
  };
  const group = (offset: number) => {
    const step = at(offset);
    return step?.fused && [step.row, step.fused.row];
  };
  return { id, bytes, name: name ?? `code ${id.slice(0, 8)}…`, base, decode, head, group, at };
};
