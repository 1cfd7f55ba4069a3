import type { Random } from './random.ts';

/** What no protocol expects in most places. */
export const oddValues: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    -1,
    0,
    1.5,
    1e99,
    2 ** 53,
    '',
    'x',
    [],
    [[]],
    {},
    '\ud800',
    'file:///none',
    '💥'.repeat(99),
  ],
];

/** A well-formed value with any of its members replaced by something else, or gone. */
export const mutate = (value: unknown, random: Random): unknown => {
  if (random.below(6) === 0) return random.pick(oddValues);
  if (Array.isArray(value)) return value.map((item) => mutate(item, random));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mutate(member, random)]));
};
