import { SyscallError } from '../errors.ts';
import type { ProgramMemory } from './memory.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text of the program. @throws Fault, SyscallError */
export const textAt = (memory: ProgramMemory, address: bigint, size: bigint): string => {
  const bytes = memory.read(address, size);
  const problem = utf8Problem(bytes);
  if (problem !== undefined) throw new SyscallError(`${problem}: [${bytes.join(', ')}]`);
  return decoder.decode(bytes);
};

/** What follows the first byte of a character, and between which bounds its second byte must be (Unicode, table 3-7). */
type Form = { readonly rest: number; readonly low: number; readonly high: number };

const formOf = (first: number): Form | undefined => {
  if (first < 0x80) return { rest: 0, low: 0, high: 0 };
  if (first < 0xc2 || first > 0xf4) return undefined;
  if (first < 0xe0) return { rest: 1, low: 0x80, high: 0xbf };
  if (first < 0xf0) return { rest: 2, low: first === 0xe0 ? 0xa0 : 0x80, high: first === 0xed ? 0x9f : 0xbf };
  return { rest: 3, low: first === 0xf0 ? 0x90 : 0x80, high: first === 0xf4 ? 0x8f : 0xbf };
};

/** Where bytes cease to be UTF-8, in the words of Rust (`Utf8Error`); undefined if they never do. */
export const utf8Problem = (bytes: Uint8Array): string | undefined => {
  const invalid = (count: number, at: number): string => `invalid utf-8 sequence of ${count} bytes from index ${at}`;
  for (let at = 0; at < bytes.length; at++) {
    const start = at;
    const form = formOf(bytes[at]);
    if (!form) return invalid(1, start);
    for (let i = 1; i <= form.rest; i++) {
      at += 1;
      if (at === bytes.length) return `incomplete utf-8 byte sequence from index ${start}`;
      const [low, high] = i === 1 ? [form.low, form.high] : [0x80, 0xbf];
      if (bytes[at] < low || bytes[at] > high) return invalid(i, start);
    }
  }
  return undefined;
};
