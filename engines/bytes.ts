export const concatBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/** Bytes of which so many are compared faster as words. */
const worthWords = 64;

/** As numbers of 32 bits, if they lie so in memory that they can be read thus. */
const wordsOf = ({ buffer, byteOffset, length }: Uint8Array): Int32Array | undefined =>
  byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >>> 2) : undefined;

/** Where bytes differ first, from a place on: perhaps where one of them ends; the length of both if they do not. There may be 10 MiB. */
export const firstDifference = (a: Uint8Array, b: Uint8Array, from = 0): number => {
  const common = Math.min(a.length, b.length);
  let at = from;
  const [left, right] = common - from > worthWords ? [wordsOf(a), wordsOf(b)] : [];
  if (left && right) {
    while (at < common && at % 4 !== 0 && a[at] === b[at]) at += 1;
    if (at % 4 === 0) {
      let word = at >>> 2;
      const end = common >>> 2;
      while (word < end && left[word] === right[word]) word += 1;
      at = Math.max(at, word << 2);
    }
  }
  while (at < common && a[at] === b[at]) at += 1;
  return at;
};

/** Whether bytes are equal. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a === b || (a.length === b.length && firstDifference(a, b) === a.length);
