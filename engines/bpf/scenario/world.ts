import { type InputFile, LoadError } from '../../engine.ts';
import { wrong } from '../../properties.ts';
import { encode } from '../idl/encode.ts';
import { layoutNamed } from '../idl/layout.ts';
import { type Account, type Instruction, maxDataSize, type Transaction } from '../solana/account.ts';
import { Accounts } from '../solana/account-rules.ts';
import { defaultFeatures } from '../solana/features.ts';
import { isKey, type Key } from '../solana/keys.ts';
import { nameOfKey, shortKey } from '../solana/names.ts';
import { maxPacketSize, packetSize } from '../solana/packet.ts';
import { builtinAccounts } from '../solana/reserved.ts';
import { type Moment, sysvarAccounts } from '../solana/sysvars.ts';
import { accountWithin, type GivenAccount, readGivenAccount } from './accounts.ts';
import { type Around, encodingOf } from './around.ts';
import { AssumedAccounts } from './assumed.ts';
import type { Besides } from './besides.ts';
import { bareInstruction, instructionOf } from './calls.ts';
import { bytesOf, type Files, fileNamed } from './files.ts';
import { Idls, withIdl } from './idls.ts';
import type { Settings } from './launch.ts';
import * as messages from './messages.ts';
import { keyOfFile, Names } from './names.ts';
import { emptyAccount, programAccounts, stateSize } from './placing.ts';

/** A transaction and the accounts that it finds. */
export type World = {
  readonly programId: Key;
  /** The files of further programs. */
  readonly programs: ReadonlyMap<Key, InputFile>;
  readonly transaction: Transaction;
  readonly accounts: readonly (readonly [Key, Account])[];
  readonly moment: Partial<Moment>;
  /** Stake by vote accounts. */
  readonly epochStake: ReadonlyMap<Key, bigint>;
  /** What a person calls accounts. */
  readonly names: ReadonlyMap<Key, string>;
  /** What is known of programs. */
  readonly idls: Idls;
  /** What was assumed, a sentence each. */
  readonly remarks: readonly string[];
};

/** What a world is made of. */
export type Parts = {
  /** The program that is debugged: what a person calls it, and its file as an ELF. */
  readonly name: string;
  readonly program: Uint8Array;
  readonly settings: Settings;
  readonly files: Files;
  /** What lies beside the program. */
  readonly besides: Besides;
  /** What program it is by the name of its file. */
  readonly known: Key | undefined;
  /** The file of a further program as an ELF. @throws LoadError */
  open(file: InputFile): Uint8Array;
};

/** @throws LoadError */
export const worldOf = ({ name, program, settings, files, besides, known, open }: Parts): World => {
  const idls = new Idls(files);
  const idl = settings.idl === undefined ? besides.idl?.content : idls.in(settings.idl, 'idl');
  const own = besides.keypair?.content ?? idl?.address;
  const guessed = settings.programId === undefined && !idl && own === undefined ? known : undefined;
  const { key: programId, called } = programKey(name, settings.programId, own ?? guessed);
  if (idl) idls.set(programId, idl);
  const names = new Names({
    accounts: givenAccounts(settings, files),
    programs: [...(settings.programs ?? new Map<string, unknown>()).keys()],
    program: { name: called, key: programId },
    payer: settings.payer,
  });
  const accounts = new Map<Key, Account>();
  const around: Around = { programId, names, idls, files, accounts };
  const place = (key: Key, file: Uint8Array, loader: Key | undefined): void => {
    for (const [each, account] of programAccounts(key, file, loader)) accounts.set(each, account);
  };
  const programs = new Map<Key, InputFile>();
  for (const [each, { file: path, idl, loader }] of settings.programs ?? []) {
    const key = names.key(each, `programs.${each}`);
    if (key === programId || programs.has(key))
      throw new LoadError(messages.programTwice(each, key), 'programs', `programs.${each}`);
    const file = fileNamed(path, files, 'programs');
    place(key, open(file), loader);
    programs.set(key, file);
    if (idl !== undefined) idls.set(key, idls.in(idl, 'programs'));
  }
  place(programId, program, settings.loader);
  const moment = momentOf(settings);
  const chain = new Map([...builtinAccounts, ...sysvarAccounts(moment)]);
  const given = names.accounts();
  for (const [key, [each, account]] of given) accounts.set(key, accountOf(each, account, chain.get(key), around));

  const payer = names.key('payer', 'payer');
  const remarks = [
    ...remarksOn(settings, besides),
    ...(guessed === undefined ? [] : [messages.programIdGuessed(nameOfKey(guessed), guessed)]),
  ];
  const assumed = (): Instruction => {
    if (given.size === 0) {
      const state = names.key('state', 'accounts');
      accounts.set(state, { ...emptyAccount, data: new Uint8Array(stateSize), owner: programId });
      remarks.push(messages.assumedState(called, stateSize));
      return bareInstruction(programId, payer, [state]);
    }
    const others = [...given.keys()].filter((key) => key !== payer);
    remarks.push(messages.assumedInstruction([payer, ...others].map((key) => names.nameOf(key))));
    return bareInstruction(programId, payer, others);
  };
  const assuming = new AssumedAccounts(accounts, (key) => accounts.has(key) || chain.has(key));
  const calling = { ...around, ...(settings.accounts === undefined && { assuming }) };
  const unsigned = settings.instructions?.map((each) => instructionOf(each, calling)) ?? [assumed()];
  remarks.push(...assuming.remarks);
  const instructions = signed(unsigned, settings, payer, names);
  // Who signs, and of whom nothing is said, has a wallet.
  const signing = instructions.flatMap((each) => each.accounts.filter(({ isSigner }) => isSigner));
  for (const key of [payer, ...signing.map((each) => each.key)])
    if (!accounts.has(key) && !chain.has(key) && !assuming.absent.has(key)) accounts.set(key, emptyAccount);
  const epochStake = new Map(
    [...(settings.epochStake ?? [])].map(([name, stake]) => [names.key(name, `epochStake.${name}`), stake]),
  );
  for (const [each, { owner = programId }] of given.values()) {
    const key = names.key(owner, `accounts.${each}.owner`);
    if (owner !== key && !accounts.has(key) && !chain.has(key) && nameOfKey(key) === shortKey(key))
      remarks.push(messages.unknownOwner(owner, each));
  }
  for (const [each, meant] of names.doubtful) remarks.push(messages.unknownName(each, meant));
  const transaction: Transaction = { instructions, payer };
  const size = packetSize(transaction, settings.features ?? defaultFeatures);
  if (size !== undefined && size > maxPacketSize) remarks.push(messages.largePacket(size, maxPacketSize));
  return {
    ...{ programId, programs, moment, epochStake, idls, remarks, names: names.byKey },
    transaction,
    accounts: [...accounts],
  };
};

/** The key of the program that is debugged, and what a person calls it. */
const programKey = (name: string, asked: string | undefined, found: Key | undefined) => {
  if (asked === undefined) return { key: found ?? keyOfFile(name), called: name };
  return isKey(asked) ? { key: asked, called: name } : { key: keyOfFile(asked), called: asked };
};

const remarksOn = (settings: Settings, { keypair, idl, remarks }: Besides): readonly string[] => [
  ...(keypair && settings.programId === undefined ? [messages.programIdFrom(keypair.name, keypair.content)] : []),
  ...(idl && settings.idl === undefined ? [messages.idlFrom(idl.name)] : []),
  ...remarks,
];

const momentOf = ({ clock: { slot, epoch, unixTimestamp } = {} }: Settings): Partial<Moment> => ({
  ...(slot !== undefined && { slot }),
  ...(epoch !== undefined && { epoch }),
  ...(unixTimestamp !== undefined && { unixTimestamp }),
});

const givenAccounts = (settings: Settings, files: Files): ReadonlyMap<string, GivenAccount> => {
  const read = new Map<string, GivenAccount>();
  for (const [name, given] of settings.accounts ?? [])
    read.set(name, 'file' in given ? accountIn(given.file, files, `accounts.${name}`) : given);
  return read;
};

/** @param standing what the chain has at the key already */
const accountOf = (name: string, given: GivenAccount, standing: Account = emptyAccount, around: Around): Account => {
  const path = `accounts.${name}`;
  const { lamports = standing.lamports, executable = standing.executable } = given;
  const owner = given.owner === undefined ? standing.owner : around.names.key(given.owner, `${path}.owner`);
  const content = given.data && dataOf(given.data, owner, path, around);
  const size = Math.max(content?.length ?? 0, given.size ?? 0);
  if (given.size !== undefined && size > given.size)
    return wrong(`${path}.size`, messages.moreWanted(size), given.size);
  if (size > maxDataSize) return wrong(`${path}.data`, messages.sizeWanted(maxDataSize), size);
  if (content === undefined && given.size === undefined) return { ...standing, lamports, owner, executable };
  const data = new Uint8Array(size);
  if (content) data.set(content);
  return { lamports, data, owner, executable };
};

const dataOf = (given: NonNullable<GivenAccount['data']>, owner: Key, path: string, around: Around): Uint8Array => {
  if (!('account' in given)) return bytesOf(given, around.files, 'accounts');
  return withIdl(`${path}.data`, () => {
    const { idls, names } = around;
    const idl =
      given.idl === undefined
        ? idls.needed(owner, names.nameOf(owner), `${path}.data`)
        : idls.in(given.idl, 'accounts');
    const { discriminator, type, size = 0 } = layoutNamed(idl, given.account);
    const bytes = encode(type, given.value, given.path, encodingOf(around, idl, given.path));
    const data = new Uint8Array(Math.max(size, discriminator.length + bytes.length));
    data.set(discriminator);
    data.set(bytes, discriminator.length);
    return data;
  });
};

/** The instructions with the signatures of those who have signed. @throws LoadError for a signer that none of them has */
const signed = (
  instructions: readonly Instruction[],
  { signers = [] }: Settings,
  payer: Key,
  names: Names,
): readonly Instruction[] => {
  const keys = new Set([payer, ...signers.map((name, i) => names.key(name, `signers[${i}]`))]);
  const met = new Set([payer, ...instructions.flatMap(({ accounts }) => accounts.map(({ key }) => key))]);
  for (const key of keys) if (!met.has(key)) throw new LoadError(messages.signsNothing(names.nameOf(key)), 'signers');
  return instructions.map((each) => ({
    ...each,
    accounts: each.accounts.map((meta) => ({ ...meta, isSigner: meta.isSigner || keys.has(meta.key) })),
  }));
};

const accountIn = (path: string, files: Files, property: string): GivenAccount => {
  const { bytes, name } = fileNamed(path, files, 'accounts');
  const json = jsonIn(bytes, (why) => new LoadError(messages.notJson(name, why), 'accounts', property));
  try {
    return readGivenAccount(accountWithin(json, 'account'), 'account');
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    throw new LoadError(messages.notAccount(name, error.message), 'accounts', property);
  }
};

const jsonIn = (bytes: Uint8Array, refusal: (why: string) => LoadError): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
};

/** The accounts of a world, before anything has happened. */
export const placeAccounts = ({ accounts, moment }: World): Accounts => {
  const placed = new Accounts();
  for (const [key, account] of [...builtinAccounts, ...sysvarAccounts(moment), ...accounts]) placed.set(key, account);
  return placed;
};
