import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebugInfo } from './debug-info.ts';
import { readElf } from './elf.ts';
import { buildElf } from './test/build-elf.ts';

const u16 = (value: number) => [value & 0xff, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const u64 = (value: number) => [...u32(value), 0, 0, 0, 0];

/** Debug information of code at 0x10000. */
const infoOf = (sections: Readonly<Record<string, ArrayLike<number>>>, flags = 0): DebugInfo => {
  const text = { type: 1, flags: 6, address: 0x10000, bytes: new Uint8Array(4096) };
  const parts = Object.entries(sections).map(([name, bytes]) => [name, { type: 1, flags, bytes }]);
  return new DebugInfo(readElf(buildElf({ sections: { '.text': text, ...Object.fromEntries(parts) } })));
};

/** A unit of DWARF 4 with these bytes behind its header. */
const unit = (entries: readonly number[], abbreviations = 0) => [
  ...u32(7 + entries.length),
  ...u16(4),
  ...u32(abbreviations),
  8,
  ...entries,
];

const tooMuch = /asks for the same bytes again and again/;

test('line tables that overlap are not read without end', () => {
  const size = 0x10000;
  const lines = new Uint8Array(size).fill(0x20);
  const units: number[] = [];
  const header = [1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0];
  for (let at = 0; at + 64 < size; at += 64) {
    lines.set([...u32(size - at - 4), ...u16(2), ...u32(header.length), ...header], at);
    units.push(...unit([1, ...u32(at)]));
  }
  const info = infoOf({
    '.debug_abbrev': [1, 0x11, 0, 0x10, 0x17, 0, 0, 0],
    '.debug_info': units,
    '.debug_line': lines,
  });
  for (const file of info.files) info.addressesOf(file, 1, 100);
  info.framesAt(0x10000);
  assert.match(info.problems.join(), tooMuch);
});

test('abbreviations that overlap are not read without end', () => {
  const count = 10_000;
  const abbreviations = [...Array.from({ length: count }, () => [1, 0x11, 0, 0, 0]).flat(), 0];
  const units = Array.from({ length: count }, (_, index) => unit([1], 5 * index)).flat();
  const info = infoOf({ '.debug_abbrev': abbreviations, '.debug_info': units });
  assert.deepEqual(info.functions, []);
  assert.match(info.problems.join(), tooMuch);
});

test('functions that share a list of ranges do not multiply it', () => {
  const ranges = Array.from({ length: 5000 }, (_, index) => [...u64(0x10000 + index), ...u64(0x10001 + index)]).flat();
  const functions = Array.from({ length: 5000 }, () => [2, ...u32(0)]).flat();
  const info = infoOf({
    '.debug_abbrev': [1, 0x11, 1, 0, 0, 2, 0x2e, 0, 0x55, 0x17, 0, 0, 0],
    '.debug_info': unit([1, ...functions, 0]),
    '.debug_ranges': [...ranges, ...u64(0), ...u64(0)],
  });
  assert.deepEqual(info.functions, []);
  assert.match(info.problems.join(), tooMuch);
});

test('a frame with very many rules is given up once, and not asked again', () => {
  const undefineAll = Array.from({ length: 1000 }, (_, register) => [
    0x07,
    0x80 | (register & 0x7f),
    register >> 7,
  ]).flat();
  const common = [...u32(0xffff_ffff), 3, 0, 1, 0x7c, 1, ...undefineAll];
  const advances = new Array(1000).fill(0x41);
  const frame = [...u32(0), ...u64(0x10000), ...u64(4096), ...advances];
  const info = infoOf({ '.debug_frame': [...u32(common.length), ...common, ...u32(frame.length), ...frame] });
  for (let address = 0x10000; address < 0x11000; address++) assert.equal(info.unwindAt(address), undefined);
  assert.match(info.problems.join(), tooMuch);
});

test('inlining that nests without end is cut', () => {
  const abbreviations = [
    ...[1, 0x11, 1, 0, 0],
    ...[2, 0x2e, 1, 0x11, 0x01, 0x12, 0x06, 0, 0],
    ...[3, 0x1d, 1, 0x11, 0x01, 0x12, 0x06, 0, 0, 0],
  ];
  const code = [...u64(0x10000), ...u32(16)];
  const nested = Array.from({ length: 5000 }, () => [3, ...code]).flat();
  const info = infoOf({ '.debug_abbrev': abbreviations, '.debug_info': unit([1, 2, ...code, ...nested]) });
  assert.equal(info.functions.length, 1);
  assert.equal(info.framesAt(0x10004).length <= 500, true);
});

test('compressed and unknown debug information is told of', () => {
  const compressed = infoOf({ '.debug_info': unit([1]) }, 0x800);
  assert.deepEqual(compressed.functions, []);
  assert.match(compressed.problems.join(), /\.debug_info is compressed, .* -gz=none/);

  const unknown = infoOf({ '.debug_abbrev': [1, 0x11, 0, 0x03, 0x7f, 0, 0, 0], '.debug_info': unit([1, 0]) });
  assert.deepEqual(unknown.functions, []);
  assert.match(unknown.problems.join(), /has a form 0x7f that is not known/);

  const split = infoOf({
    '.debug_abbrev': [1, 0x11, 0, 0x76, 0x08, 0, 0, 0],
    '.debug_info': unit([1, ...new TextEncoder().encode('main.dwo\0')]),
  });
  assert.deepEqual(split.functions, []);
  assert.match(split.problems.join(), /described in main\.dwo/);
});
