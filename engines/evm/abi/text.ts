import * as messages from './messages.ts';
import { AbiError, type AbiType } from './types.ts';
import { type AbiValue, readValue } from './values.ts';

/**
 * The JSON of a value from text that a person typed: as JSON, but without quotation marks where none are needed,
 * so that numbers of any size and hexadecimal digits may stand as they are: `[0xff, 1e18]`, `(5, {name: Bob})`.
 * Text for a `string` is taken as it is unless it is quoted. Whether it is a value of its type is not checked here. @throws AbiError
 */
export const parseText = (type: AbiType, text: string): unknown => {
  const trimmed = text.trim();
  if (type.kind === 'string') return quoted(trimmed) ?? text;
  if (type.kind === 'array' || type.kind === 'tuple') return parseLoosely(trimmed);
  const word = quoted(trimmed) ?? trimmed;
  if (type.kind === 'bool') return word === 'true' ? true : word === 'false' ? false : word;
  return /^-?(0|[1-9]\d{0,14})$/.test(word) && (type.kind === 'uint' || type.kind === 'int') ? Number(word) : word;
};

/** Reads a value from text that a person typed. @throws AbiError */
export const readText = (type: AbiType, text: string, path: string): AbiValue =>
  readValue(type, parseText(type, text), path);

const quoted = (text: string): string | undefined => {
  if (!/^".*"$/s.test(text)) return undefined;
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
};

const deepest = 100;

/** JSON in which words need no quotation marks and lists may be in parentheses; every word is a string. @throws AbiError */
export const parseLoosely = (text: string): unknown => {
  const tokens = [
    ...text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}(),:]|[^\s[\]{}(),:"](?:[^[\]{}(),:"]*[^\s[\]{}(),:"])?/gs),
  ].map(([token]) => token);
  const refuse = (why: string): never => {
    throw new AbiError(messages.brokenText(text, why));
  };
  let at = 0;
  const word = (): string => {
    const token = tokens[at++] ?? '';
    if (!token.startsWith('"')) return token;
    return quoted(token) ?? refuse(messages.quoteWanted());
  };
  const sequence = (close: string, each: () => void) => {
    at += 1;
    while (tokens[at] !== close) {
      each();
      if (tokens[at] === ',') at += 1;
      else if (tokens[at] !== close) refuse(messages.closingWanted(close));
    }
    at += 1;
  };
  const value = (depth: number): unknown => {
    if (depth > deepest) refuse(messages.nestedTooDeep());
    const token = tokens[at];
    if (token === '[' || token === '(') {
      const list: unknown[] = [];
      sequence(token === '[' ? ']' : ')', () => list.push(value(depth + 1)));
      return list;
    }
    if (token === '{') {
      const members: [string, unknown][] = [];
      sequence('}', () => {
        const key = word();
        if (tokens[at++] !== ':') refuse(messages.keyWanted());
        members.push([key, value(depth + 1)]);
      });
      return Object.fromEntries(members);
    }
    if (token !== undefined && /^[\]}),:]$/.test(token)) refuse(messages.restUnread(token));
    return token === undefined ? '' : word();
  };
  const result = value(0);
  if (at < tokens.length) refuse(messages.restUnread(tokens.slice(at).join(' ')));
  return result;
};
