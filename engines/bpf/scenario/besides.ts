import type { Companion } from '../../companions.ts';
import { type InputFile, LoadError } from '../../engine.ts';
import { resolve } from '../../uri.ts';
import { readIdl } from '../idl/read.ts';
import type { Idl } from '../idl/types.ts';
import { type Key, keyOf, keySize } from '../solana/keys.ts';
import * as messages from './messages.ts';

type Found<Content> = { readonly name: string; readonly content: Content };

/** What files beside a program say of it. */
export type Besides = {
  /** The key of the program, from its keypair. */
  readonly keypair: Found<Key> | undefined;
  readonly idl: Found<Idl> | undefined;
  /** What was left aside, a sentence each. */
  readonly remarks: readonly string[];
};

const keypairEnding = '-keypair.json';

/** Where Anchor and `cargo build-sbf` leave keypair and IDL of a program; an IDL may also lie beside it. */
const places = [`{stem}${keypairEnding}`, '../idl/{stem}.json', '{stem}.idl.json'];

/** A keypair is a list of 64 bytes, of which the second half is the public key. The first is nobody's business. */
const publicHalf = [keySize, 2 * keySize] as const;

/** Files that may say more of a program. */
export const besides = ({ uri, name }: InputFile): readonly Companion[] => {
  const stem = name.replace(/(?<=.)\.[^.]+$/, '');
  return places.flatMap((place) => {
    const found = resolve(uri, place.replaceAll('{stem}', stem));
    if (found === undefined) return [];
    return [{ uri: found, ...(place.endsWith(keypairEnding) && { shared: publicHalf }) }];
  });
};

/** What those of the files that are there say. Never throws. */
export const readBesides = (files: readonly InputFile[]): Besides => {
  const keypairs = files.filter(({ name }) => name.endsWith(keypairEnding));
  const idls = files.filter(({ name }) => name.endsWith('.json') && !name.endsWith(keypairEnding));
  const keypair = keypairs.flatMap((file) => {
    const content = publicKeyOf(file.bytes);
    return content === undefined ? [] : [{ name: file.name, content }];
  })[0];
  const remarks: string[] = [];
  const idl = idls.flatMap((file) => {
    try {
      return [{ name: file.name, content: readIdl(file.bytes, file.name, 'idl') }];
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      remarks.push(messages.idlLeft(file.name, error.message));
      return [];
    }
  })[0];
  return { keypair, idl, remarks };
};

const publicKeyOf = (bytes: Uint8Array): Key | undefined => {
  try {
    const list: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!Array.isArray(list) || list.length !== publicHalf[1]) return undefined;
    if (!list.every((each) => Number.isInteger(each) && each >= 0 && each < 256)) return undefined;
    return keyOf(Uint8Array.from(list.slice(...publicHalf)));
  } catch {
    return undefined;
  }
};
