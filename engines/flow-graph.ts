import type { Block, ControlFlow, Edge, Finding, FlowModel } from './flow.ts';
import { Blocks } from './flow-blocks.ts';
import { findingsOf } from './flow-findings.ts';
import { Paths } from './flow-paths.ts';

/** Works out the control flow of a code, when it is first asked for. */
export const controlFlow = (model: FlowModel): ControlFlow => {
  let known: Graph | undefined;
  const graph = () => {
    known ??= new Graph(new Blocks(model));
    return known;
  };
  const isInside = (offset: number) => offset >= model.base && offset < model.base + model.length;
  return {
    at: (offset) => (isInside(offset) ? { row: model.rowAt(offset), size: model.sizeAt(offset) } : undefined),
    landing: model.landing,
    ...(model.group && { group: model.group }),
    get blocks() {
      return graph().blocks;
    },
    blockAt: (offset) => graph().at(offset),
    get open() {
      return graph().open;
    },
    height: (offset) => graph().height(offset),
    targets: (offset) => graph().targets(offset),
    sources: (offset) => graph().sources(offset),
    get findings() {
      return graph().findings;
    },
  };
};

/** Answers questions about the blocks of a code and the paths through them. */
class Graph {
  readonly #blocks: Blocks;
  readonly #paths: Paths;
  readonly #model: FlowModel;
  readonly #made: (Block | undefined)[] = [];
  #sources: Map<number, number[]> | undefined;
  #unsure: ReadonlySet<number> | undefined;
  #findings: readonly Finding[] | undefined;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
    this.#model = blocks.model;
    this.#paths = new Paths(blocks);
  }

  get open(): boolean {
    return this.#paths.open;
  }

  get blocks(): readonly Block[] {
    return this.#blocks.starts.map((_, index) => this.#block(index));
  }

  get findings(): readonly Finding[] {
    this.#findings ??= findingsOf(this.#blocks, this.#paths, (index) => this.#block(index));
    return this.#findings;
  }

  at(offset: number): Block | undefined {
    const index = this.#blocks.holding(offset);
    return index < 0 ? undefined : this.#block(index);
  }

  height(offset: number): { readonly before: number; readonly after: number } | undefined {
    const index = this.#blocks.holding(offset);
    const start = this.#paths.height(index);
    if (Number.isNaN(start)) return undefined;
    const row = this.#model.rowAt(offset);
    const growth = this.#blocks.growthBefore(offset);
    if (growth === undefined || !row) return undefined;
    const before = start + growth;
    if (before < row.takes.length || !this.#model.stack?.knownAfter(row, 'next')) return undefined;
    return { before, after: before - row.takes.length + row.leaves.length };
  }

  targets(offset: number): readonly number[] {
    const index = this.#blocks.holding(offset);
    if (index < 0 || this.#blocks.lasts[index] !== offset) return [];
    return this.#block(index)
      .successors.filter(({ kind }) => kind !== 'next')
      .map(({ to }) => to);
  }

  sources(offset: number): readonly number[] {
    if (!this.#sources) {
      const sources = new Map<number, number[]>();
      for (const { last, successors } of this.blocks) {
        for (const { to, kind } of successors) {
          if (kind === 'next') continue;
          const known = sources.get(to);
          if (known) known.push(last);
          else sources.set(to, [last]);
        }
      }
      this.#sources = sources;
    }
    return this.#sources.get(offset) ?? [];
  }

  #block(index: number): Block {
    const made = this.#made[index];
    if (made) return made;
    const { starts, lasts, costs } = this.#blocks;
    const { next, jumps, target } = this.#blocks.effect(index);
    const reached = this.#paths.isReached(index);
    const edges: Edge[] = next ? [{ to: this.#blocks.endOf(index), kind: 'next' }] : [];
    const kind = this.#kindOfJump(lasts[index]!);
    for (const to of this.#paths.jumps(index)) edges.push({ to: starts[to]!, kind });
    // A target that depends on who came here is not all known as long as somebody may come from anywhere.
    const depends = jumps && typeof target !== 'bigint';
    const block: Block = {
      start: starts[index]!,
      end: this.#blocks.endOf(index),
      last: lasts[index]!,
      successors: edges.sort((a, b) => a.to - b.to),
      open: this.#paths.unresolved.has(index) || (depends && (this.open || !reached)),
      cost: costs[index]!,
      reached: reached ? 'yes' : this.#mayBeReached().has(index) ? 'unknown' : 'no',
    };
    this.#made[index] = block;
    return block;
  }

  #kindOfJump(offset: number): Edge['kind'] {
    const flow = this.#model.rowAt(offset)?.flow;
    return flow === 'jump' || flow === 'branch' ? flow : 'call';
  }

  /** The blocks that only a path which is not followed could lead to. */
  #mayBeReached(): ReadonlySet<number> {
    if (this.#unsure) return this.#unsure;
    const unsure = new Set<number>();
    const { starts } = this.#blocks;
    for (let i = 0; this.open && i < starts.length; i++) {
      if (this.#paths.isReached(i)) for (const to of this.#onward(i)) unsure.add(to);
      else if (this.#model.isLanding(starts[i]!)) unsure.add(i);
    }
    // A set is walked through together with what is added on the way.
    for (const index of unsure) for (const to of this.#onward(index)) unsure.add(to);
    this.#unsure = unsure;
    return unsure;
  }

  /** Where a block leads that no path is known to lead to. */
  #onward(index: number): readonly number[] {
    const following = this.#blocks.effect(index).next ? [index + 1] : [];
    return [...following, ...this.#paths.jumps(index)].filter((to) => !this.#paths.isReached(to));
  }
}
