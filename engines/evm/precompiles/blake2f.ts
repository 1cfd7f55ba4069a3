import { fromBytes } from '../words.ts';
import { blake2fModule, wordsAt, workAt } from './blake2f-core.ts';
import { mixings, schedule } from './blake2f-tables.ts';
import { blake2fFlag, blake2fSize } from './messages.ts';
import { type Gas, type Run, refuse } from './precompile.ts';

/** Input: rounds (4 bytes, big-endian), then h (8), m (16) and t (2) as little-endian words of 64 bits, and the final flag. */
const size = 213;
const [stateAt, messageAt, counterAt, flagAt] = [4, 68, 196, 212];

const roundsOf = (input: Uint8Array): number => Number(fromBytes(input.subarray(0, stateAt)));

/** 1 per round. */
export const blake2fGas: Gas = (input) => BigInt(input.length === size ? roundsOf(input) : 0);

/** The first 64 bits of the fractions of the square roots of the first eight primes (RFC 7693, 2.6), low half first. */
// biome-ignore format: a table is read by its columns
const initial = Uint32Array.of(
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
  0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
);

/** The compression function of BLAKE2b with any number of rounds (EIP-152; RFC 7693, 3.2). */
export const blake2f: Run = (input) => {
  if (input.length !== size) refuse(blake2fSize(input.length, size));
  const flag = input[flagAt] as number;
  if (flag > 1) refuse(blake2fFlag(flag));
  mixer ??= fastest();
  return mixer(input, roundsOf(input));
};

/** Mixes the message of an input into its state, and gives what comes out; the input is known to be well formed. */
type Mixer = (input: Uint8Array, rounds: number) => Uint8Array;

let mixer: Mixer | undefined;

/** A host may forbid WebAssembly; mixing then takes about twenty times as long (measured). */
const fastest = (): Mixer => {
  try {
    return mixerOf(new WebAssembly.Instance(new WebAssembly.Module(blake2fModule())));
  } catch {
    return mixByHalves;
  }
};

const mixerOf = ({ exports }: WebAssembly.Instance): Mixer => {
  const { memory, mix } = exports as { memory: WebAssembly.Memory; mix: (rounds: number) => void };
  const work = new Uint8Array(memory.buffer, workAt, wordsAt - workAt);
  const message = new Uint8Array(memory.buffer, wordsAt, counterAt - messageAt);
  return (input, rounds) => {
    const state = input.subarray(stateAt, messageAt);
    work.set(state);
    work.set(new Uint8Array(startOf(input).buffer), state.length);
    message.set(input.subarray(messageAt, counterAt));
    mix(rounds);
    return state.map((byte, i) => byte ^ (work[i] as number) ^ (work[i + state.length] as number));
  };
};

/** The second half of the state before the first round (RFC 7693, 3.2), as pairs of 32 bits. */
const startOf = (input: Uint8Array): Uint32Array => {
  const start = initial.slice();
  halves(input, counterAt, flagAt).forEach((half, i) => {
    start[8 + i] = (start[8 + i] as number) ^ half;
  });
  if (input[flagAt] === 1) for (const i of [12, 13]) start[i] = ~(start[i] as number);
  return start;
};

/** The same without WebAssembly. */
export const mixByHalves: Mixer = (input, rounds) => {
  const h = halves(input, stateAt, messageAt);
  const m = halves(input, messageAt, counterAt);
  const v = new Uint32Array(32);
  v.set(h);
  v.set(startOf(input), 16);
  for (let round = 0; round < rounds; round += 1) mixAll(v, m, schedule[round % 10] as readonly number[]);
  const output = new DataView(new ArrayBuffer(64));
  h.forEach((half, i) => {
    output.setUint32(4 * i, half ^ (v[i] as number) ^ (v[i + 16] as number), true);
  });
  return new Uint8Array(output.buffer);
};

/** Words of 64 bits as pairs of 32, low half first: numbers are many times faster than bigints here. */
const halves = (input: Uint8Array, from: number, to: number): Uint32Array => {
  const view = new DataView(input.buffer, input.byteOffset + from, to - from);
  return Uint32Array.from({ length: (to - from) / 4 }, (_, i) => view.getUint32(4 * i, true));
};

const mixAll = (v: Uint32Array, m: Uint32Array, words: readonly number[]): void => {
  for (let i = 0; i < 8; i += 1) {
    const [a, b, c, d] = mixings[i] as (typeof mixings)[number];
    mix(v, 2 * a, 2 * b, 2 * c, 2 * d, m, 2 * (words[2 * i] as number), 2 * (words[2 * i + 1] as number));
  }
};

/** The mixing function G (RFC 7693, 3.1); all arguments but `v` and `m` are places of low halves. */
const mix = (
  v: Uint32Array,
  a: number,
  b: number,
  c: number,
  d: number,
  m: Uint32Array,
  x: number,
  y: number,
): void => {
  add(v, a, v, b);
  add(v, a, m, x);
  turn(v, d, a, 32);
  add(v, c, v, d);
  turn(v, b, c, 24);
  add(v, a, v, b);
  add(v, a, m, y);
  turn(v, d, a, 16);
  add(v, c, v, d);
  turn(v, b, c, 63);
};

/** Adds one word to another, modulo 2^64. */
const add = (v: Uint32Array, to: number, from: Uint32Array, at: number): void => {
  const low = (v[to] as number) + (from[at] as number);
  v[to] = low;
  v[to + 1] = (v[to + 1] as number) + (from[at + 1] as number) + (low > 0xffffffff ? 1 : 0);
};

/** Combines a word with another by exclusive or, and rotates it to the right. */
const turn = (v: Uint32Array, to: number, from: number, bits: 16 | 24 | 32 | 63): void => {
  const low = (v[to] as number) ^ (v[from] as number);
  const high = (v[to + 1] as number) ^ (v[from + 1] as number);
  if (bits === 32) {
    v[to] = high;
    v[to + 1] = low;
  } else if (bits === 63) {
    v[to] = (low << 1) | (high >>> 31);
    v[to + 1] = (high << 1) | (low >>> 31);
  } else {
    v[to] = (low >>> bits) | (high << (32 - bits));
    v[to + 1] = (high >>> bits) | (low << (32 - bits));
  }
};
