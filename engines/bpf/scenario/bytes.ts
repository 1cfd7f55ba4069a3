import type { JsonSchema } from '../../engine.ts';
import { isObject, type Property, wrong } from '../../properties.ts';
import { decodeHex, encodings } from '../solana/byte-text.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** Bytes as a scenario gives them: at hand, or in a file. */
export type GivenBytes = { readonly bytes: Uint8Array } | { readonly file: string };

/** A value that the IDL of the account's owner says how to write. */
export type GivenValue = {
  /** The kind of account, as the IDL calls it. */
  readonly account: string;
  readonly value: unknown;
  /** An IDL in the place of the owner's. */
  readonly idl: string | undefined;
  readonly path: string;
};

/** Text to the base 58 takes the square of its length to read, and Solana's tools write no more than this. */
const longestBase58 = 2000;

const schema: JsonSchema = { type: ['string', 'array', 'object'], items: { type: 'string' } };

/** `"0x00ff"`, `["AP8=", "base64"]` as `solana account` prints it, or `{ "file": "state.bin" }`. */
export const givenBytes = (description: string): Property<GivenBytes> => ({
  schema: { ...schema, description, properties: { file: { type: 'string', description: doc.file() } } },
  read: (value, path) => {
    const bytes = bytesIn(value, path);
    if (bytes) return { bytes };
    const file = isObject(value) ? value.file : undefined;
    return typeof file === 'string' ? { file } : wrong(path, messages.dataWanted(), value);
  },
});

/** The same, or `{ "account": "Counter", "value": { … } }` as an IDL has it. */
export const givenData = (description: string): Property<GivenBytes | GivenValue> => ({
  schema: {
    ...{ ...schema, description },
    properties: {
      file: { type: 'string', description: doc.file() },
      account: { type: 'string', description: doc.kind() },
      value: { description: doc.value() },
      idl: { type: 'string', description: doc.idl() },
    },
  },
  read: (value, path) => {
    const bytes = bytesIn(value, path);
    if (bytes) return { bytes };
    if (!isObject(value)) return wrong(path, messages.accountDataWanted(), value);
    const { file, account, idl } = value;
    if (typeof file === 'string') return { file };
    if (typeof account !== 'string') return wrong(path, messages.accountDataWanted(), value);
    if (idl !== undefined && typeof idl !== 'string') return wrong(`${path}.idl`, messages.fileWanted(), idl);
    return { account, value: value.value, idl, path: `${path}.value` };
  },
});

const bytesIn = (value: unknown, path: string): Uint8Array | undefined => {
  if (typeof value === 'string') return decodeHex(value) ?? wrong(path, messages.dataWanted(), value);
  if (!Array.isArray(value)) return undefined;
  const [text, encoding = 'base58'] = value;
  if (typeof text !== 'string' || value.length > 2) return wrong(path, messages.dataWanted(), value);
  const decode = typeof encoding === 'string' ? encodings.get(encoding) : undefined;
  if (!decode) return wrong(`${path}[1]`, messages.encodingWanted([...encodings.keys()]), encoding);
  if (encoding === 'base58' && text.length > longestBase58)
    return wrong(`${path}[0]`, messages.shorterWanted(longestBase58), text);
  return decode(text) ?? wrong(`${path}[0]`, messages.dataTextWrong(String(encoding)), text);
};
