import type { FlowModel, Item } from './flow.ts';
import type { BlockEffect, Blocks } from './flow-blocks.ts';
import { notZero, type StackId, Stacks, unknown } from './flow-stacks.ts';

/** Different stacks with which one block is looked at. Beyond, its code is too tangled, and paths through it stay unknown. */
const stacksPerBlock = 1024;
/** Blocks looked at in all, however often each: some for each block, and these in addition. Large contracts need 8,000. */
const visitsPerBlock = 2;
const visitsMore = 40_000;

/** Follows every path from the start of the code, with what the stack holds of places, and notes what is met on the way. */
export class Paths {
  /** Whether some path is not followed to its end. */
  open = false;
  /** Blocks that jump to somebody knows where. */
  readonly unresolved = new Set<number>();
  /** Blocks that find less on the stack than they take, with the least height that they find. */
  readonly tooLow = new Map<number, number>();
  /** Blocks that make the stack higher than it can be. */
  readonly tooHigh = new Set<number>();
  /** Blocks that jump to a constant which is no target. */
  readonly badJumps = new Map<number, bigint>();
  readonly #blocks: Blocks;
  readonly #model: FlowModel;
  readonly #stacks: Stacks;
  /** By block: the first stack with which it was met, or -1. */
  readonly #first: Int32Array;
  /** By block: all stacks with which it was met, if they are several. */
  readonly #met = new Map<number, Set<StackId>>();
  /** Blocks to follow, each with its stack behind it. */
  readonly #queue: number[] = [];
  /** By block: its height at the start; NaN where paths disagree or nothing is known. */
  readonly #heights: Float64Array;
  /** By block: the blocks that its end was seen to jump to. */
  readonly #jumps = new Map<number, Set<number>>();

  constructor(blocks: Blocks) {
    const count = blocks.starts.length;
    this.#blocks = blocks;
    this.#model = blocks.model;
    this.#stacks = new Stacks(blocks.end);
    this.#first = new Int32Array(count).fill(-1);
    this.#heights = new Float64Array(count).fill(Number.NaN);
    if (count > 0) this.#meet(0, this.#model.stack ? this.#stacks.empty : this.#stacks.lost);
    const most = visitsMore + visitsPerBlock * count;
    let visits = 0;
    for (; visits < most && 2 * visits < this.#queue.length; visits++) {
      this.#follow(this.#queue[2 * visits]!, this.#queue[2 * visits + 1]!);
    }
    if (2 * visits < this.#queue.length) this.open = true;
    this.#queue.length = 0;
  }

  isReached(block: number): boolean {
    return this.#first[block]! >= 0;
  }

  /** Height at the start of a block; NaN where paths disagree or nothing is known. */
  height(block: number): number {
    return this.#heights[block] ?? Number.NaN;
  }

  /** The blocks that a block jumps to: those that were seen, or the one that it names itself. */
  jumps(block: number): readonly number[] {
    const seen = this.#jumps.get(block);
    if (seen) return [...seen];
    const { jumps, target } = this.#blocks.effect(block);
    const place = jumps && typeof target === 'bigint' ? this.#place(target) : unknown;
    const to = place === unknown ? -1 : this.#blocks.startingAt(place);
    return to < 0 ? [] : [to];
  }

  /** Notes that control comes to a block with a stack, which is followed unless it was before. */
  #meet(block: number, stack: StackId): void {
    const first = this.#first[block]!;
    if (first === stack) return;
    const height = this.#stacks.height(stack);
    if (first < 0) {
      this.#first[block] = stack;
      this.#heights[block] = height;
    } else {
      let met = this.#met.get(block);
      if (!met) {
        met = new Set([first]);
        this.#met.set(block, met);
      }
      if (met.has(stack)) return;
      if (met.size === stacksPerBlock) {
        this.open = true;
        return;
      }
      met.add(stack);
      if (height !== this.#heights[block]) this.#heights[block] = Number.NaN;
    }
    this.#queue.push(block, stack);
  }

  #follow(block: number, stack: StackId): void {
    const effect = this.#blocks.effect(block);
    const height = this.#stacks.height(stack);
    if (height < effect.needs) {
      this.tooLow.set(block, Math.min(height, this.tooLow.get(block) ?? height));
      return;
    }
    if (height + effect.peak > (this.#model.stack?.limit ?? Number.POSITIVE_INFINITY)) {
      this.tooHigh.add(block);
      return;
    }
    const used: number[] = [];
    let rest = stack;
    for (let i = 0; i < effect.needs; i++, rest = this.#stacks.below(rest)) used.push(this.#stacks.top(rest));
    const below = effect.lost ? this.#stacks.lost : rest;
    const { condition, takenIfZero } = effect;
    const decided = this.#value(condition, used);
    const [ifTaken, ifNot] = takenIfZero ? [0, notZero] : [notZero, 0];
    const possible = (outcome: number) => decided === unknown || (decided === 0) === (outcome === 0);
    if (effect.next && possible(ifNot)) {
      this.#meet(block + 1, effect.nextKnown ? this.#leave(effect, below, used, ifNot) : this.#stacks.lost);
    }
    if (effect.jumps && possible(ifTaken)) {
      const after = effect.targetKnown ? this.#leave(effect, below, used, ifTaken) : this.#stacks.lost;
      this.#jump(block, effect, this.#value(effect.target, used), after);
    }
  }

  /** The stack that a block leaves where its condition turned out as `outcome`: whatever decided it is known by then. */
  #leave({ items, condition }: BlockEffect, below: StackId, used: readonly number[], outcome: number): StackId {
    let stack = below;
    for (const item of items) {
      const value = this.#value(item, used);
      const decides = value === unknown && typeof item === 'number' && item === condition;
      stack = this.#stacks.push(stack, decides ? outcome : value);
    }
    return stack;
  }

  #jump(block: number, { target: item }: BlockEffect, target: number, stack: StackId): void {
    const to = target >= 0 && this.#model.isTarget(target) ? this.#blocks.startingAt(target) : -1;
    if (to >= 0) {
      const known = this.#jumps.get(block);
      if (known) known.add(to);
      else this.#jumps.set(block, new Set([to]));
      this.#meet(to, stack);
    } else if (typeof item === 'bigint' && this.#place(item) === unknown) this.badJumps.set(block, item);
    else {
      this.open = true;
      this.unresolved.add(block);
    }
  }

  /** What an item is, given the items that the block found, as far as it matters: a place, 0, not 0, or unknown. */
  #value(item: Item, used: readonly number[]): number {
    if (item === undefined) return unknown;
    if (typeof item === 'number') return used[item] ?? unknown;
    if (typeof item === 'bigint') return this.#constant(item);
    const value = used[item.masked] ?? unknown;
    return value === notZero ? unknown : value;
  }

  #constant(constant: bigint): number {
    if (constant === 0n) return 0;
    const place = this.#place(constant);
    return place === unknown && constant === 1n ? notZero : place;
  }

  /** A constant, if it can be jumped to. */
  #place(constant: bigint): number {
    if (constant >= BigInt(this.#blocks.end)) return unknown;
    return this.#model.isTarget(Number(constant)) ? Number(constant) : unknown;
  }
}
