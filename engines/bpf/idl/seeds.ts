import { bytesOfKey, type Key, keyOf, keySize } from '../solana/keys.ts';
import { findProgramAddress } from '../solana/program-address.ts';
import { decode } from './decode.ts';
import { layoutOf } from './layout.ts';
import * as messages from './messages.ts';
import { keyOfConstant } from './read.ts';
import { IdlError, newWork, shapeOf } from './shapes.ts';
import { type Idl, type IdlAccount, type IdlLayout, type IdlSeed, type IdlType, plainName } from './types.ts';

/** What seeds are taken from. */
export type SeedSource = {
  readonly idl: Idl;
  readonly program: Key;
  /** An argument as it was written. */
  argument(name: string): { readonly type: IdlType; readonly bytes: Uint8Array } | undefined;
  /** Whether an account of the instruction has that name. */
  isAccount(name: string): boolean;
  /** The key of another account of the instruction. */
  accountKey(name: string): Key | undefined;
  dataOf(key: Key): { readonly data: Uint8Array } | undefined;
};

/** An address, and the byte that makes it one. */
export type Derived = { readonly key: Key; readonly bump: number };

/** The address that the IDL says how to derive; undefined if it says nothing of it. @throws IdlError if it cannot be */
export const derivedAddress = ({ name, pda }: IdlAccount, source: SeedSource): Derived | undefined => {
  if (!pda) return undefined;
  const bytesOf = (seed: IdlSeed): Uint8Array => {
    const found = seedBytes(seed, source);
    if (!found && seed.kind !== 'const') throw new IdlError(messages.noSeed(name, seed.path.join('.')));
    return found ?? new Uint8Array();
  };
  const program = pda.program ? programOf(pda.program, bytesOf) : source.program;
  const found = program === undefined ? undefined : findProgramAddress(pda.seeds.map(bytesOf), program);
  if (!found) throw new IdlError(messages.noAddress(name));
  return found;
};

const programOf = (seed: IdlSeed, bytesOf: (seed: IdlSeed) => Uint8Array): Key | undefined => {
  if (seed.kind === 'const') return keyOfConstant(seed.bytes);
  const bytes = bytesOf(seed);
  return bytes.length === keySize ? keyOf(bytes) : undefined;
};

const seedBytes = (
  seed: IdlSeed,
  { idl, argument, isAccount, accountKey, dataOf }: SeedSource,
): Uint8Array | undefined => {
  if (seed.kind === 'const') return seed.bytes;
  const [first = '', ...fields] = seed.path;
  if (seed.kind === 'arg') {
    const found = argument(first);
    return found && fieldBytes(idl, found.type, found.bytes, 0, fields);
  }
  // An account in a group has the name of the group in front.
  const at = Math.max(0, seed.path.findIndex(isAccount));
  const inside = seed.path.slice(at + 1);
  const key = accountKey(seed.path[at] ?? '');
  if (key === undefined || inside.length === 0) return key === undefined ? undefined : bytesOfKey(key);
  const { data } = dataOf(key) ?? {};
  const layout = data && layoutOf(idl, data);
  return layout && fieldOfAccount(idl, layout, data, inside);
};

/** Undefined if the data end before it. */
const fieldOfAccount = (idl: Idl, { type, discriminator }: IdlLayout, data: Uint8Array, fields: readonly string[]) => {
  try {
    return fieldBytes(idl, type, data, discriminator.length, fields);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** The bytes that a seed takes of a value: of text and bytes without their size. */
const fieldBytes = (
  idl: Idl,
  type: IdlType,
  bytes: Uint8Array,
  at: number,
  path: readonly string[],
): Uint8Array | undefined => {
  const context = { types: idl.types, bytes, space: '', work: newWork(), nameOf: (key: string) => key };
  const shape = shapeOf(idl.types, type);
  const [name, ...rest] = path;
  if (name === undefined) {
    const { end } = decode(context, type, '', at);
    const isSized = shape.kind === 'string' || shape.kind === 'bytes' || shape.kind === 'vec';
    return bytes.subarray(isSized ? at + 4 : at, end);
  }
  if (shape.kind !== 'struct') return undefined;
  let from = at;
  for (const field of shape.fields) {
    if (plainName(field.name) === plainName(name)) return fieldBytes(idl, field.type, bytes, from, rest);
    from = decode(context, field.type, '', from).end;
  }
  return undefined;
};
