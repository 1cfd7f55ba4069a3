import { p256 } from '@noble/curves/nist.js';
import { concatBytes } from '../../bytes.ts';
import { recoverAddress } from '../transactions/signing.ts';
import { toBytes } from '../words.ts';
import { flagWord, numberAt, padded } from './input.ts';
import type { Run } from './precompile.ts';

const nothing = new Uint8Array();
/** What v of a signature starts from. */
const firstV = 27n;

/** Input: hash, v, r and s, a word each. The signer's address in a word, or nothing for a signature that is none. */
export const recover: Run = (input) => {
  const parity = numberAt(input, 32) - firstV;
  if (parity !== 0n && parity !== 1n) return nothing;
  const signature = { yParity: Number(parity), r: numberAt(input, 64), s: numberAt(input, 96) };
  const signer = recoverAddress(padded(input, 32), signature);
  return signer === undefined ? nothing : toBytes(BigInt(signer));
};

/** Input: hash, r, s, and the x and y of the public key, a word each. 1 in a word, or nothing where the signature does not hold. */
export const verifyP256: Run = (input) => {
  if (input.length !== 160) return nothing;
  const [hash, signature, key] = [input.subarray(0, 32), input.subarray(32, 96), input.subarray(96)];
  try {
    const publicKey = concatBytes([Uint8Array.of(4), key]);
    const holds = p256.verify(signature, hash, publicKey, { prehash: false, lowS: false, format: 'compact' });
    return holds ? flagWord(true) : nothing;
  } catch {
    return nothing;
  }
};
