import { concatBytes } from '@noble/hashes/utils.js';
import type { AccountMeta, Instruction } from '../solana/account.ts';
import { bytesOfKey, type Key, keyOf } from '../solana/keys.ts';
import { findProgramAddress } from '../solana/program-address.ts';
import { decode } from './decode.ts';
import { type EncodeContext, encode, encodeFields } from './encode.ts';
import { layoutOf } from './layout.ts';
import * as messages from './messages.ts';
import { keyOfConstant } from './read.ts';
import { IdlError, newWork, shapeOf } from './shapes.ts';
import {
  type Idl,
  type IdlAccount,
  type IdlInstruction,
  type IdlSeed,
  type IdlType,
  named,
  plainName,
} from './types.ts';

/** An account as a person gives it; what is not said of its rights is as the IDL has it. Null for an optional one that is left out. */
export type GivenAccount = {
  readonly key: Key;
  readonly signer: boolean | undefined;
  readonly writable: boolean | undefined;
} | null;

export type GivenCall = {
  readonly args: unknown;
  /** In the order of the IDL, with more behind them if there are more; or by name. */
  readonly accounts: readonly GivenAccount[] | ReadonlyMap<string, GivenAccount>;
  /** Names the call in messages. */
  readonly path: string;
};

export type CallContext = EncodeContext & {
  /** The account of a name that the IDL uses and of which nobody says what it is. */
  accountNamed(name: string): Key;
  dataOf(key: Key): { readonly owner: Key; readonly data: Uint8Array } | undefined;
};

/** The one of that name. @throws IdlError */
export const instructionNamed = (idl: Idl, name: string): IdlInstruction => {
  const found = named(idl.instructions, name);
  if (found) return found;
  const names = idl.instructions.map((each) => each.name);
  throw new IdlError(messages.unknownInstruction(name, idl.name, names));
};

/** The instruction that a call by name means. @throws LoadError @throws IdlError */
export const encodeCall = (
  { idl, program }: { readonly idl: Idl; readonly program: Key },
  called: IdlInstruction,
  given: GivenCall,
  context: CallContext,
): Instruction => {
  const path = `${given.path}.args`;
  const parts = new Map<string, Uint8Array>();
  const args = encodeFields(
    { isNamed: true, fields: called.args },
    called.name,
    given.args ?? {},
    path,
    (type, value, at) => {
      const bytes = encode(type, value, at, context);
      parts.set(plainName(at.slice(path.length + 1)), bytes);
      return bytes;
    },
  );
  const metas = accountsOf({ idl, program }, called, given, parts, context);
  return { program, accounts: metas, data: concatBytes(called.discriminator, args) };
};

const accountsOf = (
  { idl, program }: { readonly idl: Idl; readonly program: Key },
  { accounts, args }: IdlInstruction,
  { accounts: given }: GivenCall,
  parts: ReadonlyMap<string, Uint8Array>,
  context: CallContext,
): readonly AccountMeta[] => {
  const byName = Array.isArray(given)
    ? new Map<string, GivenAccount>()
    : plainNames(given as ReadonlyMap<string, GivenAccount>, accounts);
  const inOrder = Array.isArray(given) ? (given as readonly GivenAccount[]) : [];
  const givenFor = ({ name }: IdlAccount): GivenAccount | undefined =>
    byName.get(plainName(name)) ?? inOrder[accounts.findIndex((each) => each.name === name)];
  const met = new Set<string>();
  const keyFor = (account: IdlAccount): Key => {
    const found = givenFor(account);
    if (found) return found.key;
    if (found === null || (found === undefined && account.isOptional)) return program;
    return account.address ?? derived(account) ?? context.accountNamed(account.name);
  };
  /** The address that the IDL says how to derive. */
  const derived = ({ name, pda }: IdlAccount): Key | undefined => {
    if (!pda) return undefined;
    if (met.has(name)) throw new IdlError(messages.noAddress(name));
    met.add(name);
    const owner = pda.program ? programOf(pda.program) : program;
    const found =
      owner &&
      findProgramAddress(
        pda.seeds.map((seed) => seedBytes(seed, name)),
        owner,
      );
    met.delete(name);
    if (!found) throw new IdlError(messages.noAddress(name));
    return found.key;
  };
  const programOf = (seed: IdlSeed): Key | undefined => {
    if (seed.kind === 'const') return keyOfConstant(seed.bytes);
    const bytes = seedBytes(seed, '');
    return bytes.length === 32 ? keyOf(bytes) : undefined;
  };
  const seedBytes = (seed: IdlSeed, name: string): Uint8Array => {
    if (seed.kind === 'const') return seed.bytes;
    const found = seed.kind === 'arg' ? argument(seed.path) : accountSeed(seed.path);
    if (!found) throw new IdlError(messages.noSeed(name, seed.path.join('.')));
    return found;
  };
  const argument = ([first = '', ...rest]: readonly string[]): Uint8Array | undefined => {
    const type = args.find((each) => plainName(each.name) === plainName(first))?.type;
    const bytes = parts.get(plainName(first));
    return type && bytes && fieldBytes(idl, type, bytes, 0, rest);
  };
  const accountSeed = ([first = '', ...rest]: readonly string[]): Uint8Array | undefined => {
    const account = accounts.find((each) => plainName(each.name) === plainName(first));
    if (!account) return undefined;
    const key = keyFor(account);
    if (rest.length === 0) return bytesOfKey(key);
    const content = context.dataOf(key);
    const layout = content && layoutOf(idl, content.data);
    return layout && fieldBytes(idl, layout.type, content.data, layout.discriminator.length, rest);
  };
  const metas = accounts.map((account): AccountMeta => {
    const found = givenFor(account);
    const key = keyFor(account);
    const isAbsent = account.isOptional && !found;
    return {
      key,
      isSigner: found?.signer ?? (!isAbsent && account.isSigner),
      isWritable: found?.writable ?? (!isAbsent && account.isWritable),
    };
  });
  const others = inOrder.slice(accounts.length).flatMap((each) => each ?? []);
  return [
    ...metas,
    ...others.map(({ key, signer = false, writable = true }) => ({ key, isSigner: signer, isWritable: writable })),
  ];
};

/** @throws IdlError for a name that is none of the IDL's */
const plainNames = (given: ReadonlyMap<string, GivenAccount>, accounts: readonly IdlAccount[]) => {
  const names = accounts.map(({ name }) => name);
  return new Map(
    [...given].map(([name, account]) => {
      if (!names.some((each) => plainName(each) === plainName(name)))
        throw new IdlError(messages.unknownName('accounts', name, names));
      return [plainName(name), account] as const;
    }),
  );
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
