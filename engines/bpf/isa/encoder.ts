import { type Slot, slotSize } from './decoder.ts';
import { formAt, type Row } from './row.ts';
import { rulesOf } from './versions.ts';

/** The operands of an instruction by the words of its syntax, in numbers. */
export type Values = {
  readonly dst?: number;
  readonly src?: number;
  readonly off?: number;
  /** The number to its last bit, or the hash or distance of what is called. */
  readonly imm?: bigint;
  /** Whether the second operand is a register. */
  readonly isRegister?: boolean;
};

/** Writes a slot of 8 bytes, byte by byte, because that is much faster than by a view made for it. */
const writeSlot = (bytes: Uint8Array, at: number, { opcode, dst, src, off, imm }: Slot): void => {
  bytes[at] = opcode;
  bytes[at + 1] = (src << 4) | dst;
  bytes[at + 2] = off;
  bytes[at + 3] = off >> 8;
  bytes[at + 4] = imm;
  bytes[at + 5] = imm >> 8;
  bytes[at + 6] = imm >> 16;
  bytes[at + 7] = imm >> 24;
};

/** Slots that an instruction takes. */
export const slotsOf = ({ mnemonic }: Row): number => (mnemonic === 'lddw' ? 2 : 1);

/** What says in the field `src` that a call names its target; compilers write it in all versions, the chain asks for it from v3 on. */
const namesTarget = 1;

/** Writes an instruction as a version has it, which it must. */
export const encode = (bytes: Uint8Array, at: number, row: Row, version: string, values: Values): void => {
  const { dst = 0, src = 0, off = 0, imm = 0n, isRegister = false } = values;
  const { mnemonic } = row;
  const slot = {
    opcode: (formAt(row, version)?.opcode ?? 0) + (isRegister ? 8 : 0),
    ...{ dst, src, off, imm: row.fixed ?? Number(BigInt.asIntN(32, imm)) },
  };
  const { callxField, hasRelativeCalls } = rulesOf(version);
  if (mnemonic === 'callx') {
    slot.src = 0;
    slot[callxField] = src;
  } else if (mnemonic === 'call' || (mnemonic === 'syscall' && !hasRelativeCalls)) slot.src = namesTarget;
  writeSlot(bytes, at, slot);
  if (slotsOf(row) === 2)
    writeSlot(bytes, at + slotSize, { opcode: 0, dst: 0, src: 0, off: 0, imm: Number(BigInt.asIntN(32, imm >> 32n)) });
};
