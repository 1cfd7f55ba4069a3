/** One thing that was measured, on this side and on another, in one run on one machine. */
export type Row = {
  readonly name: string;
  /** Medians, in `unit`; less is better. */
  readonly ours: number;
  readonly theirs: number;
  /** What `theirs` is of. */
  readonly against: string;
  /** `ours` by `theirs`: below 1 where ours is faster. */
  readonly ratio: number;
  readonly unit: string;
};

/** How much is measured: `tiny` only shows that everything works, and its numbers mean nothing. */
export type Scale = 'full' | 'tiny';

/** Rows on one subject. */
export type Suite = (scale: Scale) => Promise<readonly Row[]>;

export function row(name: string, ours: number, against: string, theirs: number, unit: string): Row {
  return { name, ours: rounded(ours), against, theirs: rounded(theirs), ratio: rounded(ours / theirs), unit };
}

/** To three digits, which is more than two runs have in common. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Rows for a person to read: a line each, in columns. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ name, ours, against, theirs, ratio, unit }) => [
    name,
    `${ours} ${unit}`,
    `${theirs} ${unit}`,
    `× ${ratio}`,
    against,
  ]);
  const lines = [['', 'ours', 'theirs', 'ratio', 'against'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))))
    .map((line) => line.join('  '))
    .join('\n');
}

/** Milliseconds of processor time that something takes in this process; other processes do not count. */
export async function cpuTime(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
