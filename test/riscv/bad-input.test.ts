import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { readElf } from '../../engines/elf/elf.ts';
import { ckb } from '../../engines/riscv/index.ts';
import { Fault } from '../../engines/riscv/isa/fault.ts';
import { loadProgram } from '../../engines/riscv/program.ts';
import { damaged } from '../elf/damage.ts';
import { hostileSteps, isRefusedOrBounded } from '../harness/hostile.ts';
import { newSeed, type Random, randomFrom } from '../harness/random.ts';
import { runDebugger } from './debugger.ts';
import { newMachine } from './lockstep.ts';
import { mockFor } from './mock.ts';
import { assemble } from './programs.ts';

const elf = (name: string) => new Uint8Array(readFileSync(new URL(name, import.meta.url)));

/** A program with a segment of code and one of data. */
const program = assemble(
  '.globl _start\n_start: la a0, one\n ld a0, 0(a0)\n li a7, 93\n ecall\n.data\none: .dword 1\n',
);

/** Offsets in the headers of an ELF of 64 bits. */
const at = { bits: 4, machine: 18, entry: 24, segments: 32, sections: 40, segmentCount: 56, sectionCount: 60 };
const inSegment = { flags: 4, offset: 8, address: 16, fileSize: 32, memorySize: 40, size: 56 };
const segment = (n: number, field: number) => 64 + n * inSegment.size + field;

/** A copy with a number of so many bytes at an offset. */
const withNumber = (bytes: Uint8Array, offset: number, size: number, value: number | bigint): Uint8Array => {
  const copy = bytes.slice();
  for (let i = 0; i < size; i++) copy[offset + i] = Number((BigInt(value) >> BigInt(8 * i)) & 0xffn);
  return copy;
};

const session = (
  bytes: Uint8Array | string,
  name = 'a.elf',
  others: Readonly<Record<string, string | Uint8Array>> = {},
) => new Debugging(connect([ckb], { [`file:///ckb/${name}`]: bytes, 'file:///ckb/good.elf': program, ...others }));

/** What is said to a person who launches it; the next launch of something good then works. */
const refusal = async (bytes: Uint8Array, launch: object = {}, others: Readonly<Record<string, string>> = {}) => {
  const { client } = session(bytes, 'a.elf', others);
  await client.ask('initialize', { clientID: 'vscode', adapterID: 'gaslamp' });
  const sentence = await client.refused('launch', { program: '/ckb/a.elf', ...launch });
  const again = session(bytes);
  await again.start({ program: '/ckb/good.elf', stopOnEntry: true });
  assert.match(await again.where(), /^_start /);
  return sentence;
};

/** What is said at the end of a program that runs; a step back from there then works. */
const ending = async (text: string, launch: object = {}): Promise<string> => {
  const debugging = session(text, 'a.rv.s');
  await debugging.start({ program: '/ckb/a.rv.s', ...launch });
  const { description = '' } = await debugging.go('continue');
  assert.equal(debugging.printed().match(/^✘ (.*)$/m)?.[1], description);
  await debugging.go('stepBack', { granularity: 'instruction' });
  assert.equal((await debugging.frames()).length > 0, true);
  return description;
};

const [code, data] = [0, 1];
const dataAtCode = withNumber(program, segment(data, inSegment.address), 8, 0x10000);

/** What is wrong with the file, and what is said of it. */
const files: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['cut in its header', program.subarray(0, 40), /header takes 64 bytes, and the file has 40; build it again\.$/],
  [
    'cut in its table of segments',
    program.subarray(0, 100),
    /2 program headers should begin at 0x40, and the file has 100/,
  ],
  ['cut in a segment', program.subarray(0, 200), /The segment for 0x10000 lies outside the file/],
  [
    'of 32 bits',
    withNumber(program, at.bits, 1, 1),
    /^a\.elf is a 32-bit ELF for RISC-V; CKB-VM runs 64-bit ELF programs/,
  ],
  [
    'for x86-64',
    withNumber(program, at.machine, 2, 62),
    /a\.elf is an ELF for x86-64; CKB-VM runs 64-bit ELF programs/,
  ],
  ['for nobody', withNumber(program, at.machine, 2, 9999), /a\.elf is an ELF for machine number 9999/],
  [
    'with W and X',
    withNumber(program, segment(code, inSegment.flags), 4, 7),
    /0x10000 may be both written and executed/,
  ],
  [
    'with X alone',
    withNumber(program, segment(code, inSegment.flags), 4, 1),
    /0x10000 may not be read, which CKB-VM refuses/,
  ],
  ['with data over code', dataAtCode, /Two segments share the page at 0x10000; CKB-VM fills a page once/],
  [
    'with two codes',
    withNumber(dataAtCode, segment(data, inSegment.flags), 4, 5),
    /Two segments share the page at 0x10000/,
  ],
  [
    'beyond memory',
    withNumber(program, segment(data, inSegment.address), 8, 4 << 20),
    /for 0x400000 do not fit into the memory/,
  ],
  ['at the end of 64 bits', withNumber(program, segment(data, inSegment.address), 8, -4096n), /for 0xf+000 do not fit/],
  [
    'larger than memory',
    withNumber(program, segment(data, inSegment.memorySize), 8, 5 << 20),
    /5,242,880 bytes for 0x11000/,
  ],
  ['of 2^63 bytes', withNumber(program, segment(data, inSegment.memorySize), 8, 2n ** 63n), /for 0x11000 do not fit/],
  [
    'with data behind the file',
    withNumber(program, segment(data, inSegment.offset), 8, -1n),
    /0x11000 lies outside the file/,
  ],
  [
    'with segments nowhere',
    withNumber(program, at.segments, 8, 2n ** 50n),
    /program headers should begin at 0x4000000000000/,
  ],
];

describe('a file that is no program is refused in a sentence, and the next one loads', () => {
  for (const [name, bytes, sentence] of files) {
    test(name, async () => assert.match(await refusal(bytes), sentence));
  }
});

const endings: readonly (readonly [name: string, text: string, sentence: RegExp, launch?: object])[] = [
  [
    'a jump beyond memory',
    'li a0, 0x500000\n jr a0',
    /^MemOutOfBound: The program jumped to 0x500000, but memory ends at/,
  ],
  ['a jump below memory', 'li a0, -16\n jr a0', /^MemOutOfBound: The program jumped to 0xf{15}0, but memory ends/],
  ['a jump into data', 'jr zero', /: The program jumped to 0x0, which is no code\.$/],
  [
    'an endless loop',
    'j _start',
    /^CyclesExceeded: Out of cycles: the next step costs 3, and 2 are left\. The program was at 0x10000, in _start\.$/,
    { cycles: 1000 },
  ],
  [
    'a stack that grows into code',
    'addi sp, sp, -16\n sd ra, 8(sp)\n call _start',
    /^MemWriteOnExecutablePage: .*0x10ff8, which lies in code/,
  ],
  ['a store into code', 'la a0, _start\n sw a0, 0(a0)', /^MemWriteOnExecutablePage: .*0x10000, which lies in code/],
  [
    'a read beyond memory',
    'li a0, -1\n ld a0, 0(a0)',
    /^MemOutOfBound: The program read 8 bytes at 0xf{16}, but memory ends/,
  ],
  [
    'no instruction',
    '.4byte 0xffffffff',
    /^InvalidInstruction: 0xffffffff at 0x10000 is no instruction of CKB-VM 2\. The program was at 0x10000, in _start\.$/,
  ],
  [
    'no syscall',
    'li a7, 5\n ecall',
    /^InvalidEcall: CKB-VM 2 has no syscall 5; "a7" holds the number\. The program was at 0x10002, in _start\+2\.$/,
  ],
  [
    'processes that wait for each other',
    `la a0, ends\n li a7, 2604\n ecall\n li a0, 2\n la a1, ends\n la a2, size\n li a7, 2606\n ecall
     .data\n ends: .zero 64\n size: .dword 4`,
    /^Unexpected: Every process waits for another, so none can go on\. The program was at 0x1002a, in _start\+42\.$/,
  ],
];

describe('a program that does what it may not ends in a sentence, and one can step back from there', () => {
  for (const [name, text, sentence, launch] of endings) {
    test(name, async () => assert.match(await ending(`_start: ${text}`, launch), sentence));
  }
});

/** Where a program stands at first, and what is said then; a step of an instruction works. */
const firstStop = async (bytes: Uint8Array): Promise<readonly [where: string, printed: string]> => {
  const debugging = session(bytes);
  await debugging.start({ program: '/ckb/a.elf', stopOnEntry: true });
  const where = await debugging.where();
  const printed = debugging.printed();
  await debugging.go('next', { granularity: 'instruction' });
  return [where, printed];
};

const lock = elf('../../samples/ckb/hash-lock.elf');

describe('what is missing or broken of debug information is said, and the instructions are shown', () => {
  const broken = (section: string): Uint8Array => {
    const found = readElf(lock).sections.find(({ name }) => name === section);
    assert.ok(found);
    return lock.slice().fill(0xff, found.offset + 4, found.offset + 12);
  };
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['nothing', lock, /^$/],
    [
      'stripped',
      withNumber(lock, at.sectionCount, 2, 0),
      /^"a\.elf" holds no source lines, so it is shown as instr.*; build/,
    ],
    [
      'sections nowhere',
      withNumber(lock, at.sections, 8, 2n ** 50n),
      /^The source lines of "a\.elf" cannot be used.*: The sec/,
    ],
    ['units', broken('.debug_info'), /^The source lines of "a\.elf" cannot be used.*: \.debug_info has version 65535/],
    ['lines', broken('.debug_line'), /"a\.elf" cannot be used.*: \.debug_line has version 65535/],
  ];
  for (const [name, bytes, sentence] of cases) {
    test(name, async () => {
      const [where, printed] = await firstStop(bytes);
      assert.match(printed.trim(), sentence);
      assert.match(where, bytes === lock ? /^_start hash-lock\.c:97$/ : /a\.rv\.s:\d+$/);
    });
  }
});

describe('a transaction that cannot be used is refused in a sentence', () => {
  const mock = mockFor(program, 2, randomFrom(1));
  const { mock_info, tx } = mock;
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    [
      'a file without its folder',
      'nowhere.json',
      /^"transaction" should be a whole path or a URI, but is "nowhere\.json"/,
    ],
    ['a file that is not there', '/ckb/nowhere.json', /nowhere\.json/],
    ['JSON that is cut off', '/ckb/cut.json', /^cut\.json is not valid JSON: /],
    ['a number', 7, /^"transaction" should be an object, or the name of a JSON file; found 7\.$/],
    ['nothing in it', {}, /^"transaction" has no "mock_info"/],
    ['no inputs', { mock_info: { ...mock_info, inputs: [] }, tx }, /inputs\[0\]" consumes is not among/],
    ['no cell deps', { mock_info: { ...mock_info, cell_deps: [] }, tx }, /cell_deps\[0\]" is not among/],
    ['no headers', { mock_info: { ...mock_info, header_deps: [] }, tx }, /header_deps\[0\]" is not among/],
  ];
  for (const [name, transaction, sentence] of cases) {
    test(name, async () => {
      const others = { 'file:///ckb/cut.json': '{"tx": ' };
      assert.match(await refusal(program, { transaction }, others), sentence);
    });
  }
});

const numbers = [0n, 1n, 7n, 8n, 0x1000n, 0x10000n, 0x10ff8n, 0x11000n, 0x3ff000n, 0x400000n, 2n ** 32n, 2n ** 40n];

/** A copy in which some fields of the segments, or the entry, are others. */
const misplaced = (random: Random): Uint8Array => {
  let bytes = random.below(8) === 0 ? program.subarray(0, 176 + random.below(program.length - 176)) : program;
  for (let count = 1 + random.below(3); count > 0; count--) {
    const value = BigInt.asUintN(64, random.pick(numbers) - BigInt(random.below(2)));
    const field = random.pick(['flags', 'offset', 'address', 'fileSize', 'memorySize', 'entry'] as const);
    if (field === 'entry') bytes = withNumber(bytes, at.entry, 8, value);
    else if (field === 'flags') bytes = withNumber(bytes, segment(random.below(2), inSegment.flags), 4, value & 7n);
    else bytes = withNumber(bytes, segment(random.below(2), inSegment[field]), 8, value);
  }
  return bytes;
};

/** The exit code, or the name of the error of CKB-VM. */
const outcomeOf = (bytes: Uint8Array, version: number): number | string | undefined => {
  try {
    const machine = newMachine({ program: bytes, version, maxCycles: 100_000 });
    machine.run({}, 100_000);
    const { outcome } = machine;
    return outcome?.data[0] ?? /^\w+/.exec(outcome?.text ?? '')?.[0];
  } catch (error) {
    if (error instanceof Fault) return error.kind;
    throw error;
  }
};

test('segments that lie anywhere are loaded or refused as on ckb-debugger', () => {
  const seed = newSeed();
  for (let n = 0; n < 60; n++) {
    const bytes = misplaced(randomFrom((seed + n) >>> 0));
    const version = n % 3;
    const { exitCode, error } = runDebugger({ program: bytes, version, maxCycles: 100_000 });
    // What ckb-debugger itself cannot read for the names in it, it does not run.
    if (error === 'Error') continue;
    assert.equal(outcomeOf(bytes, version), exitCode ?? error, `GASLAMP_SEED=${seed + n}, version ${version}`);
  }
});

test('a damaged program is loaded or refused in a sentence, and its run is bounded', () => {
  const seed = newSeed();
  for (let n = 0; n < 150; n++) {
    const random = randomFrom((seed + n) >>> 0);
    const bytes = random.below(2) === 0 ? damaged(lock, seed + n) : lock.slice();
    for (let count = random.below(4); count > 0; count--)
      bytes[random.below(Math.min(bytes.length, 300))] = random.below(256);
    const file = { uri: 'file:///ckb/a.elf', name: 'a.elf', bytes };
    const limits = { steps: hostileSteps, memory: 2 ** 26 };
    isRefusedOrBounded(
      () => loadProgram(file, { version: `vm${n % 3}`, limits, launch: { cycles: 100_000 } }),
      seed + n,
    );
  }
});
