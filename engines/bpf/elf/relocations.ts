import { slotSize } from '../isa/decoder.ts';
import { address } from '../isa/memory.ts';
import { hashOfName, hashOfPc, murmur3 } from '../isa/murmur3.ts';
import { invalidAddress, outOfBounds, unknownRelocation, unknownSymbol, unresolvedSymbol } from './errors.ts';
import type { FunctionTable, LoadRules } from './executable.ts';
import { type ElfFile, fileRange } from './file.ts';
import { type ElfSymbol, type Relocation, type Section, viewOf } from './structures.ts';

/** `R_BPF_…`, of which the numbers are those of x86-64 that mean the same. */
const types = { absolute64: 1, relative: 8, call32: 10 } as const;

/** Where the number of an instruction lies in its slot. */
const numberAt = 4;

/** Writes into code and constants what the linker left open. @throws LoaderError */
export const relocate = (
  bytes: Uint8Array,
  elf: ElfFile,
  text: Section,
  functions: FunctionTable,
  rules: LoadRules,
): void => {
  const view = viewOf(bytes);
  const isIn = (at: number, size: number): boolean => at + size <= bytes.length;
  const read = (at: number): number => {
    if (!isIn(at, 4)) throw outOfBounds();
    return view.getUint32(at, true);
  };
  const write = (at: number, value: number): void => {
    if (!isIn(at, 4)) throw outOfBounds();
    view.setUint32(at, value, true);
  };
  /** Writes both halves of the number of a `lddw`. */
  const writeWide = (offset: number, value: number): void => {
    write(offset + numberAt, value % 2 ** 32);
    write(offset + slotSize + numberAt, Math.floor(value / 2 ** 32));
  };
  const { start, end } = fileRange(text);
  for (const relocation of elf.relocations) {
    const { offset, type } = relocation;
    if (type === types.absolute64) {
      const place = read(offset + numberAt);
      writeWide(offset, placed(symbolOf(elf, relocation).value + place));
    } else if (type === types.relative && offset >= start && offset < end) {
      const low = read(offset + numberAt);
      const place = read(offset + slotSize + numberAt) * 2 ** 32 + low;
      if (place === 0) throw invalidAddress(place);
      writeWide(offset, placed(place));
    } else if (type === types.relative) {
      // Toolchains once wrote only the low half, in the place of the high one.
      const place = read(offset + numberAt) + address.program;
      if (!isIn(offset, 8)) throw outOfBounds();
      view.setBigUint64(offset, BigInt(place), true);
    } else if (type === types.call32) {
      write(offset + numberAt, hashOf(elf, relocation, text, functions, rules));
    } else throw unknownRelocation(type);
  }
};

/** Where an address of the file is in memory. */
const placed = (place: number): number => (place < address.program ? place + address.program : place);

const symbolOf = ({ dynamicSymbols }: ElfFile, { symbol }: Relocation): ElfSymbol => {
  const found = dynamicSymbols[symbol];
  if (!found) throw unknownSymbol(symbol);
  return found;
};

const functionType = 2;

/** The hash of the function or syscall that a call means. */
const hashOf = (
  elf: ElfFile,
  relocation: Relocation,
  text: Section,
  functions: FunctionTable,
  { isDeployment, isSyscall }: LoadRules,
): number => {
  const { nameAt, info, value } = symbolOf(elf, relocation);
  const bytes = nameOf(elf, nameAt);
  const name = new TextDecoder().decode(bytes);
  if ((info & 15) !== functionType || value === 0) {
    const hash = murmur3(bytes);
    if (isDeployment && !isSyscall(hash)) throw unresolvedSymbol(name, relocation.offset);
    return hash;
  }
  if (!(value >= text.address && value < text.address + text.size)) throw outOfBounds();
  const pc = Math.floor((value - text.address) / slotSize);
  return functions.add(name === 'entrypoint' ? hashOfName(name) : hashOfPc(pc), pc);
};

const nameOf = (elf: ElfFile, at: number): Uint8Array => {
  try {
    const found = elf.dynamicName(at);
    if (found) return found;
  } catch {
    // Whatever is wrong with the name, the chain says only that it does not know the symbol.
  }
  throw unknownSymbol(at);
};
