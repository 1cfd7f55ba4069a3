import type { CodeId, Place, SourceMap, Span } from './code.ts';
import type { Document, Range, Statement } from './language.ts';
import { firstIndex } from './search.ts';

/** Converts offsets of a text to lines and columns, both from 0. Line ends are LF, CRLF or CR. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (const end of text.matchAll(/\r\n?|\n/g)) this.#starts.push(end.index + end[0].length);
  }

  /** Number of the line that holds `offset`. */
  line(offset: number): number {
    return Math.max(0, firstIndex(this.#starts.length, (line) => (this.#starts[line] ?? 0) > offset) - 1);
  }

  position(offset: number) {
    const line = this.line(offset);
    return { line, column: offset - (this.#starts[line] ?? 0) };
  }
}

/** The source map of a code that was assembled from one text. */
export const mapDocument = (uri: string, text: string, document: Document, code: CodeId): SourceMap => {
  const lines = new LineIndex(text);
  const span = (range: Range): Span => ({ uri, start: lines.position(range.start), end: lines.position(range.end) });
  /** Statements with code, and their lines, in the order of the text; made at the first question, as texts may be large. */
  let placed: readonly (Pick<Statement, 'places' | 'range'> & { readonly line: number })[] | undefined;
  return {
    uris: [uri],
    spans: (place: Place) => (place.code === code ? document.spans(place.offset).map(span) : []),
    places: (asked, first, last) => {
      if (asked !== uri) return [];
      placed ??= document.statements
        .filter(({ places }) => places.length > 0)
        .map((statement) => ({
          places: statement.places,
          range: statement.range,
          line: lines.line(statement.range.start),
        }))
        .sort((a, b) => a.range.start - b.range.start);
      const found: { place: Place; span: Span }[] = [];
      const lineAt = (index: number) => placed?.[index]?.line ?? 0;
      for (let i = firstIndex(placed.length, (index) => lineAt(index) >= first); i < placed.length; i++) {
        const statement = placed[i];
        if (!statement || statement.line > last) break;
        for (const offset of statement.places) found.push({ place: { code, offset }, span: span(statement.range) });
      }
      return found;
    },
  };
};
