import type { ForkId } from '../../engines/evm/forks.ts';
import { instructionsAt } from '../../engines/evm/instructions.ts';
import { precompileAt } from '../../engines/evm/precompiles/table.ts';
import { addressOf, fromBytes, toBytes } from '../../engines/evm/words.ts';
import type { Random } from '../harness/random.ts';
import { precompileInput, precompileNumbers } from './precompile-inputs.ts';
import type { FullMessage } from './reference.ts';

const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`;
const caller = address(0xca11e4);
const contracts = [0xc0de01, 0xc0de02, 0xc0de03, 0xc0de04];
const plainAccount = 0xe0a;
const nobody = 0xdead;
const coinbase = address(0xfee);
const block = 1000;

const opcodes = {
  jumpi: 0x57,
  jump: 0x56,
  jumpdest: 0x5b,
  push0: 0x5f,
  push1: 0x60,
  push2: 0x61,
  dup1: 0x80,
  swap1: 0x90,
  mstore: 0x52,
  sstore: 0x55,
  log0: 0xa0,
  codecopy: 0x39,
  create: 0xf0,
  call: 0xf1,
  callcode: 0xf2,
  return: 0xf3,
  delegatecall: 0xf4,
  create2: 0xf5,
  staticcall: 0xfa,
  revert: 0xfd,
  invalid: 0xfe,
  selfdestruct: 0xff,
  sload: 0x54,
  tload: 0x5c,
  tstore: 0x5d,
  pop: 0x50,
  gas: 0x5a,
} as const;

/** What needs operands of a kind, or breaks off the run; the rest is drawn from the table with any operands. */
const handled: ReadonlySet<number> = new Set([
  0x00,
  opcodes.jump,
  opcodes.jumpi,
  opcodes.jumpdest,
  opcodes.sstore,
  opcodes.sload,
  opcodes.tload,
  opcodes.tstore,
  opcodes.create,
  opcodes.call,
  opcodes.callcode,
  opcodes.return,
  opcodes.delegatecall,
  opcodes.create2,
  opcodes.staticcall,
  opcodes.revert,
  opcodes.invalid,
  opcodes.selfdestruct,
]);

/** Numbers at which something changes, among them those around a power of two. */
const interesting: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  31n,
  32n,
  33n,
  63n,
  64n,
  96n,
  255n,
  256n,
  257n,
  1024n,
  2n ** 16n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 64n,
  2n ** 128n - 1n,
  2n ** 160n - 1n,
  2n ** 255n,
  2n ** 255n - 1n,
  2n ** 256n - 1n,
  2n ** 256n - 2n,
];

/** Around what an index or a shift of bits or bytes may be. */
const edges: readonly bigint[] = [
  0n,
  1n,
  7n,
  8n,
  30n,
  31n,
  32n,
  33n,
  248n,
  254n,
  255n,
  256n,
  257n,
  2n ** 64n,
  2n ** 256n - 1n,
];
/** Operands that such numbers mean most for, by their names in the table of instructions. */
const indices: ReadonlySet<string> = new Set(['index', 'shift', 'exponent']);

/** The opcodes of arithmetic, comparison and bits end here. */
const lastSum = 0x1e;

/** Writes one random contract. Jumps go to JUMPDESTs that are there; nearly every instruction finds its operands. */
class Writer {
  readonly #random: Random;
  readonly #fork: ForkId;
  readonly #bytes: number[] = [];
  readonly #targets: number[] = [];
  /** Where two bytes wait for a target. */
  readonly #jumps: number[] = [];
  #height = 0;

  constructor(random: Random, fork: ForkId) {
    this.#random = random;
    this.#fork = fork;
  }

  write(size: number): Uint8Array {
    while (this.#bytes.length < size) this.#piece();
    this.#mark();
    for (const at of this.#jumps) {
      const target = this.#random.below(40) === 0 ? this.#random.below(size) : this.#random.pick(this.#targets);
      this.#bytes[at] = target >> 8;
      this.#bytes[at + 1] = target & 0xff;
    }
    if (this.#random.below(3) > 0) this.#end();
    return Uint8Array.from(this.#bytes);
  }

  #emit(...bytes: number[]): void {
    this.#bytes.push(...bytes);
  }

  #push(value: bigint | number): void {
    const number = BigInt(value);
    this.#height += 1;
    if (number === 0n && this.#has(opcodes.push0) && this.#random.below(2) === 0) {
      this.#emit(opcodes.push0);
      return;
    }
    const size = Math.max(1, Math.ceil(number.toString(16).length / 2));
    this.#emit(opcodes.push1 + size - 1, ...toBytes(number, size));
  }

  #has(opcode: number): boolean {
    return instructionsAt(this.#fork)[opcode] !== undefined;
  }

  /** An instruction whose operands stand on the stack. */
  #do(opcode: number): void {
    const row = instructionsAt(this.#fork)[opcode];
    this.#height += row ? row.leaves.length - row.takes.length : 0;
    this.#emit(opcode);
  }

  #piece(): void {
    const kind = this.#random.below(100);
    if (kind < 46) this.#plain();
    else if (kind < 52) this.#sums();
    else if (kind < 62) this.#storage();
    else if (kind < 72) this.#jump();
    else if (kind < 77) this.#mark();
    else if (kind < 84) this.#call();
    else if (kind < 86) this.#precompile();
    else if (kind < 90) this.#create();
    else if (kind < 92) this.#push(this.#value());
    else if (kind < 96) this.#stackGame();
    else if (kind < 98) this.#leaveUnless();
    else if (this.#random.below(12) === 0) this.#emit(this.#random.below(256));
  }

  #value(): bigint {
    const kind = this.#random.below(10);
    if (kind < 5) return BigInt(this.#random.below(300));
    if (kind < 7) return this.#random.pick(interesting);
    if (kind < 8) return BigInt.asUintN(256, 2n ** BigInt(this.#random.below(257)) + BigInt(this.#random.below(3) - 1));
    const bytes = Array.from({ length: 1 + this.#random.below(32) }, () => this.#random.below(256));
    return fromBytes(Uint8Array.from(bytes));
  }

  /** An offset or size; a few are absurd. */
  #small(): bigint {
    return this.#random.below(60) === 0 ? this.#random.pick(interesting) : BigInt(this.#random.below(130));
  }

  #address(): number {
    return this.#random.pick([...contracts, ...contracts, plainAccount, nobody, 0xfee, 1, 2, 3, 4]);
  }

  #plain(): void {
    const rows = instructionsAt(this.#fork);
    const opcode = this.#random.below(this.#random.below(3) === 0 ? 0x20 : 0xa5);
    const row = rows[opcode];
    if (!row || handled.has(opcode)) return;
    if (opcode >= opcodes.push1 && opcode < opcodes.dup1) {
      this.#push(this.#value());
      return;
    }
    if (opcode >= opcodes.dup1 && opcode < opcodes.log0) return;
    const wantsMemory = row.extraCosts.length > 0;
    for (const name of row.takes.toReversed()) {
      const inMemory = wantsMemory && ['offset', 'size', 'to', 'from'].includes(name);
      if (name === 'address') this.#push(this.#address());
      else if (name === 'number') this.#push(block - 258 + this.#random.below(260));
      else if (inMemory) this.#push(this.#small());
      else if (indices.has(name) && this.#random.below(4) > 0) this.#push(this.#random.pick(edges));
      else if (this.#height === 0 || this.#random.below(2) === 0) this.#push(this.#value());
      else this.#duplicate();
    }
    this.#do(opcode);
  }

  /** One kind of arithmetic, again and again with other operands: a mistake at one of them hides well. */
  #sums(): void {
    const row = instructionsAt(this.#fork)[1 + this.#random.below(lastSum)];
    if (!row) return;
    for (let i = 0; i < 6; i += 1) {
      for (const name of row.takes.toReversed()) {
        const isEdge = indices.has(name) || this.#random.below(2) === 0;
        this.#push(isEdge ? this.#random.pick(edges) : this.#value());
      }
      this.#do(row.opcode);
      this.#do(opcodes.pop);
    }
  }

  #duplicate(): void {
    const n = 1 + this.#random.below(Math.min(16, this.#height));
    this.#do(opcodes.dup1 + n - 1);
  }

  #stackGame(): void {
    const n = 1 + this.#random.below(16);
    const swaps = this.#random.below(2) === 0;
    while (this.#height < (swaps ? n + 1 : n)) this.#push(this.#value());
    this.#do(swaps ? opcodes.swap1 + n - 1 : opcodes.dup1 + n - 1);
    if (this.#height > 20) for (let i = 0; i < 10; i++) this.#do(opcodes.pop);
  }

  #storage(): void {
    const transient = this.#has(opcodes.tload) && this.#random.below(4) === 0;
    if (this.#random.below(3) === 0) {
      this.#push(this.#random.below(4));
      this.#do(transient ? opcodes.tload : opcodes.sload);
    } else {
      this.#push(this.#random.below(3));
      this.#push(this.#random.below(4));
      this.#do(transient ? opcodes.tstore : opcodes.sstore);
    }
  }

  #mark(): void {
    this.#targets.push(this.#bytes.length);
    this.#emit(opcodes.jumpdest);
  }

  #jump(): void {
    const always = this.#random.below(4) === 0;
    if (!always) this.#push(this.#random.below(3) === 0 ? this.#value() : this.#random.below(2));
    this.#emit(opcodes.push2);
    this.#jumps.push(this.#bytes.length);
    this.#emit(0, 0, always ? opcodes.jump : opcodes.jumpi);
    if (!always) this.#height -= 1;
  }

  #call(): void {
    const kinds = [opcodes.call, opcodes.call, opcodes.callcode, opcodes.delegatecall, opcodes.staticcall];
    const kind = this.#random.pick(kinds.filter((opcode) => this.#has(opcode)));
    for (let i = 0; i < 4; i++) this.#push(this.#small());
    const withValue = kind === opcodes.call || kind === opcodes.callcode;
    if (withValue) this.#push(this.#random.below(3) === 0 ? this.#random.below(2000) : 0);
    this.#push(this.#address());
    if (this.#random.below(2) === 0) this.#do(opcodes.gas);
    else this.#push(this.#random.below(30000));
    this.#do(kind);
  }

  /** Calls a precompile with an input that it may take, with about as much gas as it costs. */
  #precompile(): void {
    const number = this.#random.pick(precompileNumbers);
    const input = precompileInput(this.#random, number);
    const from = this.#random.below(40);
    for (let at = 0; at < input.length; at += 32) {
      const value = fromBytes(input.slice(at, at + 32)) << BigInt(8 * Math.max(0, at + 32 - input.length));
      this.#push(value);
      this.#push(from + at);
      this.#do(opcodes.mstore);
    }
    const gas = this.#priceOf(number, input);
    const kind = this.#random.pick(
      [opcodes.call, opcodes.delegatecall, opcodes.staticcall].filter((each) => this.#has(each)),
    );
    this.#push(this.#random.below(130));
    this.#push(this.#small());
    this.#push(input.length);
    this.#push(from);
    if (kind === opcodes.call) this.#push(this.#random.below(8) === 0 ? 1 : 0);
    this.#push(number);
    this.#push(
      gas < 2n ** 40n
        ? gas + BigInt(this.#random.pick([0, 0, 0, 1, 1000])) - BigInt(this.#random.below(6) === 0 && gas > 0n ? 1 : 0)
        : gas,
    );
    this.#do(kind);
  }

  #priceOf(number: number, input: Uint8Array): bigint {
    try {
      return precompileAt(addressOf(BigInt(number)), this.#fork)?.gas(input) ?? 100n;
    } catch {
      return 1000n;
    }
  }

  /** Init code comes from this contract's own code, or is a few bytes that return some. */
  #create(): void {
    const kind = this.#has(opcodes.create2) && this.#random.below(2) === 0 ? opcodes.create2 : opcodes.create;
    const size = this.#random.below(40);
    if (this.#random.below(2) === 0) {
      this.#push(size);
      this.#push(this.#random.below(60));
      this.#push(0);
      this.#do(opcodes.codecopy);
    } else {
      // PUSH1 n, PUSH1 0, RETURN: code of n zeros. At times 0xef comes first, or an SSTORE.
      const start = this.#random.pick(['', '60ef600053', '6001600055', '600054']);
      const init = `${start}60${this.#random.below(256).toString(16).padStart(2, '0')}6000f3`;
      this.#push(BigInt(`0x${init.padEnd(64, '0')}`));
      this.#push(0);
      this.#do(opcodes.mstore);
    }
    if (kind === opcodes.create2) this.#push(this.#random.below(2));
    this.#push(32);
    this.#push(0);
    this.#push(this.#random.below(4) === 0 ? this.#random.below(50) : 0);
    this.#do(kind);
  }

  /** Ends the frame behind a condition, so that what follows is reached too. */
  #leaveUnless(): void {
    const height = this.#height;
    this.#push(this.#random.below(3));
    this.#emit(opcodes.push2, 0, 0, opcodes.jumpi);
    const at = this.#bytes.length - 3;
    this.#height -= 1;
    this.#end();
    this.#bytes[at] = this.#bytes.length >> 8;
    this.#bytes[at + 1] = this.#bytes.length & 0xff;
    this.#mark();
    this.#height = height;
  }

  #end(): void {
    const kind = this.#random.below(10);
    if (kind === 0) this.#emit(opcodes.invalid);
    else if (kind < 3) {
      this.#push(this.#address());
      this.#emit(opcodes.selfdestruct);
    } else {
      const reverts = kind < 6 && this.#has(opcodes.revert);
      this.#push(reverts ? this.#random.below(130) : this.#small());
      this.#push(this.#random.below(64));
      this.#emit(reverts ? opcodes.revert : opcodes.return);
    }
  }
}

/** A message to one of several random contracts that call each other. */
export const randomMessage = (random: Random, fork: ForkId): FullMessage => {
  const codes = contracts.map(() => new Writer(random, fork).write(40 + random.below(400)));
  const target = random.pick(contracts);
  return {
    fork,
    caller,
    address: address(target),
    gas: BigInt(random.below(10) === 0 ? random.below(3000) : 3000 + random.below(random.pick([100_000, 1_000_000]))),
    gasPrice: 7n,
    value: BigInt(random.pick([0, 0, 5])),
    calldata: Uint8Array.from({ length: random.below(80) }, () => random.below(256)),
    block: {
      number: BigInt(block),
      timestamp: 1_700_000_000n,
      coinbase,
      gasLimit: 30_000_000n,
      chainId: 1n,
      baseFee: 7n,
      blobBaseFee: 1n,
      difficulty: 12345n,
      prevRandao: 2n ** 200n + 5n,
      blockHash: (number) => number ** 20n,
    },
    accounts: [
      { address: caller, balance: 10n ** 18n, nonce: 1n },
      { address: address(plainAccount), balance: 1n },
      ...codes.map((code, i) => ({
        address: address(contracts[i] ?? 0),
        balance: BigInt(random.below(3000)),
        nonce: 1n,
        code,
        storage: [
          [0n, BigInt(random.below(3))],
          [1n, 1n],
        ].filter(([, value]) => value !== 0n) as [bigint, bigint][],
      })),
    ],
  };
};
