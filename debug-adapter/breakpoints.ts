import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CodeId, Place } from '../engines/code.ts';
import type { Debuggee } from './debuggee.ts';
import { Point, type PointKind } from './point.ts';
import type { Text } from './sources.ts';
import type { Terms } from './terms.ts';

/** What became of a breakpoint in a program. */
export type Binding = {
  /** Places before which to stop. */
  readonly places: readonly Place[];
  readonly verified: boolean;
  readonly message?: string | undefined;
  /** Where it really is, as DAP says it. */
  readonly where: Omit<DebugProtocol.Breakpoint, 'id' | 'verified' | 'message'>;
};

/** A breakpoint that a person asked for. */
export type Wish = { readonly terms: Terms; bind(debuggee: Debuggee): Binding };

/** The breakpoints of one request; the next request of the same key replaces them. */
export type Group = {
  readonly key: string;
  readonly kind: PointKind;
  readonly wishes: readonly Wish[];
  /** Finds in a program what the wishes speak of; called before they are bound in it. */
  open?(debuggee: Debuggee): Promise<void>;
  /** The text they stand in, if they do. */
  text?(): Text;
};

type Entry = { readonly point: Point; readonly wish: Wish; binding: Binding };

/** Breakpoints at places in code: those of lines, of names and of addresses. */
export class Breakpoints {
  /** Every place before which to stop. Changed in place, so that a run under way sees it. */
  readonly armed = new Map<CodeId, Set<number>>();
  readonly #groups = new Map<string, { readonly group: Group; readonly entries: readonly Entry[] }>();
  readonly #nextId: () => number;
  #points = new Map<CodeId, Map<number, Point[]>>();
  #debuggee: Debuggee;

  constructor(debuggee: Debuggee, nextId: () => number) {
    this.#debuggee = debuggee;
    this.#nextId = nextId;
  }

  /** Replaces the breakpoints of a group's key. @throws RequestError */
  async set(group: Group): Promise<DebugProtocol.Breakpoint[]> {
    await group.open?.(this.#debuggee);
    const entries = group.wishes.map((wish) => ({
      point: new Point(this.#nextId(), group.kind, wish.terms),
      wish,
      binding: this.#bind(wish),
    }));
    this.#groups.set(group.key, { group, entries });
    this.#arm();
    return entries.map(describe);
  }

  /** Binds what could not be bound before, now that there is new code. Returns what changed. */
  rebind(): DebugProtocol.Breakpoint[] {
    const changed: DebugProtocol.Breakpoint[] = [];
    for (const entry of this.#entries()) {
      const before = JSON.stringify(entry.binding);
      entry.binding = this.#bind(entry.wish);
      if (JSON.stringify(entry.binding) !== before) changed.push(describe(entry));
    }
    this.#arm();
    return changed;
  }

  /** Takes all breakpoints over to another run of the program, or another program. Returns what changed. */
  async moveTo(debuggee: Debuggee): Promise<DebugProtocol.Breakpoint[]> {
    this.#debuggee = debuggee;
    for (const { group } of this.#groups.values()) await group.open?.(debuggee);
    return this.rebind();
  }

  /** Those that stop before a place. */
  at(place: Place | undefined): readonly Point[] {
    return (place && this.#points.get(place.code)?.get(place.offset)) ?? [];
  }

  get points(): readonly Point[] {
    return this.#entries().map(({ point }) => point);
  }

  #entries(): Entry[] {
    return [...this.#groups.values()].flatMap(({ entries }) => entries);
  }

  #bind({ terms, bind }: Wish): Binding {
    const binding = bind(this.#debuggee);
    const { problem } = terms;
    return problem === undefined ? binding : { ...binding, places: [], verified: false, message: problem };
  }

  #arm(): void {
    this.armed.clear();
    this.#points = new Map();
    for (const { binding, point } of this.#entries()) {
      for (const { code, offset } of binding.places) {
        this.armed.set(code, (this.armed.get(code) ?? new Set()).add(offset));
        const points = this.#points.get(code) ?? new Map<number, Point[]>();
        this.#points.set(code, points.set(offset, [...new Set([...(points.get(offset) ?? []), point])]));
      }
    }
    this.#debuggee.sources.preferListings(this.#listingsInUse());
  }

  /** Codes with breakpoints in their listings, unless there are some in the sources too. */
  #listingsInUse(): ReadonlySet<CodeId> {
    const used = [...this.#groups.values()].flatMap(({ group, entries }) =>
      entries.some(({ binding }) => binding.verified) ? (group.text?.() ?? []) : [],
    );
    const listings = used.flatMap(({ listing }) => listing ?? []);
    return new Set(listings.length === used.length ? listings : []);
  }
}

const describe = ({ point, binding: { verified, message, where } }: Entry): DebugProtocol.Breakpoint => ({
  id: point.id,
  verified,
  ...where,
  ...(message !== undefined && { message }),
});

/** Where the step starts that covers a place; the place itself where its code is not known yet. */
export const headOf = (debuggee: Debuggee, { code, offset }: Place): Place => ({
  code,
  offset: debuggee.sources.code(code)?.head(offset) ?? offset,
});

/** A place, and where its step starts: that is where one stops, unless the place is jumped to. */
export const withHead = (debuggee: Debuggee, place: Place): readonly Place[] => {
  const head = headOf(debuggee, place);
  return head.offset === place.offset ? [place] : [place, head];
};
