import type { JsonSchema } from '../../engine.ts';
import { isObject, type Property, wrong } from '../../properties.ts';
import { decodeBase58 } from '../solana/base58.ts';
import { decodeBase64 } from '../solana/base64.ts';
import * as messages from './messages.ts';

/** Bytes as a scenario gives them: at hand, or in a file. */
export type GivenBytes = { readonly bytes: Uint8Array } | { readonly file: string };

const decoders: Readonly<Record<string, (text: string) => Uint8Array | undefined>> = {
  base58: decodeBase58,
  base64: decodeBase64,
  hex: (text) => decodeHex(text),
};

const decodeHex = (text: string): Uint8Array | undefined => {
  const digits = /^(?:0x)?((?:[0-9a-f]{2})*)$/i.exec(text)?.[1];
  return digits === undefined
    ? undefined
    : Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
};

const schemaOf = (description: string): JsonSchema => ({
  description,
  type: ['string', 'array', 'object'],
  items: { type: 'string' },
  properties: { file: { type: 'string', description: messages.doc.file() } },
});

/** `"0x00ff"`, `["AP8=", "base64"]` as `solana account` prints it, or `{ "file": "state.bin" }`. */
export const givenBytes = (description: string): Property<GivenBytes> => ({
  schema: schemaOf(description),
  read: (value, path) => {
    if (typeof value === 'string') {
      const bytes = decodeHex(value);
      return bytes ? { bytes } : wrong(path, messages.dataWanted(), value);
    }
    if (Array.isArray(value)) return { bytes: decoded(value, path) };
    const file = isObject(value) ? value.file : undefined;
    return typeof file === 'string' ? { file } : wrong(path, messages.dataWanted(), value);
  },
});

const decoded = (pair: readonly unknown[], path: string): Uint8Array => {
  const [text, encoding = 'base58'] = pair;
  if (typeof text !== 'string') return wrong(path, messages.dataWanted(), pair);
  const decode = typeof encoding === 'string' ? decoders[encoding] : undefined;
  if (!decode) return wrong(`${path}[1]`, messages.encodingWanted(), encoding);
  return decode(text) ?? wrong(`${path}[0]`, messages.dataTextWrong(String(encoding)), text);
};
