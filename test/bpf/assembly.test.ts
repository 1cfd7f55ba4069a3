import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseSbpf, type SbpfDocument } from '../../engines/bpf/assembly/document.ts';
import { listingOf } from '../../engines/bpf/assembly/listing.ts';
import { loadElf } from '../../engines/bpf/elf/load.ts';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import { instructions } from '../../engines/bpf/isa/instructions.ts';
import { hashOfName } from '../../engines/bpf/isa/murmur3.ts';
import { programOf } from '../../engines/bpf/isa/program.ts';
import { formAt, type Row } from '../../engines/bpf/isa/row.ts';
import { textOf } from '../../engines/bpf/isa/text.ts';
import { versions } from '../../engines/bpf/isa/versions.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import type { GivenProgram, Verdict } from './assembly-oracle.ts';
import { programIds, skipped } from './oracle.ts';
import { newSvm, readAccount } from './oracle-run.ts';

const syscalls = [
  ...['abort', 'sol_panic_', 'sol_log_', 'sol_log_64_', 'sol_log_pubkey', 'sol_log_compute_units_', 'sol_log_data'],
  ...['sol_memcpy_', 'sol_memmove_', 'sol_memset_', 'sol_memcmp_', 'sol_get_sysvar', 'sol_get_rent_sysvar'],
  ...['sol_invoke_signed_rust', 'sol_invoke_signed_c', 'sol_set_return_data', 'sol_get_return_data', 'sol_alloc_free_'],
];
const known = new Set(syscalls);
const byHash = new Map(syscalls.map((name) => [hashOfName(name), name]));
const isSyscall = (hash: number) => byHash.has(hash);
const rules = { isSyscall, isDeployment: true };
const names = { syscall: (hash: number) => byHash.get(hash), function: () => undefined };

const assemble = (text: string, version: string): SbpfDocument => {
  const document = parseSbpf(text, version, known);
  const errors = document.problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    errors.map(({ message, range }) => [message, text.slice(range.start, range.end)]),
    [],
  );
  return document;
};

/** Ways to write what stands for each word of a syntax. */
const operands: Readonly<Record<string, readonly string[]>> = {
  dst: ['r0', 'r9'],
  src: ['r1', 'r9'],
  value: ['r3', '1', '7'],
  imm: ['1', '-1'],
  '[src+off]': ['[r1+0x0]', '[r10-0x8]', '[r2+0x7fff]'],
  '[dst+off]': ['[r1+0x0]', '[r10-0x8]', '[r2-0x8000]'],
  target: ['here', '+1', '-1'],
  function: ['here', 'shared'],
  syscall: ['sol_log_'],
};

/** An instruction in every way that its operands can be written. */
const linesFor = ({ mnemonic, syntax }: Row): readonly string[] => {
  if (mnemonic === 'lddw')
    return ['lddw r1, 0x123456789abcdef0', 'lddw r9, -1', 'lddw r2, text', 'lddw r3, shared + 8'];
  const parts = syntax === '' ? [] : syntax.split(', ');
  const choices = parts.reduce<readonly string[]>(
    (all, part) => all.flatMap((start) => (operands[part] ?? []).map((each) => (start ? `${start}, ${each}` : each))),
    [''],
  );
  return choices.map((each) => `${mnemonic} ${each}`.trim());
};

/** A program that holds every instruction of a version, and ends before it comes to them. */
const everything = (version: string) => {
  const lines = instructions.filter((row) => formAt(row, version)).flatMap(linesFor);
  const text = [
    ...['.globl entrypoint, shared', 'entrypoint: mov64 r0, 0', 'exit', ...lines.slice(0, lines.length / 2)],
    ...['here: exit', ...lines.slice(lines.length / 2), 'exit', 'shared: mov64 r0, r1', 'exit'],
    ...['.rodata', 'text: .asciz "abc"', '.align 8', '.quad text, shared', '.section .rodata.more', '.byte 1'],
  ].join('\n');
  return { lines, text };
};

/** A program that meets each thing that a loader does, and says so. */
const meeting = (version: string) => {
  const load = (register: string, name: string) =>
    version === 'v2' ? `mov32 ${register}, %lo(${name})\nhor64 ${register}, %hi(${name})` : `lddw ${register}, ${name}`;
  return `
    .globl entrypoint, shared, greeting
    .equ LENGTH, 5
    .macro log name
    ${load('r1', '\\name')}
    mov64 r2, LENGTH
    call sol_log_
    .endm
entrypoint:
    stxdw [r10-8], r1
    log greeting            ; a global name
    log answer              # one of the file
    ${load('r6', 'table')}
    ldxdw r1, [r6]          // an address in data
    mov64 r2, LENGTH
    syscall sol_log_
    ldxdw r4, [r6+8]
    callx r4
    call shared
    mov64 r1, 3
    call again
    mov64 r1, r0
    mov64 r2, r7
    mov64 r3, r9
    mov64 r4, 0
    mov64 r5, LENGTH * 2 + 1
    call sol_log_64_
    mov64 r0, 0
    exit
shared:
    mov64 r9, 1             # kept for the caller
    mov64 r0, 5
    exit
again:
    jeq r1, 0, 1f
    add64 r1, -1
    call again
    add64 r0, 1
    exit
1:  mov64 r0, 0x10
    exit
    .rodata
greeting: .ascii "hello"
answer: .ascii "world"
    .align 8
table:
    .quad greeting, shared
`;
};

const judged = (programs: readonly GivenProgram[]): readonly Verdict[] => {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('assembly-oracle.ts', import.meta.url))],
    { input: JSON.stringify(programs), encoding: 'utf8', timeout: 120_000, maxBuffer: 2 ** 26 },
  );
  assert.equal(status, 0, `the oracle ended with ${status ?? signal}: ${stderr}`);
  return JSON.parse(stdout);
};

const given = (name: string, document: SbpfDocument, isRun: boolean): GivenProgram => ({
  name,
  elf: Buffer.from(writeElf(document)).toString('base64'),
  isRun,
});

describe('each instruction of each version', () => {
  for (const { id } of versions) {
    test(`${id}: is assembled to what it was written as, and loaded as it was assembled`, () => {
      const { lines, text } = everything(id);
      const document = assemble(text, id);
      const executable = loadElf(writeElf(document), rules);
      assert.equal(executable.version, id);
      assert.deepEqual(Buffer.from(executable.text), Buffer.from(document.bytes));
      assert.deepEqual([executable.base, executable.entry], [document.base, 0]);
      const program = programOf(executable, isSyscall);
      const written = document.statements.filter(({ row }) => row).slice(2);
      let checked = 0;
      for (const { range, row, places } of written) {
        const line = text.slice(range.start, range.end);
        const pc = ((places[0] ?? 0) - document.base) / 8;
        const decoded = program.at(pc);
        assert.equal(decoded?.row, row, line);
        if (!lines.includes(line) || !decoded || !/^(?!lddw|call|syscall|j)/.test(line)) continue;
        assert.equal(textOf(decoded, pc, { label: String, called: String }), line);
        checked += 1;
      }
      assert.ok(checked > 200, String(checked));
    });
  }

  test('is what Agave accepts', { skip: skipped }, () => {
    const programs = versions.map(({ id }) => given(id, assemble(everything(id).text, id), true));
    assert.deepEqual(
      judged(programs).map(({ name, refusal, logs }) => [name, refusal, logs?.at(-1)]),
      versions.map(({ id }) => [id, undefined, 'Program 11111111111111111111111111111112 success']),
    );
  });
});

test('addresses, functions and syscalls are found by Agave', { skip: skipped }, () => {
  const programs = versions.map(({ id }) => given(id, assemble(meeting(id), id), true));
  for (const { name, refusal, logs } of judged(programs)) {
    assert.equal(refusal, undefined, name);
    assert.deepEqual(
      logs?.filter((line) => line.startsWith('Program log')),
      ['hello', 'world', 'hello', '0x13, 0x0, 0x0, 0x0, 0xb'].map((text) => `Program log: ${text}`),
      name,
    );
  }
});

test('a program of nothing but code, and one with data alone behind it, are accepted', { skip: skipped }, () => {
  const texts = [
    'mov64 r0, 0\nexit',
    '.globl e\nexit\ne: mov64 r0, 0\nexit\n.rodata\n.byte 1',
    '.base 0x100001000\nmov64 r0, 0\nexit',
  ];
  const programs = versions.flatMap(({ id }) =>
    texts.slice(0, id === 'v3' ? 2 : 3).map((text, i) => given(`${id} ${i}`, assemble(text, id), true)),
  );
  for (const { name, refusal, logs } of judged(programs))
    assert.deepEqual([name, refusal, logs?.at(-1)?.split(' ').at(-1)], [name, undefined, 'success']);
});

describe('a listing', () => {
  const check = (name: string, program: ReturnType<typeof programOf>) => {
    const listing = listingOf(name, program, names);
    const document = parseSbpf(listing, 'v1', known);
    assert.deepEqual(
      document.problems
        .filter(({ severity }) => severity === 'error')
        .map(({ message, range }) => [message, listing.slice(range.start, range.end)]),
      [],
    );
    assert.deepEqual(Buffer.from(document.bytes), Buffer.from(program.text), name);
    assert.deepEqual([document.version, document.base], [program.version, program.base]);
    return document;
  };

  test('of any code assembles to it', (t) => {
    const random = randomFrom(newSeed());
    t.diagnostic(`GASLAMP_SEED=${random.seed}`);
    const opcodes = instructions.flatMap(({ forms }) =>
      Object.values(forms).flatMap((form) => (form ? [form.opcode, form.opcode + 8] : [])),
    );
    for (let round = 0; round < 200; round++) {
      const { id: version } = random.pick(versions);
      const text = Uint8Array.from({ length: 1 + random.below(400) }, () => random.below(256));
      for (let at = 0; at + 8 <= text.length; at += 8) {
        if (random.below(8) > 0) text[at] = random.pick(opcodes);
        if (random.below(2) > 0) text[at + 1] = random.below(11) | (random.pick([0, 1, random.below(11)]) << 4);
        if (random.below(2) > 0)
          text.set(
            random.pick([
              [0, 0],
              [random.below(20), 0],
              [256 - random.below(20), 255],
            ]),
            at + 2,
          );
        if (random.below(2) > 0)
          text.set(
            random.pick([
              [0, 0, 0, 0],
              [random.below(64), 0, 0, 0],
              [255, 255, 255, 255],
            ]),
            at + 4,
          );
      }
      const slots = text.length >> 3;
      const entry = random.below(Math.max(1, slots));
      const functions = new Map([
        [0x71e3cf81, entry],
        [random.below(2 ** 32), random.below(slots + 1)],
      ]);
      check('random', programOf({ version, text, base: 0x1_0000_0000, entry, functions }, isSyscall));
    }
  });

  for (const { id } of versions) {
    test(`${id}: of what was assembled has the same instructions`, () => {
      const document = assemble(meeting(id), id);
      const executable = loadElf(writeElf(document), rules);
      const again = check('meeting', programOf(executable, isSyscall));
      const rows = ({ statements }: SbpfDocument) =>
        statements.flatMap(({ row, places }) => (row && places.length === 1 ? [`${places[0]} ${row.mnemonic}`] : []));
      for (const row of rows(document)) assert.ok(rows(again).includes(row), row);
    });
  }

  for (const [name, id] of Object.entries(programIds)) {
    test(`of the program ${name} assembles to it`, { skip: skipped }, () => {
      const svm = newSvm();
      const account = readAccount(svm, id as never);
      const data = account?.data.length === 36 ? programData(svm, account.data) : account?.data;
      if (!data) return;
      const document = check(name, programOf(loadElf(data, { ...rules, isDeployment: false }), isSyscall));
      assert.ok(document.statements.length > 100);
    });
  }
});

/** What an upgradeable program points to, behind its header. */
const programData = (svm: ReturnType<typeof newSvm>, pointer: Uint8Array): Uint8Array | undefined => {
  const key = base58(pointer.subarray(4));
  return readAccount(svm, key as never)?.data.slice(45);
};

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const base58 = (bytes: Uint8Array): string => {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text;
  return text;
};
