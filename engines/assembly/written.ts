import type { Range } from '../language.ts';

/** A text that is assembled: the document's own, or what a macro made of parts of it. */
export type Written = {
  readonly text: string;
  /** Where its parts stand in the document, in order; absent for the document's own text. */
  readonly pieces?: readonly Piece[];
  /** What of the document it was made for as a whole. */
  readonly whole: Range;
};

/** From `at` on the text is that of the document from `start` on; or, if it is no copy, all of it is there for that range. */
export type Piece = { readonly at: number; readonly start: number; readonly end: number; readonly isCopy: boolean };

const pieceAt = (pieces: readonly Piece[], at: number): Piece | undefined => pieces.findLast((piece) => piece.at <= at);

/** Where a stretch of the text stands in the document; all that the text was made for if it is put together of several parts. */
export const rangeIn = ({ pieces, whole }: Written, start: number, end: number): Range => {
  if (!pieces) return { start, end };
  const piece = pieceAt(pieces, start);
  if (!piece || (end > start && pieceAt(pieces, end - 1) !== piece)) return whole;
  if (!piece.isCopy) return { start: piece.start, end: piece.end };
  return { start: piece.start + start - piece.at, end: piece.start + end - piece.at };
};

/** Puts a text together of parts of others. */
export class Writer {
  #text = '';
  readonly #pieces: Piece[] = [];
  readonly #whole: Range;

  constructor(whole: Range) {
    this.#whole = whole;
  }

  /** What stands in the document instead of it. */
  add(text: string, { start, end }: Range): void {
    if (text !== '') this.#pieces.push({ at: this.#text.length, start, end, isCopy: false });
    this.#text += text;
  }

  copy(from: Written, start: number, end: number): void {
    if (start >= end) return;
    const at = this.#text.length;
    if (!from.pieces) this.#pieces.push({ at, start, end, isCopy: true });
    else {
      for (const [i, piece] of from.pieces.entries()) {
        const first = Math.max(start, piece.at);
        const last = Math.min(end, from.pieces[i + 1]?.at ?? from.text.length);
        if (first >= last) continue;
        const shift = piece.isCopy ? first - piece.at : 0;
        const [begin, stop] = [piece.start + shift, piece.isCopy ? piece.start + last - piece.at : piece.end];
        this.#pieces.push({ at: at + first - start, start: begin, end: stop, isCopy: piece.isCopy });
      }
    }
    this.#text += from.text.slice(start, end);
  }

  get written(): Written {
    return { text: this.#text, pieces: this.#pieces, whole: this.#whole };
  }
}
