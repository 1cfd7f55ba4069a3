import { claimFile } from '../engines/claim.ts';
import type { Code, CodeId, SourceMap } from '../engines/code.ts';
import type { SymbolEntry } from '../engines/language.ts';
import { type ListingSource, listingName, listingUri } from '../engines/listing.ts';
import { mapDocument } from '../engines/source-map.ts';
import { keyOf } from '../engines/uri.ts';
import type { Launched } from './launch.ts';

/** A code as a text in the engine's assembly language. */
export type Listing = {
  readonly text: string;
  readonly symbols: readonly SymbolEntry[];
  /** Joins the lines of the text and the places in the code; as URI it has the code's id. */
  readonly map: SourceMap;
};

/** Codes as texts in the engine's assembly language, each made when it is first asked for. */
export class Listings {
  readonly #launched: Launched;
  readonly #listings = new Map<CodeId, Listing>();
  /** URIs under which clients opened listings, or would. */
  readonly #uris = new Map<CodeId, string>();
  /** What the URIs of listings stand for: in one session always the same, whatever becomes of the files. */
  readonly #resolved = new Map<string, CodeId>();
  /** Codes that lie in files, and may or may not run. */
  readonly #codes = new Map<CodeId, Code>();
  #partsKnown = false;

  constructor(launched: Launched) {
    this.#launched = launched;
    const { listing, program } = launched;
    if (listing !== undefined && program.codes[0]) this.#uris.set(program.codes[0].id, listing);
  }

  /** The code that a listing shows, which may not have run yet. @throws LoadError */
  async resolve(source: ListingSource, uri: string): Promise<CodeId> {
    if (source.kind === 'code') return source.code;
    const known = this.#resolved.get(uri);
    if (known !== undefined) return known;
    const running = this.#launchedCode(source);
    if (running !== undefined) {
      this.#uris.set(running, uri);
      return running;
    }
    const { engine, version, read } = this.#launched;
    const file = await read(source.uri);
    const { engine: owner } = claimFile([engine], file);
    const code = owner.code(file, source.part, version);
    this.#resolved.set(uri, code.id);
    this.#codes.set(code.id, code);
    this.#uris.set(code.id, uri);
    return code.id;
  }

  /** A code of a file that was asked for, whether it has run or not. */
  code(id: CodeId): Code | undefined {
    return this.#codes.get(id);
  }

  uri(code: Code): string {
    if (!this.#uris.has(code.id)) this.#nameParts();
    const known = this.#uris.get(code.id);
    if (known !== undefined) return known;
    return listingUri({ kind: 'code', code: code.id }, code.name, this.#extension);
  }

  get #extension(): string {
    return this.#launched.engine.languages[0].extensions[0] ?? '';
  }

  listing(code: Code): Listing {
    const known = this.#listings.get(code.id);
    if (known) return known;
    const { engine, version } = this.#launched;
    const text = engine.listing(code, version);
    const document = engine.languages[0].parse(text, { version });
    const listing = { text, symbols: document.symbols, map: mapDocument(code.id, text, document, code.id) };
    this.#listings.set(code.id, listing);
    return listing;
  }

  /** Codes of the debugged file have listings of the file, which outlive the session. */
  #nameParts(): void {
    if (this.#partsKnown) return;
    this.#partsKnown = true;
    const { file, part: launched, parts, program } = this.#launched;
    for (const part of parts) {
      const id = part.id === launched.id ? program.codes[0]?.id : this.#idOf(part.id);
      if (id === undefined || this.#uris.has(id)) continue;
      const name = listingName(file.name, part.id, parts.length, this.#extension);
      this.#uris.set(id, listingUri({ kind: 'file', uri: file.uri, part: part.id }, name, this.#extension));
    }
  }

  /**
   * Where a listing is of the part that was launched: the code that runs. It has the same instructions in the same places,
   * but may hold more than the file does: values that a constructor filled in, arguments behind its end.
   */
  #launchedCode({ uri, part }: ListingSource & { kind: 'file' }): CodeId | undefined {
    const { file, part: launched, parts, program } = this.#launched;
    const isLaunched = keyOf(uri) === keyOf(file.uri) && (part ?? parts[0]?.id) === launched.id;
    return isLaunched ? program.codes[0]?.id : undefined;
  }

  /** Undefined for a part without usable code, such as an abstract contract. */
  #idOf(part: string): CodeId | undefined {
    const { engine, file, version } = this.#launched;
    try {
      return engine.code(file, part, version).id;
    } catch {
      return undefined;
    }
  }
}
