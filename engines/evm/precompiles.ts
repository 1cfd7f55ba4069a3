import { secp256k1 } from '@noble/curves/secp256k1.js';
import { ripemd160 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Rules } from './forks.ts';
import type { Reason } from './reasons.ts';
import { type Address, addressOf, fromBytes } from './words.ts';

/** A contract that the EVM brings along. */
export type Precompile = {
  readonly name: string;
  /** Base cost, and cost per word of input. */
  readonly base: number;
  readonly word: number;
  readonly run: (input: Uint8Array) => Uint8Array;
};

const padded = (input: Uint8Array, size: number) => {
  const bytes = new Uint8Array(size);
  bytes.set(input.subarray(0, size));
  return bytes;
};

const leftPadded = (bytes: Uint8Array) => {
  const result = new Uint8Array(32);
  result.set(bytes, 32 - bytes.length);
  return result;
};

/** Input: hash, v (27 or 28), r, s. Returns the signer's address in a word, or nothing for a signature that is none. */
const recover = (input: Uint8Array): Uint8Array => {
  const bytes = padded(input, 128);
  const v = fromBytes(bytes.subarray(32, 64));
  if (v !== 27n && v !== 28n) return new Uint8Array();
  try {
    const signature = secp256k1.Signature.fromBytes(bytes.subarray(64, 128), 'compact').addRecoveryBit(Number(v - 27n));
    const key = signature.recoverPublicKey(bytes.subarray(0, 32)).toBytes(false);
    return leftPadded(keccak_256(key.subarray(1)).subarray(12));
  } catch {
    return new Uint8Array();
  }
};

// biome-ignore format: a table is read by its columns
const implemented: ReadonlyMap<number, Precompile> = new Map([
  [1, { name: 'ecrecover', base: 3000, word: 0,   run: recover }],
  [2, { name: 'sha256',    base: 60,   word: 12,  run: sha256 }],
  [3, { name: 'ripemd160', base: 600,  word: 120, run: (input: Uint8Array) => leftPadded(ripemd160(input)) }],
  [4, { name: 'identity',  base: 15,   word: 3,   run: (input: Uint8Array) => input }],
]);

/** Reasons of the charges for precompiles. */
export const precompileReasons: readonly Reason[] = [...implemented.values()].map(
  ({ name }) => `precompile ${name}` as const,
);

/** Those that are reserved and not yet written, for the sentence that says so. */
const reserved: ReadonlyMap<number, string> = new Map([
  [0x05, 'modexp'],
  [0x06, 'bn254 addition'],
  [0x07, 'bn254 multiplication'],
  [0x08, 'bn254 pairing'],
  [0x09, 'blake2f'],
  [0x0a, 'KZG point evaluation'],
  [0x0b, 'BLS12-381 G1 addition'],
  [0x0c, 'BLS12-381 G1 multi-scalar multiplication'],
  [0x0d, 'BLS12-381 G2 addition'],
  [0x0e, 'BLS12-381 G2 multi-scalar multiplication'],
  [0x0f, 'BLS12-381 pairing'],
  [0x10, 'BLS12-381 map to G1'],
  [0x11, 'BLS12-381 map to G2'],
  [0x100, 'P256VERIFY'],
]);

const p256 = 0x100;

/** Numbers of the precompiles that a fork has. */
const numbersOf = (rules: Rules): readonly number[] => [
  ...Array.from({ length: rules.precompiles }, (_, i) => i + 1),
  ...(rules.p256 ? [p256] : []),
];

export const precompileAddresses = (rules: Rules): readonly Address[] =>
  numbersOf(rules).map((number) => addressOf(BigInt(number)));

const farthest = addressOf(BigInt(p256));

/** A precompile that is reserved and not yet written. */
type Missing = { readonly name: string; readonly missing: true };

/** What a call of `address` runs instead of code. */
export const precompileAt = (address: Address, rules: Rules): Precompile | Missing | undefined => {
  if (address > farthest) return undefined;
  const number = Number(address);
  if (!numbersOf(rules).includes(number)) return undefined;
  return implemented.get(number) ?? { name: reserved.get(number) ?? '', missing: true };
};

export const precompileCost = ({ base, word }: Precompile, input: Uint8Array) =>
  base + word * Math.ceil(input.length / 32);
