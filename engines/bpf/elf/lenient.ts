import { elfTypes } from '../../elf/elf.ts';
import { machines } from '../../elf/machines.ts';
import { readSlot, slotSize } from '../isa/decoder.ts';
import { address, type Region } from '../isa/memory.ts';
import { hashOfName, hashOfPc } from '../isa/murmur3.ts';
import { callOutOfBounds, loaderError, outOfBounds, writableSection } from './errors.ts';
import { type Executable, FunctionTable, type LoadRules } from './executable.ts';
import { type ElfFile, fileRange, readFile } from './file.ts';
import { relocate } from './relocations.ts';
import { type Section, viewOf } from './structures.ts';

type Named = ElfFile['sections'][number];

/** Sections that the program can read. */
const readable = new Set(['.text', '.rodata', '.data.rel.ro', '.eh_frame']);
const [write, allocated] = [1, 2];
const callOpcode = 0x85;

/** Loads a file of versions 0 to 2: sections, relocations and hashed calls. @throws LoaderError */
export const loadLenient = (file: Uint8Array, version: string, rules: LoadRules): Executable => {
  const elf = readFile(file);
  const section = check(elf);
  const base = section.address + address.program;
  if ((rules.isDeployment && section.address !== section.offset) || base > address.stack) throw outOfBounds();

  const bytes = file.slice();
  const functions = new FunctionTable(rules);
  hashCalls(textOf(bytes, section), functions);
  relocate(bytes, elf, section, functions, rules);

  const distance = Math.max(0, elf.header.entry - section.address);
  if (distance % slotSize !== 0) throw loaderError('InvalidEntrypoint');
  const entry = distance / slotSize;
  const entryHash = hashOfName('entrypoint');
  functions.delete(entryHash);
  functions.add(entryHash, entry);

  const constants = constantsOf(bytes, elf.sections, rules);
  // Where sections overlap, the code is what lies in memory, and not what the file has.
  const text = constants.bytes.subarray(section.address, section.address + section.size);
  return { version, text, base, entry, functions: functions.entries, constants };
};

const textOf = (bytes: Uint8Array, section: Section): Uint8Array => {
  const { start, end } = fileRange(section);
  return bytes.subarray(start, end);
};

/** The section of code, if the file is one that can be loaded. @throws LoaderError */
const check = ({ bytes, header, sections }: ElfFile): Named => {
  if (header.ident[7] !== 0) throw loaderError('WrongAbi');
  if (header.machine !== machines.bpf && header.machine !== machines.sbpf) throw loaderError('WrongMachine');
  if (header.type !== elfTypes.shared) throw loaderError('WrongType');
  const [text, ...others] = sections.filter(({ name }) => name === '.text');
  if (!text || others.length > 0) throw loaderError('NotOneTextSection');
  const refused = sections.find(isRefused);
  if (refused) throw writableSection(refused.name);
  if (sections.some(({ offset, size }) => offset + size > bytes.length)) throw outOfBounds();
  const { entry } = header;
  if (!(entry >= text.address && entry < text.address + text.size)) throw loaderError('EntrypointOutOfBounds');
  return text;
};

/** Whether it is memory that a program could write to. */
const isRefused = ({ name, flags }: Named): boolean => {
  if (name.startsWith('.bss')) return true;
  const isWritable = (flags & (write | allocated)) === (write | allocated);
  return isWritable && name.startsWith('.data') && !name.startsWith('.data.rel');
};

/** Replaces distances in calls by hashes of their targets. */
const hashCalls = (text: Uint8Array, functions: FunctionTable): void => {
  const view = viewOf(text);
  const slots = Math.floor(text.length / slotSize);
  for (let pc = 0; pc < slots; pc++) {
    const { opcode, imm } = readSlot(view, pc);
    if (opcode !== callOpcode || imm === -1) continue;
    const target = pc + 1 + imm;
    if (!(target >= 0 && target < slots)) throw callOutOfBounds(pc);
    view.setUint32(pc * slotSize + 4, functions.add(hashOfPc(target), target), true);
  }
};

/** What the program can read of its file: from the start of the region on, with zeros where other sections lie. */
const constantsOf = (bytes: Uint8Array, sections: readonly Named[], rules: LoadRules): Region => {
  const parts = sections.filter(({ name }) => readable.has(name));
  let [lowest, highest, length] = [Number.POSITIVE_INFINITY, 0, 0];
  const hasOffsets = parts.some((section) => section.address !== section.offset);
  for (const section of parts) {
    if ((rules.isDeployment && hasOffsets) || section.address + address.program > address.stack) throw outOfBounds();
    const { start, end } = fileRange(section);
    lowest = Math.min(lowest, section.address);
    highest = Math.max(highest, section.address + end - start);
    length += end - start;
  }
  if (rules.isDeployment && lowest + length > highest) throw outOfBounds();
  if (highest > bytes.length) throw outOfBounds();
  const memory = new Uint8Array(highest);
  for (const section of parts) memory.set(textOf(bytes, section), section.address);
  return { start: address.program, bytes: memory, isWritable: false };
};
