import type { Image, ImageSection, ImageSegment, ImageSymbol } from '../../assembly/image.ts';
import { alignUp } from '../../assembly/link.ts';
import { codeBase } from '../assembly/addresses.ts';
import { rowNamed } from '../assembly/vocabulary.ts';
import type { LinkedProgram } from '../elf-writer/program.ts';
import { writeProgram } from '../elf-writer/write.ts';
import { slotSize } from '../isa/decoder.ts';
import { address as regions } from '../isa/memory.ts';
import { entryName } from '../isa/murmur3.ts';
import { formAt } from '../isa/row.ts';
import { rulesOf } from '../isa/versions.ts';
import { linkCode, relocationTypes } from './code.ts';
import * as messages from './messages.ts';
import { addressOf, LinkError, type ObjectFile, type Part, readObject } from './object.ts';

export type LinkedObject = {
  /** The file that the chain takes. */
  readonly program: Uint8Array;
  /** The same with what the compiler tells debuggers. */
  readonly withDebugInfo: Uint8Array;
};

/**
 * Makes a program of the object file that `clang -target bpf -c` writes. What the chain's verifier has against the code is not
 * looked for.
 * @param version of sBPF
 * @param isSyscall whether a name is that of a syscall
 * @throws LinkError, ElfError
 */
export const linkObject = (bytes: Uint8Array, version: string, isSyscall: (name: string) => boolean): LinkedObject => {
  if (!formAt(rowNamed('lddw'), version)) throw new LinkError(messages.otherInstructions(version));
  const object = readObject(bytes);
  const [code, data] = [loaded(object, true), loaded(object, false)];
  if (code.length === 0) throw new LinkError(messages.noCode());
  const start = codeBase(version);
  const end = place(code, start);
  place(data, rulesOf(version).hasStrictElf ? regions.constants : alignUp(end, slotSize));
  const references = code.flatMap((part) => linkCode(part, { object, version, start, isSyscall }));
  const pointers = data.flatMap((part) => linkData(part, object, 0));
  const program: LinkedProgram = { version, image: imageOf(object, code, data), references, pointers };
  const shift = rulesOf(version).hasStrictElf ? 0 : regions.program;
  const descriptions = object.parts.filter(({ address }) => address === undefined);
  for (const part of descriptions) linkData(part, object, shift);
  return {
    program: writeProgram(program),
    withDebugInfo: writeProgram({ ...program, descriptions: descriptions.map(({ section }) => section) }),
  };
};

const loaded = ({ parts }: ObjectFile, isCode: boolean): readonly Part[] =>
  parts.filter((part) => part.address !== undefined && part.isCode === isCode);

/** Puts sections one behind the other. @returns where they end */
const place = (parts: readonly Part[], from: number): number => {
  let address = from;
  for (const part of parts) {
    part.address = alignUp(address, Math.max(part.isCode ? slotSize : 1, part.section.align));
    address = part.address + part.section.bytes.length;
  }
  return address;
};

/**
 * Writes addresses into data.
 * @param shift what addresses are less in the file
 * @returns where those of 8 bytes lie
 * @throws LinkError
 */
const linkData = (
  { section, relocations, address = 0 }: Part,
  { symbols, parts }: ObjectFile,
  shift: number,
): number[] => {
  const view = new DataView(section.bytes.buffer);
  const found: number[] = [];
  for (const { offset, type, symbol: index } of relocations) {
    const symbol = symbols[index];
    const isWide = type === relocationTypes.wide;
    if (!isWide && type !== relocationTypes.narrow && type !== relocationTypes.unloaded)
      throw new LinkError(messages.unknownRelocation(type, section.name));
    if (!symbol || offset + (isWide ? 8 : 4) > section.bytes.length) throw new LinkError(messages.broken(section.name));
    const target = addressOf(symbol, parts);
    if (target === undefined) throw new LinkError(messages.unknownName(symbol.name));
    const value = target >= regions.program ? target - shift : target;
    if (isWide) {
      view.setBigUint64(offset, view.getBigUint64(offset, true) + BigInt(value), true);
      found.push(address + offset);
    } else view.setUint32(offset, view.getUint32(offset, true) + value, true);
  }
  return found;
};

/** @throws LinkError */
const imageOf = (object: ObjectFile, code: readonly Part[], data: readonly Part[]): Image => {
  const parts = [...code, ...data];
  const symbols = object.symbols.flatMap(({ name, value, size, type, binding, section }): readonly ImageSymbol[] => {
    const at = parts.findIndex(({ index }) => index === section);
    const isNamed = type === 'function' || type === 'object';
    if (at < 0 || !isNamed || name === '') return [];
    const address = (parts[at]?.address ?? 0) + value;
    return [{ name, address, size, type, isGlobal: binding === 'global', section: at }];
  });
  const entry = symbols.find(({ name, type }) => name === entryName && type === 'function');
  if (!entry) throw new LinkError(messages.noEntry());
  return {
    segments: [code, data].flatMap(segmentOf),
    sections: parts.map(sectionOf),
    entry: entry.address,
    symbols: symbols.toSorted((a, b) => a.address - b.address),
  };
};

const sectionOf = ({ section, address = 0, isCode }: Part): ImageSection => ({
  ...{ name: section.name, address, size: section.bytes.length, bytes: section.bytes, align: section.align },
  ...{ execute: isCode, write: false },
});

const segmentOf = (parts: readonly Part[]): readonly ImageSegment[] => {
  const [first] = parts;
  const last = parts.at(-1);
  if (first?.address === undefined || last?.address === undefined) return [];
  const start = first.address;
  const bytes = new Uint8Array(last.address + last.section.bytes.length - start);
  for (const { address = 0, section } of parts) bytes.set(section.bytes, address - start);
  return [{ address: start, bytes, memorySize: bytes.length, execute: first.isCode, write: false }];
};
