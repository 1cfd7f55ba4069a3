import type { Problem, Range } from './language.ts';
import { tooManyProblems } from './messages.ts';

/** Beyond this many nobody reads on, and a binary file opened as text would have a million. */
const most = 1000;

/** Collects the problems of one text, each at most once at a place. */
export class Problems {
  readonly #found: Map<string, Problem>;

  /** @param known were found already. */
  constructor(known: readonly Problem[] = []) {
    this.#found = new Map(known.map((problem) => [keyOf(problem.code, problem.range), problem]));
  }

  get any(): boolean {
    return this.#found.size > 0;
  }

  get full(): boolean {
    return this.#found.size >= most;
  }

  add(severity: Problem['severity'], { start, end }: Range, code: string, message: string, fix?: Problem['fix']): void {
    const range = { start, end };
    const key = keyOf(code, range);
    if (this.#found.has(key) || this.#found.size > most) return;
    if (this.full) this.#found.set(key, { range, severity: 'error', message: tooManyProblems(most), code: 'too-many' });
    else this.#found.set(key, { range, severity, message, code, ...(fix && { fix }) });
  }

  error(range: Range, code: string, message: string, fix?: Problem['fix']): void {
    this.add('error', range, code, message, fix);
  }

  /** In the order of the text. */
  list(): readonly Problem[] {
    const order = (a: Problem, b: Problem) =>
      a.range.start - b.range.start || a.range.end - b.range.end || (a.code < b.code ? -1 : 1);
    return [...this.#found.values()].sort(order);
  }
}

const keyOf = (code: string, { start, end }: Range) => `${code} ${start} ${end}`;

/** A fix that puts `text` in place of `range`. */
export const replace = ({ start, end }: Range, text: string, title: string): NonNullable<Problem['fix']> => ({
  title,
  edits: [{ range: { start, end }, text }],
});
