import { flag, group, isObject, type Property, quantity, schemasOf, text, wrong } from '../../properties.ts';
import { maxDataSize } from '../solana/account.ts';
import { isKey, type Key } from '../solana/keys.ts';
import { type GivenPda, pda } from './addresses.ts';
import { type GivenBytes, type GivenValue, givenData } from './bytes.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** An account as a scenario gives it. */
export type GivenAccount = {
  readonly key: Key | undefined;
  readonly pda: GivenPda | undefined;
  readonly lamports: bigint | undefined;
  readonly data: GivenBytes | GivenValue | undefined;
  readonly size: number | undefined;
  /** A name or a key. */
  readonly owner: string | undefined;
  readonly executable: boolean | undefined;
};

/** @param description for the editor */
const key = (description: string): Property<Key> => ({
  schema: { type: 'string', description },
  read: (value, path) => (typeof value === 'string' && isKey(value) ? value : wrong(path, messages.keyWanted(), value)),
});

const parts = {
  key: key(doc.key()),
  pda,
  lamports: quantity(64, doc.lamports()),
  data: givenData(doc.data()),
  size: quantity(32, doc.size()),
  owner: text(doc.owner()),
  executable: flag(doc.executable(), false),
};

const ignored: Property<undefined> = { schema: {}, read: () => undefined };

/** What `solana account --output json` prints besides, and what it prints in the place of `key`. */
const printed = { rentEpoch: ignored, space: ignored, pubkey: key('') };

const account = group('', { ...parts, ...printed });

/** What a file holds of an account: alone, as the one of a list, or as a node answers. @throws LoadError if it says that there is none */
export const accountWithin = (value: unknown, path: string): unknown => {
  const alone: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const result = isObject(alone) && isObject(alone.result) ? alone.result : alone;
  if (!isObject(result) || result.value === undefined || !isObject(result.context)) return alone;
  return result.value ?? wrong(path, messages.accountAbsent(), null);
};

/** An account, also as `solana account --output json` prints it: `{ "pubkey": …, "account": { … } }`. @throws LoadError */
export const readGivenAccount = (value: unknown, path: string): GivenAccount => {
  if (Array.isArray(value) && value.length > 1) return wrong(path, messages.oneAccountWanted(value.length), value);
  if (!isObject(value)) return wrong(path, messages.accountWanted(), value);
  const { account: inner, ...around } = value;
  const whole = isObject(inner) ? { ...around, ...inner } : value;
  if (isObject(whole.data) && whole.data.parsed !== undefined)
    return wrong(`${path}.data`, messages.rawDataWanted(), whole.data);
  const { lamports, data, size, owner, executable, pubkey, key = pubkey, pda } = account.read(whole, path);
  if (key !== undefined && pda) return wrong(path, messages.keyOrPda(), value);
  if (size !== undefined && size > BigInt(maxDataSize))
    return wrong(`${path}.size`, messages.sizeWanted(maxDataSize), whole.size);
  const most = size ?? (typeof whole.space === 'number' ? whole.space : undefined);
  const found = data && 'bytes' in data ? data.bytes.length : 0;
  if (most !== undefined && found > most)
    return wrong(`${path}.${size === undefined ? 'space' : 'size'}`, messages.moreWanted(found), Number(most));
  return { key, pda, lamports, data, size: size === undefined ? undefined : Number(size), owner, executable };
};

/** Accounts by name or key; each is given, or in a file. */
export const accounts: Property<ReadonlyMap<string, GivenAccount | { readonly file: string }>> = {
  schema: {
    type: 'object',
    description: doc.accounts(),
    additionalProperties: { type: ['string', 'object'], properties: schemasOf(parts) },
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
