import { hexToBytes } from '@noble/hashes/utils.js';
import { decodeBase58 } from './base58.ts';
import { decodeBase64 } from './base64.ts';

/** Undefined if the text is no even number of digits, with or without 0x in front. */
export const decodeHex = (text: string): Uint8Array | undefined => {
  const digits = /^(?:0x)?((?:[0-9a-f]{2})*)$/i.exec(text)?.[1];
  return digits === undefined ? undefined : hexToBytes(digits);
};

/** Ways to write bytes as text, by the names that Solana's tools have for them. Each gives undefined for other text. */
export const encodings: ReadonlyMap<string, (text: string) => Uint8Array | undefined> = new Map([
  ['base58', decodeBase58],
  ['base64', decodeBase64],
  ['hex', decodeHex],
  ['utf8', (text: string) => new TextEncoder().encode(text)],
]);
