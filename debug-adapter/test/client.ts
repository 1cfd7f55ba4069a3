import assert from 'node:assert/strict';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Engine } from '../../engines/engine.ts';
import { encodeFrame, FrameReader } from '../framing.ts';
import { GaslampSession } from '../session.ts';
import { serve } from '../streams.ts';

type Body = Record<string, unknown>;
type Waiter = { readonly event: string; readonly resolve: (body: Body) => void };

/** A DAP client for tests: it asks, waits for events, and keeps the whole traffic as a text. */
export class TestClient {
  /** One message a line: `→` to the adapter, `←` its answer, `•` an event. */
  readonly transcript: string[] = [];
  readonly #output: Writable;
  readonly #answers = new Map<number, (response: DebugProtocol.Response) => void>();
  /** Events that nobody waited for yet. */
  readonly #events: DebugProtocol.Event[] = [];
  #waiters: Waiter[] = [];
  #seq = 0;

  /** @param input what the adapter says. @param output what it hears. */
  constructor(input: Readable, output: Writable) {
    this.#output = output;
    const reader = new FrameReader(
      (message) => this.#receive(message as DebugProtocol.ProtocolMessage),
      (sentence) => assert.fail(sentence),
    );
    input.on('data', (chunk: Uint8Array) => reader.push(chunk));
    // Who waits for an answer learns that there will be none.
    input.on('close', () => {
      for (const [seq, answer] of this.#answers)
        answer({ type: 'response', seq: 0, request_seq: seq, command: '', success: false, message: 'It has ended.' });
    });
  }

  /** Sends a request and returns the answer, whatever it is. */
  request(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    this.#seq += 1;
    const seq = this.#seq;
    this.#write('→', command, args);
    const answer = new Promise<DebugProtocol.Response>((resolve) => this.#answers.set(seq, resolve));
    this.send({ seq, type: 'request', command, arguments: args });
    return answer;
  }

  /** Sends a request that must succeed, and returns the body of the answer. */
  async ask<T = Body>(command: string, args?: unknown): Promise<T> {
    const { success, message, body } = await this.request(command, args);
    assert.ok(success, `${command}: ${message}`);
    return body;
  }

  /** Sends a request that must fail, and returns the sentence that says why. */
  async refused(command: string, args?: unknown): Promise<string> {
    const { success, message, body } = await this.request(command, args);
    assert.equal(success, false, `${command} ${JSON.stringify(args)} should fail`);
    assert.equal(body.error.format, message);
    assert.match(message ?? '', /^\S.*\.$/s, 'a sentence');
    return message ?? '';
  }

  /** The next event of that name that was not returned before. */
  event(event: string): Promise<Body> {
    const at = this.#events.findIndex((each) => each.event === event);
    if (at >= 0) return Promise.resolve(this.#events.splice(at, 1)[0]?.body ?? {});
    return new Promise((resolve) => this.#waiters.push({ event, resolve }));
  }

  /** Bodies of the events of that name that nobody waited for. */
  unheard(event: string): Body[] {
    return this.#events.filter((each) => each.event === event).map((each) => each.body);
  }

  /** Puts a message on the stream as it is. */
  send(message: object): void {
    this.#output.write(encodeFrame(message));
  }

  raw(bytes: string | Uint8Array): void {
    this.#output.write(bytes);
  }

  #receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      this.#write('←', response.command, response.success ? response.body : response.message);
      this.#answers.get(response.request_seq)?.(response);
      this.#answers.delete(response.request_seq);
      return;
    }
    const event = message as DebugProtocol.Event;
    this.#write('•', event.event, event.body);
    const waiter = this.#waiters.find((each) => each.event === event.event);
    this.#waiters = this.#waiters.filter((each) => each !== waiter);
    if (waiter) waiter.resolve(event.body ?? {});
    else this.#events.push(event);
  }

  #write(sign: string, name: string, content: unknown): void {
    this.transcript.push(`${sign} ${name}${content === undefined ? '' : ` ${JSON.stringify(content)}`}`);
  }
}

/** Files by URI, as a host would read them. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A client with an adapter in this process, on real streams. */
export const connect = (engines: readonly Engine[], files: Files): TestClient => {
  const toAdapter = new PassThrough();
  const fromAdapter = new PassThrough();
  const host = {
    readFile: async (uri: string) => {
      const content = files[uri];
      if (content === undefined) throw new Error(`ENOENT: ${uri}`);
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
  };
  serve(new GaslampSession(engines, host), toAdapter, fromAdapter, () => fromAdapter.end());
  return new TestClient(fromAdapter, toAdapter);
};
