import { staleHandle, unknownHandle } from './messages.ts';
import { RequestError } from './params.ts';

/** What was asked for belongs to a stop that is over. */
export class StaleHandle extends RequestError {}

/**
 * Numbers that stand for things a client may ask for while the program is stopped. Numbers are never used twice,
 * so that an old one is refused rather than answered with something else.
 */
export class Handles<Thing> {
  #things: Thing[] = [];
  #first = 1;

  add(thing: Thing): number {
    this.#things.push(thing);
    return this.#first + this.#things.length - 1;
  }

  /** @throws RequestError */
  get(handle: number): Thing {
    const thing = this.#things[handle - this.#first];
    if (thing !== undefined) return thing;
    throw handle >= 1 && handle < this.#first
      ? new StaleHandle(staleHandle())
      : new RequestError(unknownHandle(handle));
  }

  /** Makes all numbers given so far stale. */
  clear(): void {
    this.#first += this.#things.length;
    this.#things = [];
  }
}
