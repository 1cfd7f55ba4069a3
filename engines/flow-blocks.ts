import type { FlowModel, Item } from './flow.ts';
import { BlockStack, StackEffects } from './flow-stacks.ts';
import type { Instruction } from './instruction.ts';
import { firstIndex } from './search.ts';

/** Marks an offset at which nothing is known of the height of the stack. */
const noGrowth = -(2 ** 31);

/** What running a block does, told in terms of the stack that it finds. */
export type BlockEffect = {
  /** Items it uses of those that it finds, and the greatest height it reaches above the one at its start. */
  readonly needs: number;
  readonly peak: number;
  /** Items it leaves in place of those that it used, bottom first. */
  readonly items: readonly Item[];
  /** True if nothing is known of the stack below `items` any more. */
  readonly lost: boolean;
  /** Whether control can go on to what follows, and whether the stack is known then. */
  readonly next: boolean;
  readonly nextKnown: boolean;
  /** Whether its last instruction can go elsewhere, and where. */
  readonly jumps: boolean;
  readonly target: Item;
  readonly targetKnown: boolean;
  /** Of a branch: the value that decides, and whether the branch is taken if it is 0, or if it is not. */
  readonly condition: Item;
  readonly takenIfZero: boolean;
};

/** A code cut into blocks, each with its effect. */
export class Blocks {
  readonly model: FlowModel;
  readonly starts: readonly number[];
  /** Offset of the last instruction, by block. */
  readonly lasts: readonly number[];
  readonly costs: readonly number[];
  readonly #effects: (BlockEffect | undefined)[] = [];
  readonly #stack: StackEffects | undefined;
  /** By offset from the base: height before the instruction above that at the start of its block. */
  readonly #growth: Int32Array;
  readonly #ends = new Map<Instruction, boolean>();

  constructor(model: FlowModel) {
    this.model = model;
    this.#stack = model.stack && new StackEffects(model.stack);
    this.#growth = new Int32Array(model.length).fill(noGrowth);
    const { starts, lasts, costs } = this.#cut(this.#leaders());
    this.starts = starts;
    this.lasts = lasts;
    this.costs = costs;
  }

  get end(): number {
    return this.model.base + this.model.length;
  }

  /** Index of the block that holds an offset, or -1. */
  holding(offset: number): number {
    if (!(offset >= this.model.base && offset < this.end)) return -1;
    return firstIndex(this.starts.length, (index) => this.starts[index]! > offset) - 1;
  }

  /** Index of the block that starts at an offset, or -1. */
  startingAt(offset: number): number {
    const block = this.holding(offset);
    return this.starts[block] === offset ? block : -1;
  }

  endOf(block: number): number {
    return this.starts[block + 1] ?? this.end;
  }

  /** Height before the instruction above that at the start of its block; undefined where it is not known. */
  growthBefore(offset: number): number | undefined {
    this.effect(this.holding(offset));
    const growth = this.#growth[offset - this.model.base];
    return growth === noGrowth ? undefined : growth;
  }

  effect(block: number): BlockEffect {
    let effect = this.#effects[block];
    if (!effect) {
      effect = this.#run(block);
      this.#effects[block] = effect;
    }
    return effect;
  }

  /** 1 where an instruction starts, 2 where a block does. */
  #leaders(): Uint8Array {
    const { model } = this;
    const marks = new Uint8Array(model.length);
    const lead = (offset: number) => {
      const at = offset - model.base;
      if (at >= 0 && at < marks.length) marks[at] = marks[at]! | 2;
    };
    lead(model.base);
    for (let offset = model.base; offset < this.end; ) {
      const row = model.rowAt(offset);
      marks[offset - model.base] = marks[offset - model.base]! | 1;
      if (model.landing && model.isLanding(offset)) lead(offset);
      const next = offset + model.sizeAt(offset);
      if (!row || this.#endsBlock(row)) lead(next);
      if (row && namesPlace(row)) {
        const target = model.target(offset, row, []);
        if (typeof target === 'bigint') lead(Number(target));
      }
      offset = next;
    }
    return marks;
  }

  #cut(marks: Uint8Array) {
    const { model } = this;
    const starts: number[] = [];
    const lasts: number[] = [];
    const costs: number[] = [];
    for (let at = 0; at < marks.length; at++) {
      if (((marks[at] ?? 0) & 1) === 0) continue;
      const offset = model.base + at;
      if (marks[at] === 3) costs[starts.push(offset) - 1] = 0;
      const block = starts.length - 1;
      lasts[block] = offset;
      const row = model.rowAt(offset);
      if (row) costs[block] = costs[block]! + costIn(model, row, offset);
    }
    return { starts, lasts, costs };
  }

  /** Whether control may leave to elsewhere than the next instruction of the same frame. */
  #endsBlock(row: Instruction): boolean {
    let ends = this.#ends.get(row);
    if (ends === undefined) {
      ends = row.flow === 'jump' || row.flow === 'branch' || row.flow === 'halt' || namesPlace(row);
      this.#ends.set(row, ends);
    }
    return ends;
  }

  #run(block: number): BlockEffect {
    const { model } = this;
    const { base, stack: rules } = model;
    const stack = new BlockStack();
    const end = this.endOf(block);
    let row: Instruction | undefined;
    let taken: readonly Item[] = [];
    for (let offset = this.starts[block]!; offset < end; offset += model.sizeAt(offset)) {
      row = model.rowAt(offset);
      if (rules && !stack.lost) this.#growth[offset - base] = stack.growth;
      if (!row) break;
      taken = this.#stack?.run(stack, offset, row) ?? [];
      if (offset !== this.lasts[block] && rules && !rules.knownAfter(row, 'next')) stack.lose();
    }
    const { needs, peak, items, lost } = stack;
    const flow = row?.flow;
    const condition = row && flow === 'branch' ? rules?.condition(row, taken) : undefined;
    const negated = stack.negations.get(condition);
    const jumps = row !== undefined && (flow === 'jump' || flow === 'branch' || namesPlace(row));
    return {
      needs,
      peak,
      items,
      lost,
      next: row !== undefined && flow !== 'jump' && flow !== 'halt' && end < this.end,
      nextKnown: row === undefined || (rules?.knownAfter(row, 'next') ?? false),
      jumps,
      target: jumps && row ? model.target(this.lasts[block]!, row, taken) : undefined,
      targetKnown: row === undefined || (rules?.knownAfter(row, 'target') ?? false),
      condition: negated ?? condition,
      takenIfZero: negated !== undefined,
    };
  }
}

const namesPlace = ({ operands }: Instruction): boolean => operands.some(({ kind }) => kind === 'label');

/** What an instruction adds to the cost of its block. */
const costIn = (model: FlowModel, row: Instruction, offset: number): number => {
  const group = model.group?.(offset);
  if (!group) return model.costOf(row);
  return group.offsets[0] === offset ? group.cost : 0;
};
