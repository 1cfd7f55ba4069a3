import type { BlobSchedule } from '../forks.ts';

/** Blob gas of one blob (EIP-4844). */
export const gasPerBlob = 2n ** 17n;
/** The first byte of every versioned hash. */
export const blobVersion = 1n;
const lowestPrice = 1n;

/** Price of blob gas, in wei, by how much more than the target the blocks before have used (EIP-4844). */
export const blobPrice = (excessBlobGas: bigint, { updateFraction }: BlobSchedule): bigint =>
  exponential(lowestPrice, excessBlobGas, updateFraction);

/** `factor` * e ** (`numerator` / `denominator`), by its Taylor series in whole numbers. */
const exponential = (factor: bigint, numerator: bigint, denominator: bigint): bigint => {
  let sum = 0n;
  let term = factor * denominator;
  for (let i = 1n; term > 0n; i += 1n) {
    sum += term;
    term = (term * numerator) / (denominator * i);
  }
  return sum / denominator;
};
