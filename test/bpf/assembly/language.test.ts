import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSbpf } from '../../../engines/bpf/assembly/document.ts';
import { sbpfAssembly } from '../../../engines/bpf/assembly/language.ts';
import { loadElf } from '../../../engines/bpf/elf/load.ts';
import { writeElf } from '../../../engines/bpf/elf-writer/write.ts';
import { instructions } from '../../../engines/bpf/isa/instructions.ts';
import { versions } from '../../../engines/bpf/isa/versions.ts';
import type { Engine } from '../../../engines/engine.ts';
import { languageHarness } from '../../harness/language.ts';
import { newSeed, type Random, randomFrom } from '../../harness/random.ts';
import { everything, known, meeting, rules, syscalls } from './programs.ts';

/** As much of an engine as the harness of languages looks at. */
const engine = { versions, defaultVersion: 'v3', instructions } as unknown as Engine;

const counting = `
    .version v3
    .equ ROUNDS, 3
    .macro twice register, by=1
    .rept 2
    add64 \\register, \\by
    .endr
    .endm
    .globl entrypoint
entrypoint:
    mov64 r1, ROUNDS
1:  jeq32 r1, 0, 2f     # until nothing is left
    twice r0, 0x1_0
    sub64 r1, 1
    ja 1b
2:  .if ROUNDS > 2
    lddw r2, message + 1
    ldxb r0, [r2 + (ROUNDS - 3)]
    .endif
    exit
    .section .rodata.text
message: .asciz "a\\n\\"b"
    .p2align 3
    .quad 0, message, end - message
end:
`;

/** In the words of LLVM. */
const compiled = `
    .text
    .globl sum                              # -- Begin function sum
    .p2align 3
    .type sum,@function
sum:
    r0 = 0
    if r2 == 0 goto .LBB0_2
.LBB0_1:
    w3 = *(u8 *)(r1 + 0)
    r0 += r3
    r1 += 1
    r2 += -1
    *(u64 *)(r10 - 8) = r0
    if r2 s> 0 goto .LBB0_1
.LBB0_2:
    r4 = table ll
    exit
.Lfunc_end0:
    .size sum, .Lfunc_end0-sum
    .section .rodata,"a",@progbits
table:
    .quad sum
`;

languageHarness(engine, sbpfAssembly(syscalls), [
  counting,
  compiled,
  meeting('v3'),
  everything('v3').text.slice(-3000),
]);

/** Lines that fit in many places, and move what is behind them. */
const others = [
  '.align 16',
  '.byte 1, 2',
  '.quad entrypoint, 5',
  '.zero 8',
  'mov64 r1, r2',
  'call shared',
  'ja +0',
  '.rodata',
];

/** A text of which some lines are left out, come twice, or are followed by others. */
const rearranged = (text: string, random: Random): string => {
  const lines = text.split('\n');
  for (let n = random.below(4); n >= 0; n--) {
    const at = random.below(lines.length);
    const kind = random.below(4);
    if (kind === 0) lines.splice(at, 1);
    else lines.splice(at + 1, 0, kind === 1 ? (lines[at] ?? '') : random.pick(others));
  }
  return lines.join('\n');
};

test('what has no errors can be loaded, and is then as it was assembled', (t) => {
  const random = randomFrom(newSeed());
  t.diagnostic(`GASLAMP_SEED=${random.seed}`);
  let loaded = 0;
  for (let i = 0; i < 400; i++) {
    const { id } = random.pick(versions);
    const text = rearranged(meeting(id), random);
    const document = parseSbpf(text, id, known);
    if (document.bytes.length === 0 || document.problems.some(({ severity }) => severity === 'error')) continue;
    try {
      const executable = loadElf(writeElf(document), rules);
      assert.deepEqual(Buffer.from(executable.text), Buffer.from(document.bytes));
    } catch (error) {
      throw new Error(`in ${id}: ${text}`, { cause: error });
    }
    loaded += 1;
  }
  assert.ok(loaded > 40, String(loaded));
});
