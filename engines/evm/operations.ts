import { costAt } from '../instruction.ts';
import { type ForkId, forks } from './forks.ts';
import type { Frame } from './frame.ts';
import { instructionsAt, type Mnemonic } from './instructions.ts';
import { type StackTouch, stackTouches } from './stack-touches.ts';

export const stackLimit = 1024;

/** A row at one fork, as the numbers that dispatch needs. */
export type Operation = {
  readonly mnemonic: Mnemonic;
  readonly base: number;
  /** The least and the greatest height of the stack at which it can run. */
  readonly floor: number;
  readonly roof: number;
  readonly touches: readonly StackTouch[];
  /** Whether it takes a size: then it may change the state and still ask for more memory than the host grants. */
  readonly isSized: boolean;
  readonly run: (f: Frame) => void;
};

/** By opcode; undefined where the fork has no instruction. */
export const operationsAt = (fork: ForkId): readonly (Operation | undefined)[] =>
  instructionsAt(fork).map((row) => {
    if (!row) return undefined;
    const { mnemonic, takes, leaves, run } = row;
    const base = costAt(row, forks, fork)?.amount ?? 0;
    const roof = stackLimit + takes.length - leaves.length;
    const isSized = takes.includes('size');
    return { mnemonic, base, floor: takes.length, roof, touches: stackTouches(row), isSized, run };
  });
