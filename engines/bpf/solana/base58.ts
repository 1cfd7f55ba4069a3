const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const digits: ReadonlyMap<string, number> = new Map([...alphabet].map((letter, digit) => [letter, digit]));

/** Bytes as the digits of a number to the base 58, as Solana writes keys; each zero in front is a `1`. */
export const encodeBase58 = (bytes: Uint8Array): string => {
  const zeros = leading(bytes, 0);
  /** Least digit first. */
  const number: number[] = [];
  for (const byte of bytes.subarray(zeros)) multiplyAndAdd(number, 256, byte, 58);
  return (
    '1'.repeat(zeros) +
    number
      .toReversed()
      .map((digit) => alphabet[digit])
      .join('')
  );
};

/** Undefined if a letter is none of the alphabet. */
export const decodeBase58 = (text: string): Uint8Array | undefined => {
  const letters = [...text].map((letter) => digits.get(letter));
  if (letters.includes(undefined)) return undefined;
  const values = letters as number[];
  const zeros = leading(values, 0);
  const number: number[] = [];
  for (const value of values.slice(zeros)) multiplyAndAdd(number, 58, value, 256);
  return Uint8Array.from([...new Array(zeros).fill(0), ...number.toReversed()]);
};

const leading = (values: ArrayLike<number>, wanted: number): number => {
  let count = 0;
  while (count < values.length && values[count] === wanted) count += 1;
  return count;
};

/** `number = number * factor + summand`, in digits to a base. */
const multiplyAndAdd = (number: number[], factor: number, summand: number, base: number): void => {
  let carry = summand;
  for (let i = 0; i < number.length; i++) {
    carry += (number[i] ?? 0) * factor;
    number[i] = carry % base;
    carry = Math.floor(carry / base);
  }
  for (; carry > 0; carry = Math.floor(carry / base)) number.push(carry % base);
};
