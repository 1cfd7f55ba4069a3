import { sha256 } from '@noble/hashes/sha2.js';
import { LoadError } from '../../engine.ts';
import { nearest } from '../../nearest.ts';
import { wrong } from '../../properties.ts';
import { decodeBase58 } from '../solana/base58.ts';
import { bytesOfKey, isKey, type Key, keyOf } from '../solana/keys.ts';
import { keyOfProgram, knownPrograms } from '../solana/names.ts';
import { findProgramAddress } from '../solana/program-address.ts';
import type { GivenAccount } from './accounts.ts';
import * as messages from './messages.ts';

/** The key of a name of which nothing is said. */
export const keyOfName = (name: string): Key => keyOf(sha256(new TextEncoder().encode(`gaslamp:${name}`)));

/** The key of a program of which nothing is said; accounts may have the same name. */
export const keyOfFile = (name: string): Key => keyOf(sha256(new TextEncoder().encode(`gaslamp-program:${name}`)));

/** Letters of keys, so many that a key must have been meant. */
const looksLikeKey = /^[0-9A-Za-z]{40,46}$/;

/** What a scenario gives names to. */
export type Given = {
  readonly accounts: ReadonlyMap<string, GivenAccount>;
  /** Names and keys of further programs. */
  readonly programs: Iterable<string>;
  /** What is debugged, which is also called `program`. */
  readonly program: { readonly name: string; readonly key: Key };
  /** By name or key: who is also called `payer`. */
  readonly payer: string | undefined;
};

/** Who is who: the keys of the names in a scenario. A name means the same key everywhere. */
export class Names {
  readonly #given: Given;
  readonly #keys = new Map<string, Key>();
  /** Names whose addresses are being derived. */
  readonly #deriving = new Set<string>();
  /** What a person calls accounts. */
  readonly byKey = new Map<Key, string>();
  /** Names that were used and of which nothing is said, though one like it is given. */
  readonly doubtful = new Map<string, string>();

  constructor(given: Given) {
    this.#given = given;
    const { name, key } = given.program;
    if (!knownPrograms.has(key)) this.byKey.set(key, name);
  }

  /** What a person calls an account: the key of one that has no name. */
  nameOf(key: Key): string {
    return this.byKey.get(key) ?? knownPrograms.get(key) ?? key;
  }

  /** Gives a name to an account that has none. */
  call(key: Key, name: string): void {
    if (!this.byKey.has(key)) this.byKey.set(key, name);
  }

  /** @param path of the property in which the text stands @throws LoadError if it was meant as a key and is none */
  key(text: string, path: string): Key {
    const found = this.#keys.get(text) ?? this.#keyOf(text, path);
    this.#keys.set(text, found);
    if (found !== text) this.call(found, text);
    return found;
  }

  /** The key of an account that an IDL calls so; a program of that name is not meant. */
  accountKey(name: string, path: string): Key {
    const { accounts, program } = this.#given;
    if (name !== program.name || accounts.has(name)) return this.key(name, path);
    const found = keyOfName(name);
    this.call(found, name);
    return found;
  }

  #keyOf(text: string, path: string): Key {
    const { accounts, programs, program, payer } = this.#given;
    const given = accounts.get(text);
    if (given && text === 'program') throw new LoadError(messages.programName(text), 'accounts', `accounts.${text}`);
    if (given?.key !== undefined) return given.key;
    if (given?.pda) return this.#derived(text, given.pda);
    if (isKey(text)) return text;
    const known = keyOfProgram(text);
    if (known !== undefined) return known;
    if (looksLikeKey.test(text)) {
      const letter = /[0OIl]/.exec(text)?.[0];
      const expected =
        letter === undefined ? messages.keyOfSize(decodeBase58(text)?.length ?? 0) : messages.keyWithout(letter);
      return wrong(path, expected, text);
    }
    if (given) return keyOfName(text);
    if (text === 'program' || text === program.name) return program.key;
    if (text === 'payer') return payer === undefined || payer === text ? keyOfName(text) : this.key(payer, text);
    const meant = nearest(text, [...accounts.keys(), ...programs]);
    if (meant !== undefined && meant !== text) this.doubtful.set(text, meant);
    return keyOfName(text);
  }

  #derived(name: string, { program = 'program', seeds }: NonNullable<GivenAccount['pda']>): Key {
    const path = `accounts.${name}.pda`;
    if (this.#deriving.has(name)) throw new LoadError(messages.pdaOfItself(name), 'accounts', path);
    this.#deriving.add(name);
    const bytes = seeds.map((seed, i) =>
      seed instanceof Uint8Array ? seed : bytesOfKey(this.key(seed.account, `${path}.seeds[${i}]`)),
    );
    const found = findProgramAddress(bytes, this.key(program, `${path}.program`));
    this.#deriving.delete(name);
    if (!found) throw new LoadError(messages.noPda(name), 'accounts', path);
    return found.key;
  }

  /** The accounts that are given, by their keys. @throws LoadError for one that is given twice */
  accounts(): ReadonlyMap<Key, readonly [name: string, account: GivenAccount]> {
    const found = new Map<Key, readonly [string, GivenAccount]>();
    for (const [name, account] of this.#given.accounts) {
      const key = this.key(name, 'accounts');
      const before = found.get(key);
      if (before) throw new LoadError(messages.accountTwice(before[0], name, key), 'accounts', `accounts.${name}`);
      found.set(key, [name, account]);
    }
    return found;
  }
}
