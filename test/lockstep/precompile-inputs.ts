import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../../engines/bytes.ts';
import { toBytes } from '../../engines/evm/words.ts';
import type { Random } from '../harness/random.ts';

type Fp2 = { readonly c0: bigint; readonly c1: bigint };

const bytes = (random: Random, size: number) => Uint8Array.from({ length: size }, () => random.below(256));
const word = (value: bigint) => toBytes(value);
const one = (random: Random, ...makers: readonly (() => Uint8Array)[]): Uint8Array => random.pick(makers)();

/** A number at the edges of what a precompile takes for a length, a factor or a coordinate. */
const edge = (random: Random): bigint =>
  random.pick([
    0n,
    1n,
    2n,
    bn254.fields.Fp.ORDER - 1n,
    bn254.fields.Fp.ORDER,
    bn254.fields.Fr.ORDER,
    2n ** 255n,
    2n ** 256n - 1n,
  ]);

/** Small multiples of a generator, made once. */
const multiples = <Point extends { multiplyUnsafe(factor: bigint): Point }>(base: Point): readonly Point[] =>
  Array.from({ length: 5 }, (_, factor) => base.multiplyUnsafe(BigInt(factor)));
const bn1 = multiples(bn254.G1.Point.BASE);
const bn2 = multiples(bn254.G2.Point.BASE);
const bls1 = multiples(bls12_381.G1.Point.BASE);
const bls2 = multiples(bls12_381.G2.Point.BASE);

const field = (value: bigint) => toBytes(value, 64);
const affine = <Field>(point: { is0(): boolean; toAffine(): { x: Field; y: Field } }) => point.toAffine();

const pointBn1 = (random: Random): Uint8Array => {
  if (random.below(12) === 0) return concatBytes([word(edge(random)), word(edge(random))]);
  const picked = random.pick(bn1);
  const { x, y } = affine(random.below(2) === 0 ? picked : picked.negate());
  return concatBytes([word(x), word(y)]);
};
const pointBn2 = (random: Random): Uint8Array => {
  const { x, y } = affine<Fp2>(random.pick(bn2));
  return concatBytes([x.c1, x.c0, y.c1, y.c0].map(word));
};
const pointBls1 = (random: Random): Uint8Array => {
  if (random.below(12) === 0) return concatBytes([field(edge(random)), field(edge(random))]);
  const picked = random.pick(bls1);
  const { x, y } = affine(random.below(2) === 0 ? picked : picked.negate());
  return concatBytes([field(x), field(y)]);
};
const pointBls2 = (random: Random): Uint8Array => {
  const { x, y } = affine<Fp2>(random.pick(bls2));
  return concatBytes([x.c0, x.c1, y.c0, y.c1].map(field));
};
const factor = (random: Random) => word(random.below(3) === 0 ? edge(random) : BigInt(random.below(20)));

/** A few terms, or none. */
const several = (random: Random, term: () => Uint8Array): Uint8Array =>
  concatBytes(Array.from({ length: random.below(3) }, term));

const power = (random: Random): Uint8Array => {
  const parts = Array.from({ length: 3 }, () => bytes(random, random.below(40)));
  const lengths = parts.map(({ length }) => BigInt(random.below(20) === 0 ? edge(random) : length));
  return concatBytes([...lengths.map(word), ...parts]);
};

const key = new Uint8Array(32).fill(7);
const p256Input = (random: Random): Uint8Array => {
  const hash = bytes(random, 32);
  return concatBytes([hash, p256.sign(hash, key, { prehash: false }), p256.getPublicKey(key, false).slice(1)]);
};

const scalar = (random: Random) =>
  random.pick([0n, 1n, 2n, bls12_381.fields.Fr.ORDER - 1n, bls12_381.fields.Fr.ORDER, edge(random)]);

/** A polynomial that is the same everywhere, whose proof is the point at infinity; at times not quite. */
const evaluation = (random: Random): Uint8Array => {
  const factor = random.below(bls1.length);
  const commitment = (bls1[factor] ?? bls12_381.G1.Point.ZERO).toBytes(true);
  const hash = sha256(commitment);
  hash[0] = random.below(12) === 0 ? random.below(3) : 1;
  const y = random.below(4) === 0 ? scalar(random) : BigInt(factor);
  const proof = random.below(4) === 0 ? random.pick(bls1) : bls12_381.G1.Point.ZERO;
  return concatBytes([hash, word(scalar(random)), word(y), commitment, proof.toBytes(true)]);
};

const makers: Readonly<Record<number, (random: Random) => Uint8Array>> = {
  1: (random) =>
    concatBytes([
      bytes(random, 32),
      word(BigInt(26 + random.below(4))),
      bytes(random, 32),
      word(BigInt(random.below(2 ** 31))),
    ]),
  5: power,
  6: (random) => concatBytes([pointBn1(random), pointBn1(random)]),
  7: (random) => concatBytes([pointBn1(random), factor(random)]),
  8: (random) => several(random, () => concatBytes([pointBn1(random), pointBn2(random)])),
  9: (random) =>
    concatBytes([toBytes(BigInt(random.below(40)), 4), bytes(random, 208), Uint8Array.of(random.below(3))]),
  10: evaluation,
  11: (random) => concatBytes([pointBls1(random), pointBls1(random)]),
  12: (random) => several(random, () => concatBytes([pointBls1(random), factor(random)])),
  13: (random) => concatBytes([pointBls2(random), pointBls2(random)]),
  14: (random) => several(random, () => concatBytes([pointBls2(random), factor(random)])),
  15: (random) => several(random, () => concatBytes([pointBls1(random), pointBls2(random)])),
  16: (random) => field(edge(random)),
  17: (random) => concatBytes([field(edge(random)), field(BigInt(random.below(9)))]),
  256: p256Input,
};

/** Those whose inputs are worth more than any bytes. */
export const precompileNumbers = [2, 3, 4, ...Object.keys(makers).map(Number)];

/** An input that a precompile takes, or nearly takes. */
export const precompileInput = (random: Random, number: number): Uint8Array => {
  const input = makers[number]?.(random) ?? bytes(random, random.below(100));
  return one(
    random,
    ...Array.from({ length: 6 }, () => () => input),
    () => input.subarray(0, random.below(input.length + 1)),
    () => concatBytes([input, bytes(random, 1 + random.below(40))]),
    () => input.map((byte, i) => (i === random.below(input.length) ? byte ^ (1 << random.below(8)) : byte)),
  );
};
