/** Division by 0 gives all ones (Unprivileged ISA 20191213, section 7.2); where the quotient does not fit, the register cuts it. */
export const divide = (a: bigint, b: bigint): bigint => (b === 0n ? -1n : a / b);
export const remainder = (a: bigint, b: bigint): bigint => (b === 0n ? a : a % b);
export const divide32 = (a: number, b: number): number => (b === 0 ? -1 : (a / b) | 0);
export const remainder32 = (a: number, b: number): number => (b === 0 ? a | 0 : (a % b) | 0);

/** Zeros above the highest one; 64 for 0. */
export const leadingZeros = (high: number, low: number): number =>
  high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
/** Zeros below the lowest one; 32 for 0. */
export const trailingZeros32 = (word: number): number => (word === 0 ? 32 : 31 - Math.clz32(word & -word));
/** Zeros below the lowest one; 64 for 0. */
export const trailingZeros = (high: number, low: number): number =>
  low === 0 ? 32 + trailingZeros32(high) : trailingZeros32(low);
export const ones32 = (word: number): number => {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** Product of polynomials whose coefficients are the bits of unsigned numbers, 127 bits long (Bitmanip 1.0.0, section 2.14). */
export const carryless = (a: bigint, b: bigint): bigint => {
  let product = 0n;
  for (let rest = b, factor = a; rest !== 0n; rest >>= 1n, factor <<= 1n) if (rest & 1n) product ^= factor;
  return product;
};

/** Each byte of an unsigned number that is not 0 becomes all ones. */
export const orCombine = (a: bigint): bigint => {
  let result = 0n;
  for (let mask = 0xffn; mask < 2n ** 64n; mask <<= 8n) if (a & mask) result |= mask;
  return result;
};

/** The 8 bytes of an unsigned number in reverse. */
export const reverseBytes = (a: bigint): bigint => {
  let result = 0n;
  for (let rest = a, i = 0; i < 8; i++, rest >>= 8n) result = (result << 8n) | (rest & 0xffn);
  return result;
};

/** Rotates an unsigned number of 64 bits left by 0 to 63; what exceeds 64 bits is left to the register. */
export const rotateLeft = (a: bigint, by: bigint): bigint => (a << by) | (a >> (64n - by));
/** Rotates 32 bits left by the low 5 bits of `by`. */
export const rotateLeft32 = (a: number, by: number): number => (a << by) | (a >>> -by);
