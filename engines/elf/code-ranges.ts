import { type Elf, sectionFlags, segmentFlags, segmentTypes } from './elf.ts';
import { type AddressRange, RangeIndex } from './range-index.ts';

/**
 * Where the instructions of an ELF lie once it is loaded. Linkers leave the debug information of what they dropped, at
 * addresses such as 0, 1, -1 and -2: what does not lie in code is none.
 */
export class CodeRanges {
  readonly ranges: readonly AddressRange[];
  readonly #index: RangeIndex<AddressRange>;

  constructor({ sections, segments }: Elf) {
    const both = sectionFlags.allocated | sectionFlags.execute;
    const inSections = sections
      .filter(({ flags, size }) => (flags & both) === both && size > 0)
      .map(({ address, size }) => ({ start: address, end: address + size }));
    const inSegments = segments
      .filter(({ type, flags }) => type === segmentTypes.load && flags & segmentFlags.execute)
      .map(({ address, memorySize }) => ({ start: address, end: address + memorySize }));
    this.ranges = inSections.length > 0 ? inSections : inSegments;
    this.#index = new RangeIndex(this.ranges.map((range) => ({ ...range, value: range })));
  }

  /** The range of code that holds an address. */
  at(address: number): AddressRange | undefined {
    return this.#index.find(address);
  }
}
