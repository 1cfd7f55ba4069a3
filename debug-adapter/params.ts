import { words, wrongArgument } from './messages.ts';

/** What a request asks for cannot be done; the message is for the person at the client. */
export class RequestError extends Error {}

/** A value as a sentence shows it: itself if it is short, else its kind. */
const shown = (value: unknown): string => {
  if (value === undefined) return words.missing();
  if (Array.isArray(value)) return words.list();
  if (typeof value === 'object' && value !== null) return words.object();
  const text = typeof value === 'string' ? `"${value}"` : String(value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…"`;
};

/** Characters of a value in a sentence. */
const longestShown = 40;

/**
 * A value from the wire and the way to it, for messages. Nothing a client sends is trusted:
 * each reader gives a value of its type or throws a RequestError that names the argument.
 */
export class Param {
  readonly value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.#path = path;
  }

  /** The member of that name; missing where this is no object. */
  at(key: string): Param {
    const { value } = this;
    const member = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return new Param(member, this.#path === '' ? key : `${this.#path}.${key}`);
  }

  get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  string(): string {
    return typeof this.value === 'string' ? this.value : this.#refuse(words.string());
  }

  boolean(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.#refuse(words.boolean());
  }

  /** A whole number from `least` on. */
  integer(least = 0): number {
    const { value } = this;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return this.#refuse(words.integer());
    return value >= least ? value : this.#refuse(words.integerFrom(least));
  }

  list(): Param[] {
    if (!Array.isArray(this.value)) return this.#refuse(words.list());
    return this.value.map((item, index) => new Param(item, `${this.#path}[${index}]`));
  }

  object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.#refuse(words.object());
    return value as Record<string, unknown>;
  }

  /** One of a few words. */
  oneOf(choices: readonly string[]): string {
    const text = this.string();
    return choices.includes(text) ? text : this.#refuse(words.or(choices));
  }

  /** Bytes written in base64. */
  base64(): Uint8Array {
    const text = this.string();
    try {
      return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    } catch {
      return this.#refuse('base64');
    }
  }

  optional<T>(read: (param: Param) => T): T | undefined {
    return this.present ? read(this) : undefined;
  }

  #refuse(expected: string): never {
    throw new RequestError(wrongArgument(this.#path, expected, shown(this.value)));
  }
}
