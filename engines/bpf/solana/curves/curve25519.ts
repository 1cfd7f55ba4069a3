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
};

/** @returns a group whose points and scalars have 32 bytes, little-endian (`curve25519` of solana-sdk) */
const groupOf = <P extends Point<P> & { toBytes(): Uint8Array }>({ order, zero, decode }: Curve<P>): SummingGroup => {
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
      let sum = zero;
      for (const [index, bytes] of points.entries()) {
        const [scalar, point] = [decodeScalar(scalars[index]), decodePoint(bytes)];
        if (scalar === undefined || !point) return undefined;
        sum = sum.add(point.multiplyUnsafe(scalar));
      }
      return encode(sum);
    },
  };
};

/** Points of edwards25519 as curve25519-dalek reads them: any y, and any sign of an x that is 0. */
export const edwards: SummingGroup = groupOf({
  order: ed25519.Point.Fn.ORDER,
  zero: ed25519.Point.ZERO,
  decode: (bytes) => ed25519.Point.fromBytes(bytes, true),
});

/** The group of prime order that is made of it (RFC 9496). */
export const ristretto: SummingGroup = groupOf({
  order: ristretto255.Point.Fn.ORDER,
  zero: ristretto255.Point.ZERO,
  decode: (bytes) => ristretto255.Point.fromBytes(bytes),
});
