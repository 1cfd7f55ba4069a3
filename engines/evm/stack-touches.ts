import type { Instruction } from '../instruction.ts';

/** An item of the stack that an instruction reads or writes; `depth` counts down from the height before it, so 1 is the top. */
export type StackTouch = { readonly depth: number; readonly write: boolean };

/** What a row's picture says of the stack. An item that stays where it is, and nowhere else, is left alone: SWAP3 touches two. */
export const stackTouches = ({ takes, leaves }: Instruction): readonly StackTouch[] => {
  const before = takes.toReversed();
  const after = leaves.toReversed();
  const height = takes.length;
  const stays = (i: number) => before[i] !== undefined && before[i] === after[i];
  const moves = (name: string) => after.filter((other) => other === name).length > 1;
  return [
    ...before.flatMap((name, i) => (stays(i) && !moves(name) ? [] : [{ depth: height - i, write: false }])),
    ...after.flatMap((_, i) => (stays(i) ? [] : [{ depth: height - i, write: true }])),
  ];
};
