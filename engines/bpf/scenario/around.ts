import type { CallContext } from '../idl/instruction.ts';
import type { Idl } from '../idl/types.ts';
import type { Account } from '../solana/account.ts';
import { bytesOfKey, type Key } from '../solana/keys.ts';
import type { AssumedAccounts } from './assumed.ts';
import type { Files } from './files.ts';
import type { Idls } from './idls.ts';
import type { Names } from './names.ts';

/** What is known of a scenario while its accounts and instructions are made. */
export type Around = {
  /** The program that is debugged. */
  readonly programId: Key;
  readonly names: Names;
  readonly idls: Idls;
  readonly files: Files;
  /** Those that are made so far. */
  readonly accounts: ReadonlyMap<Key, Account>;
  /** Set where nothing is said of accounts, so that those of calls are made. */
  readonly assuming?: AssumedAccounts;
};

/** What values of an IDL are written with. @param path of the property in which they stand */
export const encodingOf = ({ names, accounts }: Around, { types }: Pick<Idl, 'types'>, path: string): CallContext => ({
  types,
  keyBytes: (text) => bytesOfKey(names.key(text, path)),
  accountNamed: (name) => names.accountKey(name, path),
  dataOf: (key) => accounts.get(key),
  met: (account, key, bump) => bump !== undefined && names.call(key, account.name),
});
