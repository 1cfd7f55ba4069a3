import type { Progress } from '../engines/history.ts';
import * as messages from './messages.ts';

/** Steps of a journey that must lie behind, and as many before it, for a person to be shown how far it is. */
const long = 250_000;
/** Per cent between two reports. */
const stride = 5;

/** Shows how far a long journey through the run is; of a short one nothing is said. */
export class ProgressReport {
  readonly #send: (event: string, body: object) => void;
  /** Of the journey under way: its id, and what was told last. */
  #told: { readonly progressId: string; readonly percentage: number } | undefined;
  #count = 0;

  constructor(send: (event: string, body: object) => void) {
    this.#send = send;
  }

  isOf(progressId: string): boolean {
    return this.#told?.progressId === progressId;
  }

  tell({ done, of }: Progress): void {
    const percentage = Math.min(99, Math.floor((100 * done) / of));
    if (!this.#told) {
      if (done < long || of - done < long) return;
      this.#count += 1;
      this.#told = { progressId: `journey-${this.#count}`, percentage };
      this.#send('progressStart', { ...this.#told, title: messages.travelling(), cancellable: true });
    } else if (percentage >= this.#told.percentage + stride) {
      this.#told = { ...this.#told, percentage };
      this.#send('progressUpdate', this.#told);
    }
  }

  end(): void {
    if (!this.#told) return;
    this.#send('progressEnd', { progressId: this.#told.progressId });
    this.#told = undefined;
  }
}
