/** Letters to insert, drop, replace or swap with a neighbour to get from `a` to `b`; anything above `most` counts as infinite. */
const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const edited = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(edited, beforeLast[j - 2]! + 1) : edited);
    }
    if (Math.min(...row) > most) return Number.POSITIVE_INFINITY;
    beforeLast = last;
    last = row;
  }
  const found = last[b.length]!;
  return found > most ? Number.POSITIVE_INFINITY : found;
};

/** The candidate that `word` was most likely meant to be, whatever its case; undefined if none is close. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => {
  const wanted = word.toLowerCase();
  if (wanted.length > 40) return undefined;
  let best: string | undefined;
  let least = Math.floor(wanted.length / 4) + 1.5;
  for (const candidate of candidates) {
    const far = distance(wanted, candidate.toLowerCase(), Math.floor(least));
    if (far < least) {
      best = candidate;
      least = far;
    }
  }
  return best;
};
