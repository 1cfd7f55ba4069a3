import { address } from '../../../engines/bpf/isa/memory.ts';
import { hashOfName } from '../../../engines/bpf/isa/murmur3.ts';
import { callOpcode, codeOf } from './program.ts';

/** What every program can read and not write. */
const constants = new Uint8Array(256).map((_, index) => index * 7);

/** A number of so many bytes. */
const numbered = (size: number, ...values: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    if (size === 2) view.setUint16(2 * index, value, true);
    else if (size === 4) view.setUint32(4 * index, value, true);
    else view.setBigUint64(8 * index, BigInt(value), true);
  }
  return bytes;
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((each) => [...each]));

const headerSize = 64;
const ident = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

type Header = {
  readonly version: number;
  readonly entry: number;
  readonly segments: number;
  readonly sectionsAt: number;
  readonly sections: number;
};

/** `Elf64_Ehdr`; names of sections are in the last one. */
const headerOf = ({ version, entry, segments, sectionsAt, sections }: Header): Uint8Array =>
  joined(
    ...[ident, numbered(2, 3, 247), numbered(4, 1), numbered(8, entry, headerSize, sectionsAt), numbered(4, version)],
    numbered(2, headerSize, 56, segments, 64, sections, Math.max(0, sections - 1)),
  );

/** A program that makes calls (`codeOf`), as a file of version 3: constants and code, and nothing else (SIMD-0189). */
export const strictFileOf = (names: readonly string[]): Uint8Array => {
  const code = joined(...codeOf(names));
  const segment = (flags: number, offset: number, start: number, { length }: Uint8Array): Uint8Array =>
    joined(numbered(4, 1, flags), numbered(8, offset, start, start, length, length, 0));
  const constantsAt = headerSize + 2 * 56;
  return joined(
    headerOf({ version: 3, entry: address.program, segments: 2, sectionsAt: 0, sections: 0 }),
    segment(4, constantsAt, address.constants, constants),
    segment(1, constantsAt + constants.length, address.program, code),
    ...[constants, code],
  );
};

const texts = (...all: readonly string[]): Uint8Array =>
  new TextEncoder().encode(all.map((each) => `${each}\0`).join(''));

/** Where a text begins in such a list of them. */
const placeOf = (all: readonly string[], text: string): number => texts(...all.slice(0, all.indexOf(text))).length;

/** The same as a file of version 0, whose syscalls the loader is to find by relocations. */
export const lenientFileOf = (names: readonly string[]): Uint8Array => {
  const called = ['', 'sol_memcpy_', 'sol_log_data', ...names];
  const slots = codeOf(names);
  const calls = slots.flatMap((slot, index) => {
    const hash = new DataView(slot.buffer).getUint32(4, true);
    const name = called.findIndex((each) => hashOfName(each) === hash);
    return slot[0] === callOpcode ? [{ at: 8 * index, symbol: name }] : [];
  });
  const code = joined(
    ...slots.map((slot) => (slot[0] === callOpcode ? joined(slot.slice(0, 4), numbered(4, 0xffff_ffff)) : slot)),
  );
  const symbols = called.map((name) => joined(numbered(4, placeOf(called, name)), new Uint8Array(20)));
  const relocations = calls.map(({ at, symbol }) => joined(numbered(8, headerSize + at), numbered(4, 10, symbol)));

  const sections: { name: string; type: number; content: Uint8Array; at: number }[] = [];
  let end = headerSize;
  const add = (name: string, type: number, content: Uint8Array): number => {
    const at = end;
    sections.push({ name, type, content, at });
    end = at + Math.ceil(content.length / 8) * 8;
    return at;
  };
  add('.text', 1, code);
  add('.rodata', 1, constants);
  const symbolsAt = add('.dynsym', 11, joined(...symbols));
  add('.dynstr', 3, texts(...called));
  const relocationsAt = add('.rel.dyn', 9, joined(...relocations));
  const dynamic = [6, symbolsAt, 17, relocationsAt, 18, 16 * relocations.length, 19, 16, 0, 0];
  add('.dynamic', 6, numbered(8, ...dynamic));
  const sectionNames = ['', ...sections.map(({ name }) => name), '.shstrtab'];
  add('.shstrtab', 3, texts(...sectionNames));

  const sectionHeaders = sections.map(({ name, type, content, at }) =>
    joined(numbered(4, placeOf(sectionNames, name), type), numbered(8, 2, at, at, content.length), new Uint8Array(24)),
  );
  const contents = sections.map(({ content }) => joined(content, new Uint8Array((8 - (content.length % 8)) % 8)));
  const header = { version: 0, entry: headerSize, segments: 0, sectionsAt: end, sections: sections.length + 1 };
  return joined(headerOf(header), ...contents, new Uint8Array(64), ...sectionHeaders);
};
