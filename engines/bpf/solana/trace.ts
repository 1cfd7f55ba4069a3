import type { Instruction } from './account.ts';

/** An instruction that was processed, and those before it. */
export type Trace = Instruction & { readonly height: number; readonly before: Trace | undefined };

/** An instruction that was processed at a height before the one that runs there, the last first. */
export const siblingIn = (trace: Trace | undefined, index: number, height: number): Instruction | undefined => {
  let left = index;
  // The first of that height is the one that runs.
  let isOwn = true;
  for (let each = trace; each; each = each.before) {
    if (each.height < height) return undefined;
    if (each.height > height) continue;
    if (isOwn) isOwn = false;
    else if (left === 0) return each;
    else left -= 1;
  }
  return undefined;
};
