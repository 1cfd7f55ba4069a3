import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';

export const wrongSize = (found: number, expected: number) =>
  t('The precompile takes {0} bytes of input, {1} were given.', grouped(expected), grouped(found));
export const wrongGroups = (found: number, group: number) =>
  t('The precompile takes groups of {0} bytes, {1} bytes were given.', group, grouped(found));
export const notInField = () => t('A coordinate in the input is not below the order of the field.');
export const notOnCurve = () => t('A point in the input is not on the curve.');
export const notInSubgroup = () => t('A point in the input is not in the subgroup of prime order.');
export const modexpTooLong = (found: bigint, most: bigint) =>
  t('modexp takes numbers of up to {0} bytes (EIP-7823), one of {1} was given.', grouped(most), grouped(found));
export const blake2fSize = (found: number, expected: number) =>
  t('blake2f takes exactly {0} bytes of input, {1} were given (EIP-152).', grouped(expected), grouped(found));
export const blake2fFlag = (found: number) =>
  t('The last byte of the input of blake2f is 0 or 1 (EIP-152), here it is {0}.', found);
export const kzgHash = () => t('The versioned hash is not that of the commitment (EIP-4844).');
export const kzgScalar = () => t('z and y must be below the order of the field of BLS12-381 (EIP-4844).');
export const kzgPoint = () =>
  t('Commitment or proof is not a compressed point of the subgroup G1 of BLS12-381 (EIP-4844).');
export const kzgProof = () => t('The proof does not hold: the committed polynomial has another value at z (EIP-4844).');
