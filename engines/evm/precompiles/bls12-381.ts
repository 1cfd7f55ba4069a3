import { type AffinePoint, pippenger } from '@noble/curves/abstract/curve.js';
import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { concatBytes } from '../../bytes.ts';
import { toBytes } from '../words.ts';
import { finitePairs, inSubgroup, pointOf } from './curves.ts';
import { flagWord, groupsOf, numberAt } from './input.ts';
import { notInField, wrongGroups, wrongSize } from './messages.ts';
import { type Gas, type Run, refuse } from './precompile.ts';

/** EIP-2537. */
const { Point: G1 } = bls12_381.G1;
const { Point: G2 } = bls12_381.G2;
const { Fp, Fp2, Fp12 } = bls12_381.fields;
type Fp2 = typeof Fp2.ZERO;

/** A number of the field, 48 bytes long, after 16 zeros. */
const fieldSize = 64;
const [sizeG1, sizeG2] = [2 * fieldSize, 4 * fieldSize];
const scalarSize = 32;

/** How a point of a group is written and read. */
type Group<Field> = {
  readonly Point: WeierstrassPointCons<Field>;
  readonly size: number;
  readonly read: (input: Uint8Array, at: number) => Field;
  readonly write: (value: Field) => Uint8Array;
};

const readFp = (input: Uint8Array, at: number): bigint => {
  const value = numberAt(input, at, fieldSize);
  if (value >= Fp.ORDER) refuse(notInField());
  return value;
};
const readFp2 = (input: Uint8Array, at: number): Fp2 =>
  Fp2.create({ c0: readFp(input, at), c1: readFp(input, at + fieldSize) });

const g1: Group<bigint> = { Point: G1, size: sizeG1, read: readFp, write: (value) => toBytes(value, fieldSize) };
const g2: Group<Fp2> = {
  Point: G2,
  size: sizeG2,
  read: readFp2,
  write: ({ c0, c1 }) => concatBytes([toBytes(c0, fieldSize), toBytes(c1, fieldSize)]),
};

const pointAt = <Field>({ Point, size, read }: Group<Field>, input: Uint8Array, at: number) =>
  pointOf(Point, read(input, at), read(input, at + size / 2));

const subgroupPointAt = <Field>(group: Group<Field>, input: Uint8Array, at: number) =>
  inSubgroup(pointAt(group, input, at));

const encoded = <Field>({ write }: Group<Field>, { x, y }: AffinePoint<Field>): Uint8Array =>
  concatBytes([write(x), write(y)]);

const mustMeasure = ({ length }: Uint8Array, size: number): void => {
  if (length !== size) refuse(wrongSize(length, size));
};
const mustHold = ({ length }: Uint8Array, size: number): void => {
  if (length === 0 || length % size !== 0) refuse(wrongGroups(length, size));
};

/** Two points, on the curve but not necessarily in the subgroup. */
const adding =
  <Field>(group: Group<Field>): Run =>
  (input) => {
    mustMeasure(input, 2 * group.size);
    return encoded(
      group,
      pointAt(group, input, 0)
        .add(pointAt(group, input, group.size))
        .toAffine(),
    );
  };

/** Pairs of a point and a number: the sum of their products. */
const multiplying =
  <Field>(group: Group<Field>): Run =>
  (input) => {
    const { Point, size } = group;
    mustHold(input, size + scalarSize);
    const terms = groupsOf(input, size + scalarSize).map((term) => ({
      point: subgroupPointAt(group, term, 0),
      scalar: numberAt(term, size) % Point.Fn.ORDER,
    }));
    const finite = terms.filter(({ point, scalar }) => !point.is0() && scalar !== 0n);
    const points = finite.map(({ point }) => point);
    const scalars = finite.map(({ scalar }) => scalar);
    return encoded(group, pippenger<WeierstrassPoint<Field>, typeof Point>(Point, points, scalars).toAffine());
  };

export const addG1 = adding(g1);
export const addG2 = adding(g2);
export const msmG1 = multiplying(g1);
export const msmG2 = multiplying(g2);

const pairSize = sizeG1 + sizeG2;

/** Pairs of a point of G1 and one of G2. Whether the product of their pairings is 1. */
export const pairing: Run = (input) => {
  mustHold(input, pairSize);
  const pairs = groupsOf(input, pairSize).map((pair) => ({
    g1: subgroupPointAt(g1, pair, 0),
    g2: subgroupPointAt(g2, pair, sizeG1),
  }));
  return flagWord(Fp12.eql(bls12_381.pairingBatch(finitePairs(pairs)), Fp12.ONE));
};

export const mapToG1: Run = (input) => {
  mustMeasure(input, fieldSize);
  return encoded(g1, bls12_381.G1.mapToCurve(readFp(input, 0) as unknown as bigint[]));
};

export const mapToG2: Run = (input) => {
  mustMeasure(input, 2 * fieldSize);
  const { c0, c1 } = readFp2(input, 0);
  return encoded(g2, bls12_381.G2.mapToCurve([c0, c1]));
};

/** In thousandths, by the number of terms, from one on; the last holds for all beyond. */
// biome-ignore format: a table is read by its columns
const discountsG1 = [
  1000, 949, 848, 797, 764, 750, 738, 728, 719, 712, 705, 698, 692, 687, 682, 677, 673, 669, 665, 661, 658, 654, 651, 648,
  645, 642, 640, 637, 635, 632, 630, 627, 625, 623, 621, 619, 617, 615, 613, 611, 609, 608, 606, 604, 603, 601, 599, 598,
  596, 595, 593, 592, 591, 589, 588, 586, 585, 584, 582, 581, 580, 579, 577, 576, 575, 574, 573, 572, 570, 569, 568, 567,
  566, 565, 564, 563, 562, 561, 560, 559, 558, 557, 556, 555, 554, 553, 552, 551, 550, 549, 548, 547, 547, 546, 545, 544,
  543, 542, 541, 540, 540, 539, 538, 537, 536, 536, 535, 534, 533, 532, 532, 531, 530, 529, 528, 528, 527, 526, 525, 525,
  524, 523, 522, 522, 521, 520, 520, 519,
];
// biome-ignore format: a table is read by its columns
const discountsG2 = [
  1000, 1000, 923, 884, 855, 832, 812, 796, 782, 770, 759, 749, 740, 732, 724, 717, 711, 704, 699, 693, 688, 683, 679, 674,
  670, 666, 663, 659, 655, 652, 649, 646, 643, 640, 637, 634, 632, 629, 627, 624, 622, 620, 618, 615, 613, 611, 609, 607,
  606, 604, 602, 600, 598, 597, 595, 593, 592, 590, 589, 587, 586, 584, 583, 582, 580, 579, 578, 576, 575, 574, 573, 571,
  570, 569, 568, 567, 566, 565, 563, 562, 561, 560, 559, 558, 557, 556, 555, 554, 553, 552, 552, 551, 550, 549, 548, 547,
  546, 545, 545, 544, 543, 542, 541, 541, 540, 539, 538, 537, 537, 536, 535, 535, 534, 533, 532, 532, 531, 530, 530, 529,
  528, 528, 527, 526, 526, 525, 524, 524,
];

/** Each term costs what a multiplication does, less the discount for its company. */
const msmGas =
  (multiplication: number, pointSize: number, discounts: readonly number[]): Gas =>
  ({ length }) => {
    const terms = Math.floor(length / (pointSize + scalarSize));
    if (terms === 0) return 0n;
    const discount = discounts[Math.min(terms, discounts.length) - 1] as number;
    return (BigInt(terms) * BigInt(multiplication) * BigInt(discount)) / 1000n;
  };

export const msmG1Gas = msmGas(12000, sizeG1, discountsG1);
export const msmG2Gas = msmGas(22500, sizeG2, discountsG2);
