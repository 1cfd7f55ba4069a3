import { type InputFile, LoadError } from '../../engine.ts';
import type { Account, AccountMeta, Instruction, Transaction } from '../solana/account.ts';
import { Accounts } from '../solana/account-rules.ts';
import { type Key, wellKnown } from '../solana/keys.ts';
import { builtinAccounts } from '../solana/reserved.ts';
import { sysvarAccounts } from '../solana/sysvars.ts';
import { type GivenAccount, keyOfName, readGivenAccount } from './accounts.ts';
import type { GivenBytes } from './data.ts';
import type { GivenInstruction } from './instructions.ts';
import type { Settings } from './launch.ts';
import * as messages from './messages.ts';

/** Files that a launch names. */
export type Files = ReadonlyMap<string, InputFile>;

/** A transaction and the accounts that it finds. */
export type World = {
  readonly transaction: Transaction;
  readonly accounts: readonly (readonly [Key, Account])[];
  /** What a person calls accounts. */
  readonly names: ReadonlyMap<Key, string>;
};

/** Lamports of an account of which nothing is said: enough that nobody asks for rent. */
const plenty = 10_000_000_000n;
/** Bytes of the account that a program gets where nothing is said. */
const stateSize = 128;

/** @param program the file of the program, as an ELF @throws LoadError */
export const worldOf = (name: string, program: Uint8Array, settings: Settings, files: Files): World => {
  const programId = keyOfName(settings.programId ?? name);
  const names = new Map<Key, string>([
    [programId, settings.programId === programId ? name : (settings.programId ?? name)],
  ]);
  const key = (text: string): Key => {
    const found = text === 'program' ? programId : keyOfName(text);
    if (found !== text && !names.has(found)) names.set(found, text);
    return found;
  };
  const given = givenAccounts(settings, files);
  const placed = [...(settings.programs ?? [])].map(
    ([each, file]) => [key(each), fileNamed(file, files, 'programs').bytes] as const,
  );
  const accounts = new Map<Key, Account>(
    [...placed, [programId, program] as const].map(([each, file]) => [each, programAccount(file)]),
  );
  for (const [each, account] of given) accounts.set(key(each), accountOf(account, key, files));
  const payer = key(settings.payer ?? 'payer');
  if (!accounts.has(payer)) accounts.set(payer, wallet);
  const instructions = settings.instructions
    ? settings.instructions.map((each) => instructionOf(each, { programId, payer, key, files }))
    : [defaultInstruction(programId, payer, [...given.keys()].map(key), key)];
  if (!settings.instructions && given.size === 0)
    accounts.set(key('state'), { ...wallet, data: new Uint8Array(stateSize), owner: programId });
  return { transaction: { instructions, payer }, accounts: [...accounts], names };
};

const wallet: Account = { lamports: plenty, data: new Uint8Array(), owner: wellKnown.systemProgram, executable: false };

const programAccount = (file: Uint8Array): Account => ({
  lamports: plenty,
  data: file,
  owner: wellKnown.loader2,
  executable: true,
});

const fileNamed = (path: string, files: Files, property: string): InputFile => {
  const file = files.get(path);
  if (!file) throw new LoadError(messages.fileMissing(path), property);
  return file;
};

const bytesOf = (given: GivenBytes, files: Files, property: string): Uint8Array =>
  'bytes' in given ? given.bytes : fileNamed(given.file, files, property).bytes;

const givenAccounts = ({ accounts = new Map() }: Settings, files: Files): ReadonlyMap<string, GivenAccount> => {
  const read = new Map<string, GivenAccount>();
  for (const [name, given] of accounts as NonNullable<Settings['accounts']>)
    read.set(name, 'file' in given ? accountIn(given.file, files) : given);
  return read;
};

const accountIn = (path: string, files: Files): GivenAccount => {
  const { bytes, name } = fileNamed(path, files, 'accounts');
  try {
    return readGivenAccount(JSON.parse(new TextDecoder().decode(bytes)), 'account');
  } catch (error) {
    throw new LoadError(messages.notAccount(name, error instanceof Error ? error.message : String(error)), 'accounts');
  }
};

const accountOf = (given: GivenAccount, key: (text: string) => Key, files: Files): Account => {
  const content = given.data ? bytesOf(given.data, files, 'accounts') : new Uint8Array();
  const data = new Uint8Array(Math.max(content.length, given.size ?? 0));
  data.set(content);
  return {
    lamports: given.lamports ?? plenty,
    data,
    owner: given.owner === undefined ? wellKnown.systemProgram : key(given.owner),
    executable: given.executable,
  };
};

type Making = {
  readonly programId: Key;
  readonly payer: Key;
  readonly files: Files;
  key(text: string): Key;
};

const instructionOf = (
  { program, accounts, data }: GivenInstruction,
  { programId, payer, key, files }: Making,
): Instruction => ({
  program: program === undefined ? programId : key(program),
  accounts: accounts.map(({ account, signer, writable }): AccountMeta => {
    const found = key(account);
    return { key: found, isSigner: signer ?? found === payer, isWritable: writable ?? true };
  }),
  data: data ? bytesOf(data, files, 'instructions') : new Uint8Array(),
});

/** Who pays, and all accounts that are given, or else one that the program owns. */
const defaultInstruction = (
  program: Key,
  payer: Key,
  given: readonly Key[],
  key: (text: string) => Key,
): Instruction => {
  const others = given.length > 0 ? given.filter((each) => each !== payer) : [key('state')];
  return {
    program,
    accounts: [
      { key: payer, isSigner: true, isWritable: true },
      ...others.map((each) => ({ key: each, isSigner: false, isWritable: true })),
    ],
    data: new Uint8Array(),
  };
};

/** The accounts of a world, before anything has happened. */
export const placeAccounts = ({ accounts }: World): Accounts => {
  const placed = new Accounts();
  for (const [key, account] of [...builtinAccounts, ...sysvarAccounts(), ...accounts]) placed.set(key, account);
  return placed;
};
