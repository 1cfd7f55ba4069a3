import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { ed25519, ristretto255 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberLE, numberToBytesBE, numberToBytesLE } from '@noble/curves/utils.js';
import type { CaseBuilder } from './builder.ts';
import type { Maker } from './cases.ts';

/** Numbers below and around an order. */
const scalar = (b: CaseBuilder, order: bigint): bigint => {
  const edges = [0n, 1n, 2n, order - 1n, order, order + 1n, 2n ** 256n - 1n];
  return b.chance(25) ? b.random.pick(edges) : bytesToNumberLE(b.bytes(32)) % order;
};

const factor = (b: CaseBuilder, order: bigint): bigint => {
  const found = b.chance(20) ? BigInt(b.random.below(3)) : bytesToNumberLE(b.bytes(32)) % order;
  return found % order;
};

/** Flips a bit, now and then. */
const damaged = (b: CaseBuilder, bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice();
  if (b.chance(8)) copy[b.random.pick([0, bytes.length - 1, b.random.below(bytes.length)])] ^= 1 << b.random.below(8);
  return copy;
};

const edwardsEdges = [0n, 1n, 2n, ed25519.Point.Fp.ORDER - 1n, ed25519.Point.Fp.ORDER, ed25519.Point.Fp.ORDER + 1n];

const edwardsPoint = (b: CaseBuilder): Uint8Array => {
  if (b.chance(15)) {
    const bytes = numberToBytesLE(b.random.pick(edwardsEdges), 32);
    if (b.chance(40)) bytes[31] |= 0x80;
    return bytes;
  }
  return damaged(b, ed25519.Point.BASE.multiplyUnsafe(factor(b, ed25519.Point.Fn.ORDER)).toBytes());
};

const ristrettoPoint = (b: CaseBuilder): Uint8Array =>
  b.chance(10)
    ? b.bytes(32)
    : damaged(b, ristretto255.Point.BASE.multiplyUnsafe(factor(b, ristretto255.Point.Fn.ORDER)).toBytes());

const reversed = (bytes: Uint8Array, size: number): Uint8Array => {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(...bytes.slice(at, at + size).reverse());
  return Uint8Array.from(pieces);
};

const { G1, G2 } = bls12_381;
const blsOrder = bls12_381.fields.Fr.ORDER;

/** Points that are on the curve and not in its group: for a small x, if there is one. */
const outsideG1 = (x: bigint): Uint8Array | undefined => {
  const { Fp } = G1.Point;
  try {
    const y = Fp.sqrt(Fp.add(Fp.pow(x, 3n), 4n));
    return Uint8Array.from([...numberToBytesBE(x, 48), ...numberToBytesBE(y, 48)]);
  } catch {
    return undefined;
  }
};

const outsideG2 = (c0: bigint): Uint8Array | undefined => {
  const { Fp } = G2.Point;
  const x = { c0, c1: 1n };
  try {
    const y = Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), G2.Point.CURVE().b));
    return Uint8Array.from([x.c1, x.c0, y.c1, y.c0].flatMap((each) => [...numberToBytesBE(each, 48)]));
  } catch {
    return undefined;
  }
};

const blsEdges = (size: number): readonly Uint8Array[] =>
  [0, 0x40, 0x80, 0xc0, 0x20, 0x60, 0xe0].map((first) => {
    const bytes = new Uint8Array(size);
    bytes[0] = first;
    return bytes;
  });

const blsPoint = (b: CaseBuilder, group: 1 | 2, isCompressed = false): Uint8Array => {
  const size = 48 * group * (isCompressed ? 1 : 2);
  if (b.chance(12)) return b.random.pick(blsEdges(size));
  if (b.chance(12) && !isCompressed) {
    const x = BigInt(b.chance(20) ? 0 : b.random.below(20));
    return (group === 1 ? outsideG1(x) : outsideG2(x)) ?? b.bytes(size);
  }
  if (b.chance(20) && isCompressed) {
    const bytes = new Uint8Array(size);
    [bytes[0], bytes[size - 1]] = [b.random.pick([0x80, 0xa0]), b.random.below(20)];
    return bytes;
  }
  const of = factor(b, blsOrder);
  const bytes =
    group === 1
      ? G1.Point.BASE.multiplyUnsafe(of).toBytes(isCompressed)
      : G2.Point.BASE.multiplyUnsafe(of).toBytes(isCompressed);
  return damaged(b, bytes);
};

type CurveCase = { readonly id: bigint; point(isCompressed?: boolean): Uint8Array; scalar(): Uint8Array };

const blsCurve = (b: CaseBuilder, group: 1 | 2): CurveCase => {
  const isBig = b.chance(50);
  const inOrder = (bytes: Uint8Array, size: number) => (isBig ? bytes : reversed(bytes, size));
  return {
    id: BigInt(4 + group) | (isBig ? 0x80n : 0n),
    point: (isCompressed) => inOrder(blsPoint(b, group, isCompressed), 48 * group),
    scalar: () => inOrder(numberToBytesBE(scalar(b, blsOrder), 32), 32),
  };
};

const anyCurve = (b: CaseBuilder): CurveCase => {
  const curves: (() => CurveCase)[] = [
    () => ({
      id: 0n,
      point: () => edwardsPoint(b),
      scalar: () => numberToBytesLE(scalar(b, ed25519.Point.Fn.ORDER), 32),
    }),
    () => ({
      id: 1n,
      point: () => ristrettoPoint(b),
      scalar: () => numberToBytesLE(scalar(b, ristretto255.Point.Fn.ORDER), 32),
    }),
    () => blsCurve(b, 1),
    () => blsCurve(b, 2),
  ];
  return b.random.pick(curves)();
};

/** The number of a curve, or, rarely, of another or of none. */
const idOf = (b: CaseBuilder, { id }: { readonly id: bigint }): bigint =>
  b.chance(4) ? b.number(0, 1, 2, 3, 4, 5, 6, 7, 0x80, 0x81, 0x84, 0x85, 0x86, 0x87, 0x100) : id;

const bnOrder = bn254.fields.Fr.ORDER;
const bnPrime = bn254.G1.Point.Fp.ORDER;

/** Little-endian, the lower coefficient first. */
const bnPoint = (b: CaseBuilder, group: 1 | 2): Uint8Array => {
  const size = 64 * group;
  if (b.chance(15)) {
    const bytes = new Uint8Array(size);
    bytes[size - 1] = b.random.pick([0, 0x40, 0x80, 0xc0]);
    if (b.chance(50)) bytes.set(numberToBytesLE(b.random.pick([1n, bnPrime - 1n, bnPrime]), 32));
    return bytes;
  }
  if (b.chance(15) && group === 2) return bnOutsideG2(BigInt(b.random.below(20))) ?? b.bytes(size);
  const of = factor(b, bnOrder);
  const coefficients = () => {
    if (group === 1) {
      const { x, y } = bn254.G1.Point.BASE.multiplyUnsafe(of).toAffine();
      return [x, y];
    }
    const { x, y } = bn254.G2.Point.BASE.multiplyUnsafe(of).toAffine();
    return [x.c0, x.c1, y.c0, y.c1];
  };
  const bytes = Uint8Array.from(coefficients().flatMap((each) => [...numberToBytesLE(each, 32)]));
  if (b.chance(10)) bytes[size - 1] |= b.random.pick([0x40, 0x80, 0xc0]);
  return damaged(b, bytes);
};

const bnOutsideG2 = (c0: bigint): Uint8Array | undefined => {
  const { Fp } = bn254.G2.Point;
  const x = { c0, c1: 0n };
  try {
    const y = Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), bn254.G2.Point.CURVE().b));
    return Uint8Array.from([x.c0, x.c1, y.c0, y.c1].flatMap((each) => [...numberToBytesLE(each, 32)]));
  } catch {
    return undefined;
  }
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((each) => [...each]));

/** Points whose pairings give 1 together, as often as not: a and -a with the same point of the other group. */
const bnPairs = (b: CaseBuilder, inOrder: (bytes: Uint8Array, size: number) => Uint8Array): Uint8Array => {
  const pairs = Array.from({ length: b.random.below(3) }, () => {
    const [p, q] = [bnPoint(b, 1), bnPoint(b, 2)];
    const opposite = p.slice();
    const y = bytesToNumberLE(p.slice(32));
    if (y > 0n && y < bnPrime) opposite.set(numberToBytesLE(bnPrime - y, 32), 32);
    const points = b.chance(50) ? [p, q, opposite, q] : [p, q];
    return joined(...points.map((each) => inOrder(each, each.length / 2)));
  });
  return joined(...pairs);
};

/** Bytes that are cut, or go on, now and then. */
const resized = (b: CaseBuilder, bytes: Uint8Array): Uint8Array => {
  if (!b.chance(10)) return bytes;
  return b.chance(50)
    ? bytes.slice(0, b.random.below(bytes.length + 1))
    : joined(bytes, b.bytes(1 + b.random.below(40)));
};

/** By the name of what is called. */
export const curveMakers: Readonly<Record<string, Maker>> = {
  sol_curve_validate_point: (b) => {
    const curve = anyCurve(b);
    b.call('sol_curve_validate_point', idOf(b, curve), b.at(curve.point(), 1));
  },
  sol_curve_group_op: (b) => {
    const curve = anyCurve(b);
    const operation = b.random.below(3);
    const left = operation === 2 ? curve.scalar() : curve.point();
    const which = b.chance(5) ? b.number(3, 4, 0x80) : BigInt(operation);
    const [first, second] = [b.at(left, 1), b.at(curve.point(), 1)];
    b.call('sol_curve_group_op', idOf(b, curve), which, first, second, b.room(192, 1));
  },
  sol_curve_multiscalar_mul: (b) => {
    const [id, point, order] = b.random.pick([
      [0n, edwardsPoint, ed25519.Point.Fn.ORDER],
      [1n, ristrettoPoint, ristretto255.Point.Fn.ORDER],
    ] as const);
    const count = b.random.below(b.chance(20) ? 40 : 6);
    const all = (of: () => Uint8Array) => b.at(joined(...Array.from({ length: count }, of)), 1);
    const scalars = all(() => numberToBytesLE(b.chance(10) ? scalar(b, order) : factor(b, order), 32));
    const points = all(() => point(b));
    b.call(
      'sol_curve_multiscalar_mul',
      idOf(b, { id }),
      scalars,
      points,
      b.chance(5) ? b.number(512, 513) : b.size(count),
      b.room(32, 1),
    );
  },
  sol_curve_decompress: (b) => {
    const curve = blsCurve(b, b.random.pick([1, 2]));
    b.call('sol_curve_decompress', idOf(b, curve), b.at(curve.point(true), 1), b.room(192, 1));
  },
  sol_curve_pairing_map: (b) => {
    const isBig = b.chance(50);
    const count = b.random.pick([0, 1, 1, 1, 1, 2, 2, 2, 3, b.random.pick([8, 9])]);
    // Few of so many would all be points by chance.
    const point = (group: 1 | 2) => (count > 3 ? blsEdges(96 * group)[1] : blsPoint(b, group));
    const list = (group: 1 | 2) => {
      const all = joined(...Array.from({ length: count }, () => point(group)));
      return b.at(isBig ? all : reversed(all, 48 * group), 1);
    };
    const [left, right] = [list(1), list(2)];
    b.call('sol_curve_pairing_map', idOf(b, { id: isBig ? 0x84n : 4n }), b.size(count), left, right, b.room(576, 1));
  },
  sol_alt_bn128_group_op: (b) => {
    const isBig = b.chance(50);
    const inOrder = (bytes: Uint8Array, size: number) => (isBig ? reversed(bytes, size) : bytes);
    const operation = b.random.pick([0, 2, 3, 4, 6]);
    const group = operation > 3 ? 2 : 1;
    const point = () => inOrder(bnPoint(b, group), 32 * group);
    const number = () => inOrder(numberToBytesLE(scalar(b, bnOrder), 32), 32);
    const input = [0, 4].includes(operation)
      ? joined(point(), point())
      : operation === 3
        ? bnPairs(b, inOrder)
        : joined(point(), number());
    const sized = resized(b, input);
    const id = b.chance(5) ? b.number(1, 5, 7, 0x81, 0x100) : BigInt(operation) | (isBig ? 0n : 0x80n);
    b.call('sol_alt_bn128_group_op', id, b.at(sized, 1), b.size(sized.length), b.room(128, 1));
  },
  sol_alt_bn128_compression: (b) => {
    const isBig = b.chance(50);
    const operation = b.random.below(4);
    const group = operation > 1 ? 2 : 1;
    const point = bnPoint(b, group);
    const half = () => {
      const bytes = b.chance(20) ? b.bytes(32 * group) : point.slice(0, 32 * group);
      if (b.chance(20)) bytes.fill(0);
      if (b.chance(60))
        bytes[bytes.length - 1] = (bytes[bytes.length - 1] & 0x3f) | b.random.pick([0, 0x40, 0x80, 0xc0]);
      return bytes;
    };
    const bytes = operation % 2 === 0 ? point : half();
    const sized = resized(b, isBig ? reversed(bytes, 32 * group) : bytes);
    const id = b.chance(5) ? b.number(4, 5, 0x84, 0x100) : BigInt(operation) | (isBig ? 0n : 0x80n);
    b.call('sol_alt_bn128_compression', id, b.at(sized, 1), b.size(sized.length), b.room(128, 1));
  },
  sol_secp256k1_recover: (b) => {
    const hash = b.chance(10) ? new Uint8Array(32).fill(b.random.pick([0, 255])) : b.bytes(32);
    const secret = secp256k1.utils.randomSecretKey(b.bytes(48));
    const order = secp256k1.Point.Fn.ORDER;
    const signature = b.chance(15)
      ? joined(numberToBytesBE(scalar(b, order), 32), numberToBytesBE(scalar(b, order), 32))
      : damaged(b, secp256k1.sign(hash, secret, { prehash: false }));
    const id = b.chance(10) ? b.number(4, 255, 256, 2n ** 32n) : BigInt(b.random.below(b.chance(20) ? 4 : 2));
    b.call('sol_secp256k1_recover', b.at(hash, 1), id, b.at(signature, 1), b.room(64, 1));
  },
  sol_poseidon: (b) => {
    const order = bn254.fields.Fr.ORDER;
    const count = b.random.below(b.chance(10) ? 15 : 13);
    const isBig = b.chance(50);
    const all = Array.from({ length: count }, () => {
      const number = b.chance(10)
        ? b.random.pick([0n, 1n, order - 1n, order, order + 1n])
        : bytesToNumberLE(b.bytes(32)) % order;
      const bytes = (isBig ? numberToBytesBE : numberToBytesLE)(number, 32);
      return b.chance(3) ? resized(b, bytes) : bytes;
    });
    b.call(
      'sol_poseidon',
      b.number(0, 0, 0, 0, 0, 0, 0, 1),
      b.chance(4) ? b.number(2) : isBig ? 0n : 1n,
      b.slices(all),
      b.size(count),
      b.room(32, 1),
    );
  },
};
