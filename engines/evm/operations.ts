import { costAt } from '../instruction.ts';
import type { Plain } from './effects.ts';
import { type ForkId, forks } from './forks.ts';
import type { Frame } from './frame.ts';
import { type EvmInstruction, instructionsAt, type Mnemonic } from './instructions.ts';
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
  readonly plain: Plain | undefined;
  /** Whether a segment always goes on after it. */
  readonly joins: boolean;
  readonly takes: readonly string[];
  readonly leaves: readonly string[];
  /** Bytes of immediate data. */
  readonly immediate: number;
};

const tables = new Map<ForkId, readonly (Operation | undefined)[]>();

/** By opcode; undefined where the fork has no instruction. */
export const operationsAt = (fork: ForkId): readonly (Operation | undefined)[] => {
  let table = tables.get(fork);
  if (!table) {
    table = instructionsAt(fork).map((row) => row && operationOf(row, fork));
    tables.set(fork, table);
  }
  return table;
};

const operationOf = (row: EvmInstruction<Mnemonic>, fork: ForkId): Operation => {
  const { mnemonic, takes, leaves, run, plain, operands } = row;
  const base = costAt(row, forks, fork)?.amount ?? 0;
  const roof = stackLimit + takes.length - leaves.length;
  const immediate = (operands[0]?.bits ?? 0) / 8;
  const isSized = takes.includes('size');
  const joins = plain !== undefined && !['load', 'store', 'jump'].includes(plain.kind);
  const touches = stackTouches(row);
  return { mnemonic, base, floor: takes.length, roof, touches, isSized, run, plain, joins, takes, leaves, immediate };
};
