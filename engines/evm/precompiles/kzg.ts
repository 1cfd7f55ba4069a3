import { bls12_381 } from '@noble/curves/bls12-381.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, isSame } from '../../bytes.ts';
import { toBytes } from '../words.ts';
import { finitePairs } from './curves.ts';
import { numberAt } from './input.ts';
import { kzgHash, kzgPoint, kzgProof, kzgScalar, wrongSize } from './messages.ts';
import { type Run, refuse } from './precompile.ts';

const { Point: G1 } = bls12_381.G1;
const { Point: G2 } = bls12_381.G2;
const { Fp12 } = bls12_381.fields;
const { ORDER: order } = G1.Fn;

const size = 192;
const versionKzg = 1;

/** The generator of G2 times the secret of the ceremony: all that is needed of the trusted setup (EIP-4844, `KZG_SETUP_G2_MONOMIAL[1]`). */
export const tauG2Hex =
  'b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72' +
  '185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2';

let parsedTauG2: ReturnType<typeof G2.fromHex> | undefined;
/** Parsing takes longer than an engine should take to load. */
const tauG2 = () => {
  parsedTauG2 ??= G2.fromHex(tauG2Hex);
  return parsedTauG2;
};

/** Field elements per blob, and the order of the field they are of, a word each. */
const answer = concatBytes([toBytes(4096n), toBytes(order)]);

/**
 * EIP-4844. Input: versioned hash, z and y (a word each), commitment and proof (48 bytes each). Checks that the committed
 * polynomial is y at z: that e(commitment - y G1 + z proof, -G2) e(proof, tau G2) is 1.
 */
export const evaluatePoint: Run = (input) => {
  if (input.length !== size) refuse(wrongSize(input.length, size));
  const [hash, commitment, proof] = [input.subarray(0, 32), input.subarray(96, 144), input.subarray(144)];
  const expected = sha256(commitment);
  expected[0] = versionKzg;
  if (!isSame(hash, expected)) refuse(kzgHash());
  const [z, y] = [numberAt(input, 32), numberAt(input, 64)];
  if (z >= order || y >= order) refuse(kzgScalar());
  const [c, p] = [pointOf(commitment), pointOf(proof)];
  const left = c.subtract(G1.BASE.multiplyUnsafe(y)).add(p.multiplyUnsafe(z));
  const pairs = [
    { g1: left.negate(), g2: G2.BASE },
    { g1: p, g2: tauG2() },
  ];
  if (!Fp12.eql(bls12_381.pairingBatch(finitePairs(pairs)), Fp12.ONE)) refuse(kzgProof());
  return answer;
};

/** A compressed point of the subgroup of G1. */
const pointOf = (bytes: Uint8Array) => {
  try {
    return G1.fromBytes(bytes);
  } catch {
    return refuse(kzgPoint());
  }
};
