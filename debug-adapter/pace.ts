/** Milliseconds after which a client should be heard again. */
const patience = 30;
const first = 64;
const most = 65_536;

/**
 * How many steps to run between two moments at which a client is heard. A step may hash a megabyte, so what a step takes
 * is learnt on the way. Where a run stops does not depend on it.
 */
export class Pace {
  steps = first;

  /** Learns from the milliseconds that the last stretch took. */
  learn(took: number): void {
    if (took > patience) this.steps = Math.max(1, Math.floor((this.steps * patience) / took));
    else if (took < patience / 2) this.steps = Math.min(most, this.steps * 2);
  }
}
