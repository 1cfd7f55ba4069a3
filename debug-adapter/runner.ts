import type { Halt, Journey } from './journeys.ts';
import { macrotask } from './macrotask.ts';
import { Pace } from './pace.ts';

/** Carries out one journey at a time, hearing the client between its slices. */
export class Runner {
  readonly pace = new Pace();
  readonly #halted: (halt: Halt) => void;
  readonly #failed: (error: unknown) => void;
  #journey: Journey | undefined;
  #pausing = false;

  /** @param failed is told of an error thrown on the way: a mistake in an engine. */
  constructor(halted: (halt: Halt) => void, failed: (error: unknown) => void) {
    this.#halted = halted;
    this.#failed = failed;
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
        this.#halted(halt);
      } catch (error) {
        this.#journey = undefined;
        this.#failed(error);
      }
      return;
    }
  }

  #slice(journey: Journey): Halt | undefined {
    const start = performance.now();
    const { done, value } = journey.next();
    this.pace.learn(performance.now() - start);
    return done ? value : undefined;
  }
}
