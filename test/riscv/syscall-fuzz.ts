import type { Random } from '../harness/random.ts';
import { witnessOffset } from './mock.ts';
import type { Call, Generated, SpawnArguments, Way } from './syscall-program.ts';

const group = 1n << 56n;
const sources = [1n, 1n, 2n, 3n, 4n, group | 1n, group | 1n, group | 2n, group | 3n, group | 4n, (2n << 56n) | 1n];
const wrongSources = [0n, 5n, (1n << 55n) | 1n, group];
const lengths = [0n, 1n, 7n, 8n, 31n, 100n, 480n, 2n ** 64n - 1n];
const offsets = [0, 0, 1, 8, 50, 10_000, 2n ** 64n - 1n];
const places = ['buf', 'buf', 'buf', 'buf+3', 'buf+64'];
const wrongPlaces = [0x3ffff8, 'way0', -8, 2n ** 63n];

/** Loads with arguments (address, length, offset, index, source, field), as many as the syscall takes. */
const loads: readonly (readonly [number: number, fields: number | undefined])[] = [
  ...([2071, 2072, 2073, 2074, 2092] as const).map((n) => [n, undefined] as const),
  ...[[2081, 7] as const, [2082, 3] as const, [2083, 2] as const],
];

const oneIn = (random: Random, n: number): boolean => random.below(n) === 0;

const source = (random: Random): bigint => (oneIn(random, 150) ? random.pick(wrongSources) : random.pick(sources));
const index = (random: Random): number => (oneIn(random, 10) ? 0xffffffff : random.below(4));

const load = (random: Random, version: number): Call => {
  const address = oneIn(random, 100) ? random.pick(wrongPlaces) : random.pick(places);
  if (oneIn(random, 8)) return loadCode(random);
  const start = [address, oneIn(random, 200) ? 'way0' : 'len', random.pick(offsets)] as const;
  const length = random.pick(lengths);
  if (oneIn(random, 6)) return { number: random.pick([2051, 2052, 2061, 2062]), takes: start, length };
  if (version === 2 && oneIn(random, 6))
    return { number: 2104, takes: [...start, index(random), source(random)], length };
  const [number, fields] = random.pick(loads);
  const field = fields === undefined ? [] : [oneIn(random, 100) ? fields : random.below(fields)];
  return { number, takes: [...start, index(random), source(random), ...field], length };
};

/** Addresses, sizes, offsets and lengths that go together, and some that do not. */
const loadCode = (random: Random): Call => {
  const page = 4096;
  const address = 0x80000 + page * random.below(4) + (oneIn(random, 60) ? 8 : 0);
  const size = oneIn(random, 60) ? 100 : page * random.below(4);
  const offset = random.pick([0, 0, 0, 4, 100, 2n ** 64n - 1n]);
  const length = random.pick([0, 4, 100, page, page, 2 * page]);
  return { number: 2091, takes: [address, size, offset, length, index(random), source(random)] };
};

/** Where a program may be loaded from: index, source, place and bounds. */
const piece = (random: Random): readonly (bigint | number)[] => {
  const bounds = random.pick([0n, 0n, 0n, 0n, 1n << 62n, 0xffffffffn, BigInt(witnessOffset) << 32n]);
  if (oneIn(random, 3)) return [random.below(2), random.pick([1n, 2n, group | 1n]), 1, BigInt(witnessOffset) << 32n];
  return oneIn(random, 8) ? [index(random), source(random), random.below(3), bounds] : [0, 3, 0, bounds];
};

const exec = (random: Random, way: number): Call => ({ number: 2043, takes: [...piece(random), way, 'argv'] });

const end = (random: Random): number => (oneIn(random, 15) ? random.below(40) : 2 + random.below(6));

const scheduling = (random: Random, spawns: SpawnArguments[], later: number | undefined): Call => {
  const kind = random.below(13);
  if (kind < 5 && later !== undefined) {
    const ends = Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, () => end(random));
    spawns.push({ argc: later, ends });
    return { number: 2601, takes: [...piece(random), `spawn${spawns.length - 1}`] };
  }
  if (kind < 6) return { number: 2604, takes: ['buf'] };
  if (kind < 8)
    return { number: 2605, takes: [end(random) | 1, 'ways', 'len'], length: random.pick([0n, 1n, 5n, 40n, 300n]) };
  if (kind < 10)
    return { number: 2606, takes: [end(random) & ~1, 'buf', 'len'], length: random.pick([0n, 1n, 8n, 30n, 400n]) };
  if (kind < 11) return { number: 2602, takes: [oneIn(random, 5) ? 77 : 1 + random.below(5), 'buf+8'] };
  if (kind < 12) return { number: 2608, takes: [end(random)] };
  return oneIn(random, 2)
    ? { number: 2607, takes: ['buf', 'len'], length: BigInt(random.below(4)) }
    : { number: 2603, takes: [] };
};

const twoPipes: readonly Call[] = [
  { number: 2604, takes: ['buf'] },
  { number: 2604, takes: ['buf'] },
];

/** A program that makes syscalls at random, some of them mistaken. Its ways start only later ones, so it ends. */
export const generate = (random: Random, version: number): Generated => {
  const count = version === 0 ? 1 : 2 + random.below(4);
  const spawns: SpawnArguments[] = [];
  const schedules = version === 2 && !oneIn(random, 4);
  const most = schedules ? 7 : 14;
  const ways = Array.from({ length: count }, (_, n): Way => {
    const later = () => (n + 1 < count ? n + 1 + random.below(count - n - 1) : undefined);
    const calls = Array.from({ length: 2 + random.below(most) }, (): Call => {
      return schedules ? scheduling(random, spawns, later()) : load(random, version);
    });
    if (schedules && n === 0) calls.unshift(...twoPipes);
    const next = later();
    if (version > 0 && next !== undefined && oneIn(random, schedules ? 4 : 2)) calls.push(exec(random, next));
    return { calls, code: oneIn(random, 5) ? random.below(256) - 128 : 0 };
  });
  return { ways, spawns, version };
};
