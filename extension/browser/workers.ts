import type { Uri } from 'vscode';

/** Starts a script of ours in a thread of its own, so that nothing it does holds up the other extensions. */
export function startWorker(script: Uri): Worker {
  // All of the URI's characters as they are: a query would lose its meaning.
  return new Worker(script.toString(true));
}
