import type { Progress } from '../engines/history.ts';
import type { Halt, Journey } from './journeys.ts';
import { macrotask } from './macrotask.ts';
import { Pace } from './pace.ts';

/** Who is told how a journey goes. */
export type Travellers = {
  halted(halt: Halt): void;
  progressed(progress: Progress): void;
  /** Told of an error thrown on the way: a mistake in an engine. */
  failed(error: unknown): void;
};

/** Carries out one journey at a time, hearing the client between its slices. */
export class Runner {
  readonly pace = new Pace();
  readonly #told: Travellers;
  #journey: Journey | undefined;
  #pausing = false;

  constructor(told: Travellers) {
    this.#told = told;
  }

  get isRunning(): boolean {
    return this.#journey !== undefined;
  }

  start(journey: Journey): void {
    this.#journey = journey;
    this.#pausing = false;
    void this.#travel(journey);
  }

  /** Stops where it is, before the next slice. */
  pause(): void {
    this.#pausing = true;
  }

  /** Gives the journey up; nobody is told. */
  abandon(): void {
    this.#journey = undefined;
  }

  async #travel(journey: Journey): Promise<void> {
    for (;;) {
      await macrotask();
      if (this.#journey !== journey) return;
      try {
        const halt = this.#pausing ? ({ kind: 'pause' } as const) : this.#slice(journey);
        if (!halt) continue;
        this.#journey = undefined;
        this.#told.halted(halt);
      } catch (error) {
        this.#journey = undefined;
        this.#told.failed(error);
      }
      return;
    }
  }

  #slice(journey: Journey): Halt | undefined {
    const start = performance.now();
    const { done, value } = journey.next();
    this.pace.learn(performance.now() - start);
    if (done) return value;
    if (value) this.#told.progressed(value);
    return undefined;
  }
}
