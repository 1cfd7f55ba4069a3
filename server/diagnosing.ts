import type { Documents, Snapshot } from './documents.ts';
import { findProblems } from './problems.ts';

/** Milliseconds after which other requests get their turn: a person does not feel less. */
const turn = 30;

const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * Finds what is wrong in a text, in pieces, so that a hover in a long text does not wait for all of it; from the beginning
 * if the text changes meanwhile. Returns the text as it then is, or undefined if it is not there or nobody wants it any more.
 */
export const diagnose = async (
  documents: Documents,
  uri: string,
  isWanted: () => boolean,
  longest = turn,
): Promise<Snapshot | undefined> => {
  for (;;) {
    const snapshot = documents.snapshot(uri);
    if (!snapshot || (await isFound(snapshot, () => isWanted() && documents.holds(snapshot), longest))) return snapshot;
    if (!isWanted()) return undefined;
  }
};

const isFound = async (snapshot: Snapshot, goesOn: () => boolean, longest: number): Promise<boolean> => {
  let start = performance.now();
  for (const _piece of findProblems(snapshot)) {
    if (performance.now() - start < longest) continue;
    await pause();
    if (!goesOn()) return false;
    start = performance.now();
  }
  return true;
};
