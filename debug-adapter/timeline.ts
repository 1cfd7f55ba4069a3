import { Chronicle } from './chronicle.ts';
import type { Debuggee } from './debuggee.ts';
import { macrotask } from './macrotask.ts';
import { Pace } from './pace.ts';
import type { TimelineResult } from './protocol.ts';

/** What a timeline needs to know of its session. */
export type Timed = { readonly debuggee: Debuggee; readonly isRunning: boolean; readonly isOver: boolean };

/** Who is told how the search for marks goes. */
export type Told = {
  /** There is more to say than the last answer said. */
  changed(): void;
  /** Told of a mistake in an engine. */
  failed(error: unknown): void;
};

/** What a slice of the search ends with: there is more to see, all is seen, or nobody wants to see. */
type Found = 'more' | 'all' | 'nothing';

/** Where in its run a program stands, and what happened in it, which is looked for only while somebody wants to know. */
export class Timeline {
  readonly #session: Timed;
  readonly #told: Told;
  readonly #pace = new Pace();
  #chronicle: { readonly of: Debuggee; readonly revision: number; readonly is: Chronicle } | undefined;
  #isWanted = false;
  #isLooking = false;

  constructor(session: Timed, told: Told) {
    this.#session = session;
    this.#told = told;
  }

  answer(wantsMarks: boolean): TimelineResult {
    const { debuggee } = this.#session;
    const { history, machine } = debuggee;
    const meters = machine.meters();
    this.#isWanted = wantsMarks;
    const chronicle = wantsMarks ? this.#current() : undefined;
    if (wantsMarks && this.#slice() === 'more') void this.#lookOn();
    return {
      step: machine.steps,
      first: history.start,
      furthest: history.furthest,
      isComplete: history.isComplete,
      meters: meters.map(({ name, spent, limit }) => ({ name, spent: String(spent), limit: String(limit) })),
      marks: chronicle?.marks ?? [],
      lookedTo: chronicle?.steps ?? history.start,
    };
  }

  /** What is known of the run as it is now: another edit made it another run. */
  #current(): Chronicle {
    const { debuggee } = this.#session;
    const { revision, edits } = debuggee.history;
    if (this.#chronicle?.of !== debuggee || this.#chronicle.revision !== revision) {
      this.#chronicle = { of: debuggee, revision, is: new Chronicle(debuggee.launched.program, edits) };
    }
    return this.#chronicle.is;
  }

  /** Looks at what is known of the run, a slice at a time, until it is wanted no more or the program moves. */
  async #lookOn(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      let found: Found;
      do {
        await macrotask();
        found = this.#slice();
      } while (found === 'more');
      if (found === 'all') this.#told.changed();
    } catch (error) {
      this.#told.failed(error);
    }
    this.#isLooking = false;
  }

  #slice(): Found {
    const { debuggee, isRunning, isOver } = this.#session;
    if (!this.#isWanted || isRunning || isOver) return 'nothing';
    const { furthest } = debuggee.history;
    const chronicle = this.#current();
    const start = performance.now();
    chronicle.look(furthest, this.#pace.steps);
    this.#pace.learn(performance.now() - start);
    return chronicle.canSee(furthest) ? 'more' : 'all';
  }
}
