import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { bn254 } from '@noble/curves/bn254.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { type Group, groupOperations } from './group.ts';
import { type Curve, curveOverPairs, curveOverPrime, isZero, reversedInPieces, splitFlags } from './points.ts';

const { fields, pairingBatch } = bn254;
const { Fr, Fp12 } = fields;
const g1Point = bn254.G1.Point;
const g2Point = bn254.G2.Point;

const scalarSize = 32;

/** Bits at the upper end of the last coordinate: y is the greater one, the point is infinity. */
const [greater, infinity, flags] = [0x80, 0x40, 0xc0];

/** A group of alt_bn128, in one of the two orders of bytes. */
export type BnGroup = Group & {
  /** A point with x and a bit for y. What is on no curve is compressed too. */
  compress(point: Uint8Array): Uint8Array | undefined;
  /** The point with both coordinates; undefined if the bytes are none. */
  decompress(point: Uint8Array): Uint8Array | undefined;
};

/** What a group needs beyond that to be paired with another. */
type Pairable<F> = BnGroup & { decodeInGroup(bytes: Uint8Array): WeierstrassPoint<F> | undefined };

/** Points little-endian as the library of Rust `ark-bn254` writes them, or as EIP-196 and EIP-197 do (`bn254` of solana-sdk). */
const groupOf = <F>(curve: Curve<F>, isLittle: boolean): Pairable<F> => {
  type P = WeierstrassPoint<F>;
  const inOrder = (bytes: Uint8Array, size = curve.size) => (isLittle ? bytes : reversedInPieces(bytes, size));
  const coordinatesOf = (bytes: Uint8Array): { x: F; y: F } | 'infinity' | undefined => {
    const [form, rest] = splitFlags(bytes, bytes.length - 1, flags);
    const [x, y] = [curve.decode(rest.subarray(0, curve.size)), curve.decode(rest.subarray(curve.size))];
    if (x === undefined || y === undefined || form === flags) return undefined;
    return form === infinity || isZero(bytes) ? 'infinity' : { x, y };
  };
  const decode = (bytes: Uint8Array): P | undefined => {
    const found = coordinatesOf(inOrder(bytes));
    return found === 'infinity' ? curve.zero : found && curve.at(found.x, found.y);
  };
  const decodeInGroup = (bytes: Uint8Array): P | undefined => {
    const point = decode(bytes);
    return point?.isTorsionFree() ? point : undefined;
  };
  const decodeScalar = (bytes: Uint8Array): bigint => bytesToNumberLE(inOrder(bytes, scalarSize)) % Fr.ORDER;
  const encode = (point: P): Uint8Array => {
    if (point.is0()) return new Uint8Array(2 * curve.size);
    const { x, y } = point.toAffine();
    return inOrder(concatBytes(curve.encode(x), curve.encode(y)));
  };
  return {
    ...{ pointSize: 2 * curve.size, scalarSize, decodeInGroup },
    ...groupOperations({ decode, decodeInGroup, decodeScalar, encode }),
    compress: (bytes) => {
      if (isZero(bytes)) return new Uint8Array(curve.size);
      const found = coordinatesOf(inOrder(bytes));
      if (!found) return undefined;
      const compressed = found === 'infinity' ? new Uint8Array(curve.size) : curve.encode(found.x);
      if (found === 'infinity') compressed[curve.size - 1] |= infinity;
      else if (curve.isGreater(found.y)) compressed[curve.size - 1] |= greater;
      return inOrder(compressed);
    },
    decompress: (bytes) => {
      if (isZero(bytes)) return encode(curve.zero);
      const [form, rest] = splitFlags(inOrder(bytes), curve.size - 1, flags);
      const x = curve.decode(rest);
      if (x === undefined || form === flags) return undefined;
      const point = form === infinity ? curve.zero : curve.above(x, form === greater);
      return point && encode(point);
    },
  };
};

/** The two groups and their pairing, in one of the two orders of bytes. */
export type Bn = {
  readonly g1: BnGroup;
  readonly g2: BnGroup;
  /** Whether pairs, each a point of one group and one of the other, give 1 together; undefined if a point is none. */
  pairsGiveOne(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): boolean | undefined;
};

const bnOf = (isLittle: boolean): Bn => {
  const g1 = groupOf(curveOverPrime(g1Point), isLittle);
  const g2 = groupOf(curveOverPairs(g2Point, g1Point.Fp.ORDER), isLittle);
  return {
    ...{ g1, g2 },
    pairsGiveOne: (pairs) => {
      const points = pairs.flatMap(([left, right]) => {
        const [a, b] = [g1.decodeInGroup(left), g2.decodeInGroup(right)];
        return a && b ? [{ g1: a, g2: b }] : [];
      });
      if (points.length < pairs.length) return undefined;
      const finite = points.filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
      return finite.length === 0 || Fp12.eql(pairingBatch(finite), Fp12.ONE);
    },
  };
};

export const bn = { little: bnOf(true), big: bnOf(false) } as const;
