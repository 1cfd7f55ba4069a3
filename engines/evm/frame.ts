import type { FrameId } from '../machine.ts';
import { memoryLimit } from '../messages.ts';
import { HostLimit } from '../run.ts';
import { describeEvent } from './abi/describe.ts';
import { cheatcodes } from './clues.ts';
import type { EvmCode } from './code.ts';
import { exactParts, Gas } from './gas.ts';
import { Halt, OutOfGas } from './halt.ts';
import { keccak256 } from './keccak.ts';
import type { EvmMachine } from './machine.ts';
import { Memory, memoryCost, type SavedMemory, wordsIn } from './memory.ts';
import { badJump, bytesText, logged, returnedOutOfBounds, staticViolation } from './messages.ts';
import type { Precompile } from './precompiles/precompile.ts';
import type { Reason } from './reasons.ts';
import { copyWord, hashWord, logByte } from './schedule.ts';
import type { Moment } from './state.ts';
import { type Address, addressOf, byteLength, fromBytes } from './words.ts';

export type CallKind = 'CALL' | 'CALLCODE' | 'DELEGATECALL' | 'STATICCALL';
export type CreateKind = 'CREATE' | 'CREATE2';

/** What a frame was called with; fixed for its life. */
export type Call = {
  readonly id: FrameId;
  readonly kind: CallKind | CreateKind;
  /** 0 for the outermost. */
  readonly depth: number;
  readonly code: EvmCode;
  /** What runs instead of the code, in one step. */
  readonly native?: Precompile;
  /** The account whose code runs; for a creation, the one that comes into being. */
  readonly codeAddress: Address;
  /** The account whose storage and balance it has. */
  readonly address: Address;
  readonly caller: Address;
  readonly value: bigint;
  readonly data: Uint8Array;
  /** Nothing may be changed (EIP-214). */
  readonly isStatic: boolean;
  /** Where a revert goes back to. */
  readonly before: Moment;
  /** Where in the caller's memory the result goes. */
  readonly output: { readonly at: number; readonly size: number };
  /** Bytes of memory that the frames below hold, which cannot change while this one lives. */
  readonly memoryBelow: number;
};

export type SavedFrame = {
  readonly call: Call;
  readonly pc: number;
  readonly at: number;
  readonly stack: readonly bigint[];
  readonly memory: SavedMemory;
  readonly gas: bigint;
  readonly returned: Uint8Array;
};

/** One call under way: its stack, memory, program counter and gas, and the vocabulary in which instructions are written. */
export class Frame {
  readonly vm: EvmMachine;
  readonly call: Call;
  readonly code: EvmCode;
  readonly memory: Memory;
  readonly gas: Gas;
  /** The first `sp` entries are the stack, bottom first. */
  readonly stack: bigint[];
  sp: number;
  /** Offset of the next instruction. */
  pc: number;
  /** Offset of the instruction under way, or of the last one. */
  at: number;
  /** What the last call from here returned. */
  returned: Uint8Array;
  #saved: SavedFrame | undefined;

  constructor(vm: EvmMachine, saved: SavedFrame) {
    this.vm = vm;
    this.call = saved.call;
    this.code = saved.call.code;
    this.memory = new Memory(saved.memory);
    this.gas = new Gas(saved.gas);
    this.stack = [...saved.stack];
    this.sp = saved.stack.length;
    this.pc = saved.pc;
    this.at = saved.at;
    this.returned = saved.returned;
    this.#saved = saved;
  }

  /** A suspended frame does not change, so that one copy serves all saves. `size` counts the bytes copied for this one. */
  save(suspended: boolean): { readonly saved: SavedFrame; readonly size: number } {
    if (this.#saved) return { saved: this.#saved, size: 0 };
    const { call, pc, at, returned, sp } = this;
    const size = 200 + 48 * sp + (this.memory.shared ? 0 : this.memory.size);
    const saved = {
      call,
      pc,
      at,
      returned,
      stack: this.stack.slice(0, sp),
      memory: this.memory.save(),
      gas: this.gas.total,
    };
    if (suspended) this.#saved = saved;
    return { saved, size };
  }

  isSavedAs(saved: SavedFrame): boolean {
    return this.#saved === saved;
  }

  /** To be called before the frame changes after it was suspended or made. */
  wake(): void {
    this.#saved = undefined;
  }

  pop(): bigint {
    this.sp -= 1;
    return this.stack[this.sp] as bigint;
  }

  push(value: bigint): void {
    this.stack[this.sp] = value;
    this.sp += 1;
  }

  duplicate(n: number): void {
    this.push(this.stack[this.sp - n] as bigint);
  }

  swap(n: number): void {
    const top = this.sp - 1;
    const value = this.stack[top] as bigint;
    this.stack[top] = this.stack[top - n] as bigint;
    this.stack[top - n] = value;
  }

  pushImmediate(size: number): void {
    this.push(this.code.immediate(this.at, size));
    this.pc += size;
  }

  jump(target: bigint): void {
    const at = Number(target);
    if (!this.code.isJumpTarget(at)) throw new Halt('jump', badJump(target, this.code));
    this.pc = at;
  }

  /** @throws OutOfGas */
  charge(amount: number, reason: Reason): void {
    const { gas } = this;
    if (amount > gas.left && !gas.refill(amount)) throw new OutOfGas(BigInt(amount), reason);
    gas.left -= amount;
    if (this.vm.reporter.metered) this.vm.reporter.charge(this, amount, reason);
  }

  /** The same for an amount that a number may not hold. */
  chargeExactly(amount: bigint, reason: Reason): void {
    if (amount <= Number.MAX_SAFE_INTEGER) {
      this.charge(Number(amount), reason);
      return;
    }
    const left = this.gas.total;
    if (amount > left) throw new OutOfGas(amount, reason);
    this.gas.total = left - amount;
    for (const part of exactParts(amount)) this.vm.reporter.charge(this, part, reason);
  }

  /**
   * Charges what no instruction does.
   * @throws OutOfGas
   */
  chargeApart(amount: bigint, reason: Reason): void {
    const left = this.gas.total;
    if (amount > left) throw new OutOfGas(amount, reason);
    this.gas.total = left - amount;
    this.vm.reporter.chargeApart(this.call.id, amount, reason);
  }

  /** Gives back what no instruction gave. */
  refundApart(amount: bigint, reason: Reason): void {
    this.gas.total += amount;
    this.vm.reporter.chargeApart(this.call.id, -amount, reason);
  }

  /** Gives gas back, as a charge below zero. */
  refund(amount: number, reason: Reason): void {
    this.gas.total += BigInt(amount);
    this.vm.reporter.charge(this, -amount, reason);
  }

  /** Takes gas for a callee; no cost, for what is not used comes back. */
  handOn(amount: bigint): bigint {
    this.gas.total -= amount;
    return amount;
  }

  chargeWords(bytes: bigint, each: number, reason: Reason): void {
    this.chargeExactly(wordsIn(bytes) * BigInt(each), reason);
  }

  /** Base cost of the instruction under way. */
  get baseCost(): number {
    return this.vm.baseCost(this.code.padded[this.at] ?? 0);
  }

  /** Charges the first touch of an account (EIP-2929). */
  warm(value: bigint): Address {
    const address = addressOf(value);
    this.warmAddress(address, this.baseCost);
    return address;
  }

  /** `base` is what of the cold cost was charged already. */
  warmAddress(address: Address, base: number): void {
    const { cold } = this.vm.rules;
    if (address === cheatcodes) this.vm.clues = { ...this.vm.clues, metCheatcodes: true };
    if (cold && this.vm.state.touch(address, 'account')) this.charge(cold.account - base, 'cold account');
  }

  /** @throws Halt in a static call. */
  mustMayWrite(): void {
    if (this.call.isStatic) throw new Halt('static-violation', staticViolation(this.vm.mnemonic(this)));
  }

  payExponent(exponent: bigint): bigint {
    this.charge(this.vm.rules.expByte * byteLength(exponent), 'bytes of the exponent');
    return exponent;
  }

  /** Makes memory reach to `offset` + `size` and charges for it; nothing of size 0 needs memory. Returns `offset` as a number. */
  grow(offset: bigint, size: bigint): number {
    const at = Number(offset);
    if (size !== 0n && at + Number(size) > this.memory.size) this.#reach(offset + size);
    return at;
  }

  /** Two stretches at once, so that growth is charged once and a host limit finds nothing grown. */
  growBoth(a: bigint, sizeA: bigint, b: bigint, sizeB: bigint): void {
    const endA = sizeA === 0n ? 0n : a + sizeA;
    const endB = sizeB === 0n ? 0n : b + sizeB;
    this.grow(0n, endA > endB ? endA : endB);
  }

  #reach(end: bigint): void {
    const size = wordsIn(end) * 32n;
    const cost = memoryCost(size) - memoryCost(BigInt(this.memory.size));
    this.chargeExactly(cost, 'memory growth');
    const { memory: limit } = this.vm.limits;
    const all = size + BigInt(this.call.memoryBelow);
    if (all > limit) throw new HostLimit(memoryLimit(bytesText(all), bytesText(BigInt(limit))));
    this.memory.grow(Number(size));
  }

  loadWord(offset: bigint): bigint {
    const at = this.grow(offset, 32n);
    this.accessedMemory(at, 32, false);
    return this.memory.word(at);
  }

  storeWord(offset: bigint, value: bigint): void {
    const at = this.grow(offset, 32n);
    this.accessedMemory(at, 32, true);
    this.memory.setWord(at, value);
  }

  storeByte(offset: bigint, value: bigint): void {
    const at = this.grow(offset, 1n);
    this.accessedMemory(at, 1, true);
    this.memory.setByte(at, Number(value & 0xffn));
  }

  /** A copy of a stretch of memory, grown to it if need be. */
  slice(offset: bigint, size: bigint): Uint8Array {
    return this.view(offset, size).slice();
  }

  /** The same without the copying: it holds until the next write. */
  view(offset: bigint, size: bigint): Uint8Array {
    const at = this.grow(offset, size);
    if (size === 0n) return new Uint8Array();
    this.accessedMemory(at, Number(size), false);
    return this.memory.view(at, Number(size));
  }

  writeMemory(at: number, bytes: Uint8Array): void {
    this.accessedMemory(at, bytes.length, true);
    this.memory.set(at, bytes);
  }

  /** Takes `to`, `from` and `size` from the stack; `source` reads as zeros past its end. */
  copy(source: Uint8Array): void {
    const to = this.pop();
    const from = this.pop();
    const size = this.pop();
    this.chargeWords(size, copyWord, 'words copied');
    const at = this.grow(to, size);
    if (size > 0n) this.writeMemory(at, stretch(source, from, Number(size)));
  }

  /** Reading past the end of the return data fails, even with size 0 (EIP-211). */
  copyReturned(): void {
    const from = this.stack[this.sp - 2] as bigint;
    const size = this.stack[this.sp - 3] as bigint;
    if (from + size > this.returned.length) {
      throw new Halt('out-of-bounds', returnedOutOfBounds(from, size, this.returned.length));
    }
    this.copy(this.returned);
  }

  copyMemory(to: bigint, from: bigint, size: bigint): void {
    this.chargeWords(size, copyWord, 'words copied');
    this.growBoth(to, size, from, size);
    if (size > 0n) this.writeMemory(Number(to), this.view(from, size));
  }

  calldataWord(offset: bigint): bigint {
    return fromBytes(stretch(this.call.data, offset, 32));
  }

  keccak(offset: bigint, size: bigint): bigint {
    this.chargeWords(size, hashWord, 'words hashed');
    return fromBytes(keccak256(this.view(offset, size)));
  }

  log(count: number): void {
    this.mustMayWrite();
    const offset = this.pop();
    const size = this.pop();
    const topics = Array.from({ length: count }, () => this.pop());
    this.chargeExactly(BigInt(logByte) * size, 'log data');
    const log = { address: this.call.address, topics, data: this.slice(offset, size) };
    this.vm.state.addLog(log);
    const { known, reporter, steps } = this.vm;
    const text = () => logged(log, known && describeEvent(known, topics, log.data));
    reporter.say(steps, text);
    reporter.raise('log', text);
  }

  accessedMemory(at: number, size: number, write: boolean): void {
    if (size > 0 && this.vm.reporter.recording) this.accessed(`memory#${this.call.id}`, at, size, write);
  }

  accessed(space: string, at: number | bigint, size: number, write: boolean): void {
    this.vm.reporter.touch({ location: { space, at: BigInt(at), size }, write });
  }
}

/** `size` bytes of `source`, with zeros for what lies past its end. */
export const stretch = (source: Uint8Array, from: bigint, size: number): Uint8Array => {
  const start = from < source.length ? Number(from) : source.length;
  const bytes = new Uint8Array(size);
  bytes.set(source.subarray(start, start + size));
  return bytes;
};
