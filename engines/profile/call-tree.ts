import type { Place } from '../code.ts';
import type { ProfileNode } from '../profile.ts';
import { byCost } from './amount.ts';
import type { CostNode } from './report.ts';
import { type Texts, whereIs } from './texts.ts';
import { type Codes, wordAt, wordsText } from './words.ts';

/** The same while it grows. */
type Growing = Omit<CostNode, 'own' | 'total' | 'times' | 'children'> & {
  own: bigint;
  times: number;
  /** Mnemonics of the instructions in a line. */
  readonly words: Set<string>;
  readonly children: Map<string, Growing>;
};

/**
 * A run by call path, down to lines: a call holds its labels, a label its lines and what was called from them. Calls of the same
 * name from the same label are one node.
 */
export class CallTree {
  readonly #program: string;
  readonly #codes: Codes;
  readonly #texts: Texts;

  constructor(program: string, codes: Codes, texts: Texts) {
    this.#program = program;
    this.#codes = codes;
    this.#texts = texts;
  }

  of(root: ProfileNode): CostNode {
    const tree = growing({ kind: 'run', name: this.#program });
    tree.times = 1;
    this.#fill(tree, root);
    return finished(tree);
  }

  #fill(into: Growing, node: ProfileNode): void {
    for (const [reason, sum] of node.apart) child(into, { kind: 'apart', name: reason }).own += sum.total;
    for (const [code, offsets] of node.places) {
      for (const [offset, { total, times }] of offsets) {
        const place = { code, offset };
        const line = this.#texts.lineOf(place);
        const label = this.#labelled(into, place);
        if (!line) {
          label.own += total;
          continue;
        }
        const leaf = child(label, { kind: 'line', name: `${line.uri} ${line.line}`, ...whereIs(line) });
        leaf.own += total;
        leaf.times += times;
        leaf.words.add(wordAt(this.#codes, place));
      }
    }
    for (const inner of node.children) {
      const { name, kind, entry, site, calls } = inner;
      const caller = site ? this.#labelled(into, site) : into;
      const callee = child(caller, { kind, name, ...whereIs(this.#texts.lineOf(entry)) });
      callee.times += calls;
      this.#fill(callee, inner);
    }
  }

  /** The label that a place stands under, unless the function itself has its name. */
  #labelled(frame: Growing, place: Place): Growing {
    const label = this.#texts.lineOf(place)?.label;
    if (!label || label.name === frame.name) return frame;
    return child(frame, { kind: 'label', name: label.name, uri: label.uri, line: label.line });
  }
}

const growing = (what: Pick<Growing, 'kind' | 'name' | 'uri' | 'line'>): Growing => ({
  ...what,
  own: 0n,
  times: 0,
  words: new Set(),
  children: new Map(),
});

const child = (parent: Growing, what: Pick<Growing, 'kind' | 'name' | 'uri' | 'line'>): Growing => {
  const key = `${what.kind} ${what.name}`;
  const known = parent.children.get(key);
  if (known) return known;
  const made = growing(what);
  parent.children.set(key, made);
  return made;
};

const finished = ({ kind, name, uri, line, own, times, words, children }: Growing): CostNode => {
  const below = [...children.values()].map(finished);
  const total = below.reduce((sum, each) => sum + BigInt(each.total), own);
  return {
    kind,
    name: kind === 'line' ? wordsText(words) : name,
    ...(uri !== undefined && { uri, line }),
    own: String(own),
    total: String(total),
    times,
    children: byCost(
      below,
      (each) => each.total,
      (each) => `${each.name} ${each.line}`,
    ),
  };
};
