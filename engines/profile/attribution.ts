import type { Place } from '../code.ts';
import { type ProfileNode, totalOf } from '../profile.ts';

/** What was charged under one key: itself, with all that was called from there, and how often. */
export type KeyCost = { own: bigint; total: bigint; times: number };

/**
 * Cost by keys of places, such as the lines that show them: the first key of a place owns what was charged there, the others
 * have it as if they had called it. What was called from a place counts for all its keys, but for each only once on a path.
 */
export const costsByKey = <Key>(
  root: ProfileNode,
  keysOf: (place: Place) => readonly Key[],
): ReadonlyMap<Key, KeyCost> => {
  const costs = new Map<Key, KeyCost>();
  const costOf = (key: Key): KeyCost => {
    const known = costs.get(key) ?? { own: 0n, total: 0n, times: 0 };
    costs.set(key, known);
    return known;
  };
  const visit = (node: ProfileNode, callers: ReadonlySet<Key>): void => {
    const path = node.site ? new Set([...callers, ...keysOf(node.site)]) : callers;
    if (path.size > callers.size) {
      const total = totalOf(node);
      for (const key of path) if (!callers.has(key)) costOf(key).total += total;
    }
    for (const [code, offsets] of node.places) {
      for (const [offset, { total, times }] of offsets) {
        const keys = new Set(keysOf({ code, offset }));
        const [first] = keys;
        if (first !== undefined) {
          costOf(first).own += total;
          costOf(first).times += times;
        }
        for (const key of keys) if (!path.has(key)) costOf(key).total += total;
      }
    }
    for (const child of node.children) visit(child, path);
  };
  visit(root, new Set());
  return costs;
};
