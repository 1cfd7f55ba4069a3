import type { Mark, MarkKind } from './protocol.ts';

/** Marks that are kept at most. */
const most = 500;

type Growing = { -readonly [key in keyof Mark]: Mark[key] };

/** The marks of a run, however long it is: where there are too many, one stands for those of its kind that follow it closely. */
export class Marks {
  readonly #most: number;
  #list: Growing[] = [];
  /** The latest of each kind. */
  #latest = new Map<MarkKind, Growing>();
  /** Steps of which marks of one kind are told as one; 0 as long as each is told. */
  #stretch = 0;

  constructor(limit = most) {
    this.#most = limit;
  }

  get list(): readonly Mark[] {
    return this.#list;
  }

  /** Marks come in the order of their steps. An event that is told as output too is told once. */
  add(step: number, kind: MarkKind, text: string): void {
    const last = this.#list.at(-1);
    if (last && last.step === step && last.text === text && last.kind !== kind) return;
    this.#put({ step, kind, text, count: 1 });
    while (this.#list.length > this.#most) this.#thin();
  }

  #put(mark: Growing): void {
    const before = this.#latest.get(mark.kind);
    if (before && this.#stretch > 0 && this.#partOf(before) === this.#partOf(mark)) {
      before.count += mark.count;
      return;
    }
    this.#list.push(mark);
    this.#latest.set(mark.kind, mark);
  }

  #partOf({ step }: Mark): number {
    return Math.floor(step / this.#stretch);
  }

  #thin(): void {
    this.#stretch = Math.max(1, 2 * this.#stretch);
    const all = this.#list;
    this.#list = [];
    this.#latest.clear();
    for (const mark of all) this.#put(mark);
  }
}
