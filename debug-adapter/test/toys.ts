import { toy } from '../../test/toy/index.ts';

/** A toy program's bytes. */
export const bytesOf = (text: string): Uint8Array => toy.languages[0].parse(text, { version: 'v2' }).bytes;

/** A toy program that writes another into memory, calls it, and halts. */
export const makingCode = (inner: string): string => {
  const bytes = bytesOf(inner);
  const stores = Array.from(bytes, (byte, at) => `  push ${byte}\n  push ${at}\n  store\n`);
  return `${stores.join('')}  push ${bytes.length}\n  push 0\n  exec\n  halt\n`;
};
