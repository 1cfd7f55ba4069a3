import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesOfKey, type Key, keyOf } from './keys.ts';

/** What ends the bytes of which an address is the hash. */
export const marker = new TextEncoder().encode('ProgramDerivedAddress');

/** Most bytes of one seed, and most seeds. */
export const maxSeedSize = 32;
export const maxSeeds = 16;

/** The key that seeds make for a program; undefined if it is on the curve, where somebody could have the secret to it. */
export const programAddress = (seeds: readonly Uint8Array[], program: Key): Key | undefined => {
  const hash = sha256.create();
  for (const seed of seeds) hash.update(seed);
  const bytes = hash.update(bytesOfKey(program)).update(marker).digest();
  return isOnCurve(bytes) ? undefined : keyOf(bytes);
};

/** Whether 32 bytes are a point of ed25519, however they are written. */
const isOnCurve = (bytes: Uint8Array): boolean => {
  try {
    ed25519.Point.fromBytes(bytes, true);
    return true;
  } catch {
    return false;
  }
};

/** The first key off the curve that seeds and one more byte make, from 255 down; undefined if there is none. */
export const findProgramAddress = (
  seeds: readonly Uint8Array[],
  program: Key,
): { readonly key: Key; readonly bump: number } | undefined => {
  if (seeds.length >= maxSeeds || seeds.some(({ length }) => length > maxSeedSize)) return undefined;
  for (let bump = 255; bump >= 0; bump--) {
    const key = programAddress([...seeds, Uint8Array.of(bump)], program);
    if (key !== undefined) return { key, bump };
  }
  return undefined;
};
