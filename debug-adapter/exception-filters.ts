import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Engine } from '../engines/engine.ts';
import { filterOf } from './capabilities.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import { Point } from './point.ts';
import { readTerms, type Terms } from './terms.ts';

/** The events of the program's engine that stop it, each under conditions of its own. */
export class ExceptionFilters {
  /** Ids of these events. Changed in place, so that a run under way sees it. */
  readonly events = new Set<string>();
  readonly #nextId: () => number;
  readonly #points = new Map<string, Point>();

  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  get points(): readonly Point[] {
    return [...this.#points.values()];
  }

  at(event: string): Point | undefined {
    return this.#points.get(event);
  }

  /**
   * Stops at events of these filters from now on.
   * @param engines all that filters were announced for.
   * @param engine the one that runs.
   * @throws RequestError
   */
  set(engines: readonly Engine[], engine: Engine, args: Param): DebugProtocol.Breakpoint[] {
    const plain = args
      .at('filters')
      .list()
      .map((param): Asked => ({ filter: param.string(), terms: {} }));
    const withTerms = args.at('filterOptions').optional((p) => p.list()) ?? [];
    const asked = [
      ...plain,
      ...withTerms.map((param): Asked => ({ filter: param.at('filterId').string(), terms: readTerms(param) })),
    ];
    const known = new Set(engines.flatMap((each) => each.events.map(({ id }) => filterOf(each, id))));
    this.events.clear();
    this.#points.clear();
    return asked.map(({ filter, terms }) => {
      const point = new Point(this.#nextId(), 'exception', terms);
      const event = engine.events.find(({ id }) => filterOf(engine, id) === filter);
      const problem = known.has(filter) ? terms.problem : messages.unknownFilter(filter);
      if (event && problem === undefined) {
        this.events.add(event.id);
        this.#points.set(event.id, point);
      }
      const { id } = point;
      return problem === undefined ? { id, verified: true } : { id, verified: false, message: problem };
    });
  }
}

type Asked = { readonly filter: string; readonly terms: Terms };
