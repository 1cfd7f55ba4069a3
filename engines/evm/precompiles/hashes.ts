import { ripemd160 as ripemd } from '@noble/hashes/legacy.js';
import { sha256 as sha } from '@noble/hashes/sha2.js';
import type { Run } from './precompile.ts';

export const sha256: Run = (input) => sha(input);

/** The hash of 20 bytes, at the end of a word. */
export const ripemd160: Run = (input) => {
  const word = new Uint8Array(32);
  word.set(ripemd(input), 12);
  return word;
};

export const identity: Run = (input) => input.slice();
