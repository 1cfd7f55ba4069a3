import type { CodeId } from '../../engines/code.ts';
import type { Frame, FrameId, Outcome } from '../../engines/machine.ts';
import type { PersistentMap } from '../../engines/persistent-map.ts';

export type Pair = { readonly first: number; readonly second: number };

/** A signed 32-bit number, or two of them. */
export type ToyValue = number | Pair;

/** A list that grows at its head, so that a longer stack shares all of a shorter one. */
export type Stack = { readonly value: ToyValue; readonly below: Stack; readonly height: number } | undefined;

export type FrameState = {
  readonly id: FrameId;
  readonly name: string;
  readonly kind: Frame['kind'];
  /** Undefined in a native frame. */
  readonly code: CodeId | undefined;
  /** The step to make, or the call under way. */
  readonly offset: number;
  /** Where to go on once that is done. */
  readonly resume: number;
  readonly caller: FrameState | undefined;
  readonly depth: number;
};

/** A thread. Threads share the memory; each has a stack of its own. */
export type Thread = {
  readonly id: number;
  readonly name: string;
  readonly stack: Stack;
  readonly frame: FrameState;
  /** The thread whose end it waits for. */
  readonly waitsFor: number | undefined;
  readonly ended: boolean;
};

/** Everything that a toy machine is at one moment. Never changed, only replaced: a save is a reference to it. */
export type State = {
  readonly steps: number;
  readonly threads: readonly Thread[];
  /** Index of the thread that makes the next step. */
  readonly running: number;
  /** Steps it has made since it got the turn. */
  readonly turn: number;
  readonly memory: PersistentMap<number, number>;
  readonly memorySize: number;
  /** Fuel and bytes of memory. */
  readonly spent: readonly [fuel: number, memory: number];
  readonly outcome: Outcome | undefined;
};

export const push = (stack: Stack, value: ToyValue): Stack => ({
  value,
  below: stack,
  height: heightOf(stack) + 1,
});

export const heightOf = (stack: Stack) => stack?.height ?? 0;

/** Its values, top first. */
export const valuesOf = (stack: Stack): ToyValue[] => {
  const values: ToyValue[] = [];
  for (let rest = stack; rest; rest = rest.below) values.push(rest.value);
  return values;
};

export const isWaiting = (state: State, thread: Thread) =>
  thread.waitsFor !== undefined && !state.threads[thread.waitsFor]?.ended;
