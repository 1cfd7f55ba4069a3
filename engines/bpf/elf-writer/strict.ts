import { sectionFlags, segmentFlags, segmentTypes } from '../../elf/elf.ts';
import { type SegmentHeader, sizes, writtenTypes } from '../../elf/writer.ts';
import { slotSize } from '../isa/decoder.ts';
import { ElfBuilder, symbolsOf } from './builder.ts';
import { functionsIn, type LinkedProgram } from './program.ts';

/**
 * The file that the chain takes from version 3 on (SIMD-0189): what is only read, then the code, right behind the headers. It
 * needs no relocations, because all addresses are known.
 */
export const writeStrict = (program: LinkedProgram, flags: number): Uint8Array => {
  const { image } = program;
  const builder = new ElfBuilder();
  const ordered = image.segments.toSorted((a, b) => a.address - b.address);
  builder.skipTo(sizes.header + ordered.length * sizes.segment);
  const indexes = new Map<number, number>();
  const segments = ordered.map(({ address, bytes, execute }): SegmentHeader => {
    const at = builder.size;
    for (const [i, section] of image.sections.entries()) {
      if (section.execute !== execute) continue;
      indexes.set(i, builder.next);
      builder.skipTo(at + section.address - address);
      const allowed = sectionFlags.allocated + (execute ? sectionFlags.execute : 0);
      const header = { name: section.name, type: writtenTypes.program, flags: allowed };
      builder.add(section.bytes, { ...header, address: section.address, align: 1 });
    }
    const size = Math.ceil(bytes.length / slotSize) * slotSize;
    builder.skipTo(at + size);
    const rights = execute ? segmentFlags.execute : segmentFlags.read;
    return { type: segmentTypes.load, flags: rights, at, address, size, memorySize: size, align: slotSize };
  });
  builder.addSymbols(symbolsOf(image, functionsIn(program), (index) => indexes.get(index) ?? 0, 0));
  builder.addDescriptions(program);
  return builder.finish({ flags, entry: image.entry, segments });
};
