import type { Memory } from '../../isa/memory.ts';
import { SyscallError } from '../errors.ts';

/** The memory of a program as syscalls see it (`syscalls/src/lib.rs`, `translate_slice` and its like). */
export type ProgramMemory = {
  /** A copy of bytes of the program. @throws Fault, SyscallError */
  read(address: bigint, size: bigint | number, alignment?: number): Uint8Array;
  /** Writes bytes with the rights of the program. @throws Fault, SyscallError */
  write(address: bigint, bytes: Uint8Array, alignment?: number): void;
  /** Checks that so many bytes could be written, as some syscalls do before they take compute units. @throws Fault, SyscallError */
  checkWrite(address: bigint, size: bigint | number, alignment?: number): void;
};

/** @param isAligned whether addresses must be aligned: not for programs of the first loader */
export const programMemory = (memory: Memory, isAligned: boolean): ProgramMemory => {
  const place = (address: bigint, size: bigint | number, alignment: number, isWrite: boolean): number => {
    const length = BigInt(size);
    if (length >= 2n ** 63n) throw new SyscallError('Invalid length');
    const found = memory.reach(Number(address >> 32n), Number(address & 0xffff_ffffn), Number(length), isWrite);
    if (isAligned && address % BigInt(alignment) !== 0n) throw new SyscallError('Unaligned pointer');
    return found;
  };
  const isEmpty = (size: bigint | number): boolean => size === 0 || size === 0n;
  return {
    read: (address, size, alignment = 1) => {
      if (isEmpty(size)) return new Uint8Array();
      const at = place(address, size, alignment, false);
      return memory.bytes.slice(at, at + Number(size));
    },
    write: (address, bytes, alignment = 1) => {
      if (isEmpty(bytes.length)) return;
      memory.bytes.set(bytes, place(address, bytes.length, alignment, true));
    },
    checkWrite: (address, size, alignment = 1) => {
      if (!isEmpty(size)) place(address, size, alignment, true);
    },
  };
};
