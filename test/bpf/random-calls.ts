import { parseSbpf } from '../../engines/bpf/assembly/document.ts';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import { address } from '../../engines/bpf/isa/memory.ts';
import type { Account, AccountMeta, Instruction } from '../../engines/bpf/solana/account.ts';
import { Accounts } from '../../engines/bpf/solana/account-rules.ts';
import { u64 } from '../../engines/bpf/solana/encoding.ts';
import { borrow, inputOf } from '../../engines/bpf/solana/invocation.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { programAddress } from '../../engines/bpf/solana/program-address.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import type { SerializedAccount } from '../../engines/bpf/solana/serialization.ts';
import { sysvarAccounts } from '../../engines/bpf/solana/sysvars.ts';
import { type Random, randomFrom } from '../harness/random.ts';
import { copiesInput } from './assembly/programs.ts';
import type { Case, Family } from './both-run.ts';
import { keys, randomCase } from './native-cases.ts';

/** Copies its data to the heap, writes numbers of 64 bits to addresses, and makes a call with the five numbers at its beginning. */
const relay = (syscall: string): string => `
${copiesInput}  ldxdw r8, [r6+40]
  mov64 r7, r6
write:
  jeq r8, 0, call
  ldxdw r3, [r7+48]
  ldxdw r4, [r7+56]
  stxdw [r3+0], r4
  add64 r7, 16
  add64 r8, -1
  ja write
call:
  ldxdw r1, [r6+0]
  ldxdw r2, [r6+8]
  ldxdw r3, [r6+16]
  ldxdw r4, [r6+24]
  ldxdw r5, [r6+32]
  call ${syscall}
  exit
`;

/** A program for each way in which calls are laid out. */
const program = { c: keyOf(new Uint8Array(32).fill(101)), rust: keyOf(new Uint8Array(32).fill(102)) };
type Abi = keyof typeof program;

const programAccount = (abi: Abi): Account => {
  const syscall = `sol_invoke_signed_${abi}`;
  const data = writeElf(parseSbpf(relay(syscall), 'v0', new Set([syscall])));
  return { lamports: 10n ** 10n, data, owner: wellKnown.loader2, executable: true };
};
const programs = (['c', 'rust'] as const).map((abi) => [program[abi], programAccount(abi)] as const);
const seed = new TextEncoder().encode('lamp');

/** The number that makes an address of the seed that a program can sign for. */
const bumpOf = (abi: Abi): number => {
  for (let bump = 255; ; bump--) if (programAddress([seed, Uint8Array.of(bump)], program[abi])) return bump;
};
const bump = { c: bumpOf('c'), rust: bumpOf('rust') };
const ownAddress = programAddress([seed, Uint8Array.of(bump.c)], program.c) as Key;
const compared = [...keys, ownAddress];
const stranger = keys.at(-1) as Key;
const common = [...builtinAccounts, ...sysvarAccounts(), ...programs];

/** Bytes that begin at the heap, with addresses of what was put there. */
class Heap {
  #bytes: number[] = [];

  /** @returns the address, of which eight is a divisor */
  put(bytes: Uint8Array): bigint {
    const at = BigInt(address.heap + this.#bytes.length);
    this.#bytes.push(...bytes, ...new Array((8 - (bytes.length % 8)) % 8).fill(0));
    return at;
  }

  numbers(...values: readonly bigint[]): bigint {
    return this.put(Uint8Array.from(values.flatMap((value) => [...u64(BigInt.asUintN(64, value))])));
  }

  /** All of it, with numbers put in front. */
  content(first: readonly bigint[]): Uint8Array {
    const front = first.flatMap((value) => [...u64(BigInt.asUintN(64, value))]);
    return Uint8Array.from([...front, ...this.#bytes.slice(front.length)]);
  }
}

const once = ({ below }: Random, times: number): boolean => below(times) === 0;

/** What the program passes of an account: as it is, or with something wrong. */
const infoOf = (random: Random, heap: Heap, abi: Abi, place: SerializedAccount, meta: AccountMeta): bigint[] => {
  const isWrong = once(random, 60);
  const spoilt = (values: readonly number[]): bigint[] => {
    const numbers = values.map(BigInt);
    if (isWrong && once(random, 2))
      numbers[random.below(numbers.length)] = BigInt(random.pick([0, place.key, place.data + 8, 7, address.heap]));
    return numbers;
  };
  const flags = Number(meta.isSigner) | (Number(meta.isWritable) << 8);
  if (abi === 'c') return spoilt([place.key, place.lamports, place.originalSize, place.data, place.owner, 0, flags]);
  const lamports = Number(heap.numbers(...spoilt([1, 1, 0, place.lamports])));
  const data = Number(heap.numbers(...spoilt([1, 1, 0, place.data, place.originalSize])));
  return spoilt([place.key, lamports, data, place.owner, 0, flags]);
};

/** A call of another program by way of ours. */
const relayed = (random: Random, inner: Instruction): Instruction => {
  const abi = random.pick(['c', 'rust'] as const);
  const own = (meta: AccountMeta): AccountMeta => (meta.key === stranger ? { ...meta, key: ownAddress } : meta);
  const wanted = inner.accounts.map(own);
  const outer: AccountMeta[] = [
    ...wanted.map((meta) => ({
      key: meta.key,
      isSigner: (meta.isSigner && meta.key !== ownAddress) !== once(random, 40),
      isWritable: meta.isWritable !== once(random, 40),
    })),
    { key: inner.program, isSigner: false, isWritable: false },
  ];
  if (once(random, 30)) outer.splice(random.below(outer.length), 1);
  if (once(random, 2)) outer.reverse();
  const data = encodeCall(random, abi, { ...inner, accounts: wanted }, outer);
  return { program: program[abi], accounts: outer, data };
};

const encodeCall = (random: Random, abi: Abi, inner: Instruction, outer: readonly AccountMeta[]): Uint8Array => {
  const accounts = new Accounts();
  for (const [each, value] of worldOf) accounts.set(each, value);
  const asked = { program: program[abi], accounts: outer, data: inner.data };
  const { accounts: places } = inputOf(borrow(accounts, asked), asked, true);
  const heap = new Heap();
  const written = places.length > 0 && once(random, 3) ? writesOf(random, places, outer) : [];
  heap.put(new Uint8Array(48 + 16 * written.length));
  const instruction = abi === 'c' ? putInstruction(random, heap, inner) : putStableInstruction(random, heap, inner);
  const infos = outer.flatMap((meta, index) => infoOf(random, heap, abi, places[index] as SerializedAccount, meta));
  const count = once(random, 50) ? random.below(outer.length + 1) : outer.length;
  const seeds = heap.numbers(heap.put(seed), BigInt(seed.length), heap.put(Uint8Array.of(bump[abi])), 1n);
  const signers = heap.numbers(seeds, once(random, 50) ? BigInt(random.below(20)) : 2n);
  const given = once(random, 20) ? 0n : 1n;
  const numbers = [instruction, heap.numbers(...infos), BigInt(count), signers, given];
  return heap.content([...numbers, BigInt(written.length), ...written.flat()]);
};

type Write = readonly [at: bigint, value: bigint];

/** What the caller does to accounts before the call: right or wrong. */
const writesOf = (
  random: Random,
  places: readonly SerializedAccount[],
  outer: readonly AccountMeta[],
): readonly Write[] => {
  const [from, to] = [random.pick(places), random.pick(places)];
  const held = ({ index }: SerializedAccount): bigint => worldOf.get(outer[index]?.key ?? '')?.lamports ?? 0n;
  const owner = bytesOfKey(random.pick([wellKnown.systemProgram, program.c, program.rust]));
  const words = new BigUint64Array(owner.slice().buffer);
  return random
    .pick<readonly (readonly [number, bigint])[]>([
      [
        [from.lamports, held(from) - 1_000n],
        [to.lamports, held(to) + 1_000n],
      ],
      [[from.lamports, held(from) + 1n]],
      [...words].map((word, at) => [from.owner + 8 * at, word] as const),
      [[from.data + random.below(from.originalSize + 8), 5n]],
      [[from.dataLength, BigInt(random.below(from.originalSize + 30))]],
    ])
    .map(([at, value]): Write => [BigInt(at), value]);
};

/** `SolInstruction` */
const putInstruction = (random: Random, heap: Heap, { program: callee, accounts, data }: Instruction): bigint => {
  const metas = accounts.flatMap(({ key, isSigner, isWritable }) => [
    heap.put(bytesOfKey(key)),
    BigInt(Number(isWritable) | (Number(isSigner) << 8) | (once(random, 200) ? 2 : 0)),
  ]);
  return heap.numbers(
    heap.put(bytesOfKey(callee)),
    ...[heap.numbers(...metas), BigInt(accounts.length), heap.put(data), BigInt(data.length)],
  );
};

/** `StableInstruction` */
const putStableInstruction = (random: Random, heap: Heap, { program: callee, accounts, data }: Instruction): bigint => {
  const metas = accounts.flatMap(({ key, isSigner, isWritable }) => [
    ...bytesOfKey(key),
    ...[Number(isSigner) | (once(random, 200) ? 2 : 0), Number(isWritable)],
  ]);
  const lists = [heap.put(Uint8Array.from(metas)), accounts.length, accounts.length];
  const numbers = [...lists, heap.put(data), data.length, data.length].flatMap((each) => [...u64(BigInt(each))]);
  return heap.put(Uint8Array.from([...numbers, ...bytesOfKey(callee)]));
};

let worldOf: ReadonlyMap<Key, Account> = new Map();

const caseOf = (at: number): Case => {
  const random = randomFrom(at);
  const { accounts, transaction } = randomCase(at);
  const world = new Map(accounts);
  for (const [each, value] of world)
    if (once(random, 4)) world.set(each, { ...value, owner: random.pick(programs)[0] });
  const own = world.get(stranger);
  if (own) world.set(ownAddress, own);
  if (!once(random, 10))
    world.set(transaction.payer, {
      ...{ lamports: 10n ** 11n, data: new Uint8Array(), owner: wellKnown.systemProgram, executable: false },
    });
  worldOf = new Map([...common, ...world]);
  const instructions = transaction.instructions
    .slice(0, 3)
    .map((each) => (each.program === wellKnown.systemProgram ? relayed(random, each) : each));
  return { accounts: world, transaction: { ...transaction, instructions } };
};

/** Calls of the System program by another one, in the layouts of C and of Rust. */
export const calls: Family = { programs, compared, caseOf };
