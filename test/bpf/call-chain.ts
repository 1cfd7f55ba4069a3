import { bytesOfKey, type Key } from '../../engines/bpf/solana/keys.ts';

/** Calls a program by its key, and hands on the accounts of programs. */
const calling = (program: Key, programs: readonly Key[]): string => `
.rodata
callee: .byte ${[...bytesOfKey(program)].join(', ')}
${programs.map((each, i) => `key${i}: .byte ${[...bytesOfKey(each)].join(', ')}`).join('\n')}
.text
.globl entrypoint
entrypoint:
${programs
  .map((_, i) => `  lddw r1, key${i}\n  stxdw [r10-${1000 - 16 * i}], r1\n  stdw [r10-${1000 - 16 * i - 8}], 0`)
  .join('\n')}
  lddw r1, callee
  stxdw [r10-40], r1
  mov64 r1, r10
  sub64 r1, 1000
  stxdw [r10-32], r1
  stdw [r10-24], ${programs.length}
  stdw [r10-16], 0
  stdw [r10-8], 0
  mov64 r1, r10
  sub64 r1, 40
  mov64 r2, 0
  mov64 r3, 0
  mov64 r4, 0
  mov64 r5, 0
  call sol_invoke_signed_c
  mov64 r0, 0
  exit
`;

/** Texts of programs of which each calls the next one; the last calls `last`. */
export const callingTexts = (programs: readonly Key[], last: Key): readonly string[] =>
  programs.map((_, i) => calling(programs[i + 1] ?? last, programs));

/** The same as files, with a scenario. */
export const callChain = (programs: readonly Key[], last: Key) => {
  const names = programs.map((_, i) => (i === 0 ? 'x.sbpf' : `p${i}.sbpf`));
  const texts = callingTexts(programs, last);
  const files = Object.fromEntries(names.map((name, i) => [name, texts[i]]));
  const scenario = {
    programId: programs[0],
    programs: Object.fromEntries(programs.slice(1).map((each, i) => [each, names[i + 1]])),
    instructions: [{ accounts: programs.map((account) => ({ account, writable: false })) }],
  };
  return { scenario, files };
};
