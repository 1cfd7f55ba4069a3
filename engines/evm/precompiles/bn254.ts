import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { bn254 } from '@noble/curves/bn254.js';
import { concatBytes } from '../../bytes.ts';
import { toBytes } from '../words.ts';
import { finitePairs, inSubgroup, pointOf } from './curves.ts';
import { flagWord, groupsOf, numberAt } from './input.ts';
import { notInField, wrongGroups } from './messages.ts';
import { type Run, refuse } from './precompile.ts';

const { Point: G1 } = bn254.G1;
const { Point: G2 } = bn254.G2;
const { Fp, Fp2, Fp12 } = bn254.fields;

const coordinate = (input: Uint8Array, at: number): bigint => {
  const value = numberAt(input, at);
  if (value >= Fp.ORDER) refuse(notInField());
  return value;
};

/** Two words, x and y. */
const pointG1 = (input: Uint8Array, at: number) => pointOf(G1, coordinate(input, at), coordinate(input, at + 32));

/** Four words: of x and of y first the imaginary part, then the real one. */
const pointG2 = (input: Uint8Array, at: number) => {
  const extended = (from: number) => Fp2.create({ c1: coordinate(input, from), c0: coordinate(input, from + 32) });
  return inSubgroup(pointOf(G2, extended(at), extended(at + 64)));
};

const encoded = (point: WeierstrassPoint<bigint>): Uint8Array => {
  const { x, y } = point.toAffine();
  return concatBytes([toBytes(x), toBytes(y)]);
};

/** EIP-196. Input: two points. */
export const add: Run = (input) => encoded(pointG1(input, 0).add(pointG1(input, 64)));

/** EIP-196. Input: a point and a number. */
export const multiply: Run = (input) => encoded(pointG1(input, 0).multiplyUnsafe(numberAt(input, 64) % G1.Fn.ORDER));

const pairSize = 192;

/** EIP-197. Input: pairs of a point of G1 and one of G2. Whether the product of their pairings is 1. */
export const pairing: Run = (input) => {
  if (input.length % pairSize !== 0) refuse(wrongGroups(input.length, pairSize));
  const pairs = groupsOf(input, pairSize).map((pair) => ({ g1: pointG1(pair, 0), g2: pointG2(pair, 64) }));
  return flagWord(Fp12.eql(bn254.pairingBatch(finitePairs(pairs)), Fp12.ONE));
};
