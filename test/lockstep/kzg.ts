import type { CustomCrypto } from '@ethereumjs/common';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { KZG } from 'micro-eth-signer/kzg.js';
import { tauG2Hex } from '../../engines/evm/precompiles/kzg.ts';

const g1 = bls12_381.G1.Point.BASE.toHex(true);
const g2 = bls12_381.G2.Point.BASE.toHex(true);
/** Verifying takes nothing of the ceremony but its secret in G2; the rest only has to be there. */
const kzg = new KZG({ g1_lagrange: [g1, g1], g2_monomial: [g2, tauG2Hex] });

/** What the reference needs for point evaluation and brings no library for. */
export const customCrypto: CustomCrypto = {
  kzg: {
    verifyProof: (commitment: string, z: string, y: string, proof: string) => {
      try {
        return kzg.verifyProof(commitment, z, y, proof);
      } catch (error) {
        // What the reference looks for in errors of the library that it expects.
        throw new Error('C_KZG_BADARGS', { cause: error });
      }
    },
  } as NonNullable<CustomCrypto['kzg']>,
};
