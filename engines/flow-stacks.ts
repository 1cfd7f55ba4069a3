import type { FlowModel, Item } from './flow.ts';
import type { Instruction } from './instruction.ts';

/** The stack as one block changes it, told in terms of what lay there when the block began. */
export class BlockStack {
  /** What the block has put there, bottom first. */
  readonly items: Item[] = [];
  /** Items it has used of those that were there. */
  needs = 0;
  /** The greatest height so far above that at the start. */
  peak = 0;
  /** Values that are 0 exactly if another is not. */
  readonly negations = new Map<Item, Item>();
  #unknowns = 0;
  /** True once nothing is known of the stack but the items above. */
  lost = false;

  /** Height above that at the start. */
  get growth(): number {
    return this.items.length - this.needs;
  }

  pop(): Item {
    if (this.items.length > 0) return this.items.pop();
    if (this.lost) return this.unknown();
    this.needs += 1;
    return this.needs - 1;
  }

  push(item: Item): void {
    this.items.push(item);
    if (!this.lost && this.growth > this.peak) this.peak = this.growth;
  }

  /** A value of which nothing is known, unlike any before. */
  unknown(): number {
    this.#unknowns -= 1;
    return this.#unknowns;
  }

  lose(): void {
    this.items.length = 0;
    this.lost = true;
  }
}

/** For each thing that a row leaves, its index among what the row takes, or -1. */
const movesOf = (row: Instruction): readonly number[] => row.leaves.map((name) => row.takes.indexOf(name));

/** Executes rows on block stacks. */
export class StackEffects {
  readonly #stack: NonNullable<FlowModel['stack']>;
  readonly #moves = new Map<Instruction, readonly number[]>();

  constructor(stack: NonNullable<FlowModel['stack']>) {
    this.#stack = stack;
  }

  /** Makes the instruction's change and gives what it took, top first. */
  run(stack: BlockStack, offset: number, row: Instruction): readonly Item[] {
    let moves = this.#moves.get(row);
    if (!moves) {
      moves = movesOf(row);
      this.#moves.set(row, moves);
    }
    const taken: Item[] = [];
    for (let i = 0; i < row.takes.length; i++) taken.push(stack.pop());
    for (let i = moves.length - 1; i >= 0; i--) {
      const from = moves[i]!;
      stack.push(from >= 0 ? taken[from] : (this.#stack.result(offset, row, taken) ?? stack.unknown()));
    }
    if (this.#stack.negates(row)) stack.negations.set(stack.items.at(-1), taken[0]);
    return taken;
  }
}

/** A whole stack between two blocks, as a number: equal stacks have equal numbers. */
export type StackId = number;

/** Stands for a value that is not known, among offsets of places. */
export const unknown = -1;
/** Stands for a value that is not 0, but no place either. */
export const notZero = -2;

/**
 * Stacks of places, 0 and values that are not known. A stack is its top and the stack below, so that stacks share what they have in common,
 * and each is kept once.
 */
export class Stacks {
  readonly empty: StackId = 0;
  /** A stack of unknown height. What is below anything pushed on it stays unknown. */
  readonly lost: StackId = 1;
  readonly #below: StackId[] = [0, 1];
  readonly #top: number[] = [unknown, unknown];
  readonly #height: number[] = [0, Number.NaN];
  /** By the stack below and the top. */
  readonly #known = new Map<number, StackId>();
  readonly #values: number;

  /** @param values One more than the greatest value. */
  constructor(values: number) {
    this.#values = values + 2;
  }

  push(below: StackId, top: number): StackId {
    if (top === unknown && below === this.lost) return below;
    const key = below * this.#values + top + 2;
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.#below.push(below) - 1;
      this.#top.push(top);
      this.#height.push(this.height(below) + 1);
      this.#known.set(key, id);
    }
    return id;
  }

  top(id: StackId): number {
    return this.#top[id]!;
  }

  below(id: StackId): StackId {
    return this.#below[id]!;
  }

  /** NaN where it is not known. */
  height(id: StackId): number {
    return this.#height[id]!;
  }
}
