import { sha256 } from '@noble/hashes/sha2.js';
import type { JsonSchema } from '../../engine.ts';
import { flag, group, isObject, type Property, quantity, schemasOf, text, wrong } from '../../properties.ts';
import { isKey, type Key, keyOf } from '../solana/keys.ts';
import { type GivenBytes, givenBytes } from './data.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** An account as a scenario gives it. */
export type GivenAccount = {
  readonly lamports: bigint | undefined;
  readonly data: GivenBytes | undefined;
  readonly size: number | undefined;
  /** A name or a key. */
  readonly owner: string | undefined;
  readonly executable: boolean;
};

const maxSize = 10 * 1024 * 1024;

const parts = {
  lamports: quantity(64, doc.lamports()),
  data: givenBytes(doc.data()),
  size: quantity(32, doc.size()),
  owner: text(doc.owner()),
  executable: flag(doc.executable(), false),
};

/** What `solana account --output json` prints besides. */
const printed = { rentEpoch: quantity(64, ''), space: quantity(64, '') };

const account = group('', { ...parts, ...printed });

/** An account, also as `solana account --output json` prints it: `{ "pubkey": …, "account": { … } }`. */
export const readGivenAccount = (value: unknown, path: string): GivenAccount => {
  const inner = isObject(value) && isObject(value.account) ? value.account : value;
  const where = inner === value ? path : `${path}.account`;
  if (!isObject(inner)) return wrong(path, messages.accountWanted(), value);
  const { lamports, data, size, owner, executable = false } = account.read(inner, where);
  if (size !== undefined && size > BigInt(maxSize)) return wrong(`${where}.size`, `0…${maxSize}`, inner.size);
  return { lamports, data, size: size === undefined ? undefined : Number(size), owner, executable };
};

/** Accounts by name or key; each is given, or in a file. */
export const accounts: Property<ReadonlyMap<string, GivenAccount | { readonly file: string }>> = {
  schema: {
    type: 'object',
    description: doc.accounts(),
    additionalProperties: {
      anyOf: [{ type: 'string' }, { type: 'object', properties: schemasOf(parts) }],
    } as JsonSchema,
  },
  read: (value, path) => {
    if (!isObject(value)) return wrong(path, messages.accountsWanted(), value);
    return new Map(
      Object.entries(value).map(([name, given]) => [
        name,
        typeof given === 'string' ? { file: given } : readGivenAccount(given, `${path}.${name}`),
      ]),
    );
  },
};

/** The key of a name: the key that it is, or one that is made from it. */
export const keyOfName = (name: string): Key =>
  isKey(name) ? name : keyOf(sha256(new TextEncoder().encode(`gaslamp:${name}`)));
