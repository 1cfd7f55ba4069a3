import type { Progress } from '../engines/history.ts';
import type { Stop, Until } from '../engines/machine.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { DataBreakpoints, Touched } from './data-breakpoints.ts';
import type { Debuggee } from './debuggee.ts';
import { type Surroundings, textIn, truthOf } from './evaluate.ts';
import type { ExceptionFilters } from './exception-filters.ts';
import * as messages from './messages.ts';
import { RequestError } from './params.ts';
import type { Point, PointKind } from './point.ts';

/** What a person set, and stops at one moment. */
export type Hit = {
  readonly kind: PointKind;
  readonly ids: readonly number[];
  /** The event, for an exception. */
  readonly event: { readonly id: string; readonly text: string } | undefined;
  /** What was touched, for a data breakpoint. */
  readonly touched: Touched | undefined;
  /** Why a condition could not be evaluated. */
  readonly failure: string | undefined;
};

type Reached = Pick<Hit, 'event' | 'touched'> & { readonly point: Point };

/** Prints the message of a logpoint, where the program stands. */
export type Log = (text: string) => void;

/** All that a person set to stop at, and what it says of a moment. */
export class Stops {
  readonly #debuggee: () => Debuggee;
  readonly #breakpoints: Breakpoints;
  readonly #data: DataBreakpoints;
  readonly #filters: ExceptionFilters;
  readonly #log: Log;
  /** What was counted holds for the history of this program, with that many edits. */
  #counted: { readonly debuggee: Debuggee; readonly revision: number } | undefined;

  constructor(
    debuggee: () => Debuggee,
    parts: { readonly breakpoints: Breakpoints; readonly data: DataBreakpoints; readonly filters: ExceptionFilters },
    log: Log,
  ) {
    this.#debuggee = debuggee;
    this.#breakpoints = parts.breakpoints;
    this.#data = parts.data;
    this.#filters = parts.filters;
    this.#log = log;
  }

  /** What a run has to stop at, so that it can be judged. */
  get until(): Until {
    const accesses = this.#data.watches;
    const { events } = this.#filters;
    return {
      places: this.#breakpoints.armed,
      ...(accesses.length > 0 && { accesses }),
      ...(events.size > 0 && { events }),
    };
  }

  /** Whether nothing was set but events, which may never come. */
  get isEmpty(): boolean {
    return this.#breakpoints.armed.size === 0 && this.#data.watches.length === 0;
  }

  /**
   * What stops at the moment at which the machine is; without a `stop`, because of where it is.
   * @param isNew whether nobody has been shown this moment before, so that logpoints print.
   */
  judge(stop: Stop | undefined, isNew: boolean): Hit | undefined {
    const debuggee = this.#debuggee();
    let hit: Hit | undefined;
    let here: Surroundings | undefined;
    const around = () => {
      here ??= surroundingsOf(debuggee);
      return here;
    };
    for (const { point, event, touched } of this.#reached(debuggee, stop)) {
      const { log } = point.terms;
      const holds = verdict(point, around);
      const failure = typeof holds === 'string' ? holds : undefined;
      if (!holds || (failure === undefined && !point.stopsAt(debuggee.machine.steps))) continue;
      if (log && failure === undefined) {
        if (isNew) this.#log(log.map((part) => (typeof part === 'string' ? part : textIn(part, around()))).join(''));
        continue;
      }
      const ids = [...(hit?.ids ?? []), point.id];
      hit = hit ? { ...hit, ids, failure: hit.failure ?? failure } : { kind: point.kind, ids, event, touched, failure };
    }
    return hit;
  }

  /** Counts the hits of the past that nobody has counted yet, and comes back to where the machine is. */
  *catchUp(slice: number): Generator<Progress | undefined, void> {
    const debuggee = this.#debuggee();
    const { history, machine } = debuggee;
    this.#forgetOthers(debuggee);
    const now = machine.steps;
    const behind = new Set(this.#counting.filter(({ countedTo }) => countedTo < now));
    if (behind.size === 0) return;
    const from = Math.min(...Array.from(behind, ({ countedTo }) => countedTo));
    yield* history.goTo(from, slice);
    if (from < history.start) this.#count(behind, undefined);
    let pause = machine.steps + slice;
    while (machine.steps < now) {
      const stop = history.run({ ...this.until, step: Math.min(now, pause) }, slice);
      if (stop.kind === 'ended' || stop.kind === 'limit') break;
      if (stop.kind !== 'step' && stop.kind !== 'budget') this.#count(behind, stop);
      if (machine.steps < pause) continue;
      yield undefined;
      pause = machine.steps + slice;
    }
    for (const point of behind) point.countedTo = now;
    // More may have been set meanwhile.
    yield* this.catchUp(slice);
  }

  #count(points: ReadonlySet<Point>, stop: Stop | undefined): void {
    const debuggee = this.#debuggee();
    for (const { point } of this.#reached(debuggee, stop)) {
      const holds = points.has(point) && verdict(point, () => surroundingsOf(debuggee));
      if (holds === true) point.count(debuggee.machine.steps);
    }
  }

  /** To be called where a run that was judged all the way pauses. */
  passed(): void {
    const { steps } = this.#debuggee().machine;
    for (const point of this.#counting) point.countedTo = Math.max(point.countedTo, steps);
  }

  get #counting(): readonly Point[] {
    const all = [...this.#breakpoints.points, ...this.#data.points, ...this.#filters.points];
    return all.filter(({ isCounting }) => isCounting);
  }

  #forgetOthers(debuggee: Debuggee): void {
    const { revision } = debuggee.history;
    if (this.#counted?.debuggee === debuggee && this.#counted.revision === revision) return;
    this.#counted = { debuggee, revision };
    for (const point of this.#counting) point.recount();
  }

  /** All that is reached at this moment; what says most comes first. */
  *#reached({ machine }: Debuggee, stop: Stop | undefined): Generator<Reached, void> {
    if (stop?.kind === 'event') {
      for (const event of stop.events) {
        const point = this.#filters.at(event.id);
        if (point) yield { point, event, touched: undefined };
      }
    }
    if (stop?.kind === 'event' || stop?.kind === 'access') {
      for (const { point, touched } of this.#data.at(stop.accesses)) yield { point, event: undefined, touched };
    }
    if (machine.outcome) return;
    for (const point of this.#breakpoints.at(machine.place)) yield { point, event: undefined, touched: undefined };
  }
}

/** Whether the condition of a point holds, or why nobody can say. */
const verdict = ({ terms: { condition } }: Point, around: () => Surroundings): boolean | string => {
  if (!condition) return true;
  try {
    return truthOf(condition.expression, around());
  } catch (error) {
    if (error instanceof RequestError) return messages.conditionFailed(condition.text, error.message);
    throw error;
  }
};

const surroundingsOf = (debuggee: Debuggee): Surroundings => {
  const { machine, launched } = debuggee;
  const [frame] = debuggee.frames();
  return { machine, engine: launched.engine, scopes: frame ? machine.scopes(frame.id) : [] };
};
