import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { addressOf, number, type Syscall } from './row.ts';

const { Point } = secp256k1;
const { Fp, Fn } = Point;

const cost = 25_000;
const [invalidId, invalidSignature] = [2n, 3n];

/** The key that made a signature of a hash (SEC 1, 4.1.6): 64 bytes; undefined if there is none. */
const recover = (hash: Uint8Array, id: number, signature: Uint8Array): Uint8Array | undefined => {
  const [r, s] = [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32))];
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s)) return undefined;
  const x = id & 2 ? r + Fn.ORDER : r;
  if (!Fp.isValid(x)) return undefined;
  const y = rootOf(Fp.add(Fp.pow(x, 3n), 7n));
  if (y === undefined) return undefined;
  const isOdd = (id & 1) === 1;
  const point = Point.fromAffine({ x, y: Fp.isOdd?.(y) === isOdd ? y : Fp.neg(y) });
  const inverse = Fn.inv(r);
  const scaled = (factor: bigint, of: typeof point) => of.multiplyUnsafe(Fn.mul(Fn.create(factor), inverse));
  const key = scaled(s, point).subtract(scaled(bytesToNumberBE(hash), Point.BASE));
  return key.is0() ? undefined : key.toBytes(false).slice(1);
};

const rootOf = (square: bigint): bigint | undefined => {
  try {
    return Fp.sqrt(square);
  } catch {
    return undefined;
  }
};

/** Ethereum's curve. */
export const secp256k1Syscalls: readonly Syscall[] = [
  {
    name: 'sol_secp256k1_recover',
    parameters: [
      addressOf('hash', '32 bytes'),
      number('recovery id'),
      addressOf('signature', '64 bytes'),
      addressOf('key', '64 bytes'),
    ],
    result: `0, ${invalidId} if the recovery id is invalid, ${invalidSignature} if the signature is`,
    cost: `${cost}`,
    doc: 'Writes the public key that made a signature on secp256k1.',
    source: 'agave syscalls/src/lib.rs',
    run: (context) => {
      const [hashAt, id, signatureAt, target] = context.args;
      const { memory } = context;
      context.charge(cost, 'curve');
      memory.checkWrite(target, 64);
      const hash = memory.read(hashAt, 32);
      const signature = memory.read(signatureAt, 64);
      if (id > 3n) return invalidId;
      const key = recover(hash, Number(id), signature);
      if (!key) return invalidSignature;
      memory.write(target, key);
      return 0n;
    },
  },
];
