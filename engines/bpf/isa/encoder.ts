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

/** Writes a slot of 8 bytes. */
export const writeSlot = (code: DataView, at: number, { opcode, dst, src, off, imm }: Slot): void => {
  code.setUint8(at, opcode);
  code.setUint8(at + 1, (src << 4) | dst);
  code.setInt16(at + 2, off, true);
  code.setInt32(at + 4, imm, true);
};

/** Slots that an instruction takes. */
export const slotsOf = ({ mnemonic }: Row): number => (mnemonic === 'lddw' ? 2 : 1);

/** What says in the field `src` that a call names its target; compilers write it in all versions, the chain asks for it from v3 on. */
const namesTarget = 1;

/** The bytes of an instruction as a version has it. The version must have it. */
export const encode = (row: Row, version: string, values: Values): Uint8Array => {
  const bytes = new Uint8Array(slotsOf(row) * slotSize);
  const code = new DataView(bytes.buffer);
  const { dst = 0, src = 0, off = 0, imm = 0n, isRegister = false } = values;
  const slot = {
    opcode: (formAt(row, version)?.opcode ?? 0) + (isRegister ? 8 : 0),
    ...{ dst, src, off },
    imm: row.fixed ?? Number(BigInt.asIntN(32, imm)),
  };
  const { callxField, hasRelativeCalls } = rulesOf(version);
  if (row.mnemonic === 'callx') writeSlot(code, 0, { ...slot, src: 0, [callxField]: src });
  else if (row.mnemonic === 'call') writeSlot(code, 0, { ...slot, src: namesTarget });
  else if (row.mnemonic === 'syscall') writeSlot(code, 0, { ...slot, src: hasRelativeCalls ? 0 : namesTarget });
  else writeSlot(code, 0, slot);
  if (slotsOf(row) === 2)
    writeSlot(code, slotSize, { opcode: 0, dst: 0, src: 0, off: 0, imm: Number(BigInt.asIntN(32, imm >> 32n)) });
  return bytes;
};
