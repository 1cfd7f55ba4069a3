import { isSame } from '../bytes.ts';
import type { Frame } from './frame.ts';
import { forgeOnly, passedOn, passedOnFailure } from './messages.ts';
import type { Address } from './words.ts';

/** A callee that failed, and why. */
type Failure = {
  /** Outermost first, the one that failed last. */
  readonly frames: readonly Frame[];
  readonly text: () => string;
  readonly data: Uint8Array;
  /** By REVERT, so that its data say why. */
  readonly isRevert: boolean;
};

/** What was met on the way and helps to explain how a run ended. Immutable. */
export type Clues = {
  /** Of the last call, if it failed: the innermost failure that was passed on until then. */
  readonly failure: Failure | undefined;
  readonly metCheatcodes: boolean;
};

export const noClues: Clues = { failure: undefined, metCheatcodes: false };

/** Where forge answers calls in tests: the low bytes of keccak256("hevm cheat code"). */
export const cheatcodes: Address = '0x7109709ecfa91a80626ff3989d68f67f5b1dd12d';

/** After a callee failed; one that reverts with the data of its own callee only hands them on. */
export const withFailure = (clues: Clues, failure: Failure): Clues => {
  const isHandedOn = failure.isRevert && clues.failure && isSame(clues.failure.data, failure.data);
  return isHandedOn ? clues : { ...clues, failure };
};

/** After a callee ended well. */
export const withoutFailure = (clues: Clues): Clues => (clues.failure ? { ...clues, failure: undefined } : clues);

/** The sentence that ends a failed run, with what is known of where it comes from. */
export const explained = (text: string, clues: Clues, data: Uint8Array, isRevert: boolean): string => {
  const { failure, metCheatcodes } = clues;
  const sentences = [text];
  if (isRevert && failure && isSame(failure.data, data)) {
    const path = failure.frames.map((frame) => frame.vm.nameOf(frame)).join(' → ');
    sentences.push(failure.isRevert ? passedOn(path) : passedOnFailure(path, failure.text()));
  }
  if (metCheatcodes) sentences.push(forgeOnly(cheatcodes));
  return sentences.join(' ');
};
