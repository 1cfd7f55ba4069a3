import { address } from '../../../engines/bpf/isa/memory.ts';
import type { Random } from '../../harness/random.ts';
import { type Before, type Call, type Case, heapImageAt } from './program.ts';

const heapSize = 32 * 1024;

/** Addresses at which nothing lies, or not enough, or that may not be written or read. */
const badAddresses: readonly bigint[] = [
  0n,
  0xf8n,
  0x1_0000_0000n,
  0x1_0000_0008n,
  0x1_0000_0040n,
  0x1_ffff_ffffn,
  0x2_0000_0000n + 64n * 4096n - 4n,
  0x2_0000_1000n,
  0x2_0000_0ffcn,
  0x2_0000_2000n,
  0x2_0007_effcn,
  0x2_0004_1000n,
  0x3_0000_0000n + BigInt(heapSize) - 4n,
  0x3_0000_0000n + BigInt(heapSize),
  0x4_0000_0000n,
  0x4_0010_0000n,
  0x4_ffff_fffcn,
  0x5_0000_0000n,
  2n ** 53n + 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

const badSizes: readonly bigint[] = [
  0n,
  1n,
  31n,
  33n,
  255n,
  1024n,
  1025n,
  4096n,
  20_001n,
  40_000n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n + 1n,
  2n ** 59n,
  2n ** 60n,
  2n ** 62n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** Makes up calls, and the heap that their arguments point to. Now and then an argument is bad. */
export class CaseBuilder {
  readonly random: Random;
  readonly #bytes: number[] = [];
  readonly #calls: Call[] = [];
  readonly #before: Before[] = [];
  /** Of a hundred arguments, how many are bad. */
  readonly #badness: number;

  constructor(random: Random) {
    this.random = random;
    this.#badness = random.pick([0, 0, 5, 15, 40]);
  }

  get case(): Case {
    return { calls: this.#calls, heap: Uint8Array.from(this.#bytes), before: this.#before };
  }

  chance(percent: number): boolean {
    return this.random.below(100) < percent;
  }

  bytes(size: number): Uint8Array {
    return new Uint8Array(size).map(() => this.random.below(256));
  }

  /** An address of bytes that lie on the heap, or, now and then, where they lie in the input. */
  at(bytes: Uint8Array, alignment = 8): bigint {
    while (this.#bytes.length % alignment) this.#bytes.push(0xee);
    if (this.chance(this.#badness / 3)) this.#bytes.push(0xdd);
    const offset = BigInt(this.#bytes.length);
    this.#bytes.push(...bytes);
    return this.address(offset);
  }

  /** Room to write to. */
  room(size: number, alignment = 8): bigint {
    if (this.chance(15)) return BigInt(address.stack + 8 * this.random.below(16)) + (this.chance(10) ? 1n : 0n);
    return this.at(new Uint8Array(size).fill(0xaa), alignment);
  }

  address(offset: bigint): bigint {
    if (this.chance(this.#badness)) return this.random.pick(badAddresses);
    if (this.chance(this.#badness)) return BigInt(address.heap) + BigInt(this.random.below(this.#bytes.length + 16));
    if (this.chance(15)) return heapImageAt + offset;
    return BigInt(address.heap) + offset;
  }

  size(size: number | bigint): bigint {
    if (this.chance(this.#badness)) return this.random.pick(badSizes);
    return BigInt(size) + (this.chance(this.#badness / 3) ? BigInt(this.random.below(3)) : 0n);
  }

  /** A plain number, of which some are known. */
  number(...known: readonly (number | bigint)[]): bigint {
    if (this.chance(this.#badness)) return this.random.pick(badSizes);
    if (known.length === 0) return this.wide();
    return BigInt(this.random.pick(known));
  }

  wide(): bigint {
    return this.bytes(8).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n) >> BigInt(this.random.below(64));
  }

  /** A list of slices. */
  slices(all: readonly Uint8Array[]): bigint {
    const list = new BigUint64Array(all.flatMap((each) => [this.at(each, 1), this.size(each.length)]));
    return this.at(new Uint8Array(list.buffer));
  }

  call(name: string, ...args: readonly bigint[]): void {
    const all = Array.from({ length: 5 }, (_, index) => args[index] ?? this.wide());
    this.#calls.push({ name, args: all });
  }

  /** Puts an instruction before the one that makes the calls. */
  precede(instruction: Before): void {
    this.#before.push(instruction);
  }
}
