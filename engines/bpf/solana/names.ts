import { type Key, wellKnown } from './keys.ts';

/** Programs that people know, by their names. */
export const knownPrograms: ReadonlyMap<Key, string> = new Map([
  [wellKnown.systemProgram, 'System Program'],
  [wellKnown.computeBudget, 'Compute Budget'],
  [wellKnown.loader1, 'BPF Loader 1'],
  [wellKnown.loader2, 'BPF Loader 2'],
  [wellKnown.loader3, 'BPF Loader 3'],
  [wellKnown.nativeLoader, 'Native Loader'],
  ['TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA', 'Token Program'],
  ['TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb', 'Token-2022'],
  ['ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL', 'Associated Token Account Program'],
  ['Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo', 'Memo 1'],
  ['MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr', 'Memo 2'],
  ['AddressLookupTab1e1111111111111111111111111', 'Address Lookup Table Program'],
  ['Stake11111111111111111111111111111111111111', 'Stake Program'],
]);

const byName: ReadonlyMap<string, Key> = new Map([...knownPrograms].map(([key, name]) => [name, key] as const));

/** The key of a program that people know, by its name. */
export const keyOfProgram = (name: string): Key | undefined => byName.get(name);

export const shortKey = (key: Key): string => `${key.slice(0, 4)}…${key.slice(-4)}`;

/** What a person calls an account. */
export const nameOfKey = (key: Key, names?: ReadonlyMap<Key, string>): string =>
  names?.get(key) ?? knownPrograms.get(key) ?? shortKey(key);
