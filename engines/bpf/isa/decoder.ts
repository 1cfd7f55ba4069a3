import { instructions } from './instructions.ts';
import { type Execute, formAt, hasRegisterForm, type Operands, type Row } from './row.ts';
import { type Rules, rulesOf } from './versions.ts';

/** Bytes of one slot. An instruction takes one, `lddw` two. */
export const slotSize = 8;

/** The fields of a slot as they lie there. */
export type Slot = {
  readonly opcode: number;
  readonly dst: number;
  readonly src: number;
  readonly off: number;
  readonly imm: number;
};

/** One instruction as it stands in the code. */
export type Decoded = Operands & {
  readonly row: Row;
  readonly execute: Execute;
  /** Slots that it takes. */
  readonly slots: number;
  /** What it does beyond computing, which whoever runs it has to look at: enter or leave a function, or ask the chain. */
  readonly effect: 'none' | 'frame' | 'syscall';
};

/** What an opcode may be: rows that share it differ in their number. */
type Entry = { readonly row: Row; readonly execute: Execute; readonly isImmediate: boolean };

export type Decoder = {
  /** The instruction at a slot, at least that one of which is inside the code; undefined if it is none. */
  decode(code: DataView, pc: number): Decoded | undefined;
  /** Whether any instruction has the opcode. */
  knows(opcode: number): boolean;
};

export const readSlot = (code: DataView, pc: number): Slot => {
  const at = pc * slotSize;
  const registers = code.getUint8(at + 1);
  return {
    opcode: code.getUint8(at),
    dst: registers & 15,
    src: registers >> 4,
    off: code.getInt16(at + 2, true),
    imm: code.getInt32(at + 4, true),
  };
};

/**
 * @param version of sBPF
 * @param isSyscall whether a hash is that of a syscall, before version 3 the only way to tell a syscall from a call
 */
export const decoderOf = (version: string, isSyscall: (hash: number) => boolean): Decoder => {
  const rules = rulesOf(version);
  const table = tableOf(version);
  return {
    knows: (opcode) => table.has(opcode),
    decode: (code, pc) => {
      const slot = readSlot(code, pc);
      const { opcode, dst, off, imm } = slot;
      const entry = table.get(opcode)?.find(({ row }) => fits(row, slot, rules, isSyscall));
      if (!entry) return undefined;
      const { row, execute, isImmediate } = entry;
      const isDouble = row.mnemonic === 'lddw';
      if (isDouble && (pc + 2) * slotSize > code.byteLength) return undefined;
      const high = isDouble ? readSlot(code, pc + 1).imm : imm >> 31;
      const wide = doubleOf(imm, high);
      const src = row.mnemonic === 'callx' ? slot[rules.callxField] : slot.src;
      const unsigned = BigInt.asUintN(64, wide);
      // One literal with all of it, so that the engine that runs this sees one shape of object.
      const slots = isDouble ? 2 : 1;
      return { dst, src, off, imm, high, wide, unsigned, isImmediate, row, execute, slots, effect: effectOf(row) };
    },
  };
};

const effectOf = ({ mnemonic, flow }: Row): Decoded['effect'] => {
  if (mnemonic === 'syscall') return 'syscall';
  return flow === 'call' || flow === 'halt' ? 'frame' : 'none';
};

const doubleOf = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low >>> 0);

const fits = (row: Row, { src, imm }: Slot, rules: Rules, isSyscall: (hash: number) => boolean): boolean => {
  if (row.fixed !== undefined) return row.fixed === imm;
  if (row.mnemonic === 'syscall') return rules.hasRelativeCalls ? src === 0 : isSyscall(imm >>> 0);
  return true;
};

type Table = ReadonlyMap<number, readonly Entry[]>;

const tables = new Map<string, Table>();

/** Instructions by opcode, the special before the general. */
const tableOf = (version: string): Table => {
  const known = tables.get(version) ?? makeTable(version);
  tables.set(version, known);
  return known;
};

const makeTable = (version: string): Table => {
  const table = new Map<number, Entry[]>();
  const add = (opcode: number, entry: Entry) => table.set(opcode, [...(table.get(opcode) ?? []), entry]);
  for (const row of instructions) {
    const form = formAt(row, version);
    if (!form) continue;
    add(form.opcode, { row, execute: form.execute, isImmediate: true });
    if (hasRegisterForm(row)) add(form.opcode + 8, { row, execute: form.execute, isImmediate: false });
  }
  return table;
};
