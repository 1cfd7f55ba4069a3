import type { JsonSchema } from '../../engine.ts';
import { group, groupWith, isObject, listOf, type Property, quantity, text, wrong } from '../../properties.ts';
import { decodeHex } from '../solana/byte-text.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** A part of what an address is derived from: bytes, or the key of an account. */
export type GivenSeed = Uint8Array | { readonly account: string };

/** An address that seeds give for a program. */
export type GivenPda = { readonly program: string | undefined; readonly seeds: readonly GivenSeed[] };

const numbers = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

const seedParts = group(doc.seed(), {
  account: text(doc.seedAccount()),
  hex: text(doc.seedHex()),
  u8: quantity(8, doc.seedNumber()),
  u16: quantity(16, doc.seedNumber()),
  u32: quantity(32, doc.seedNumber()),
  u64: quantity(64, doc.seedNumber()),
});

/** `"vault"`, `{ "account": "alice" }`, `{ "hex": "00ff" }` or `{ "u64": 7 }`. */
const seed: Property<GivenSeed> = {
  schema: { ...seedParts.schema, type: ['string', 'object'] },
  read: (value, path) => {
    if (typeof value === 'string') return new TextEncoder().encode(value);
    if (!isObject(value) || Object.keys(value).length !== 1) return wrong(path, messages.seedWanted(), value);
    const { account, hex, ...sized } = seedParts.read(value, path);
    if (account !== undefined) return { account };
    if (hex !== undefined) return decodeHex(hex) ?? wrong(`${path}.hex`, messages.hexWanted(), hex);
    for (const [name, number] of Object.entries(sized))
      return Uint8Array.from({ length: numbers[name as keyof typeof numbers] }, (_, i) =>
        Number((number >> BigInt(8 * i)) & 0xffn),
      );
    return wrong(path, messages.seedWanted(), value);
  },
};

const parts = groupWith(doc.pda(), { program: text(doc.pdaProgram()), seeds: listOf(doc.seeds(), seed) }, ['seeds']);

export const pda: Property<GivenPda> = {
  schema: parts.schema as JsonSchema,
  read: (value, path) => {
    const { program, seeds } = parts.read(value, path);
    return { program, seeds };
  },
};
