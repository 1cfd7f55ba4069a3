import { concatBytes } from '@noble/hashes/utils.js';
import type { AccountMeta, Instruction } from '../solana/account.ts';
import type { Key } from '../solana/keys.ts';
import { type EncodeContext, encode, encodeFields } from './encode.ts';
import * as messages from './messages.ts';
import { type Derived, derivedAddress, type SeedSource } from './seeds.ts';
import { IdlError } from './shapes.ts';
import { type Idl, type IdlAccount, type IdlInstruction, type IdlType, named, plainName } from './types.ts';

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
  /** Told of each account that is there, before it is asked what it holds. @param bump of an address that is derived */
  met?(account: IdlAccount, key: Key, bump: number | undefined): unknown;
};

/** The one of that name. @throws IdlError */
export const instructionNamed = (idl: Idl, name: string): IdlInstruction => {
  const found = named(idl.instructions, name);
  if (found) return found;
  const names = idl.instructions.map((each) => each.name);
  throw new IdlError(messages.unknownInstruction(name, idl.name, names));
};

/** A program, and what is known of it. */
type Known = { readonly idl: Idl; readonly program: Key };

/** The instruction that a call by name means. @throws LoadError @throws IdlError */
export const encodeCall = (
  known: Known,
  called: IdlInstruction,
  given: GivenCall,
  context: CallContext,
): Instruction => {
  const path = `${given.path}.args`;
  /** What was written of each argument, by its plain name. */
  const written = new Map<string, Uint8Array>();
  const write = (type: IdlType, value: unknown, at: string): Uint8Array => {
    const bytes = encode(type, value, at, context);
    written.set(plainName(at.slice(path.length + 1)), bytes);
    return bytes;
  };
  const args = encodeFields({ isNamed: true, fields: called.args }, called.name, given.args ?? {}, path, write);
  return {
    program: known.program,
    accounts: accountsOf(known, called, given, written, context),
    data: concatBytes(called.discriminator, args),
  };
};

const accountsOf = (
  { idl, program }: Known,
  { accounts, args }: IdlInstruction,
  { accounts: given, path }: GivenCall,
  written: ReadonlyMap<string, Uint8Array>,
  context: CallContext,
): readonly AccountMeta[] => {
  const { inOrder, byName } = placed(given, accounts, path);
  const givenFor = (account: IdlAccount): GivenAccount | undefined =>
    byName.get(plainName(account.name)) ?? inOrder[accounts.indexOf(account)];
  /** Names of accounts whose addresses are being derived. */
  const deriving = new Set<string>();
  const derived = (account: IdlAccount): Derived | undefined => {
    if (deriving.has(account.name)) throw new IdlError(messages.noAddress(account.name));
    deriving.add(account.name);
    const found = derivedAddress(account, source);
    deriving.delete(account.name);
    return found;
  };
  const keyFor = (account: IdlAccount): Key => {
    const found = givenFor(account);
    // An optional account that is left out is the program itself.
    if (found === null || (!found && account.isOptional)) return program;
    const place = found || account.address !== undefined ? undefined : derived(account);
    const key = found?.key ?? account.address ?? place?.key ?? context.accountNamed(account.name);
    context.met?.(account, key, place?.bump);
    return key;
  };
  const source: SeedSource = {
    ...{ idl, program, dataOf: context.dataOf },
    argument: (name) => {
      const type = named(args, name)?.type;
      const bytes = written.get(plainName(name));
      return type && bytes && { type, bytes };
    },
    isAccount: (name) => named(accounts, name) !== undefined,
    accountKey: (name) => {
      const account = named(accounts, name);
      return account && keyFor(account);
    },
  };
  const metas = accounts.map((account): AccountMeta => {
    const found = givenFor(account);
    const isAbsent = account.isOptional && !found;
    return {
      key: keyFor(account),
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

/** What is given in order, and what by name. @throws IdlError for a name that is none of the IDL's */
const placed = (given: GivenCall['accounts'], accounts: readonly IdlAccount[], path: string) => {
  const byName = new Map<string, GivenAccount>();
  if (!(given instanceof Map)) return { inOrder: given as readonly GivenAccount[], byName };
  for (const [name, account] of given as ReadonlyMap<string, GivenAccount>) {
    const names = accounts.map((each) => each.name);
    if (!named(accounts, name)) throw new IdlError(messages.unknownName(`${path}.accounts`, name, names));
    byName.set(plainName(name), account);
  }
  return { inOrder: [], byName };
};
