import { ElfError } from '../../engines/elf/bytes.ts';
import { DebugInfo } from '../../engines/elf/debug-info.ts';
import { readElf } from '../../engines/elf/elf.ts';
import { readRelocations } from '../../engines/elf/relocations.ts';
import { codeDifference } from '../../engines/elf/same-code.ts';
import { unwind } from '../../engines/elf/unwind.ts';
import { randomFrom } from '../harness/random.ts';

/** A copy in which some bytes are others, mostly those of debug information; the same for the same seed. */
export const damaged = (bytes: Uint8Array, seed: number): Uint8Array => {
  const { below: random, pick } = randomFrom(seed);
  const copy = bytes.slice();
  const sections = readElf(bytes).sections.filter((section) => section.bytes.length > 0);
  for (let count = 1 + random(8); count > 0; count--) {
    const section = sections.length > 0 ? pick(sections) : undefined;
    const at = section && random(4) > 0 ? section.offset + random(section.bytes.length) : random(copy.length);
    const extremes = [0x00, 0xff, 0x7f, 0x80, 0x01];
    // Lengths and offsets are where damage reaches far.
    const width = random(3) === 0 ? 4 : 1;
    const value = random(2) === 0 ? pick(extremes) : random(256);
    copy.fill(value, at, at + width);
  }
  return random(6) === 0 ? copy.subarray(0, random(copy.length)) : copy;
};

/** Asks everything of a file that can be asked. Returns what it was told of problems. */
export const readEverything = (bytes: Uint8Array): readonly string[] => {
  try {
    const elf = readElf(bytes);
    for (const section of elf.sections) readRelocations(elf, section);
    const info = new DebugInfo(elf);
    for (const file of info.files) info.addressesOf(file, 1, Number.MAX_SAFE_INTEGER);
    for (const { entry, ranges } of info.functions) info.bodyOf({ ...nothing, entry, ranges });
    for (let address = 0x10000; address < 0x12000; address += 22) {
      info.framesAt(address);
      unwind(address, new Map([2, 8].map((register) => [register, 0x1000n])), {
        rulesAt: (at) => info.unwindAt(at),
        read: (at) => at % 0x1_0000n,
        stackPointer: 2,
        addressSize: 8,
        littleEndian: true,
        limit: 20,
      });
    }
    codeDifference(elf, elf);
    return [...elf.problems.map(({ message }) => message), ...info.problems];
  } catch (error) {
    if (error instanceof ElfError) return [error.message];
    throw error;
  }
};

const nothing = { name: '', linkageName: undefined, declaration: undefined };
