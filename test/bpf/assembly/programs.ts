import assert from 'node:assert/strict';
import { parseSbpf, type SbpfDocument } from '../../../engines/bpf/assembly/document.ts';
import { instructions } from '../../../engines/bpf/isa/instructions.ts';
import { hashOfName } from '../../../engines/bpf/isa/murmur3.ts';
import { formAt, type Row } from '../../../engines/bpf/isa/row.ts';

/** Those that the programs call that litesvm brings with it, and some more. */
export const syscalls = [
  ...['abort', 'sol_panic_', 'sol_log_', 'sol_log_64_', 'sol_log_pubkey', 'sol_log_compute_units_', 'sol_log_data'],
  ...['sol_memcpy_', 'sol_memmove_', 'sol_memset_', 'sol_memcmp_', 'sol_get_sysvar', 'sol_get_rent_sysvar'],
  ...['sol_invoke_signed_rust', 'sol_invoke_signed_c', 'sol_set_return_data', 'sol_get_return_data', 'sol_alloc_free_'],
  'sol_get_processed_sibling_instruction',
];
export const known = new Set(syscalls);
const byHash = new Map(syscalls.map((name) => [hashOfName(name), name]));
export const isSyscall = (hash: number) => byHash.has(hash);
/** What a loader must know. */
export const rules = { isSyscall, isDeployment: true };
export const names = { syscall: (hash: number) => byHash.get(hash), function: () => undefined };

/** The document of a text without errors. */
export const assemble = (text: string, version: string): SbpfDocument => {
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
export const everything = (version: string) => {
  const lines = instructions.filter((row) => formAt(row, version)).flatMap(linesFor);
  const text = [
    ...['.globl entrypoint, shared', 'entrypoint: mov64 r0, 0', 'exit', ...lines.slice(0, lines.length / 2)],
    ...['here: exit', ...lines.slice(lines.length / 2), 'exit', 'shared: mov64 r0, r1', 'exit'],
    ...['.rodata', 'text: .asciz "abc"', '.align 8', '.quad text, shared', '.section .rodata.more', '.byte 1'],
  ].join('\n');
  return { lines, text };
};

/** A program that meets each thing that a loader does, and says so. */
export const meeting = (version: string) => {
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

/** Adds the bytes of its instruction data to what its account holds, calls itself as deep as the last byte says, and logs. */
export const counting = (version: string) => `
.globl entrypoint
entrypoint:
    mov64 r6, r1
    ldxdw r7, [r2-8]        # how many bytes
    add64 r7, r2
    mov64 r8, 0
sum:
    jge r2, r7, 1f
    ldxb r3, [r2+0]
    add64 r8, r3
    mov64 r9, r3
    add64 r2, 1
    ja sum
1:  ldxdw r4, [r6+96]       # the account's first word
    add64 r4, r8
    stxdw [r6+96], r4
    mov64 r1, r9
    call down
    mov64 r1, r4
    mov64 r2, r0
    mov64 r3, r8
    call sol_log_64_
    lddw r1, greeting
    ldxb r2, [r1+0]
    add64 r1, 1
    call sol_log_
    lddw r3, table
    ldxdw r3, [r3+0]
    callx r3
    mov64 r0, 0
    exit
down:
    stxdw [r10-8], r1
    ${version === 'v3' ? 'jeq32' : 'jeq'} r1, 0, 1f
    add64 r1, -1
    call down
    ldxdw r1, [r10-8]
    add64 r0, r1
    exit
1:  mov64 r0, 0
    exit
last:
    mov64 r1, r10
    add64 r1, -4096
    ldxb r2, [r1-1]         # still the frame below
    exit
.rodata
greeting: .byte 7
    .ascii "counted"
    .align 8
table: .quad last
`;

/** Copies the instruction data to the heap, whose address is in r6 then. */
export const copiesInput = `
  ldxdw r8, [r2-8]
  add64 r8, r2
  lddw r6, 0x300000000
copy:
  jge r2, r8, copied
  ldxdw r3, [r2+0]
  stxdw [r6+0], r3
  add64 r2, 8
  add64 r6, 8
  ja copy
copied:
  lddw r6, 0x300000000
`;
