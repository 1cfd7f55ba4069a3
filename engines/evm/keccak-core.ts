/**
 * A WebAssembly module for the permutation Keccak-f[1600] (FIPS 202, section 3), as bytes: about 1.6 KB, written here by a small
 * assembler of what it needs. Its 25 lanes are 25 locals, which registers hold as they hold no two halves of a JavaScript number.
 *
 * It exports `memory`, and `absorb(at)`, which adds the block of `rate` bytes at an address to the state at address 0 and permutes it.
 */
export function keccakModule(): Uint8Array<ArrayBuffer> {
  const signature = [1, 0x60, ...list([[i32]]), ...list([])];
  const exports = list([
    [...name('memory'), 2, 0],
    [...name('absorb'), 0, 0],
  ]);
  const body = [
    ...list([
      [...unsigned(locals), i64],
      [1, i32],
    ]),
    ...absorb(),
    end,
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, signature),
    ...section(3, list([[0]])),
    ...section(5, list([[0, 1]])),
    ...section(7, exports),
    ...section(10, list([[...unsigned(body.length), ...body]])),
    ...section(11, list([[0, ...constant32(constantsAt), end, ...unsigned(8 * rounds), ...roundConstants()]])),
  ]);
}

/** Bytes that a block adds to the state, for hashes of 256 bits. */
export const rate = 136;
/** Where blocks may lie: above the state and the constants. */
export const blocksAt = 512;
export const pageSize = 65_536;

const rounds = 24;
const lanes = 25;
const constantsAt = 8 * lanes;

// Encodings of the WebAssembly specification, chapter 5 (binary format).
const i32 = 0x7f;
const i64 = 0x7e;
const end = 0x0b;
const add32 = 0x6a;
const lessThan32 = 0x49;
const and64 = 0x83;
const xor64 = 0x85;
const rotate64 = 0x89;

/** LEB128. */
const unsigned = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]);
const signed = (value: number): number[] =>
  value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
const list = (entries: readonly (readonly number[])[]): number[] => [...unsigned(entries.length), ...entries.flat()];
const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];

const get = (local: number): number[] => [0x20, ...unsigned(local)];
const set = (local: number): number[] => [0x21, ...unsigned(local)];
const constant32 = (value: number): number[] => [0x41, ...signed(value)];
const constant64 = (value: number): number[] => [0x42, ...signed(value)];
/** From, or to, the address on the stack and `offset` beyond it. */
const load64 = (offset: number): number[] => [0x29, 3, ...unsigned(offset)];
const store64 = (offset: number): number[] => [0x37, 3, ...unsigned(offset)];
const rotated = (value: readonly number[], by: number): number[] =>
  by === 0 ? [...value] : [...value, ...constant64(by), rotate64];

// Locals: the parameter, the lanes before and after they move, the columns' parities and what is added to a column.
const block = 0;
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
    const added = at < rate ? [...get(block), ...load64(at), xor64] : [];
    return [...constant32(0), ...load64(at), ...added, ...set(a(x, y))];
  });
  const left = places.flatMap(({ x, y, at }) => [...constant32(0), ...get(a(x, y)), ...store64(at)]);
  const next = [
    ...get(round),
    ...constant32(8),
    add32,
    0x22,
    ...unsigned(round),
    ...constant32(8 * rounds),
    lessThan32,
  ];
  const loop = [0x03, 0x40, ...oneRound(), ...next, 0x0d, 0, end];
  return [...taken, ...loop, ...left];
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
