import { LoadError } from '../../engine.ts';
import type { AccountSettings } from '../deployments.ts';
import type { Address } from '../words.ts';
import { GzipError, gunzip } from './gunzip.ts';
import * as messages from './messages.ts';

/** Accounts by address, as a file says them. */
export type StateFile = ReadonlyMap<Address, AccountSettings>;

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Bytes that a state may have once it is unpacked. */
const largest = 2 ** 28;
/** What comes before the digits in an answer of anvil_dumpState, which is a gzip file in hexadecimal. */
const packed = /^\s*(?:\{[^{}]*"result"\s*:\s*)?"?0x(?=1f8b)/i;

const packedDigits = (text: string): string | undefined => {
  const before = packed.exec(text.slice(0, 500))?.[0];
  if (before === undefined) return undefined;
  const digits = text.slice(before.length);
  const end = digits.search(/[^0-9a-f]/i);
  return end < 0 ? digits : digits.slice(0, end);
};

/** The text of a file of accounts, unpacked where it is a gzip file or the digits of one. @throws LoadError where that is broken */
export const stateText = (bytes: Uint8Array, name: string): string => {
  const decoder = new TextDecoder();
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isGzip ? '' : decoder.decode(bytes);
  const digits = packedDigits(text);
  if (!isGzip && digits === undefined) return text;
  try {
    return decoder.decode(gunzip(digits === undefined ? bytes : bytesOfHex(digits), largest));
  } catch (error) {
    if (error instanceof GzipError) throw new LoadError(messages.brokenGzip(name), 'prestate');
    throw error;
  }
};

const bytesOfHex = (digits: string) =>
  Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));

/** Words of which such a file has at least one, so that no other JSON is parsed. */
const hints = /"(?:balance|nonce)"\s*:/;
const addressForm = /^(?:0x)?[0-9a-f]{40}$/i;

/**
 * Accounts from a genesis file (`alloc`), the answer of a prestateTracer, or a state that anvil dumped (`accounts`);
 * undefined for JSON of another kind. @throws LoadError where an account is not as it should be
 */
export const readStateFile = (text: string, name: string): StateFile | undefined => {
  if (!/^\s*\{/.test(text) || !hints.test(text)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const accounts = accountsIn(json);
  if (!accounts) return undefined;
  return new Map(
    Object.entries(accounts).map(([key, account]) => {
      const address = `0x${key.toLowerCase().replace(/^0x/, '')}`;
      if (!isObject(account))
        throw new LoadError(messages.stateValue(name, address, JSON.stringify(account)), 'program');
      return [address, accountOf(account, (part, found) => messages.stateValue(name, `${address} ${part}`, found))];
    }),
  );
};

/** What a node answers stands in `result`; of a prestateTracer in diff mode, the state before in `pre`. */
const accountsIn = (json: unknown): Json | undefined => {
  if (!isObject(json)) return undefined;
  for (const key of ['result', 'alloc', 'accounts', 'pre']) {
    const inner = json[key];
    if (isObject(inner)) return accountsIn(inner) ?? undefined;
  }
  const keys = Object.keys(json);
  return keys.length > 0 && keys.every((key) => addressForm.test(key)) ? json : undefined;
};

const accountOf = (
  { balance, nonce, code, storage }: Json,
  wrong: (part: string, found: string) => string,
): AccountSettings => {
  const number = (part: string, value: unknown): bigint => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && /^(?:0x[0-9a-f]{1,64}|[0-9]{1,78})$/i.test(text)) return BigInt(text);
    throw new LoadError(wrong(part, JSON.stringify(value) ?? String(value)), 'program');
  };
  const bytes = (value: unknown): Uint8Array => {
    const digits = typeof value === 'string' ? /^(?:0x)?((?:[0-9a-f]{2})*)$/i.exec(value)?.[1] : undefined;
    if (digits === undefined) throw new LoadError(wrong('code', JSON.stringify(value) ?? String(value)), 'program');
    return bytesOfHex(digits);
  };
  const word = (part: string, value: unknown) =>
    number(part, typeof value === 'string' && !/^0x/i.test(value) ? `0x${value}` : value);
  return {
    ...(balance !== undefined && { balance: number('balance', balance) }),
    ...(nonce !== undefined && { nonce: number('nonce', nonce) }),
    ...(code !== undefined && { code: bytes(code) }),
    ...(isObject(storage) && {
      storage: new Map(Object.entries(storage).map(([key, value]) => [word('storage', key), word('storage', value)])),
    }),
  };
};
