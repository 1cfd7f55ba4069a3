import { firstDifference } from '../../../bytes.ts';
import type { Memory } from '../../isa/memory.ts';
import { SyscallError } from '../errors.ts';

/** The memory of a program as syscalls see it (`program-runtime/src/memory.rs`, `syscalls/src/lib.rs`). */
export type ProgramMemory = {
  /** Whether addresses must be aligned: not for programs of the first loader. */
  readonly isAligned: boolean;
  /** A copy of bytes of the program. @throws Fault, SyscallError */
  read(address: bigint, size: bigint | number, alignment?: number): Uint8Array;
  /** Writes bytes with the rights of the program. @throws Fault, SyscallError */
  write(address: bigint, bytes: Uint8Array, alignment?: number): void;
  /** The same where many of the bytes may be there already: a stretch that stays the same counts as not written. @throws Fault, SyscallError */
  renew(address: bigint, bytes: Uint8Array): void;
  /** Checks that so many bytes could be written, as some syscalls do before they do anything else. @throws Fault, SyscallError */
  checkWrite(address: bigint, size: bigint | number, alignment?: number): void;
  /** Checks it of several places, and that none has a byte of another. @throws Fault, SyscallError */
  checkWrites(places: readonly Place[]): void;
};

/** Bytes of a program that are to be written. */
export type Place = { readonly address: bigint; readonly size: bigint | number; readonly alignment?: number };

/** Bytes of a program as the program names them. */
export type Slice = { readonly address: bigint; readonly size: bigint };

/** @param isAligned whether addresses must be aligned */
export const programMemory = (memory: Memory, isAligned: boolean): ProgramMemory => {
  const find = (address: bigint, size: bigint, isWrite: boolean): number => {
    const found = memory.find(Number(address), Number(size), isWrite);
    if (found === undefined) throw memory.violation(address, size, isWrite);
    return found;
  };
  const reach = (address: bigint, size: number, isWrite: boolean): number =>
    memory.reach(Number(address >> 32n), Number(address & 0xffff_ffffn), size, isWrite);
  const align = (address: bigint, alignment = 1): void => {
    if (isAligned && address % BigInt(alignment) !== 0n) throw new SyscallError('Unaligned pointer');
  };
  const checkWrites = (places: readonly Place[]): void => {
    const used = places.filter(({ size }) => BigInt(size) > 0n);
    const found = used.map(({ address, size }) => find(address, BigInt(size), true));
    for (const { address, alignment } of used) align(address, alignment);
    const ends = used.map(({ size }, index) => found[index] + Number(size));
    const isShared = found.some((start, i) => ends.some((end, j) => j > i && start < end && found[j] < ends[i]));
    if (isShared) throw new SyscallError('Overlapping copy');
  };
  return {
    isAligned,
    checkWrites,
    read: (address, size, alignment) => {
      const length = BigInt(size);
      if (length === 0n) return new Uint8Array();
      if (length >= 2n ** 63n) throw new SyscallError('InvalidLength');
      find(address, length, false);
      align(address, alignment);
      const at = reach(address, Number(length), false);
      return memory.bytes.slice(at, at + Number(length));
    },
    write: (address, bytes, alignment) => {
      if (bytes.length === 0) return;
      find(address, BigInt(bytes.length), true);
      align(address, alignment);
      memory.bytes.set(bytes, reach(address, bytes.length, true));
    },
    renew: (address, bytes) => {
      if (bytes.length === 0) return;
      const at = find(address, BigInt(bytes.length), true);
      const [from, to] = differing(memory.bytes.subarray(at, at + bytes.length), bytes);
      if (from < to) memory.bytes.set(bytes.subarray(from, to), reach(address + BigInt(from), to - from, true));
    },
    checkWrite: (address, size, alignment) => checkWrites([{ address, size, alignment }]),
  };
};

/** From where to where bytes differ that are as many. */
const differing = (a: Uint8Array, b: Uint8Array): readonly [from: number, to: number] => {
  const from = firstDifference(a, b);
  let to = a.length;
  while (to > from && a[to - 1] === b[to - 1]) to -= 1;
  return [from, to];
};

const sliceSize = 16n;

/** The slices in a list of them, each an address and a size of 64 bits. @throws Fault, SyscallError */
export const slicesAt = (memory: ProgramMemory, address: bigint, count: bigint): readonly Slice[] => {
  const list = memory.read(address, count * sliceSize, 8);
  const view = new DataView(list.buffer);
  return Array.from({ length: list.length / Number(sliceSize) }, (_, index) => ({
    address: view.getBigUint64(index * 16, true),
    size: view.getBigUint64(index * 16 + 8, true),
  }));
};
