import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { orUndefined } from './group.ts';

/** An element of a field that extends another by a root of -1. */
export type Quadratic = { readonly c0: bigint; readonly c1: bigint };

/** A curve y² = x³ + b, and how its coordinates are written: little-endian, the lowest coefficient first. */
export type Curve<F> = {
  readonly zero: WeierstrassPoint<F>;
  /** Bytes of a coordinate. */
  readonly size: number;
  /** A coordinate; undefined if a coefficient is too large. */
  decode(bytes: Uint8Array): F | undefined;
  encode(coordinate: F): Uint8Array;
  /** The point, if the curve has it. */
  at(x: F, y: F): WeierstrassPoint<F> | undefined;
  /** The point at an x with the greater or the smaller y. */
  above(x: F, isGreater: boolean): WeierstrassPoint<F> | undefined;
  /** Whether an y is greater than the one opposite to it, the highest coefficient first. */
  isGreater(y: F): boolean;
};

/** What is known of an element of a field by its coefficients. */
type Coefficients<F> = {
  readonly count: number;
  of(element: F): readonly bigint[];
  from(coefficients: readonly bigint[]): F;
};

const curveOf = <F>(Point: WeierstrassPointCons<F>, prime: bigint, coefficients: Coefficients<F>): Curve<F> => {
  const { Fp } = Point;
  const { b } = Point.CURVE();
  const coefficientSize = Math.ceil(prime.toString(16).length / 2);
  const size = coefficientSize * coefficients.count;
  const squareAt = (x: F): F => Fp.add(Fp.mul(Fp.sqr(x), x), b);
  const at = (x: F, y: F) => (Fp.eql(Fp.sqr(y), squareAt(x)) ? Point.fromAffine({ x, y }) : undefined);
  const isGreater = (y: F): boolean => {
    const highest = coefficients.of(y).findLast((each) => each !== 0n) ?? 0n;
    return highest > prime / 2n;
  };
  return {
    ...{ zero: Point.ZERO, size, at, isGreater },
    decode: (bytes) => {
      const starts = Array.from({ length: coefficients.count }, (_, index) => index * coefficientSize);
      const numbers = starts.map((start) => bytesToNumberLE(bytes.subarray(start, start + coefficientSize)));
      return numbers.some((each) => each >= prime) ? undefined : coefficients.from(numbers);
    },
    encode: (coordinate) =>
      concatBytes(...coefficients.of(coordinate).map((each) => numberToBytesLE(each, coefficientSize))),
    above: (x, isWanted) => {
      const y = orUndefined(() => Fp.sqrt(squareAt(x)));
      return y === undefined ? undefined : at(x, isGreater(y) === isWanted ? y : Fp.neg(y));
    },
  };
};

/** A curve over the numbers below a prime. */
export const curveOverPrime = (Point: WeierstrassPointCons<bigint>): Curve<bigint> =>
  curveOf(Point, Point.Fp.ORDER, { count: 1, of: (element) => [element], from: ([element]) => element });

/** A curve over pairs of such numbers. */
export const curveOverPairs = (Point: WeierstrassPointCons<Quadratic>, prime: bigint): Curve<Quadratic> =>
  curveOf(Point, prime, { count: 2, of: ({ c0, c1 }) => [c0, c1], from: ([c0, c1]) => ({ c0, c1 }) });

/** Bytes in pieces, each the other way round. */
export const reversedInPieces = (bytes: Uint8Array, size: number): Uint8Array => {
  const reversed = new Uint8Array(bytes.length);
  for (let start = 0; start < bytes.length; start += size)
    reversed.set(bytes.slice(start, start + size).reverse(), start);
  return reversed;
};

/** The last of some bytes, and the bytes without certain bits in it. */
export const splitFlags = (bytes: Uint8Array, at: number, mask: number): [flags: number, rest: Uint8Array] => {
  const rest = bytes.slice();
  rest[at] &= ~mask;
  return [bytes[at] & mask, rest];
};

export const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
