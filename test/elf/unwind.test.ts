import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebugInfo } from '../../engines/elf/debug-info.ts';
import { readElf } from '../../engines/elf/elf.ts';
import { unwind } from '../../engines/elf/unwind.ts';
import { fixture } from './fixtures.ts';

/** Registers of RISC-V by their numbers of DWARF. */
const [ra, sp, s0] = [1, 2, 8];

const info = new DebugInfo(readElf(fixture('gcc-O0-dwarf5').bytes));

const entryOf = (name: string) => {
  const found = info.functions.find((each) => each.name === name);
  assert.ok(found, name);
  return found.entry;
};

/** An address within a function at which its frame is set up: `offset` bytes behind its beginning. */
const within = (name: string, offset: number) => entryOf(name) + offset;

const context = (memory: ReadonlyMap<bigint, bigint>, limit = 100) => ({
  rulesAt: (address: number) => info.unwindAt(address),
  read: (address: bigint) => memory.get(address),
  stackPointer: sp,
  addressSize: 8,
  littleEndian: true,
  limit,
});

const namesOf = (frames: readonly { readonly lookup: number }[]) =>
  frames.map(({ lookup }) => info.functionAt(lookup)?.name);

test('callers are found up to the one that has none', () => {
  // factorial, called by factorial, called by main, called by _start; each with the caller's frame pointer and its return address.
  const memory = new Map([
    [0x1f18n, BigInt(within('factorial', 0x26))],
    [0x1f10n, 0x1f60n],
    [0x1f58n, BigInt(within('main', 0x20))],
    [0x1f50n, 0x1fa0n],
    [0x1f98n, BigInt(within('_start', 6))],
    [0x1f90n, 0x77n],
  ]);
  const registers = new Map([
    [sp, 0x1f00n],
    [s0, 0x1f20n],
    [ra, 0x5555n],
  ]);
  const { frames, complete } = unwind(within('factorial', 0x14), registers, context(memory));
  assert.deepEqual(namesOf(frames), ['factorial', 'factorial', 'main', '_start']);
  assert.deepEqual(
    frames.map(({ cfa }) => cfa),
    [0x1f20n, 0x1f60n, 0x1fa0n, 0x1fa0n],
  );
  assert.equal(complete, true);
  assert.equal(frames[1]?.registers.get(sp), 0x1f20n);
  assert.equal(frames[1]?.registers.get(s0), 0x1f60n);
  assert.equal(frames[3]?.registers.get(s0), 0x77n);
  assert.equal(frames[3]?.lookup, within('_start', 5));
});

test('at the first instruction of a function the return address is still in its register', () => {
  const registers = new Map([
    [sp, 0x2000n],
    [ra, BigInt(within('_start', 6))],
  ]);
  const { frames, complete } = unwind(entryOf('main'), registers, context(new Map()));
  assert.deepEqual(namesOf(frames), ['main', '_start']);
  assert.equal(complete, true);
});

test('restored states are those that were remembered, with the frame address', () => {
  const rules = info.unwindAt(within('by_hand', 16));
  assert.deepEqual(rules?.cfa, { kind: 'register', register: sp, offset: 32 });
  assert.deepEqual(
    [...(rules?.registers ?? [])],
    [
      [ra, { kind: 'saved', offset: -8 }],
      [s0, { kind: 'saved', offset: -16 }],
    ],
  );
});

test('a stack that leads back to itself ends', () => {
  const memory = new Map([
    [0x1f18n, BigInt(within('factorial', 0x26))],
    [0x1f10n, 0x1f20n],
  ]);
  const registers = new Map([
    [sp, 0x1f00n],
    [s0, 0x1f20n],
  ]);
  const { frames, complete } = unwind(within('factorial', 0x14), registers, context(memory));
  assert.deepEqual([frames.length, complete], [3, false]);
});

test('a stack that never ends is left at the limit', () => {
  const read = (address: bigint) => (address % 16n === 8n ? BigInt(within('factorial', 0x26)) : address + 0x20n);
  const registers = new Map([[s0, 0x1000n]]);
  const { frames, complete } = unwind(within('factorial', 0x14), registers, { ...context(new Map(), 50), read });
  assert.deepEqual([frames.length, complete], [50, false]);
});

test('without rules, memory or registers there is the innermost frame only', () => {
  for (const [pc, registers] of [
    [0x4, new Map([[sp, 0x1000n]])],
    [within('factorial', 0x14), new Map([[sp, 0x1000n]])],
    [within('factorial', 0x14), new Map([[s0, 0x1000n]])],
  ] as const) {
    const { frames, complete } = unwind(pc, registers, context(new Map()));
    assert.deepEqual([frames.length, complete], [1, false]);
  }
});
