import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Code, CodeId, Place, Span, StatementStart } from '../engines/code.ts';
import { listingScheme, parseListingUri } from '../engines/listing.ts';
import { keyOf, nameOf, toPath } from '../engines/uri.ts';
import type { Client } from './client.ts';
import type { Launched } from './launch.ts';
import { type Listing, Listings } from './listings.ts';
import * as messages from './messages.ts';
import { type Param, RequestError } from './params.ts';

/** A source, or a listing, as the client knows it, with the program's places in it. */
export type Text = {
  /** As the client wrote it, to be echoed. */
  readonly source: DebugProtocol.Source;
  /** The code whose listing it is, if it is one. */
  readonly listing?: CodeId;
  /** Places whose statements start in these lines, both inclusive, in the order of the text; more as codes are met. */
  places(first: number, last: number): readonly StatementStart[];
  /** Where this text shows a place. */
  span(place: Place): Span | undefined;
  /** Why no place can be in it, so far. */
  absence(): string | undefined;
};

/** Where a person finds a place. */
export type Located = {
  readonly source: DebugProtocol.Source;
  readonly span: Span;
  readonly isListing: boolean;
};

/** Between the client's sources and the program's places. */
export class Sources {
  readonly #launched: Launched;
  readonly #listings: Listings;
  readonly #client: Client;
  readonly #codeOf: (id: CodeId) => Code | undefined;
  /** Paths and URIs as the client spells them, by key. */
  readonly #spelled = new Map<string, string>();
  /** Codes that are shown as listings though they have sources. */
  #asListings: ReadonlySet<CodeId> = new Set();
  /** Codes whose listings were given a number: the first has 1. */
  readonly #numbered: CodeId[] = [];

  /** @param met gives a code that the program has, as soon as it has it. */
  constructor(launched: Launched, client: Client, met: (id: CodeId) => Code | undefined) {
    this.#launched = launched;
    this.#client = client;
    this.#listings = new Listings(launched);
    this.#codeOf = (id) => met(id) ?? this.#listings.code(id);
  }

  /** Shows these codes as listings, because a person works there; others as sources where they have some. */
  preferListings(codes: ReadonlySet<CodeId>): void {
    this.#asListings = codes;
  }

  /** A code that was met, or that lies in a file whose listing the client has. */
  code(id: CodeId): Code | undefined {
    return this.#codeOf(id);
  }

  /** What the client means by a source; a text without places where it means nothing here. @throws RequestError */
  async open(param: Param): Promise<Text> {
    const source = param.object() as DebugProtocol.Source;
    const number = param.at('sourceReference').optional((p) => p.integer()) ?? 0;
    if (number > 0) return this.#listingText(this.#numberedCode(number), source);
    const path = param.at('path').string();
    const listing = parseListing(path);
    if (listing) {
      try {
        return this.#listingText(await this.#listings.resolve(listing, path), source);
      } catch {
        // Clients send the breakpoints of every listing they know, also of files that have nothing to do with this program.
        return { source, places: () => [], span: () => undefined, absence: messages.notPartOfProgram };
      }
    }
    const key = keyOf(path);
    this.#spelled.set(key, path);
    return this.#sourceText(key, source);
  }

  /** Where a person looks for a place: its source, or else the listing of its code. */
  locate(place: Place, level = 0): Located | undefined {
    const span = this.#sourceSpan(place, level);
    if (span) return { source: this.#sourceOf(span.uri), span, isListing: false };
    const code = this.#codeOf(place.code);
    const listed = code && this.#listings.listing(code).map.spans(place)[0];
    return listed && { source: this.#listingSource(code), span: listed, isListing: true };
  }

  /** The text that shows a code. */
  textOf(code: Code): DebugProtocol.Source {
    const span = this.#sourceSpan({ code: code.id, offset: code.base });
    return span ? this.#sourceOf(span.uri) : this.#listingSource(code);
  }

  /** All texts that show the program so far. */
  loaded(codes: readonly Code[]): DebugProtocol.Source[] {
    const files = this.#launched.program.sources.flatMap(({ uris }) => uris.map((uri) => this.#sourceOf(uri)));
    const texts = codes.map((code) => this.textOf(code));
    return [...new Map([...files, ...texts].map((source) => [source.path, source])).values()];
  }

  /** True where a statement of the text begins that shows the place. */
  startsStatement(place: Place): boolean {
    const span = this.#sourceSpan(place);
    if (!span) return true;
    const { line } = span.start;
    return this.#launched.program.sources.some((map) =>
      map.places(span.uri, line, line).some((s) => s.place.offset === place.offset && s.place.code === place.code),
    );
  }

  /** Whether no statement of its line begins before it. */
  isFirstOnLine({ span, isListing }: Located): boolean {
    const { line, column } = span.start;
    const maps = isListing ? [] : this.#launched.program.sources;
    return maps.every((map) => map.places(span.uri, line, line).every((other) => other.span.start.column >= column));
  }

  /** The text of a listing, for a client that has no other way to it. @throws RequestError, LoadError */
  async content(source: Param, reference: Param): Promise<string> {
    const number = source.at('sourceReference').optional((p) => p.integer()) || reference.optional((p) => p.integer());
    if (number) return this.listing(this.#numberedCode(number));
    const path = source.at('path').string();
    const listing = parseListing(path);
    if (!listing) throw new RequestError(messages.noContent(nameOf(path)));
    return this.listing(await this.#listings.resolve(listing, path));
  }

  /** Under which URI the listing of a code is opened. */
  listingUri(code: Code): string {
    return this.#listings.uri(code);
  }

  listed(code: Code): Listing {
    return this.#listings.listing(code);
  }

  /** The text of the listing of a code that was met. @throws RequestError */
  listing(id: CodeId): string {
    const code = this.#codeOf(id);
    if (!code) throw new RequestError(messages.codeNotMet());
    return this.#listings.listing(code).text;
  }

  /** Functions that were inlined at a place, innermost first; `locate` takes their index as `level`, and their number for what is around. */
  inlined(place: Place): readonly string[] {
    if (!this.#sourceSpan(place)) return [];
    for (const map of this.#launched.program.sources) {
      const names = map.inlined?.(place) ?? [];
      if (names.length > 0) return names;
    }
    return [];
  }

  /** A span of source text, the innermost at level 0, unless the listing was chosen as the text to debug. */
  #sourceSpan(place: Place, level = 0): Span | undefined {
    const { listing, program } = this.#launched;
    const launchedThere = listing !== undefined && place.code === program.codes[0]?.id;
    if (launchedThere || this.#asListings.has(place.code)) return undefined;
    for (const map of program.sources) {
      const spans = map.spans(place);
      const span = spans[level] ?? spans.at(-1);
      if (span) return span;
    }
    return undefined;
  }

  #sourceOf(uri: string): DebugProtocol.Source {
    return { name: nameOf(uri), path: this.#spelled.get(keyOf(uri)) ?? toPath(uri) };
  }

  #listingSource(code: Code): DebugProtocol.Source {
    const uri = this.#listings.uri(code);
    const source = { name: nameOf(uri), path: uri, origin: messages.listingOrigin(code.name) };
    if (this.#client.opensListings) return source;
    if (!this.#numbered.includes(code.id)) this.#numbered.push(code.id);
    return { ...source, sourceReference: this.#numbered.indexOf(code.id) + 1 };
  }

  #numberedCode(number: number): CodeId {
    const id = this.#numbered[number - 1];
    if (id === undefined) throw new RequestError(messages.unknownSource(number));
    return id;
  }

  #sourceText(key: string, source: DebugProtocol.Source): Text {
    const maps = this.#launched.program.sources.flatMap((map) => {
      const uri = map.uris.find((each) => keyOf(each) === key);
      return uri === undefined ? [] : [{ map, uri }];
    });
    return {
      source,
      places: (first, last) => maps.flatMap(({ map, uri }) => map.places(uri, first, last)),
      span: (place) => {
        for (const { map, uri } of maps) {
          const span = map.spans(place).find((each) => each.uri === uri);
          if (span) return span;
        }
        return undefined;
      },
      absence: () => (maps.length === 0 ? this.#strangeness(key) : undefined),
    };
  }

  /** Why a file has no part in the program. */
  #strangeness(key: string): string {
    const { sources } = this.#launched.program;
    if (sources.length === 0) return messages.noSourceLines();
    const name = nameOf(key);
    const namesake = sources.flatMap(({ uris }) => uris).find((uri) => nameOf(uri) === name);
    return namesake === undefined ? messages.notPartOfProgram() : messages.builtElsewhere(name, toPath(namesake));
  }

  #listingText(id: CodeId, source: DebugProtocol.Source): Text {
    const map = () => {
      const code = this.#codeOf(id);
      return code && this.#listings.listing(code).map;
    };
    return {
      source,
      listing: id,
      places: (first, last) => map()?.places(id, first, last) ?? [],
      span: (place) => map()?.spans(place)[0],
      absence: () => (this.#codeOf(id) ? undefined : messages.waitsForCode()),
    };
  }
}

/** Undefined for what is no listing. @throws RequestError for a listing's URI that is broken */
const parseListing = (path: string) => {
  if (!path.startsWith(`${listingScheme}:`)) return undefined;
  try {
    const source = parseListingUri(path);
    if (source) return source;
  } catch {
    // An escape that stands for no character: as broken as a URI without a query.
  }
  throw new RequestError(messages.brokenListingUri());
};
