import type { CodeId, Place, SourceMap, Span } from './code.ts';
import type { Document, Range } from './language.ts';

/** Converts offsets of a text to lines and columns, both from 0. Line ends are LF, CRLF or CR. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (const end of text.matchAll(/\r\n?|\n/g)) this.#starts.push(end.index + end[0].length);
  }

  /** Number of the line that holds `offset`. */
  line(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
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
  return {
    uris: [uri],
    spans: (place: Place) => (place.code === code ? document.spans(place.offset).map(span) : []),
    places: (asked, first, last) => {
      if (asked !== uri) return [];
      const found: { place: Place; span: Span }[] = [];
      for (const { range, places } of document.statements) {
        if (places.length === 0) continue;
        const line = lines.line(range.start);
        if (line < first || line > last) continue;
        for (const offset of places) found.push({ place: { code, offset }, span: span(range) });
      }
      return found;
    },
  };
};
