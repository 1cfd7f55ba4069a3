import { brokenFrame, frameTooLong } from './messages.ts';

/** Longer messages are passed over: a launch request carries files, but no file that a machine runs is as long. */
const longest = 256 * 2 ** 20;

const header = /Content-Length:[ \t]*(\d+)[ \t]*\r\n(?:[^\r\n]*\r\n)*?\r\n/i;
/** Bytes in which a header may still be incomplete. */
const longestHeader = 4096;

/** A message as DAP puts it on a stream. */
export const encodeFrame = (message: object): Uint8Array => {
  const body = new TextEncoder().encode(JSON.stringify(message));
  const head = new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`);
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
};

/**
 * Cuts a stream into messages. What is no message is reported and passed over, so that the next one is understood:
 * a protocol library that loses its place in the stream would leave the client waiting for ever.
 */
export class FrameReader {
  readonly #message: (message: unknown) => void;
  readonly #problem: (sentence: string) => void;
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** Bytes needed before it is worth looking again. */
  #needed = 1;
  /** True from what was no message until the next that is one, so that it is reported once. */
  #lost = false;

  constructor(message: (message: unknown) => void, problem: (sentence: string) => void) {
    this.#message = message;
    this.#problem = problem;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#needed && this.#cut()) this.#needed = 1;
  }

  /** Takes one message off the front; false if more bytes are needed. */
  #cut(): boolean {
    const bytes = this.#joined();
    // Latin-1, so that characters count bytes.
    const start = new TextDecoder('latin1').decode(bytes.subarray(0, longestHeader));
    const found = header.exec(start);
    if (!found) {
      if (bytes.length < longestHeader) {
        this.#needed = this.#length + 1;
        return false;
      }
      this.#report(brokenFrame());
      this.#drop(bytes, longestHeader / 2);
      return true;
    }
    if (found.index > 0) this.#report(brokenFrame());
    const bodyAt = found.index + found[0].length;
    const size = Number(found[1]);
    if (size > longest) {
      this.#report(frameTooLong(size));
      this.#drop(bytes, bodyAt);
      return true;
    }
    if (bytes.length < bodyAt + size) {
      this.#drop(bytes, found.index);
      this.#needed = bodyAt - found.index + size;
      return false;
    }
    const message = parse(bytes.subarray(bodyAt, bodyAt + size));
    // Its client may have died within it, and what follows may be whole: look for a header inside.
    this.#drop(bytes, message ? bodyAt + size : bodyAt);
    if (message) this.#deliver(message.value);
    else this.#report(brokenFrame());
    return true;
  }

  #deliver(message: unknown): void {
    this.#lost = false;
    this.#message(message);
  }

  #report(sentence: string): void {
    if (!this.#lost) this.#problem(sentence);
    this.#lost = true;
  }

  #joined(): Uint8Array {
    if (this.#chunks.length === 1 && this.#chunks[0]) return this.#chunks[0];
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [bytes];
    return bytes;
  }

  #drop(bytes: Uint8Array, count: number): void {
    const rest = bytes.subarray(count);
    this.#chunks = [rest];
    this.#length = rest.length;
  }
}

/** Undefined for what is no JSON. */
const parse = (bytes: Uint8Array): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return undefined;
  }
};
