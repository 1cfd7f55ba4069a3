import {
  add32,
  and64,
  constant32,
  constant64,
  get,
  i32,
  i64,
  leaveIf,
  lessThan32,
  load64,
  loop,
  moduleOf,
  rotated,
  set,
  store64,
  tee,
  xor64,
} from './wasm.ts';

/**
 * A WebAssembly module for the permutation Keccak-f[1600] (FIPS 202, section 3), as bytes: about 1.6 KB, written here by a small
 * assembler of what it needs. Its 25 lanes are 25 locals, which registers hold as they hold no two halves of a JavaScript number.
 *
 * It exports `memory`, and `absorb(at)`, which adds the block of `rate` bytes at an address to the state at address 0 and permutes it.
 */
export function keccakModule(): Uint8Array<ArrayBuffer> {
  const data = { at: constantsAt, bytes: roundConstants() };
  const types = [[locals, i64] as const, [1, i32] as const];
  return moduleOf({ function: 'absorb', locals: types, body: absorb(), data });
}

/** Bytes that a block adds to the state, for hashes of 256 bits. */
export const rate = 136;
/** Where blocks may lie: above the state and the constants. */
export const blocksAt = 512;

const rounds = 24;
const lanes = 25;
const constantsAt = 8 * lanes;

// Locals: the parameter, the lanes before and after they move, the columns' parities and what is added to a column.
const blockAt = 0;
const a = (x: number, y: number) => 1 + (x % 5) + 5 * (y % 5);
const b = (x: number, y: number) => a(x, y) + lanes;
const parity = (x: number) => 1 + 2 * lanes + (x % 5);
const effect = (x: number) => parity(x) + 5;
const locals = 2 * lanes + 10;
/** Eight times the number of the round. */
const round = 1 + locals;

const five = [0, 1, 2, 3, 4];
const places = five.flatMap((y) => five.map((x) => ({ x, y, at: 8 * (x + 5 * y) })));

function absorb(): number[] {
  const taken = places.flatMap(({ x, y, at }) => {
    const added = at < rate ? [...get(blockAt), ...load64(at), xor64] : [];
    return [...constant32(0), ...load64(at), ...added, ...set(a(x, y))];
  });
  const left = places.flatMap(({ x, y, at }) => [...constant32(0), ...get(a(x, y)), ...store64(at)]);
  const next = [...get(round), ...constant32(8), add32, ...tee(round), ...constant32(8 * rounds), lessThan32];
  return [...taken, ...loop([...oneRound(), ...next, ...leaveIf(0)]), ...left];
}

function oneRound(): number[] {
  const parities = five.flatMap((x) => [
    ...five.flatMap((y) => (y === 0 ? get(a(x, y)) : [...get(a(x, y)), xor64])),
    ...set(parity(x)),
  ]);
  const effects = five.flatMap((x) => [
    ...get(parity(x + 4)),
    ...rotated(get(parity(x + 1)), 1),
    xor64,
    ...set(effect(x)),
  ]);
  const offsets = rotationOffsets();
  const moved = places.flatMap(({ x, y }) => [
    ...rotated([...get(a(x, y)), ...get(effect(x)), xor64], offsets[x + 5 * y] ?? 0),
    ...set(b(y, 2 * x + 3 * y)),
  ]);
  const mixed = places.flatMap(({ x, y }) => [
    ...get(b(x, y)),
    ...[...get(b(x + 1, y)), ...constant64(-1), xor64],
    ...[...get(b(x + 2, y)), and64, xor64],
    ...(x + y === 0 ? [...get(round), ...load64(constantsAt), xor64] : []),
    ...set(a(x, y)),
  ]);
  return [...parities, ...effects, ...moved, ...mixed];
}

/** Of lane x + 5y (section 3.2.2). */
function rotationOffsets(): number[] {
  const offsets = new Array<number>(lanes).fill(0);
  let [x, y] = [1, 0];
  for (let t = 0; t < 24; t += 1) {
    offsets[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64;
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return offsets;
}

/** Of all rounds, in memory's order of bytes (section 3.2.5): bit 2^j - 1 of each comes from a shift register. */
function roundConstants(): number[] {
  const bytes: number[] = [];
  let register = 1;
  for (let i = 0; i < rounds; i += 1) {
    const constant = new Array<number>(8).fill(0);
    for (let j = 0; j < 7; j += 1) {
      const bit = 2 ** j - 1;
      if (register & 1) constant[bit >> 3] = (constant[bit >> 3] ?? 0) | (1 << (bit & 7));
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0);
    }
    bytes.push(...constant);
  }
  return bytes;
}
