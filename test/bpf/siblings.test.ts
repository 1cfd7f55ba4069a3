import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import { address } from '../../engines/bpf/isa/memory.ts';
import type { AccountMeta, Instruction } from '../../engines/bpf/solana/account.ts';
import { u64 } from '../../engines/bpf/solana/encoding.ts';
import { bytesOfKey, type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { newSeed, type Random, randomFrom } from '../harness/random.ts';
import { assemble } from './assembly/programs.ts';
import { LockstepChain } from './chain-lockstep.ts';
import { programIds, skipped } from './oracle.ts';
import { instruction, unitLimit } from './real-programs.ts';
import { initialAccounts, keyNumber, memo, people } from './token.ts';

/**
 * Copies its data to the heap, tells of the instructions before it, makes the calls that are laid out there, and tells once more:
 * how many to tell of, how many calls, the address of the account that it passes on, and of each call.
 */
const asker = `
.globl entrypoint
entrypoint:
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
    call ask
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

const askers = [1, 2, 3, 4].map((n) => keyNumber(110 + n));
const { payer } = people;

/** What a program is to do. */
type Plan = { readonly program: Key; readonly accounts: readonly AccountMeta[]; readonly calls: readonly Plan[] };

/** @param path programs that are under way, which cannot be called, but for the last */
const randomPlan = (
  random: Random,
  path: readonly Key[],
  rights: Pick<AccountMeta, 'isSigner' | 'isWritable'>,
): Plan => {
  const program = random.pick(askers.filter((key) => !path.includes(key) || key === path.at(-1)));
  const flags = () => ({
    isSigner: rights.isSigner && random.below(2) > 0,
    isWritable: rights.isWritable && random.below(2) > 0,
  });
  const payers = Array.from({ length: 1 + random.below(2) }, () => ({ key: payer, ...flags() }));
  const programs = askers.map((key) => ({ key, isSigner: false, isWritable: false }));
  const again = Array.from({ length: random.below(3) }, () => random.pick(programs));
  const count = random.below([3, 3, 2][path.length] ?? 1);
  const merged = { isSigner: payers.some((each) => each.isSigner), isWritable: payers.some((each) => each.isWritable) };
  const calls = Array.from({ length: count }, () => randomPlan(random, [...path, program], merged));
  return { program, accounts: [...payers, ...programs, ...again], calls };
};

/** `SolAccountInfo` of the first account without data, as a program without others before it finds it. */
const infoOf = ({ isSigner, isWritable }: AccountMeta): readonly number[] => {
  const [key, owner, lamports, data] = [0x10, 0x30, 0x50, 0x60].map((offset) => address.input + offset);
  return [key, lamports, 0, data, owner, 0, Number(isSigner) | (Number(isWritable) << 8)] as number[];
};

const instructionOf = ({ program, accounts, calls }: Plan): Instruction => {
  const bytes: number[] = new Array(8 * (3 + calls.length)).fill(0);
  const put = (content: ArrayLike<number>): number => {
    const at = address.heap + bytes.length;
    bytes.push(...Array.from(content), ...new Array((8 - (content.length % 8)) % 8).fill(0));
    return at;
  };
  const numbers = (...values: readonly number[]) => put(values.flatMap((value) => [...u64(BigInt(value))]));
  const head = [4, calls.length, numbers(...infoOf(accounts[0] as AccountMeta))];
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

/** Verifies no signature. */
const precompile = instruction(wellKnown.ed25519Program, [], 0, 0);

test('as in Agave: what programs at any height learn of the instructions before them', {
  skip: skipped,
}, async (context) => {
  const chain = new LockstepChain(initialAccounts());
  for (const [index, key] of askers.entries()) {
    // Agave names what it traces by registers alone, so each has its own.
    const text = asker.replace('entrypoint:\n', `entrypoint:\n    mov64 r5, ${index}\n`);
    chain.svm.addProgram(key as never, writeElf(assemble(text, index % 2 === 0 ? 'v0' : 'v3')));
  }
  const first = newSeed();
  const count = Number(process.env.GASLAMP_RUNS ?? 20);
  context.diagnostic(`GASLAMP_SEED=${first}`);
  let found = 0;
  for (let seed = first; seed < first + count; seed++) {
    const random = randomFrom(seed);
    const plans = Array.from({ length: 1 + random.below(3) }, () =>
      randomPlan(random, [], { isSigner: true, isWritable: true }),
    );
    const others = random.pick([[], [precompile], [precompile, memo(programIds.memo4, 'lamp')]]);
    const { logs } = await chain.run(
      unitLimit(1_400_000),
      ...others,
      ...plans.map(instructionOf),
      ...others,
      ...plans.slice(1).map(instructionOf),
    );
    found += logs.filter((line) => /^Program log: 0x\d+, 0x1, /.test(line)).length;
  }
  chain.close();
  assert.ok(found > 0);
  context.diagnostic(`${count} transactions, ${found} instructions found, ${chain.compared} instructions compared`);
});
