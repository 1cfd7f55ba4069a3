import { bytesToNumberLE } from '@noble/curves/utils.js';
import { tableText } from '../translate.ts';
import { address } from './isa/memory.ts';
import { syscallWord } from './language.ts';
import { inRegion } from './messages.ts';
import { syscallsByHash } from './solana/syscalls/index.ts';

/** Says of a number that it is the hash of a syscall, or that it lies in a region of memory, as lines of Markdown. */
export const describeNumber = (bytes: Uint8Array): readonly string[] => {
  const number = Number(bytesToNumberLE(bytes));
  const syscall = bytes.length <= 4 ? syscallsByHash.get(number) : undefined;
  if (syscall) {
    const { form, doc } = syscallWord(syscall);
    return [`\`${form}\``, tableText(doc)];
  }
  const base = [address.program, address.stack, address.heap, address.input].findLast((each) => each <= number);
  return base !== undefined && number < base + regionSize ? [inRegion(base, number - base)] : [];
};

/** Addresses of one region have their upper half in common. */
const regionSize = 2 ** 32;
