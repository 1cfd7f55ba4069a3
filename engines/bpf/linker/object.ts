import { type Elf, elfTypes, readElf, type Section, sectionFlags } from '../../elf/elf.ts';
import { machines } from '../../elf/machines.ts';
import { type Relocation, readRelocations } from '../../elf/relocations.ts';
import { absoluteSection, type ElfSymbol, readSymbols, undefinedSection } from '../../elf/symbols.ts';
import * as messages from './messages.ts';

/** What keeps an object file from being linked, for the middle of a report. */
export class LinkError extends Error {}

/** A section of an object, and where it will lie. */
export type Part = {
  readonly section: Section;
  /** Index in the object. */
  readonly index: number;
  readonly relocations: readonly Relocation[];
  readonly isCode: boolean;
  /** Undefined for what is not loaded. */
  address: number | undefined;
};

/** An object file of a compiler, in the parts that a program is made of. */
export type ObjectFile = {
  readonly parts: readonly Part[];
  readonly symbols: readonly ElfSymbol[];
};

/** Notes for the kernel of Linux, which nobody reads here. */
const isUnread = (name: string): boolean => name.startsWith('.BTF') || name.startsWith('.llvm');

/** What no compiler asks for. */
const largestAlign = 2 ** 16;

/** @throws LinkError, ElfError */
export const readObject = (bytes: Uint8Array): ObjectFile => {
  const elf = readElf(bytes);
  const isObject = elf.type === elfTypes.relocatable && elf.machine === machines.bpf && elf.bits === 64;
  if (!isObject || !elf.littleEndian) throw new LinkError(messages.noObject());
  const parts = elf.sections.flatMap((section, index): readonly Part[] => {
    const { flags, name, size } = section;
    const isLoaded = (flags & sectionFlags.allocated) !== 0;
    const isDescription = !isLoaded && name.startsWith('.debug') && size > 0;
    if (!isDescription && (!isLoaded || size === 0 || isUnread(name))) return [];
    if (isLoaded && (flags & sectionFlags.write) !== 0) throw new LinkError(messages.writableSection(name));
    if (section.align > largestAlign || section.bytes.length < size) throw new LinkError(messages.broken(name));
    const isCode = (flags & sectionFlags.execute) !== 0;
    // Written to below, so a copy.
    const own = { ...section, bytes: Uint8Array.from(section.bytes) };
    const address = isLoaded ? 0 : undefined;
    return [{ section: own, index, relocations: relocationsOf(elf, index), isCode, address }];
  });
  return { parts, symbols: readSymbols(elf, 'symbols') };
};

const relocationsOf = (elf: Elf, target: number): readonly Relocation[] =>
  elf.sections.filter(({ info }) => info === target).flatMap((section) => readRelocations(elf, section));

/** The address of a symbol; 0 in what is not loaded, undefined if another file would have to define it. */
export const addressOf = ({ section, value }: ElfSymbol, parts: readonly Part[]): number | undefined => {
  if (section === absoluteSection) return value;
  if (section === undefinedSection) return undefined;
  return (parts.find(({ index }) => index === section)?.address ?? 0) + value;
};
