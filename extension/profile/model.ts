import type { Cost, CostNode, MeterProfile, Profile, TextCost } from '../../engines/profile/report.ts';

/** From 1, the least, to 5. */
export type Heat = 1 | 2 | 3 | 4 | 5;

/** Shares of the whole from which on a line has this heat. */
const heats: readonly (readonly [Heat, number])[] = [
  [5, 0.25],
  [4, 0.1],
  [3, 0.03],
  [2, 0.01],
  [1, 0.003],
];

/** The meter that a run is paid by. */
export const meterOf = ({ meters }: Profile): MeterProfile | undefined => meters[0];

/** Which part of the whole an amount is: 1 for all of it, below 0 for what was given back. */
export const shareOf = (amount: string, whole: string): number => {
  const all = BigInt(whole);
  return all === 0n ? 0 : Number((BigInt(amount) * 1_000_000n) / all) / 1_000_000;
};

/** Undefined for what costs next to nothing. */
export const heatOf = (share: number): Heat | undefined => heats.find(([, least]) => share >= least)?.[0];

/** Costs of a text by its URI: its own, or those of a listing. */
export const textsOf = (profile: Profile): readonly TextCost[] => {
  const meter = meterOf(profile);
  return meter ? [...meter.texts, ...meter.listings] : [];
};

export type HotLine = Cost & {
  readonly uri: string;
  readonly name: string;
  readonly line: number;
  readonly text: string;
};

/** The lines that cost most by themselves, the most expensive first. */
export const hottestLines = ({ texts }: MeterProfile, most: number): readonly HotLine[] =>
  texts
    .flatMap(({ uri, name, lines }) => lines.map((line) => ({ uri, name, ...line })))
    .filter(({ own }) => BigInt(own) > 0n)
    .sort((a, b) => (BigInt(a.own) < BigInt(b.own) ? 1 : BigInt(a.own) > BigInt(b.own) ? -1 : 0))
    .slice(0, most);

/** A bar of text, for a histogram: as many eighths of a block as the share says, of `width` blocks. */
export const bar = (share: number, width = 6): string => {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? String.fromCodePoint(0x2590 - rest) : '');
};

/** A stretch of the flame graph, as its page draws and says it. */
export type Stretch = {
  /** Index of the stretch above; -1 for the first. */
  readonly parent: number;
  readonly depth: number;
  readonly kind: string;
  readonly name: string;
  /** Everything about it in one sentence. */
  readonly label: string;
  readonly own: string;
  readonly total: string;
  readonly share: string;
  readonly times: string;
  /** Where it begins, 0 to 1, and how wide it is, within the whole. */
  readonly left: number;
  readonly width: number;
  readonly heat: Heat | undefined;
  /** `Counter.json:12`; undefined where there is no line to go to. */
  readonly place: string | undefined;
};

/** Words for a stretch. */
export type Words = {
  name(node: CostNode): string;
  kind(kind: CostNode['kind']): string;
  label(node: CostNode, share: number): string;
  place(node: CostNode): string | undefined;
  number(amount: string | number): string;
  percent(share: number): string;
};

/** Stretches that a page can show well. */
export const mostStretches = 4000;

/** The tree of a meter from the top, each node before what it calls. Below `mostStretches`, the narrowest are left out. */
export const stretchesOf = (
  { tree, spent }: MeterProfile,
  words: Words,
): { stretches: Stretch[]; nodes: CostNode[] } => {
  const stretches: Stretch[] = [];
  const nodes: CostNode[] = [];
  const least = narrowestShown(tree, spent);
  const visit = (node: CostNode, parent: number, depth: number, left: number, width: number): void => {
    const index = stretches.length;
    const { kind, own, total, times } = node;
    const share = shareOf(total, spent);
    stretches.push({
      ...{ parent, depth, left, width },
      kind: words.kind(kind),
      name: words.name(node),
      label: words.label(node, share),
      own: words.number(own),
      total: words.number(total),
      share: words.percent(share),
      times: times === 0 ? '' : words.number(times),
      heat: heatOf(shareOf(own, spent)),
      place: words.place(node),
    });
    nodes.push(node);
    // What was given back makes a whole smaller than its parts, which then share its width.
    const parts = node.children.map(({ total: part }) => Math.max(0, shareOf(part, spent)));
    const sum = parts.reduce((a, b) => a + b, 0);
    const scale = width / Math.max(share, sum, Number.MIN_VALUE);
    let at = left;
    for (const [i, child] of node.children.entries()) {
      const part = (parts[i] ?? 0) * scale;
      if (Math.abs(shareOf(child.total, spent)) >= least) visit(child, index, depth + 1, at, part);
      at += part;
    }
  };
  visit(tree, -1, 0, 0, 1);
  return { stretches, nodes };
};

/** Share below which stretches are left out, because there are too many of them. */
const narrowestShown = (tree: CostNode, spent: string): number => {
  const shares: number[] = [];
  const visit = (node: CostNode): void => {
    shares.push(Math.abs(shareOf(node.total, spent)));
    node.children.forEach(visit);
  };
  visit(tree);
  if (shares.length <= mostStretches) return 0;
  return shares.sort((a, b) => b - a)[mostStretches] ?? 0;
};

/** To the page of the flame graph. */
export type ToPage = { readonly stretches: readonly Stretch[]; readonly title: string; readonly focus: number };

/** From the page: it wants to be told what to show, or shows the line of a stretch. */
export type FromPage = { readonly kind: 'ready' } | { readonly kind: 'goTo'; readonly index: number };
