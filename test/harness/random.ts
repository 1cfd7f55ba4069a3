/** A source of random numbers that can be repeated: Mulberry32, by T. Ettinger. */
export type Random = {
  readonly seed: number;
  /** A whole number below `bound`. */
  below(bound: number): number;
  pick<T>(from: readonly T[]): T;
};

/** The seed that a failing run printed, given in `GASLAMP_SEED`, or a new one. */
export const newSeed = () => Number(process.env.GASLAMP_SEED ?? Math.floor(Math.random() * 2 ** 32));

export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (bound: number) => next() % bound;
  return {
    seed,
    below,
    pick: (from) => {
      if (from.length === 0) throw new Error('There is nothing to pick from.');
      return from[below(from.length)] as (typeof from)[number];
    },
  };
};
