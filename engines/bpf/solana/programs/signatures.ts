import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE, bytesToNumberLE } from '@noble/curves/utils.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** Whether the number in a signature is below 2^253, which is all that is asked of it before the key is looked at. */
export const isEd25519Signature = (signature: Uint8Array): boolean => ((signature[63] ?? 0) & 0xe0) === 0;

/**
 * A check of such signatures by a key, as strict as `ed25519_dalek::verify_strict`: no points of small order, and the equation without
 * its cofactor. Undefined if the key is no point.
 */
export const verifyEd25519 = (
  key: Uint8Array,
): ((signature: Uint8Array, message: Uint8Array) => boolean) | undefined => {
  const point = attempt(() => ed25519.Point.fromBytes(key, true));
  if (!point) return undefined;
  return (signature, message) => {
    const [encodedR, s] = [signature.subarray(0, 32), bytesToNumberLE(signature.subarray(32))];
    const r = attempt(() => ed25519.Point.fromBytes(encodedR, true));
    const { Fn } = ed25519.Point;
    if (!r || s >= Fn.ORDER || r.isSmallOrder() || point.isSmallOrder()) return false;
    const k = Fn.create(bytesToNumberLE(sha512(concatBytes(encodedR, key, message))));
    const expected = ed25519.Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
    return expected.toBytes().every((byte, at) => byte === encodedR[at]);
  };
};

/** The Ethereum address of who signed a message, or undefined; or what is wrong with the signature in any case. */
export const verifySecp256k1 = (
  signature: Uint8Array,
  recoveryId: number,
): ((message: Uint8Array) => Uint8Array | undefined) | 'InvalidSignature' | 'InvalidRecoveryId' => {
  const [r, s] = [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32))];
  const order = secp256k1.Point.Fn.ORDER;
  if (r >= order || s >= order) return 'InvalidSignature';
  if (recoveryId > 3) return 'InvalidRecoveryId';
  return (message) =>
    attempt(() => {
      const point = new secp256k1.Signature(r, s, recoveryId).recoverPublicKey(keccak_256(message));
      return keccak_256(point.toBytes(false).subarray(1)).subarray(12);
    });
};

/** Only the smaller of the two signatures that there are for a message is good. */
export const verifySecp256r1 = (
  signature: Uint8Array,
  key: Uint8Array,
  message: Uint8Array,
): 'good' | 'InvalidSignature' | 'InvalidPublicKey' => {
  const s = bytesToNumberBE(signature.subarray(32));
  const r = bytesToNumberBE(signature.subarray(0, 32));
  const order = p256.Point.Fn.ORDER;
  if (r === 0n || r >= order || s === 0n || s > order / 2n) return 'InvalidSignature';
  if (!attempt(() => p256.Point.fromBytes(key))) return 'InvalidPublicKey';
  return p256.verify(signature, sha256(message), key, { prehash: false }) ? 'good' : 'InvalidSignature';
};

/** Undefined where the library refuses what it is given. */
const attempt = <Value>(make: () => Value): Value | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};
