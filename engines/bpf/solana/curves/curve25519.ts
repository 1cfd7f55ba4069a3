import { pippenger } from '@noble/curves/abstract/curve.js';
import { ed25519, ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { type Group, groupOperations, orUndefined, type Point } from './group.ts';

/** A group that can sum up products; there are as many scalars as points. */
export type SummingGroup = Group & {
  sumOfProducts(scalars: readonly Uint8Array[], points: readonly Uint8Array[]): Uint8Array | undefined;
};

type Curve<P> = {
  readonly order: bigint;
  readonly zero: P;
  decode(bytes: Uint8Array): P;
  /** The sum of many products at once. */
  sum(points: P[], scalars: bigint[]): P;
};

/** From so many products on, Pippenger is faster: five times for 512 (measured). */
const many = 4;

/** @returns a group whose points and scalars have 32 bytes, little-endian (`curve25519` of solana-sdk) */
const groupOf = <P extends Point<P> & { toBytes(): Uint8Array }>({
  order,
  zero,
  decode,
  sum,
}: Curve<P>): SummingGroup => {
  const decodePoint = (bytes: Uint8Array): P | undefined => orUndefined(() => decode(bytes));
  const decodeScalar = (bytes: Uint8Array): bigint | undefined => {
    const scalar = bytesToNumberLE(bytes);
    return scalar < order ? scalar : undefined;
  };
  const encode = (point: P): Uint8Array => point.toBytes();
  return {
    ...{ pointSize: 32, scalarSize: 32 },
    ...groupOperations({ decode: decodePoint, decodeInGroup: decodePoint, decodeScalar, encode }),
    sumOfProducts: (scalars, points) => {
      const terms: { factor: bigint; point: P }[] = [];
      for (const [index, bytes] of points.entries()) {
        const [factor, point] = [decodeScalar(scalars[index]), decodePoint(bytes)];
        if (factor === undefined || !point) return undefined;
        terms.push({ factor, point });
      }
      if (terms.length < many)
        return encode(terms.reduce((all, { factor, point }) => all.add(point.multiplyUnsafe(factor)), zero));
      return encode(
        sum(
          terms.map(({ point }) => point),
          terms.map(({ factor }) => factor),
        ),
      );
    },
  };
};

/** Points of edwards25519 as curve25519-dalek reads them: any y, and any sign of an x that is 0. */
export const edwards: SummingGroup = groupOf({
  order: ed25519.Point.Fn.ORDER,
  zero: ed25519.Point.ZERO,
  decode: (bytes) => ed25519.Point.fromBytes(bytes, true),
  sum: (points, scalars) => pippenger(ed25519.Point, points, scalars),
});

/** The group of prime order that is made of it (RFC 9496). */
export const ristretto: SummingGroup = groupOf({
  order: ristretto255.Point.Fn.ORDER,
  zero: ristretto255.Point.ZERO,
  decode: (bytes) => ristretto255.Point.fromBytes(bytes),
  sum: (points, scalars) => pippenger(ristretto255.Point, points, scalars),
});
