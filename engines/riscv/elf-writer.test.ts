import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readElf, segmentTypes } from '../elf/elf.ts';
import { machines } from '../elf/machines.ts';
import { readSymbols } from '../elf/symbols.ts';
import { assembleProgram } from './assembly/document.ts';
import { newestVersion, versions } from './ckb/versions.ts';
import { writeElf } from './elf-writer.ts';

const text = `
    .globl _start
    .type _start, @function
    .equ FIVE, 5
_start:
    li a0, FIVE
    ret
    .data
value: .dword _start
    .bss
    .skip 100
`;

test('an image is read back from its ELF', () => {
  const { image } = assembleProgram([text], versions, newestVersion);
  const elf = readElf(writeElf(image));
  assert.deepEqual([elf.bits, elf.machine, elf.entry, elf.problems], [64, machines.riscv, image.entry, []]);
  assert.deepEqual(
    elf.segments.map(({ type, address, bytes, memorySize, flags }) => ({
      type,
      address,
      bytes: [...bytes],
      memorySize,
      flags,
    })),
    image.segments.map(({ address, bytes, memorySize, write, execute }) => ({
      type: segmentTypes.load,
      ...{ address, bytes: [...bytes], memorySize },
      flags: 4 + (write ? 2 : 0) + (execute ? 1 : 0),
    })),
  );
  for (const { offset, address } of elf.segments) assert.equal(offset % 4096, address % 4096);
  assert.deepEqual(
    elf.sections.map(({ name, address, size, bytes }) => [name, address, size, bytes.length]).slice(1, 4),
    [
      ['.text', 0x10000, 4, 4],
      ['.data', 0x11000, 8, 8],
      ['.bss', 0x11008, 100, 0],
    ],
  );
  assert.deepEqual(
    readSymbols(elf, 'symbols')
      .map(({ name, value, size, type, binding }) => [name, value, size, type, binding])
      .slice(1),
    [
      ['FIVE', 5, 0, 'none', 'local'],
      ['value', 0x11000, 8, 'none', 'local'],
      ['_start', 0x10000, 4, 'function', 'global'],
    ],
  );
});

test('a program without anything is an ELF too', () => {
  const elf = readElf(writeElf(assembleProgram([''], versions, newestVersion).image));
  assert.deepEqual([elf.segments, elf.problems, elf.entry], [[], [], 0x10000]);
});
