import type { Code } from '../code.ts';
import { ElfError } from '../elf/bytes.ts';
import { DebugInfo } from '../elf/debug-info.ts';
import { type Elf, isElf, readElf, sectionFlags, segmentFlags, segmentTypes } from '../elf/elf.ts';
import { readSymbols } from '../elf/symbols.ts';
import { nameOf } from '../uri.ts';
import { type Annotations, listingOf, type NamedAddress } from './assembly/listing.ts';
import { CkbCode, decoderAt } from './ckb/code.ts';

/** The listing of a code, with the names and source lines that the file of its own says. */
export const listing = (code: Code, version: string): string => {
  const elf = code instanceof CkbCode ? elfOf(code) : undefined;
  return listingOf(code, decoderAt(version), elf && annotationsOf(elf));
};

/** Undefined where the addresses of the file are not those of the code: a program may load parts of files anywhere. */
const elfOf = ({ file, bytes, base, end }: CkbCode): Elf | undefined => {
  if (!isElf(file)) return undefined;
  try {
    const elf = readElf(file);
    const isLoaded = elf.segments.some(
      (segment) =>
        segment.type === segmentTypes.load &&
        segment.flags & segmentFlags.execute &&
        segment.address >= base &&
        segment.address + segment.bytes.length <= end &&
        segment.bytes.every((byte, i) => byte === bytes[segment.address - base + i]),
    );
    return isLoaded ? elf : undefined;
  } catch (error) {
    if (error instanceof ElfError) return undefined;
    throw error;
  }
};

const annotationsOf = (elf: Elf): Annotations => {
  const debug = new DebugInfo(elf);
  const executable = elf.sections.filter(
    ({ flags, bytes }) => flags & sectionFlags.allocated && flags & sectionFlags.execute && bytes.length > 0,
  );
  return {
    symbols: namesIn(elf, debug),
    lineAt: (address) => {
      const position = debug.lineAt(address);
      return position && `${nameOf(position.file)}:${position.line}`;
    },
    ...(executable.length > 0 && {
      isCode: (at: number) => executable.some(({ address, size }) => at >= address && at < address + size),
    }),
  };
};

/** Functions by their names in the source, then what else has a name. */
const namesIn = (elf: Elf, debug: DebugInfo): readonly NamedAddress[] => {
  const functions = debug.functions.map(({ name, entry }) => ({ name: asLabel(name), address: entry }));
  const known = new Set(functions.map(({ address }) => address));
  const others = readSymbols(elf, 'symbols')
    .filter(
      ({ type, name, value }) => type !== 'section' && type !== 'file' && /^[A-Za-z_]/.test(name) && !known.has(value),
    )
    .map(({ name, value }) => ({ name: asLabel(name), address: value }));
  return [...functions, ...others];
};

/** `shapes::area` as `shapes.area`: the signs of other languages mean something else in assembly. */
const asLabel = (name: string): string =>
  name
    .replaceAll('::', '.')
    .replaceAll(/[^\w.$]+/g, '_')
    .replaceAll(/^[_.]*(?=[A-Za-z])|_+$/g, (edge) => (name.startsWith(edge) ? edge : ''));
