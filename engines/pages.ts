/** Bytes that are saved together. */
export const pageSize = 4096;

/** What bytes are at one moment. Pages that did not change are shared with other saves; one never written is undefined. */
export type SavedPages = {
  readonly pages: readonly (Uint8Array | undefined)[];
  /** Bytes that no earlier save holds. */
  readonly fresh: number;
};

/** A stretch of bytes, first all 0, of which a save costs only what was written since the one before. */
export class Pages {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** 1 for each page that differs from the last save. Who writes to `bytes` says so here, or through `mark`. */
  readonly dirty: Uint8Array;
  #saved: SavedPages['pages'];

  constructor(size: number) {
    const count = Math.ceil(size / pageSize);
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
    this.dirty = new Uint8Array(count);
    this.#saved = new Array(count).fill(undefined);
  }

  /** Says that bytes are written. */
  mark(at: number, size: number): void {
    if (size > 0) this.dirty.fill(1, Math.floor(at / pageSize), Math.floor((at + size - 1) / pageSize) + 1);
  }

  save(): SavedPages {
    if (!this.dirty.includes(1)) return { pages: this.#saved, fresh: 0 };
    let fresh = 0;
    const pages = this.#saved.map((page, n) => {
      if (!this.dirty[n]) return page;
      const copy = this.bytes.slice(n * pageSize, (n + 1) * pageSize);
      fresh += copy.length;
      return copy;
    });
    this.dirty.fill(0);
    this.#saved = pages;
    return { pages, fresh };
  }

  load({ pages }: SavedPages): void {
    for (const [n, page] of pages.entries()) {
      if (page === this.#saved[n] && !this.dirty[n]) continue;
      if (page) this.bytes.set(page, n * pageSize);
      else this.bytes.fill(0, n * pageSize, (n + 1) * pageSize);
    }
    this.dirty.fill(0);
    this.#saved = pages;
  }
}
