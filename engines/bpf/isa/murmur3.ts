/** MurmurHash3 of 32 bits with seed 0, by which versions before 3 name functions, and all versions name syscalls. */
export const murmur3 = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length & ~3;
  let hash = 0;
  for (let at = 0; at < whole; at += 4) {
    hash ^= scrambled(view.getInt32(at, true));
    hash = (Math.imul(rotated(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let at = bytes.length - 1; at >= whole; at--) rest = (rest << 8) | bytes[at];
  hash ^= scrambled(rest) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

const rotated = (n: number, by: number): number => (n << by) | (n >>> (32 - by));
const scrambled = (n: number): number => Math.imul(rotated(Math.imul(n, 0xcc9e2d51), 15), 0x1b873593);

/** The hash of a name. */
export const hashOfName = (name: string): number => murmur3(new TextEncoder().encode(name));

/** The function that a program begins with, which the chain knows by its name. */
export const entryName = 'entrypoint';

/** The hash that calls a function. @param name of one that is known outside */
export const hashOfFunction = (pc: number, name: string | undefined): number =>
  name === entryName ? hashOfName(name) : hashOfPc(pc);

/** The hash that stands for the function at a slot of the code (`ebpf.rs`). */
export const hashOfPc = (pc: number): number => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(pc), true);
  return murmur3(bytes);
};
