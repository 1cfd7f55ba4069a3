import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import { address } from '../../engines/bpf/isa/memory.ts';
import type { AccountMeta, Instruction } from '../../engines/bpf/solana/account.ts';
import { u64 } from '../../engines/bpf/solana/encoding.ts';
import { bytesOfKey, type Key } from '../../engines/bpf/solana/keys.ts';
import { assemble, copiesInput } from './assembly/programs.ts';
import { instruction } from './real-programs.ts';
import { keyNumber } from './token.ts';

/**
 * Copies its data to the heap, tells of the instructions before it, makes the calls that are laid out there, and tells once more:
 * how many to tell of, how many calls, the address of the account that it passes on, and of each call.
 */
const asker = `
.globl entrypoint
entrypoint:
${copiesInput}    call ask
    mov64 r7, 0
next:
    ldxdw r3, [r6+8]
    jge r7, r3, done
    mov64 r1, r7
    lsh64 r1, 3
    add64 r1, r6
    ldxdw r1, [r1+24]
    ldxdw r2, [r6+16]
    mov64 r3, 1
    mov64 r4, 0
    mov64 r5, 0
    call sol_invoke_signed_c
    add64 r7, 1
    ja next
done:
    call ask
    mov64 r0, 0
    exit

ask:
    mov64 r7, 0
each:
    ldxdw r3, [r6+0]
    jge r7, r3, asked
    mov64 r9, r10
    add64 r9, -16
    mov64 r0, 0
    stxdw [r9+0], r0
    stxdw [r9+8], r0
    call sibling
    mov64 r8, r0
    call sibling
    mov64 r1, r7
    mov64 r2, r8
    mov64 r3, r0
    ldxdw r4, [r9+0]
    ldxdw r5, [r9+8]
    call sol_log_64_
    mov64 r1, r10
    add64 r1, -64
    lddw r3, 0x300004000
    stxdw [r1+0], r3
    mov64 r4, 32
    stxdw [r1+8], r4
    lddw r3, 0x300005000
    stxdw [r1+16], r3
    ldxdw r4, [r9+0]
    stxdw [r1+24], r4
    lddw r3, 0x300006000
    stxdw [r1+32], r3
    ldxdw r4, [r9+8]
    mul64 r4, 34
    stxdw [r1+40], r4
    mov64 r2, 3
    call sol_log_data
    add64 r7, 1
    ja each
asked:
    exit
sibling:
    mov64 r1, r7
    mov64 r2, r9
    lddw r3, 0x300004000
    lddw r4, 0x300005000
    lddw r5, 0x300006000
    call sol_get_processed_sibling_instruction
    exit
`;

/** Where such programs are. */
export const askers: readonly Key[] = [1, 2, 3, 4].map((n) => keyNumber(110 + n));

/** The file of one of them. Agave names what it traces by registers alone, so each has its own. */
export const askerFile = (index: number): Uint8Array => {
  const text = asker.replace('entrypoint:\n', `entrypoint:\n    mov64 r5, ${index}\n`);
  return writeElf(assemble(text, index % 2 === 0 ? 'v0' : 'v3'));
};

/** What a program is to do. */
export type Plan = {
  readonly program: Key;
  /** The first of them has no data, and is passed on. */
  readonly accounts: readonly AccountMeta[];
  readonly calls: readonly Plan[];
  /** How many instructions before it are told of, at its beginning and at its end. */
  readonly asks: number;
};

/** `SolAccountInfo` of the first account without data, as a program without others before it finds it. */
const infoOf = ({ isSigner, isWritable }: AccountMeta): readonly number[] => {
  const [key, owner, lamports, data] = [0x10, 0x30, 0x50, 0x60].map((offset) => address.input + offset);
  return [key, lamports, 0, data, owner, 0, Number(isSigner) | (Number(isWritable) << 8)] as number[];
};

/** The instruction that makes a program do it. */
export const instructionOf = ({ program, accounts, calls, asks }: Plan): Instruction => {
  const bytes: number[] = new Array(8 * (3 + calls.length)).fill(0);
  const put = (content: ArrayLike<number>): number => {
    const at = address.heap + bytes.length;
    bytes.push(...Array.from(content), ...new Array((8 - (content.length % 8)) % 8).fill(0));
    return at;
  };
  const numbers = (...values: readonly number[]) => put(values.flatMap((value) => [...u64(BigInt(value))]));
  const head = [asks, calls.length, numbers(...infoOf(accounts[0] as AccountMeta))];
  for (const call of calls) {
    const inner = instructionOf(call);
    const metas = inner.accounts.flatMap(({ key, isSigner, isWritable }) => [
      put(bytesOfKey(key)),
      Number(isWritable) | (Number(isSigner) << 8),
    ]);
    const list = numbers(...metas);
    head.push(numbers(put(bytesOfKey(inner.program)), list, inner.accounts.length, put(inner.data), inner.data.length));
  }
  for (const [index, value] of head.entries()) bytes.splice(8 * index, 8, ...u64(BigInt(value)));
  return instruction(program, accounts, Uint8Array.from(bytes));
};
