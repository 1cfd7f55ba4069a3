import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CodeId, Place, Span } from '../engines/code.ts';
import { type Client, toClient } from './client.ts';
import type { Debuggee } from './debuggee.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import type { Text } from './sources.ts';
import { keyOf } from './uri.ts';

/** What a person asked for, counted from 0. */
type Wish = { readonly id: number; readonly line: number; readonly column: number | undefined };

/** What became of it. */
type Binding = {
  /** Places before which to stop. */
  readonly places: readonly Place[];
  /** Where it really is. */
  readonly span: Span | undefined;
  readonly verified: boolean;
  readonly message: string | undefined;
};

type SourceBreakpoints = { readonly source: Param; text: Text; list: { readonly wish: Wish; binding: Binding }[] };

/** How many lines below an empty one are looked at before the whole rest of a text is. */
const nearby = 50;

/** Breakpoints in the lines of sources and listings. */
export class Breakpoints {
  /** Every place before which to stop. Changed in place, so that a run under way sees it. */
  readonly armed = new Map<CodeId, Set<number>>();
  readonly #client: Client;
  readonly #bySource = new Map<string, SourceBreakpoints>();
  #debuggee: Debuggee;
  #lastId = 0;

  constructor(debuggee: Debuggee, client: Client) {
    this.#debuggee = debuggee;
    this.#client = client;
  }

  /** Replaces the breakpoints of one source. @throws RequestError */
  async set(source: Param, wishes: readonly Param[]): Promise<DebugProtocol.Breakpoint[]> {
    const asked = wishes.map((wish) => ({
      id: 0,
      line: wish.at('line').integer(this.#client.firstLine) - this.#client.firstLine,
      column: wish.at('column').optional((p) => Math.max(0, p.integer() - this.#client.firstColumn)),
    }));
    const text = await this.#debuggee.sources.open(source);
    const list = asked.map((wish) => {
      this.#lastId += 1;
      return { wish: { ...wish, id: this.#lastId }, binding: this.#bind(text, wish) };
    });
    this.#bySource.set(keyOfSource(text.source), { source, text, list });
    this.#arm();
    return list.map(({ wish, binding }) => this.#describe(text, wish, binding));
  }

  /** Binds what could not be bound before, now that there is new code. Returns what changed. */
  rebind(): DebugProtocol.Breakpoint[] {
    const changed: DebugProtocol.Breakpoint[] = [];
    for (const { text, list } of this.#bySource.values()) {
      for (const each of list) {
        const before = JSON.stringify(each.binding);
        each.binding = this.#bind(text, each.wish);
        if (JSON.stringify(each.binding) !== before) changed.push(this.#describe(text, each.wish, each.binding));
      }
    }
    this.#arm();
    return changed;
  }

  /** Takes all breakpoints over to another run of the program, or another program. Returns what changed. */
  async moveTo(debuggee: Debuggee): Promise<DebugProtocol.Breakpoint[]> {
    this.#debuggee = debuggee;
    for (const entry of this.#bySource.values()) entry.text = await debuggee.sources.open(entry.source);
    return this.rebind();
  }

  isArmed(place: Place | undefined): boolean {
    return place !== undefined && this.armed.get(place.code)?.has(place.offset) === true;
  }

  /** Ids of the breakpoints that stop before a place. */
  at(place: Place | undefined): number[] {
    if (!place) return [];
    const isHere = (each: Place) => each.code === place.code && each.offset === place.offset;
    return [...this.#bySource.values()].flatMap(({ list }) =>
      list.filter(({ binding }) => binding.places.some(isHere)).map(({ wish }) => wish.id),
    );
  }

  /** Every position in these lines that a breakpoint can have. @throws RequestError */
  async positions(source: Param, line: Param, endLine: Param): Promise<DebugProtocol.BreakpointLocation[]> {
    const { firstLine } = this.#client;
    const first = line.integer(firstLine) - firstLine;
    const last = endLine.optional((p) => p.integer(firstLine) - firstLine) ?? first;
    const text = await this.#debuggee.sources.open(source);
    const spans = new Map(
      text.places(first, last).map(({ span }) => [`${span.start.line}:${span.start.column}`, span]),
    );
    return [...spans.values()].map((span) => toClient(this.#client, span));
  }

  #bind(text: Text, wish: Omit<Wish, 'id'>): Binding {
    const found = statementAt(text, wish);
    const span = found[0]?.span;
    if (!span)
      return { places: [], span: undefined, verified: false, message: text.absence() ?? messages.noStatement() };
    const places = found.flatMap(({ place }) => withHead(place, this.#head(place)));
    const head = this.#head(found[0]?.place);
    const verified = places.some(({ code }) => this.#debuggee.metCode(code) !== undefined);
    return {
      places,
      span: (head && text.span(head)) ?? span,
      verified,
      message: verified ? undefined : messages.waitsForCode(),
    };
  }

  /** Where the step starts that covers a place; the place itself where its code is not known yet. */
  #head(place: Place | undefined): Place | undefined {
    if (!place) return undefined;
    const offset = this.#debuggee.sources.code(place.code)?.head(place.offset) ?? place.offset;
    return { code: place.code, offset };
  }

  #arm(): void {
    this.armed.clear();
    for (const { list } of this.#bySource.values()) {
      for (const { code, offset } of list.flatMap(({ binding }) => binding.places)) {
        const offsets = this.armed.get(code) ?? new Set();
        this.armed.set(code, offsets.add(offset));
      }
    }
    this.#debuggee.sources.preferListings(this.#listingsInUse());
  }

  /** Codes with breakpoints in their listings, unless there are some in the sources too. */
  #listingsInUse(): ReadonlySet<CodeId> {
    const used = [...this.#bySource.values()].filter(({ list }) => list.some(({ binding }) => binding.verified));
    const listings = used.flatMap(({ text }) => text.listing ?? []);
    return new Set(listings.length === used.length ? listings : []);
  }

  #describe({ source }: Text, { id, line }: Wish, { span, verified, message }: Binding): DebugProtocol.Breakpoint {
    const where = span ? toClient(this.#client, span) : { line: line + this.#client.firstLine };
    return { id, verified, source, ...where, ...(message !== undefined && { message }) };
  }
}

const withHead = (place: Place, head: Place | undefined) =>
  head === undefined || head.offset === place.offset ? [place] : [place, head];

const keyOfSource = ({ path, sourceReference }: DebugProtocol.Source) =>
  sourceReference ? `#${sourceReference}` : keyOf(path ?? '');

/** All places of the statement that a wish means: the one at its column or behind it, else the first on the lines below. */
const statementAt = (text: Text, { line, column = 0 }: Omit<Wish, 'id'>) => {
  const found = statementsNear(text, line, column);
  const [first] = found.toSorted(byStart);
  const start = first?.span.start;
  return found.filter(({ span }) => span.start.line === start?.line && span.start.column === start.column);
};

const statementsNear = (text: Text, line: number, column: number): ReturnType<Text['places']> => {
  const onLine = text.places(line, line);
  const behind = onLine.filter(({ span }) => span.end.line > line || span.end.column > column);
  if (onLine.length > 0) return behind.length > 0 ? behind : onLine;
  const below = text.places(line + 1, line + nearby);
  return below.length > 0 ? below : text.places(line + 1 + nearby, Number.MAX_SAFE_INTEGER);
};

const byStart = (a: { readonly span: Span }, b: { readonly span: Span }) =>
  a.span.start.line - b.span.start.line || a.span.start.column - b.span.start.column;
