import type { Terms } from './terms.ts';

/** In the words of DAP. */
export type PointKind =
  | 'breakpoint'
  | 'function breakpoint'
  | 'instruction breakpoint'
  | 'data breakpoint'
  | 'exception';

/**
 * Something that a person set to stop at. A hit is a moment at which it is reached and its condition holds. Which hit a
 * moment is follows from the history of the run, so that it is the same each time one comes by: what has been counted
 * once is only remembered.
 */
export class Point {
  readonly id: number;
  readonly kind: PointKind;
  readonly terms: Terms;
  /** Every moment up to this step is counted; -1 where none is. */
  countedTo = -1;
  #hits = 0;
  /** Steps of the hits that stop. */
  readonly #stops = new Set<number>();

  constructor(id: number, kind: PointKind, terms: Terms) {
    this.id = id;
    this.kind = kind;
    this.terms = terms;
  }

  get isCounting(): boolean {
    return this.terms.hits !== undefined;
  }

  /** Takes note of a hit; those that were not counted yet come in their order. */
  count(step: number): void {
    if (step <= this.countedTo) return;
    this.countedTo = step;
    this.#hits += 1;
    if (this.terms.hits?.(this.#hits)) this.#stops.add(step);
  }

  /** Whether a hit at this step stops. One that was set on a way back passes by until what came before is counted. */
  stopsAt(step: number): boolean {
    if (!this.isCounting) return true;
    if (this.countedTo >= 0 || step === 0) this.count(step);
    return this.#stops.has(step);
  }

  /** Forgets what was counted, because the run is another now. */
  recount(): void {
    this.countedTo = -1;
    this.#hits = 0;
    this.#stops.clear();
  }
}
