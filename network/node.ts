import { LoadError } from '../engines/engine.ts';
import type { ChainNode, NodeAnswer } from '../engines/fetching.ts';
import * as messages from './messages.ts';

/** Bytes that one answer may have, and milliseconds that it may take. */
const defaultBounds = { bytes: 256 * 2 ** 20, time: 120_000 };

export type Connection = {
  /** Ends what is under way. */
  readonly signal?: AbortSignal;
  readonly bounds?: typeof defaultBounds;
};

/** What is at an address. @throws LoadError if it is none that a node can have */
export const addressOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new LoadError(messages.noAddress(text));
  if (url.username !== '' || url.password !== '') throw new LoadError(messages.passwordInAddress());
  return url;
};

/** Asks a node by JSON-RPC over HTTP. Nothing else of Gaslamp opens a connection. @throws LoadError for an address that is none */
export const nodeAt = (
  address: string,
  { signal, bounds = defaultBounds }: Connection = {},
): Pick<ChainNode, 'host' | 'ask'> => {
  const url = addressOf(address);
  const { host } = url;
  let questions = 0;
  const ask = async (method: string, params: readonly unknown[]): Promise<NodeAnswer> => {
    questions += 1;
    const timeout = AbortSignal.timeout(bounds.time);
    const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: questions, method, params }),
        // What was shown to a person is all that is asked.
        redirect: 'error',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: ended,
      });
      const text = await textOf(response, host, bounds.bytes);
      return answerIn(text, response, host);
    } catch (error) {
      if (error instanceof LoadError) throw error;
      if (signal?.aborted) throw new LoadError(messages.cancelled());
      if (timeout.aborted) throw new LoadError(messages.tooSlow(host, method, bounds.time / 1000));
      throw new LoadError(messages.unreachable(host, causeOf(error)));
    }
  };
  return { host, ask };
};

const textOf = async ({ body }: Response, host: string, most: number): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (const reader = body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new LoadError(messages.tooLarge(host, most));
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
};

/** A node may tell what is wrong in JSON and by a status of HTTP, too. @throws LoadError */
const answerIn = (text: string, { ok, status, statusText }: Response, host: string): NodeAnswer => {
  const answer = parsed(text);
  if (answer && 'error' in answer && isObject(answer.error)) {
    const { code, message } = answer.error;
    return { error: { code: Number(code), message: String(message) } };
  }
  if (!ok) throw new LoadError(messages.httpError(host, `${status} ${statusText}`.trim()));
  if (!answer || !('result' in answer)) throw new LoadError(messages.noNode(host, text));
  return { result: answer.result };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const parsed = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
};

/** Node tells the cause of a failed connection; a browser hides it from pages. */
const causeOf = (error: unknown): string | undefined => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return undefined;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
};
