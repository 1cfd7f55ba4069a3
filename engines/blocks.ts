import type { FrameId, Observer, Stretch } from './machine.ts';

/** Steps in a row of which only the last may go on elsewhere, so that they run without a look in between. */
export type Block<Step> = {
  readonly steps: readonly Step[];
  /** What they charge. */
  readonly stretch: Stretch;
  /** Offsets of which none was found behind the first step. */
  clearOf: ReadonlySet<number> | undefined;
};

/** Steps of a block, long enough that what is done once for each block counts for little. */
export const mostSteps = 64;

/** The blocks of one code, each made when it is first reached. */
export class Blocks<Made extends Block<unknown>> {
  /** By where they begin; null where none does. */
  readonly #blocks: (Made | null | undefined)[];
  readonly #make: (index: number) => Made | undefined;

  /** @param size of the code, in what indexes count @param make undefined where no block begins */
  constructor(size: number, make: (index: number) => Made | undefined) {
    this.#blocks = new Array(size);
    this.#make = make;
  }

  at(index: number): Made | undefined {
    const known = this.#blocks[index];
    if (known !== undefined) return known ?? undefined;
    const made = this.#make(index);
    this.#blocks[index] = made ?? null;
    return made;
  }
}

/** Whether none of these offsets lies behind the first step of a block. @param offsets not changed later */
export const isClear = (block: Block<unknown>, offsets: ReadonlySet<number>): boolean => {
  if (block.clearOf === offsets) return true;
  if (block.stretch.costs.some(({ offset }, i) => i > 0 && offsets.has(offset))) return false;
  block.clearOf = offsets;
  return true;
};

/** Tells of what the first `count` steps of a block charge. */
export const tellCharges = (
  observer: Observer | undefined,
  { stretch }: Block<unknown>,
  count: number,
  frame: FrameId,
): void => {
  const { dimension, code, costs } = stretch;
  if (observer?.stretch && count === costs.length) observer.stretch(stretch, frame);
  else
    for (const { offset, amount } of costs.slice(0, count))
      observer?.charge?.({ amount, reason: 'base', dimension, frame, code, offset });
};
