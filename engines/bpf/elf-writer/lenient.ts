import { sectionFlags, segmentFlags, segmentTypes } from '../../elf/elf.ts';
import { type SegmentHeader, sizes, writtenTypes } from '../../elf/writer.ts';
import { slotSize } from '../isa/decoder.ts';
import { address as regions } from '../isa/memory.ts';
import { ElfBuilder, symbolsOf } from './builder.ts';
import { addDynamic } from './dynamic.ts';
import { functionsIn, type LinkedProgram } from './program.ts';
import { relocate } from './relocations.ts';

/**
 * The file that the chain takes before version 3: code, then what is only read, each as far from the start of the file as its
 * address is from the start of the region, then what a loader has to change of them.
 */
export const writeLenient = (program: LinkedProgram, flags: number): Uint8Array => {
  const { image } = program;
  const shift = regions.program;
  const code = image.segments.find(({ execute }) => execute);
  const data = image.segments.find(({ execute }) => !execute);
  const relocated = relocate(program, code, data);
  const builder = new ElfBuilder();
  builder.skipTo(sizes.header);
  const segments: SegmentHeader[] = [];
  for (const segment of [code, data]) {
    if (!segment) continue;
    const isCode = segment === code;
    builder.skipTo(segment.address - shift);
    const section = builder.add(isCode ? relocated.code : relocated.data, {
      ...{ name: isCode ? '.text' : '.rodata', type: writtenTypes.program, address: segment.address - shift },
      flags: sectionFlags.allocated + (isCode ? sectionFlags.execute : 0),
    });
    const rights = segmentFlags.read + (isCode ? segmentFlags.execute : 0);
    const { at, size } = section;
    segments.push({ type: segmentTypes.load, flags: rights, at, address: at, size, memorySize: size, align: slotSize });
  }
  if (relocated.relocations.length > 0) segments.push(...addDynamic(builder, relocated));
  const sectionOf = (index: number) => (image.sections[index]?.execute ? 1 : 2);
  builder.addSymbols(symbolsOf(image, functionsIn(program), sectionOf, shift));
  builder.addDescriptions(program);
  // Loaders of these versions read sections; segments are for other tools, and must not reach into the code.
  const hasRoom = (code?.address ?? 0) - shift >= sizes.header + segments.length * sizes.segment;
  return builder.finish({ flags, entry: image.entry - shift, segments: hasRoom ? segments : [] });
};
