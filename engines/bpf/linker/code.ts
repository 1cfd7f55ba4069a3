import type { ElfSymbol } from '../../elf/symbols.ts';
import { rowNamed } from '../assembly/vocabulary.ts';
import type { Reference, Referring } from '../elf-writer/program.ts';
import { readSlot, type Slot, slotSize } from '../isa/decoder.ts';
import { encode } from '../isa/encoder.ts';
import { hashOfFunction, hashOfName } from '../isa/murmur3.ts';
import { formAt, type Row } from '../isa/row.ts';
import { rulesOf } from '../isa/versions.ts';
import * as messages from './messages.ts';
import { addressOf, LinkError, type ObjectFile, type Part } from './object.ts';

/** What linkers of BPF have to do (LLVM, "BPF Relocation Types"). */
export const relocationTypes = { load: 1, wide: 2, narrow: 3, unloaded: 4, call: 10 } as const;

/** Functions of C that compilers call on their own, and the syscalls that do the same. */
const sameSyscalls: Readonly<Record<string, string>> = {
  memcpy: 'sol_memcpy_',
  memmove: 'sol_memmove_',
  memset: 'sol_memset_',
};

export type Surroundings = {
  readonly object: ObjectFile;
  /** Of sBPF. */
  readonly version: string;
  /** Address of the first instruction. */
  readonly start: number;
  isSyscall(name: string): boolean;
};

const [wideLoad, call, callx, syscall] = ['lddw', 'call', 'callx', 'syscall'].map(rowNamed) as [Row, Row, Row, Row];

/** What stands for the address of a name in a file of the chain's old kinds. */
const globalOf = ({ name, binding }: ElfSymbol, addend: number) =>
  binding === 'global' && name !== '' ? { name, addend } : undefined;

/** Writes addresses and targets into a section of code. @returns what refers to something @throws LinkError */
export const linkCode = (part: Part, around: Surroundings): readonly Referring[] => {
  const { bytes } = part.section;
  const code = new DataView(bytes.buffer);
  const byOffset = new Map(part.relocations.map((each) => [each.offset, each]));
  const found: Referring[] = [];
  for (let at = 0; at + slotSize <= bytes.length; at += slotSize) {
    const slot = readSlot(code, at / slotSize);
    const relocation = byOffset.get(at);
    const symbol = relocation && around.object.symbols[relocation.symbol];
    byOffset.delete(at);
    const address = (part.address ?? 0) + at;
    const isLoad = slot.opcode === formAt(wideLoad, around.version)?.opcode;
    if (relocation && relocation.type !== (isLoad ? relocationTypes.load : relocationTypes.call))
      throw new LinkError(messages.unknownRelocation(relocation.type, part.section.name));
    let reference: Reference | undefined;
    if (isLoad) {
      if (symbol) reference = linkLoad(code, at, symbol, around);
      at += slotSize;
    } else if (slot.opcode === formAt(call, around.version)?.opcode)
      reference = linkCall(bytes, at, { slot, symbol, address }, around);
    // Compilers for Linux name the register in the number, newer ones where version 3 has it.
    else if (slot.opcode === formAt(callx, around.version)?.opcode)
      encode(bytes, at, callx, around.version, { src: slot.imm === 0 ? slot.dst : slot.imm & 15 });
    if (reference) found.push({ address, reference });
  }
  const [left] = byOffset.values();
  if (left) throw new LinkError(messages.unknownRelocation(left.type, part.section.name));
  return found;
};

/** @throws LinkError */
const linkLoad = (code: DataView, at: number, symbol: ElfSymbol, { object }: Surroundings): Reference => {
  const address = addressOf(symbol, object.parts);
  if (address === undefined || at + 2 * slotSize > code.byteLength)
    throw new LinkError(messages.unknownName(symbol.name));
  const addend = code.getInt32(at + 4, true);
  code.setUint32(at + 4, (address + addend) >>> 0, true);
  code.setUint32(at + slotSize + 4, Math.floor((address + addend) / 2 ** 32), true);
  return { kind: 'address', global: globalOf(symbol, addend) };
};

type Call = { readonly slot: Slot; readonly symbol: ElfSymbol | undefined; readonly address: number };

/** @throws LinkError */
const linkCall = (bytes: Uint8Array, at: number, { slot, symbol, address }: Call, around: Surroundings): Reference => {
  const { object, version, start } = around;
  const target = symbol && addressOf(symbol, object.parts);
  if (symbol && target === undefined) {
    const name = sameSyscalls[symbol.name] ?? symbol.name;
    if (!around.isSyscall(name)) throw new LinkError(messages.unknownName(symbol.name));
    encode(bytes, at, syscall, version, { imm: BigInt(hashOfName(name)) });
    return { kind: 'syscall', name };
  }
  if (!symbol && slot.src === 0) throw new LinkError(messages.kernelHelper(slot.imm));
  // With a symbol the number counts slots from it, else from the call.
  const from = target ?? address;
  const pc = (from - start) / slotSize + 1 + slot.imm;
  if (!Number.isSafeInteger(pc)) throw new LinkError(messages.broken(symbol?.name ?? ''));
  const distance = pc - (address - start) / slotSize - 1;
  const name = symbol && slot.imm === -1 ? globalOf(symbol, 0)?.name : undefined;
  const imm = rulesOf(version).hasRelativeCalls ? distance : hashOfFunction(pc, name);
  encode(bytes, at, call, version, { imm: BigInt(imm) });
  return { kind: 'function', pc, distance, name };
};
