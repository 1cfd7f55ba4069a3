import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { type Group, groupOperations } from './group.ts';
import { type Curve, curveOverPairs, curveOverPrime, isZero, reversedInPieces, splitFlags } from './points.ts';

const { fields, pairingBatch } = bls12_381;
const { Fr, Fp12 } = fields;
const g1Point = bls12_381.G1.Point;
const g2Point = bls12_381.G2.Point;
const prime = g1Point.Fp.ORDER;

/** Bytes of a number below the prime, of a scalar, and of what a pairing gives. */
const [numberSize, scalarSize, resultSize] = [48, 32, 12 * 48];

/** Most pairs of a pairing. */
const maxPairs = 8;

/** Bits at the upper end of x, and all of them: the point is compressed, it is infinity, and which y is meant. */
const [compressed, infinity, greater, flags] = [0x80, 0x40, 0x20, 0xe0];

/** A group of BLS12-381, in one of the two orders of bytes. */
export type BlsGroup = Group & {
  readonly compressedSize: number;
  /** The point with both coordinates; undefined if the bytes are none. */
  decompress(point: Uint8Array): Uint8Array | undefined;
};

/** What a group needs beyond that to be paired with another. */
type Pairable<F> = BlsGroup & { decodeInGroup(bytes: Uint8Array): WeierstrassPoint<F> | undefined };

/**
 * Points in the form of Zcash, or each coordinate the other way round (SIMD-0388, `bls12-381-syscall`). A sum is made without
 * looking whether its terms are in the group.
 */
const groupOf = <F>(curve: Curve<F>, isLittle: boolean): Pairable<F> => {
  type P = WeierstrassPoint<F>;
  const last = curve.size - 1;
  const inOrder = (bytes: Uint8Array, size = curve.size) => (isLittle ? bytes : reversedInPieces(bytes, size));
  const decode = (bytes: Uint8Array): P | undefined => {
    const [form, rest] = splitFlags(inOrder(bytes), last, flags);
    if (form === infinity && isZero(rest)) return curve.zero;
    const [x, y] = [curve.decode(rest.subarray(0, curve.size)), curve.decode(rest.subarray(curve.size))];
    // The chain's library (`blst`) knows that no point with an x of 0 is in the group, and reads none.
    if (form !== 0 || x === undefined || y === undefined || isZero(rest.subarray(0, curve.size))) return undefined;
    return curve.at(x, y);
  };
  const inGroup = (point: P | undefined): P | undefined => (point?.isTorsionFree() ? point : undefined);
  const decodeInGroup = (bytes: Uint8Array) => inGroup(decode(bytes));
  const decodeScalar = (bytes: Uint8Array): bigint | undefined => {
    const scalar = bytesToNumberLE(inOrder(bytes, scalarSize));
    return scalar < Fr.ORDER ? scalar : undefined;
  };
  const encode = (point: P): Uint8Array => {
    if (point.is0()) {
      const bytes = new Uint8Array(2 * curve.size);
      bytes[last] = infinity;
      return inOrder(bytes);
    }
    const { x, y } = point.toAffine();
    return inOrder(concatBytes(curve.encode(x), curve.encode(y)));
  };
  const decodeCompressed = (bytes: Uint8Array): P | undefined => {
    const [form, rest] = splitFlags(inOrder(bytes), last, flags);
    if (form === (compressed | infinity) && isZero(rest)) return curve.zero;
    const x = curve.decode(rest);
    const isPoint = (form & (compressed | infinity)) === compressed;
    return isPoint && x !== undefined ? curve.above(x, (form & greater) !== 0) : undefined;
  };
  return {
    ...{ pointSize: 2 * curve.size, scalarSize, compressedSize: curve.size, decodeInGroup },
    ...groupOperations({ decode, decodeInGroup, decodeScalar, encode }),
    decompress: (bytes) => {
      const point = inGroup(decodeCompressed(bytes));
      return point && encode(point);
    },
  };
};

/** The two groups and their pairing, in one of the two orders of bytes. */
export type Bls = {
  readonly g1: BlsGroup;
  readonly g2: BlsGroup;
  readonly resultSize: number;
  /** The product of what pairs give; undefined if there are too many of them, or one has a point that is none. */
  pair(left: readonly Uint8Array[], right: readonly Uint8Array[]): Uint8Array | undefined;
};

const blsOf = (isLittle: boolean): Bls => {
  const g1 = groupOf(curveOverPrime(g1Point), isLittle);
  const g2 = groupOf(curveOverPairs(g2Point, prime), isLittle);
  return {
    ...{ g1, g2, resultSize },
    pair: (left, right) => {
      if (left.length > maxPairs) return undefined;
      const pairs = left.map((point, index) => ({
        g1: g1.decodeInGroup(point),
        g2: g2.decodeInGroup(right[index]),
      }));
      const points = pairs.flatMap(({ g1, g2 }) => (g1 && g2 ? [{ g1, g2 }] : []));
      if (points.length < pairs.length) return undefined;
      const finite = points.filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
      const product = finite.length > 0 ? pairingBatch(finite) : Fp12.ONE;
      const bytes = concatBytes(...coefficientsOf(product).map((each) => numberToBytesLE(each, numberSize)));
      return isLittle ? bytes : bytes.reverse();
    },
  };
};

/** The twelve numbers of what a pairing gives, the lowest coefficient first. */
const coefficientsOf = ({ c0, c1 }: typeof Fp12.ONE): readonly bigint[] =>
  [c0.c0, c0.c1, c0.c2, c1.c0, c1.c1, c1.c2].flatMap((each) => [each.c0, each.c1]);

export const bls = { little: blsOf(true), big: blsOf(false) } as const;
