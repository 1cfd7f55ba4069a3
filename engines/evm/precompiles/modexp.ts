import { stretch } from '../frame.ts';
import { fromBytes, toBytes } from '../words.ts';
import { numberAt } from './input.ts';
import { modexpTooLong } from './messages.ts';
import { type Gas, type Run, refuse } from './precompile.ts';

/** Input: lengths of base, exponent and modulus, a word each, then the three numbers (EIP-198). */
const lengthsOf = (input: Uint8Array) => ({
  base: numberAt(input, 0),
  exponent: numberAt(input, 32),
  modulus: numberAt(input, 64),
});
const headerSize = 96n;

const greatest = (a: bigint, b: bigint) => (a > b ? a : b);

/**
 * How many rounds the exponent takes, by its first 32 bytes and how many follow; at least one.
 * @param each rounds for a byte that follows.
 */
const roundsOf = (input: Uint8Array, each: bigint): bigint => {
  const { base, exponent } = lengthsOf(input);
  const size = exponent < 32n ? exponent : 32n;
  const head = fromBytes(stretch(input, headerSize + base, Number(size)));
  const bits = head === 0n ? 0n : BigInt(head.toString(2).length - 1);
  return greatest(bits + each * (exponent - size), 1n);
};

/** EIP-198. */
export const gasEip198: Gas = (input) => {
  const { base, modulus } = lengthsOf(input);
  const x = greatest(base, modulus);
  const square = x * x;
  const multiplication =
    x <= 64n ? square : x <= 1024n ? square / 4n + 96n * x - 3072n : square / 16n + 480n * x - 199680n;
  return (multiplication * roundsOf(input, 8n)) / 20n;
};

const squaredWords = (size: bigint) => ((size + 7n) / 8n) ** 2n;

/** EIP-2565. */
export const gasEip2565: Gas = (input) => {
  const { base, modulus } = lengthsOf(input);
  return greatest(200n, (squaredWords(greatest(base, modulus)) * roundsOf(input, 8n)) / 3n);
};

/** EIP-7823. */
const longest = 1024n;

/** EIP-7883, which is of no use for numbers that EIP-7823 refuses. */
export const gasEip7883: Gas = (input) => {
  const { base, exponent, modulus } = lengthsOf(input);
  for (const length of [base, exponent, modulus]) if (length > longest) refuse(modexpTooLong(length, longest));
  const size = greatest(base, modulus);
  const multiplication = size <= 32n ? 16n : 2n * squaredWords(size);
  return greatest(500n, multiplication * roundsOf(input, 16n));
};

/** `base` to the power of `exponent`, modulo `modulus`, in as many bytes as the modulus has; 0 for a modulus of 0. */
export const modexp: Run = (input) => {
  const lengths = lengthsOf(input);
  if (lengths.modulus === 0n) return new Uint8Array();
  const numberFrom = (at: bigint, size: bigint) => fromBytes(stretch(input, at, Number(size)));
  const base = numberFrom(headerSize, lengths.base);
  const exponent = numberFrom(headerSize + lengths.base, lengths.exponent);
  const modulus = numberFrom(headerSize + lengths.base + lengths.exponent, lengths.modulus);
  return toBytes(modulus === 0n ? 0n : powerModulo(base, exponent, modulus), Number(lengths.modulus));
};

/** Four bits of the exponent at a time: four squarings, and a product with one of sixteen powers. */
const powerModulo = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  const powers = [1n % modulus];
  for (let i = 1; i < 16; i += 1) powers.push(((powers[i - 1] as bigint) * base) % modulus);
  let result = 1n % modulus;
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i += 1) result = (result * result) % modulus;
    if (digit !== '0') result = (result * (powers[Number.parseInt(digit, 16)] as bigint)) % modulus;
  }
  return result;
};
