import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { notInSubgroup, notOnCurve } from './messages.ts';
import { refuse } from './precompile.ts';

/** The point with these coordinates; both 0 mean the point at infinity. @throws Halt for one that is not on the curve */
export const pointOf = <Field>(Point: WeierstrassPointCons<Field>, x: Field, y: Field): WeierstrassPoint<Field> => {
  const { Fp } = Point;
  if (Fp.is0(x) && Fp.is0(y)) return Point.ZERO;
  const { a, b } = Point.CURVE();
  const right = Fp.add(Fp.mul(Fp.add(Fp.sqr(x), a), x), b);
  if (!Fp.eql(Fp.sqr(y), right)) refuse(notOnCurve());
  return Point.fromAffine({ x, y });
};

/** @throws Halt for a point outside the subgroup of prime order */
export const inSubgroup = <Field>(point: WeierstrassPoint<Field>): WeierstrassPoint<Field> => {
  if (!point.is0() && !point.isTorsionFree()) refuse(notInSubgroup());
  return point;
};

type Pair<Fp, Fp2> = { readonly g1: WeierstrassPoint<Fp>; readonly g2: WeierstrassPoint<Fp2> };

/** Pairs that count: one with the point at infinity contributes 1 to the product. */
export const finitePairs = <Fp, Fp2>(pairs: readonly Pair<Fp, Fp2>[]): Pair<Fp, Fp2>[] =>
  pairs.filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
