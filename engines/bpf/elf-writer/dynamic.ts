import { sectionFlags, sectionTypes, segmentFlags, segmentTypes } from '../../elf/elf.ts';
import { FileWriter, type SegmentHeader, sizes, Texts, writtenTypes } from '../../elf/writer.ts';
import { type ElfBuilder, symbolTable } from './builder.ts';
import type { Relocated } from './relocations.ts';

const relocationSize = 16;
const entrySize = 16;
const align = 8;

/** Entries of the table that says where the others are. */
const tags = {
  ...{ end: 0, names: 5, symbols: 6, namesSize: 10, symbolSize: 11 },
  ...{ relocations: 17, relocationsSize: 18, relocationSize: 19 },
} as const;

/** `p_type` of that table. */
const dynamicSegment = 2;

/** Adds the tables that a loader finds relocations by (System V ABI, chapter 5). @returns the segments they lie in */
export const addDynamic = (builder: ElfBuilder, { relocations, symbols }: Relocated): readonly SegmentHeader[] => {
  const names = new Texts();
  const symbolBytes = symbolTable(symbols, names);
  const nameBytes = names.bytes;
  const start = Math.ceil(builder.size / align) * align;
  const symbolsAt = start + Object.keys(tags).length * entrySize;
  const namesAt = symbolsAt + symbolBytes.length;
  const relocationsAt = Math.ceil((namesAt + nameBytes.length) / align) * align;

  const table = new FileWriter();
  const relocationBytes = relocations.length * relocationSize;
  for (const [tag, value] of [
    [tags.symbols, symbolsAt],
    [tags.symbolSize, sizes.symbol],
    [tags.names, namesAt],
    [tags.namesSize, nameBytes.length],
    [tags.relocations, relocationsAt],
    [tags.relocationsSize, relocationBytes],
    [tags.relocationSize, relocationSize],
    [tags.end, 0],
  ] as const) {
    table.number(8, tag);
    table.number(8, value);
  }
  const list = new FileWriter();
  for (const { at, type, symbol } of relocations) {
    list.number(8, at);
    list.number(4, type);
    list.number(4, symbol);
  }
  const flags = sectionFlags.allocated;
  const first = builder.next;
  const dynamic = builder.add(table.result, {
    ...{ name: '.dynamic', type: writtenTypes.dynamic, flags, address: start, link: first + 2, align, entrySize },
  });
  builder.add(symbolBytes, {
    ...{ name: '.dynsym', type: sectionTypes.dynamicSymbols, flags, address: symbolsAt, link: first + 2, info: 1 },
    ...{ align, entrySize: sizes.symbol },
  });
  builder.add(nameBytes, { name: '.dynstr', type: writtenTypes.strings, flags, address: namesAt });
  builder.add(list.result, {
    ...{ name: '.rel.dyn', type: sectionTypes.rel, flags, address: relocationsAt, link: first + 1, align },
    entrySize: relocationSize,
  });
  const segment = (type: number, size: number): SegmentHeader => ({
    ...{ type, flags: segmentFlags.read, at: dynamic.at, address: start, size, memorySize: size, align },
  });
  return [segment(segmentTypes.load, builder.size - start), segment(dynamicSegment, dynamic.size)];
};
