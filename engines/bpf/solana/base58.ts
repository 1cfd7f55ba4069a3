const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const digits: ReadonlyMap<string, number> = new Map([...alphabet].map((letter, digit) => [letter, digit]));

/** So many letters, and so many bytes, are converted at once: a product of both is exact in a double. */
const [lettersAtOnce, bytesAtOnce] = [5, 2];
const [letterGroups, byteGroups] = [58 ** lettersAtOnce, 256 ** bytesAtOnce];

/** Bytes as the digits of a number to the base 58, as Solana writes keys; each zero in front is a `1`. */
export const encodeBase58 = (bytes: Uint8Array): string => {
  const zeros = leading(bytes, 0);
  const groups = converted(joinDigits(bytes.subarray(zeros), 256, bytesAtOnce), byteGroups, letterGroups);
  const letters = splitDigits(groups, 58, lettersAtOnce).map((digit) => alphabet[digit]);
  return '1'.repeat(zeros) + letters.join('');
};

/** Undefined if a letter is none of the alphabet. */
export const decodeBase58 = (text: string): Uint8Array | undefined => {
  const letters = Array.from(text, (letter) => digits.get(letter));
  if (letters.includes(undefined)) return undefined;
  const values = letters as number[];
  const zeros = leading(values, 0);
  const groups = converted(joinDigits(values.slice(zeros), 58, lettersAtOnce), letterGroups, byteGroups);
  const bytes = splitDigits(groups, 256, bytesAtOnce);
  const whole = new Uint8Array(zeros + bytes.length);
  whole.set(bytes, zeros);
  return whole;
};

const leading = (values: ArrayLike<number>, wanted: number): number => {
  let count = 0;
  while (count < values.length && values[count] === wanted) count += 1;
  return count;
};

/** Digits to a base, greatest first, as groups of so many; the first may be of fewer. */
const joinDigits = (values: ArrayLike<number>, base: number, size: number): readonly number[] => {
  const groups: number[] = [];
  let group = 0;
  for (let at = 0; at < values.length; at++) {
    group = group * base + values[at];
    if ((values.length - at - 1) % size > 0) continue;
    groups.push(group);
    group = 0;
  }
  return groups;
};

/** The same number to another base, least digit first. */
const converted = (groups: readonly number[], from: number, to: number): readonly number[] => {
  const number: number[] = [];
  for (const group of groups) {
    let carry = group;
    for (let at = 0; at < number.length; at++) {
      carry += number[at] * from;
      number[at] = carry % to;
      carry = Math.floor(carry / to);
    }
    for (; carry > 0; carry = Math.floor(carry / to)) number.push(carry % to);
  }
  return number;
};

/** The digits of groups of which the least is first; the greatest digit comes first, and is not 0. */
const splitDigits = (groups: readonly number[], base: number, size: number): readonly number[] => {
  const values: number[] = [];
  for (let group of groups) for (let n = 0; n < size; n++, group = Math.floor(group / base)) values.push(group % base);
  while (values.at(-1) === 0) values.pop();
  return values.reverse();
};
