import { ErrorCodes, type Position, type Range, ResponseError } from 'vscode-languageserver';
import { words, wrongParameter } from './messages.ts';

const kindOf = (value: unknown) =>
  value === undefined
    ? words.missing()
    : value === null
      ? 'null'
      : words.kind(Array.isArray(value) ? 'list' : typeof value);

const wrong = (path: string, expected: string, found: unknown) =>
  new ResponseError(ErrorCodes.InvalidParams, wrongParameter(path, expected, kindOf(found)));

/**
 * A value from the wire and the way to it, for messages. Nothing a client sends is trusted:
 * each reader gives a value of its type or throws a ResponseError that names the parameter.
 */
export class Param {
  /** As it came. */
  readonly value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.#path = path;
  }

  /** The member of that name; missing where this is no object. */
  at(key: string): Param {
    const value = this.value;
    const member = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return new Param(member, this.#path === '' ? key : `${this.#path}.${key}`);
  }

  string(): string {
    if (typeof this.value !== 'string') throw wrong(this.#path, words.kind('string'), this.value);
    return this.value;
  }

  integer(): number {
    if (!Number.isInteger(this.value)) throw wrong(this.#path, words.integer(), this.value);
    return this.value as number;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw wrong(this.#path, words.kind('boolean'), this.value);
    return this.value;
  }

  list(): Param[] {
    if (!Array.isArray(this.value)) throw wrong(this.#path, words.kind('list'), this.value);
    return this.value.map((item, index) => new Param(item, `${this.#path}[${index}]`));
  }

  object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw wrong(this.#path, words.kind('object'), value);
    return value as Record<string, unknown>;
  }

  position(): Position {
    return { line: this.at('line').#count(), character: this.at('character').#count() };
  }

  range(): Range {
    return { start: this.at('start').position(), end: this.at('end').position() };
  }

  /** Bytes written in base64. */
  base64(): Uint8Array {
    const text = this.string();
    try {
      return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    } catch {
      throw wrong(this.#path, 'base64', this.value);
    }
  }

  /** What `read` makes of it; undefined where it is missing or null. */
  optional<T>(read: (param: Param) => T): T | undefined {
    return this.value === undefined || this.value === null ? undefined : read(this);
  }

  #count(): number {
    const value = this.integer();
    if (value < 0) throw wrong(this.#path, words.natural(), value);
    return value;
  }
}
