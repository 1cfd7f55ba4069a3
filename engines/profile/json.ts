import * as messages from './messages.ts';
import type { Profile } from './report.ts';

/** A text is no profile; the message is for a person. */
export class ProfileError extends Error {}

/** As JSON whose keys are sorted, a line each, so that two versions of a file can be compared line by line. */
export const stableJson = (value: unknown): string => `${JSON.stringify(value, sorted, 2)}\n`;

const sorted = (_: string, value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a profile from JSON. @throws ProfileError that says what is missing */
export const readProfile = (name: string, text: string): Profile => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ProfileError(messages.notJson(name, error instanceof Error ? error.message : String(error)));
  }
  const fault = faultIn(value, shape, '');
  if (fault !== undefined) throw new ProfileError(messages.noProfile(name, fault));
  return value as Profile;
};

/** Whether a JSON value claims to be a profile, right or wrong, and is nothing else. */
export const looksLikeProfile = (text: string): boolean => {
  try {
    const value = JSON.parse(text);
    return isObject(value) && 'meters' in value && 'vm' in value;
  } catch {
    return false;
  }
};

/** What a value must be: a kind of number or text, a list of something, or an object with members. */
type Shape = 'text' | 'number' | 'truth' | 'amount' | readonly [Shape] | { readonly [key: string]: Shape };

const cost = { own: 'amount', total: 'amount' } as const;
const reasons = [{ reason: 'text', cost: 'amount' }] as const;
const text = {
  uri: 'text',
  name: 'text',
  lines: [{ ...cost, line: 'number' }],
  labels: [{ ...cost, name: 'text', line: 'number' }],
} as const;

/** What is read of a profile; a tree is only looked at from the top. */
const shape: Shape = {
  program: 'text',
  vm: 'text',
  version: 'text',
  steps: 'number',
  ending: { kind: 'text', ok: 'truth', text: 'text' },
  meters: [
    {
      name: 'text',
      spent: 'amount',
      refunded: 'amount',
      tree: { ...cost, kind: 'text', name: 'text' },
      functions: [{ ...cost, name: 'text', calls: 'number' }],
      instructions: [{ mnemonic: 'text', times: 'number', cost: 'amount', extras: reasons }],
      apart: reasons,
      causes: reasons,
      saved: 'amount',
      texts: [text],
      listings: [text],
    },
  ],
};

/** The path of the first member that is not as it must be: `meters[0].spent`. */
const faultIn = (value: unknown, wanted: Shape, path: string): string | undefined => {
  if (typeof wanted === 'string') return isOf(value, wanted) ? undefined : path;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(value)) return path;
    for (const [index, each] of value.entries()) {
      const fault = faultIn(each, wanted[0], `${path}[${index}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (!isObject(value)) return path === '' ? 'meters' : path;
  for (const [key, inner] of Object.entries(wanted)) {
    const fault = faultIn(value[key], inner, path === '' ? key : `${path}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const isOf = (value: unknown, kind: 'text' | 'number' | 'truth' | 'amount'): boolean => {
  if (kind === 'number') return typeof value === 'number';
  if (kind === 'truth') return typeof value === 'boolean';
  return typeof value === 'string' && (kind === 'text' || /^-?\d+$/.test(value));
};
