import type { Problem, Range } from '../../language.ts';
import { tooManyProblems } from './messages.ts';

/** Beyond this many nobody reads on, and a binary file opened as text would have a million. */
const most = 1000;

/** Collects the problems of one text, each at most once at a place. */
export class Problems {
  readonly #found = new Map<string, Problem>();

  get any(): boolean {
    return this.#found.size > 0;
  }

  get full(): boolean {
    return this.#found.size >= most;
  }

  add(severity: Problem['severity'], { start, end }: Range, code: string, message: string, fix?: Problem['fix']): void {
    const range = { start, end };
    const key = `${code} ${start} ${end}`;
    if (this.#found.has(key) || this.#found.size > most) return;
    if (this.full) this.#found.set(key, { range, severity: 'error', message: tooManyProblems(most), code: 'too-many' });
    else this.#found.set(key, { range, severity, message, code, ...(fix && { fix }) });
  }

  error(range: Range, code: string, message: string, fix?: Problem['fix']): void {
    this.add('error', range, code, message, fix);
  }

  /** In the order of the text. */
  list(): readonly Problem[] {
    return [...this.#found.values()].sort((a, b) => a.range.start - b.range.start);
  }
}

/** A fix that puts `text` in place of `range`. */
export const replace = (range: Range, text: string, title: string): NonNullable<Problem['fix']> => ({
  title,
  edits: [{ range, text }],
});
