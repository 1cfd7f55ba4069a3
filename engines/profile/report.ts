import type { Place } from '../code.ts';
import type { Machine } from '../machine.ts';
import { type ProfileNode, totalOf } from '../profile.ts';
import { type Amount, byCost } from './amount.ts';
import { costsByKey } from './attribution.ts';
import { CallTree } from './call-tree.ts';
import { causesOf } from './causes.ts';
import { withInlined } from './inlining.ts';
import { type Line, type Subject, type Texts, textsOf, whereIs } from './texts.ts';
import { type Codes, wordAt, wordsText } from './words.ts';

/** Where the cost of a run went. Plain data: it can be sent, kept in a file and compared with that of another run. */
export type Profile = {
  readonly program: string;
  /** Id and version of the engine. */
  readonly vm: string;
  readonly version: string;
  readonly steps: number;
  readonly ending: Ending;
  /** One for each dimension of the meter, the one that a run is paid by first. */
  readonly meters: readonly MeterProfile[];
};

/** How the run ended, in one sentence: as the program wanted or not, or because the host let it go no further. */
export type Ending = { readonly kind: 'ended' | 'limit'; readonly ok: boolean; readonly text: string };

export type MeterProfile = {
  /** In the plural and lower case, after a number: `gas`. */
  readonly name: string;
  /** What the run cost: the sum of everything that follows. */
  readonly spent: Amount;
  /** What was given back, a part of `spent`: 0 or below. */
  readonly refunded: Amount;
  readonly tree: CostNode;
  /** By own cost, as all lists here, the most expensive first. */
  readonly functions: readonly FunctionCost[];
  readonly instructions: readonly InstructionCost[];
  /** What belongs to no instruction. */
  readonly apart: readonly ReasonCost[];
  /** What it was spent for: the work of instructions, and all that was charged beyond that. */
  readonly causes: readonly ReasonCost[];
  /** What it would have cost more if no instructions had run as one: 0 or below, and no part of `spent`. */
  readonly saved: Amount;
  /** Each instruction's cost stands in exactly one of these: in the source, or else in the listing of its code. */
  readonly texts: readonly TextCost[];
  /** The same for listings of codes that have a source. */
  readonly listings: readonly TextCost[];
};

/** A stretch of a flame graph. */
export type CostNode = {
  readonly kind: 'run' | 'call' | 'function' | 'inlined' | 'native' | 'label' | 'line' | 'apart';
  readonly name: string;
  /** Where it begins, where that is known: a URI and a line from 0. */
  readonly uri?: string;
  readonly line?: number;
  readonly own: Amount;
  /** Its own, and all that its children cost. */
  readonly total: Amount;
  /** How often it was called, or its instructions were charged for. */
  readonly times: number;
  readonly children: readonly CostNode[];
};

/** Own cost, and with all that is called from there; what calls itself is counted once. */
export type Cost = { readonly own: Amount; readonly total: Amount };

export type FunctionCost = Cost & Pick<CostNode, 'name' | 'kind' | 'uri' | 'line'> & { readonly calls: number };

export type InstructionCost = {
  readonly mnemonic: string;
  readonly times: number;
  readonly cost: Amount;
  /** What of it was charged beyond the base cost, and why. */
  readonly extras: readonly ReasonCost[];
};

export type ReasonCost = { readonly reason: string; readonly cost: Amount };

/** Lines from 0, in the order of the text. */
export type TextCost = {
  readonly uri: string;
  readonly name: string;
  readonly lines: readonly LineCost[];
  readonly labels: readonly LabelCost[];
};

/** `text` names the instructions, as in `PUSH1 ADD`; a line that only uses a macro has none of its own. */
export type LineCost = Cost & { readonly line: number; readonly times: number; readonly text: string };

/** A label or a function with all lines up to the next one; a guessed one is a place that is jumped to and has no name. */
export type LabelCost = Cost & { readonly name: string; readonly line: number; readonly guessed?: true };

/** What was collected of one dimension. */
export type Recorded = { readonly root: ProfileNode; readonly refunded: bigint };

export type Run = {
  readonly ending: Ending | undefined;
  readonly machine: Pick<Machine, 'steps' | 'meters' | 'codes'>;
  /** One for each of the machine's meters. */
  readonly recorded: readonly Recorded[];
};

/** Tells where the cost of a finished run went. */
export const reportRun = (subject: Subject, { machine, recorded, ending }: Run): Profile => {
  const { engine, version } = subject;
  const texts = textsOf(subject, machine.codes);
  const meters = machine.meters().flatMap(({ name }, dimension) => {
    const of = recorded[dimension];
    return of ? [reportMeter(name, subject, of, machine.codes, texts)] : [];
  });
  return {
    program: subject.program.name,
    vm: engine.id,
    version,
    steps: machine.steps,
    ending: ending ?? unfinished,
    meters,
  };
};

const unfinished: Ending = { kind: 'limit', ok: false, text: '' };

const reportMeter = (
  name: string,
  { program, engine, version }: Subject,
  { root, refunded }: Recorded,
  codes: Codes,
  texts: Texts,
): MeterProfile => {
  const inlined = withInlined(root, (place) => texts.inlined(place));
  const { causes, saved } = causesOf(root, codes, engine, version);
  return {
    name,
    spent: String(totalOf(root)),
    refunded: String(refunded),
    tree: new CallTree(program.name, codes, texts).of(inlined),
    functions: functionsOf(inlined, texts),
    instructions: instructionsOf(root, codes),
    apart: apartOf(root),
    causes: reasonsOf(causes),
    saved: String(saved),
    texts: textCosts(root, codes, texts, (place) => texts.shown(place)),
    listings: textCosts(root, codes, texts, (place) => texts.alsoListed(place)),
  };
};

const functionsOf = (root: ProfileNode, texts: Texts): readonly FunctionCost[] => {
  type Growing = Pick<FunctionCost, 'name' | 'kind' | 'uri' | 'line'> & { calls: number; own: bigint; total: bigint };
  const functions = new Map<string, Growing>();
  const visit = (node: ProfileNode, path: ReadonlySet<string>): void => {
    const key = `${node.kind} ${node.name}`;
    let found = functions.get(key);
    if (!found) {
      const { name, kind } = node;
      found = { name, kind, ...whereIs(texts.lineOf(node.entry)), calls: 0, own: 0n, total: 0n };
      functions.set(key, found);
    }
    found.calls += node.calls;
    found.own += ownCost(node);
    if (!path.has(key)) found.total += totalOf(node);
    const inner = new Set(path).add(key);
    for (const child of node.children) visit(child, inner);
  };
  for (const child of root.children) visit(child, new Set());
  const list = [...functions.values()].map((each) => ({ ...each, own: String(each.own), total: String(each.total) }));
  return byCost(
    list,
    ({ own }) => own,
    ({ name }) => name,
  );
};

const ownCost = (node: ProfileNode): bigint => totalOf({ ...node, children: [] });

const instructionsOf = (root: ProfileNode, codes: Codes): readonly InstructionCost[] => {
  const found = new Map<string, { times: number; cost: bigint; readonly extras: Map<string, bigint> }>();
  const visit = (node: ProfileNode): void => {
    for (const [id, offsets] of node.places) {
      for (const [offset, { times, total, extras }] of offsets) {
        const mnemonic = wordAt(codes, { code: id, offset });
        const entry = found.get(mnemonic) ?? { times: 0, cost: 0n, extras: new Map() };
        entry.times += times;
        entry.cost += total;
        for (const [reason, sum] of extras) entry.extras.set(reason, (entry.extras.get(reason) ?? 0n) + sum.total);
        found.set(mnemonic, entry);
      }
    }
    node.children.forEach(visit);
  };
  visit(root);
  const list = [...found].map(([mnemonic, { times, cost, extras }]) => ({
    mnemonic,
    times,
    cost: String(cost),
    extras: reasonsOf(extras),
  }));
  return byCost(
    list,
    ({ cost }) => cost,
    ({ mnemonic }) => mnemonic,
  );
};

const apartOf = (root: ProfileNode): readonly ReasonCost[] => {
  const reasons = new Map<string, bigint>();
  const visit = (node: ProfileNode): void => {
    for (const [reason, { total }] of node.apart) reasons.set(reason, (reasons.get(reason) ?? 0n) + total);
    node.children.forEach(visit);
  };
  visit(root);
  return reasonsOf(reasons);
};

const reasonsOf = (reasons: ReadonlyMap<string, bigint>): readonly ReasonCost[] =>
  byCost(
    [...reasons].map(([reason, cost]) => ({ reason, cost: String(cost) })),
    ({ cost }) => cost,
    ({ reason }) => reason,
  );

/** Cost by line and by label. Of a place in a macro, the innermost line pays; the lines that use the macro have it as a callee. */
const textCosts = (
  root: ProfileNode,
  codes: Codes,
  texts: Texts,
  linesOf: (place: Place) => readonly Line[],
): readonly TextCost[] => {
  const words = new Map<Line, Set<string>>();
  const lines = costsByKey(root, (place) => {
    const keys = linesOf(place);
    const [first] = keys;
    if (first) words.set(first, (words.get(first) ?? new Set()).add(wordAt(codes, place)));
    return keys;
  });
  const labels = costsByKey(root, (place) => linesOf(place).flatMap(({ label }) => label ?? []));
  const found = new Map<string, { lines: LineCost[]; labels: LabelCost[] }>();
  const textOf = (uri: string) => {
    const known = found.get(uri) ?? { lines: [], labels: [] };
    found.set(uri, known);
    return known;
  };
  for (const [key, { own, total, times }] of lines) {
    const text = wordsText(words.get(key) ?? new Set());
    textOf(key.uri).lines.push({ line: key.line, text, own: String(own), total: String(total), times });
  }
  for (const [{ uri, name, line, guessed }, { own, total }] of labels) {
    const label = { name, line, own: String(own), total: String(total) };
    textOf(uri).labels.push(guessed ? { ...label, guessed } : label);
  }
  const inOrder = (a: { readonly line: number }, b: { readonly line: number }) => a.line - b.line;
  return [...found]
    .map(([uri, costs]) => ({
      uri,
      name: texts.nameOf(uri),
      lines: costs.lines.sort(inOrder),
      labels: costs.labels.sort(inOrder),
    }))
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
};
