import { type ByteReader, ElfError } from '../bytes.ts';
import * as messages from '../messages.ts';
import type { AddressRange } from '../range-index.ts';
import { attributes, forms, rangeEntries } from './constants.ts';
import type { FormValue } from './forms.ts';
import type { DebugSections } from './sections.ts';
import { number, type Unit, type Values } from './units.ts';

/** The code that an entry speaks of (DWARF 5, 2.17), in the order of the file, without what is empty. @throws ElfError */
export const rangesOf = (sections: DebugSections, unit: Unit, values: Values): readonly AddressRange[] => {
  const ranges = values.get(attributes.ranges);
  if (ranges) return listedRanges(sections, unit, ranges).filter(({ start, end }) => start < end);
  const start = unit.address(values.get(attributes.lowPc));
  const high = values.get(attributes.highPc);
  if (start === undefined || high === undefined) return [];
  const end = unit.address(high) ?? start + (number(high) ?? 0);
  return start < end ? [{ start, end }] : [];
};

const listedRanges = (sections: DebugSections, unit: Unit, ranges: FormValue): AddressRange[] => {
  const offset = number(ranges);
  if (offset === undefined) return [];
  if (unit.version < 5) return oldRanges(sections, unit, sections.reader('.debug_ranges', offset));
  if (ranges.form !== forms.rnglistx) return newRanges(sections, unit, sections.reader('.debug_rnglists', offset));
  const size = unit.wide ? 8 : 4;
  const base = number(unit.root.get(attributes.rangeListsBase)) ?? (unit.wide ? 20 : 12);
  const relative = sections.reader('.debug_rnglists', base + offset * size).unsigned(size);
  return newRanges(sections, unit, sections.reader('.debug_rnglists', base + relative));
};

/** `.debug_ranges` of DWARF 3 and 4: pairs of offsets; one that begins with all bits set gives what they are relative to. */
const oldRanges = (sections: DebugSections, unit: Unit, reader: ByteReader): AddressRange[] => {
  const ranges: AddressRange[] = [];
  const size = unit.addressSize;
  let base = unit.address(unit.root.get(attributes.lowPc)) ?? 0;
  for (;;) {
    sections.work.keep();
    const isBase = reader.bytes.subarray(reader.offset, reader.offset + size).every((byte) => byte === 0xff);
    const [start, end] = [reader.unsigned(size), reader.unsigned(size)];
    if (start === 0 && end === 0) return ranges;
    if (isBase) base = end;
    else ranges.push({ start: base + start, end: base + end });
  }
};

/** `.debug_rnglists` of DWARF 5 (7.25). */
const newRanges = (sections: DebugSections, unit: Unit, reader: ByteReader): AddressRange[] => {
  const ranges: AddressRange[] = [];
  const address = () => reader.unsigned(unit.addressSize);
  const indexed = () => unit.addressOfIndex(reader.uleb());
  let base = unit.address(unit.root.get(attributes.lowPc)) ?? 0;
  const push = (start: number, end: number) => ranges.push({ start, end });
  const pushLength = (start: number, length: number) => push(start, start + length);
  for (;;) {
    sections.work.keep();
    const kind = reader.u8();
    switch (kind) {
      case rangeEntries.end:
        return ranges;
      case rangeEntries.baseAddressx:
        base = indexed();
        break;
      case rangeEntries.startxEndx:
        push(indexed(), indexed());
        break;
      case rangeEntries.startxLength:
        pushLength(indexed(), reader.uleb());
        break;
      case rangeEntries.offsetPair:
        push(base + reader.uleb(), base + reader.uleb());
        break;
      case rangeEntries.baseAddress:
        base = address();
        break;
      case rangeEntries.startEnd:
        push(address(), address());
        break;
      case rangeEntries.startLength:
        pushLength(address(), reader.uleb());
        break;
      default:
        throw new ElfError(messages.unknownRange(kind));
    }
  }
};
