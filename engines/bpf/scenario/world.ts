import { type InputFile, LoadError } from '../../engine.ts';
import { wrong } from '../../properties.ts';
import { encode } from '../idl/encode.ts';
import {
  type CallContext,
  encodeCall,
  instructionNamed,
  type GivenAccount as NamedAccount,
} from '../idl/instruction.ts';
import { layoutNamed } from '../idl/layout.ts';
import { type Account, type AccountMeta, type Instruction, maxDataSize, type Transaction } from '../solana/account.ts';
import { Accounts } from '../solana/account-rules.ts';
import { bytesOfKey, isKey, type Key, wellKnown } from '../solana/keys.ts';
import { builtinAccounts } from '../solana/reserved.ts';
import { type Moment, sysvarAccounts } from '../solana/sysvars.ts';
import { type GivenAccount, readGivenAccount } from './accounts.ts';
import type { Besides } from './besides.ts';
import type { GivenValue } from './bytes.ts';
import { bytesOf, type Files, fileNamed } from './files.ts';
import { Idls, withIdl } from './idls.ts';
import type { GivenInstruction, GivenMeta } from './instructions.ts';
import type { Settings } from './launch.ts';
import * as messages from './messages.ts';
import { keyOfFile, Names } from './names.ts';
import { plenty, programAccounts } from './placing.ts';

/** A transaction and the accounts that it finds. */
export type World = {
  readonly programId: Key;
  readonly transaction: Transaction;
  readonly accounts: readonly (readonly [Key, Account])[];
  readonly moment: Partial<Moment>;
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
  /** The file of a further program as an ELF. @throws LoadError */
  open(file: InputFile): Uint8Array;
};

/** Bytes of the account that a program gets where nothing is said. */
const stateSize = 128;

/** @throws LoadError */
export const worldOf = (parts: Parts): World => new Making(parts).world();

const emptyAccount: Account = {
  lamports: plenty,
  data: new Uint8Array(),
  owner: wellKnown.systemProgram,
  executable: false,
};

/** A world that is being made. */
class Making {
  readonly #parts: Parts;
  readonly #names: Names;
  readonly #idls: Idls;
  readonly #programId: Key;
  readonly #accounts = new Map<Key, Account>();
  readonly #given: ReturnType<Names['accounts']>;
  readonly #remarks: string[];

  constructor(parts: Parts) {
    this.#parts = parts;
    const { settings, files, besides, name } = parts;
    this.#idls = new Idls(files);
    const idl = settings.idl === undefined ? besides.idl?.content : this.#idls.in(settings.idl, 'idl');
    const asked = settings.programId;
    const found = besides.keypair?.content ?? idl?.address ?? keyOfFile(name);
    const given = this.#givenAccounts();
    this.#programId = asked === undefined ? found : isKey(asked) ? asked : keyOfFile(asked);
    const called = asked === undefined || isKey(asked) ? name : asked;
    this.#names = new Names({
      accounts: given,
      programs: [...(settings.programs ?? new Map()).keys()],
      program: { name: called, key: this.#programId },
      payer: settings.payer,
    });
    if (idl) this.#idls.set(this.#programId, idl);
    this.#given = this.#names.accounts();
    const fromKeypair = asked === undefined ? besides.keypair : undefined;
    this.#remarks = [
      ...(fromKeypair ? [messages.programIdFrom(fromKeypair.name, fromKeypair.content)] : []),
      ...(settings.idl === undefined && besides.idl ? [messages.idlFrom(besides.idl.name)] : []),
      ...besides.remarks,
    ];
  }

  world(): World {
    const { settings } = this.#parts;
    const { slot, epoch, unixTimestamp } = settings.clock ?? {};
    const moment = {
      ...(slot !== undefined && { slot }),
      ...(epoch !== undefined && { epoch }),
      ...(unixTimestamp !== undefined && { unixTimestamp }),
    };
    const chain = new Map([...builtinAccounts, ...sysvarAccounts(moment)]);
    this.#placePrograms();
    for (const [key, [name, account]] of this.#given)
      this.#accounts.set(key, this.#accountOf(name, account, chain.get(key)));
    const payer = this.#key('payer', 'payer');
    const signers = this.#signers(payer);
    const given = settings.instructions?.map((each) => this.#instruction(each)) ?? [this.#assumed(payer)];
    const instructions = given.map((each) => ({
      ...each,
      accounts: each.accounts.map((meta) => ({ ...meta, isSigner: meta.isSigner || signers.has(meta.key) })),
    }));
    this.#checkSigners(signers, payer, instructions);
    // Who signs, and of whom nothing is said, has a wallet.
    const signing = instructions.flatMap(({ accounts }) => accounts.filter((each) => each.isSigner));
    for (const key of [payer, ...signing.map((each) => each.key)])
      if (!this.#accounts.has(key) && !chain.has(key)) this.#accounts.set(key, emptyAccount);
    for (const [name, meant] of this.#names.doubtful) this.#remarks.push(messages.unknownName(name, meant));
    return {
      ...{ programId: this.#programId, moment, idls: this.#idls, remarks: this.#remarks },
      transaction: { instructions, payer },
      accounts: [...this.#accounts],
      names: this.#names.byKey,
    };
  }

  #key(text: string, path: string): Key {
    return this.#names.key(text, path);
  }

  #givenAccounts(): ReadonlyMap<string, GivenAccount> {
    const { settings, files } = this.#parts;
    const read = new Map<string, GivenAccount>();
    for (const [name, given] of settings.accounts ?? [])
      read.set(name, 'file' in given ? accountIn(given.file, files, `accounts.${name}`) : given);
    return read;
  }

  #placePrograms(): void {
    const { settings, files, program, open } = this.#parts;
    for (const [name, { file, idl, loader }] of settings.programs ?? []) {
      const path = `programs.${name}`;
      const key = this.#key(name, path);
      const elf = open(fileNamed(file, files, 'programs'));
      for (const [each, account] of programAccounts(key, elf, loader)) this.#accounts.set(each, account);
      if (idl !== undefined) this.#idls.set(key, this.#idls.in(idl, 'programs'));
    }
    for (const [each, account] of programAccounts(this.#programId, program, settings.loader))
      this.#accounts.set(each, account);
  }

  /** @param standing what the chain has at the key already */
  #accountOf(name: string, given: GivenAccount, standing: Account = emptyAccount): Account {
    const path = `accounts.${name}`;
    const owner = given.owner === undefined ? standing.owner : this.#key(given.owner, `${path}.owner`);
    const content = given.data && this.#dataOf(given.data, owner, path);
    const size = Math.max(content?.length ?? 0, given.size ?? 0);
    if (size > maxDataSize) return wrong(`${path}.data`, messages.sizeWanted(maxDataSize), size);
    const data = content === undefined && given.size === undefined ? standing.data : new Uint8Array(size);
    if (content) data.set(content);
    const { lamports = standing.lamports, executable = standing.executable } = given;
    return { lamports, data, owner, executable };
  }

  #dataOf(given: NonNullable<GivenAccount['data']>, owner: Key, path: string): Uint8Array {
    const { files } = this.#parts;
    if (!('account' in given)) return bytesOf(given, files, 'accounts');
    return withIdl(`${path}.data`, () => this.#valueBytes(given, owner, path));
  }

  #valueBytes({ account, value, idl: file, path: where }: GivenValue, owner: Key, path: string): Uint8Array {
    const called = this.#names.byKey.get(owner) ?? owner;
    const idl = file === undefined ? this.#idls.needed(owner, called, `${path}.data`) : this.#idls.in(file, 'accounts');
    const { discriminator, type, size } = layoutNamed(idl, account);
    const bytes = encode(type, value, where, this.#encoding(idl, where));
    const data = new Uint8Array(Math.max(size ?? 0, discriminator.length + bytes.length));
    data.set(discriminator);
    data.set(bytes, discriminator.length);
    return data;
  }

  #encoding({ types }: { readonly types: CallContext['types'] }, path: string): CallContext {
    return {
      types,
      keyBytes: (text) => bytesOfKey(this.#key(text, path)),
      accountNamed: (name) => this.#key(name, path),
      dataOf: (key) => this.#accounts.get(key),
    };
  }

  #meta(meta: GivenMeta, path: string): NamedAccount {
    return meta && { key: this.#key(meta.account, path), signer: meta.signer, writable: meta.writable };
  }

  #instruction(given: GivenInstruction): Instruction {
    const { path, accounts } = given;
    const program = given.program === undefined ? this.#programId : this.#key(given.program, `${path}.program`);
    if (given.instruction === undefined) return this.#plain(given, program);
    const { instruction } = given;
    const named =
      accounts instanceof Map
        ? new Map([...accounts].map(([name, meta]) => [name, this.#meta(meta, `${path}.accounts.${name}`)] as const))
        : (accounts as readonly GivenMeta[]).map((meta, i) => this.#meta(meta, `${path}.accounts[${i}]`));
    return withIdl(path, () => {
      const called = this.#names.byKey.get(program) ?? program;
      const idl =
        given.idl === undefined ? this.#idls.needed(program, called, path) : this.#idls.in(given.idl, 'instructions');
      if (given.idl !== undefined) this.#idls.set(program, idl);
      const call = { args: given.args, accounts: named, path };
      return encodeCall({ idl, program }, instructionNamed(idl, instruction), call, this.#encoding(idl, path));
    });
  }

  #plain({ path, accounts, data }: GivenInstruction, program: Key): Instruction {
    const payer = this.#key('payer', 'payer');
    const metas = (accounts as readonly GivenMeta[]).map((meta, i): AccountMeta => {
      const found = this.#meta(meta, `${path}.accounts[${i}]`);
      if (!found) return { key: program, isSigner: false, isWritable: false };
      const { key, signer = key === payer, writable = true } = found;
      return { key, isSigner: signer, isWritable: writable };
    });
    return {
      program,
      accounts: metas,
      data: data ? bytesOf(data, this.#parts.files, 'instructions') : new Uint8Array(),
    };
  }

  /** An instruction where none is given: who pays, and all accounts that are given, or else one that the program owns. */
  #assumed(payer: Key): Instruction {
    const { name } = this.#parts;
    if (this.#given.size === 0) {
      const state = this.#key('state', 'accounts');
      this.#accounts.set(state, { ...emptyAccount, data: new Uint8Array(stateSize), owner: this.#programId });
      this.#remarks.push(messages.assumedState(name, stateSize));
      return this.#withPayer(payer, [state]);
    }
    const others = [...this.#given.keys()].filter((key) => key !== payer);
    this.#remarks.push(messages.assumedInstruction([payer, ...others].map((key) => this.#names.byKey.get(key) ?? key)));
    return this.#withPayer(payer, others);
  }

  #withPayer(payer: Key, others: readonly Key[]): Instruction {
    const metas = others.map((key) => ({ key, isSigner: false, isWritable: true }));
    const accounts = [{ key: payer, isSigner: true, isWritable: true }, ...metas];
    return { program: this.#programId, accounts, data: new Uint8Array() };
  }

  #signers(payer: Key): ReadonlySet<Key> {
    const { signers = [] } = this.#parts.settings;
    return new Set([payer, ...signers.map((name, i) => this.#key(name, `signers[${i}]`))]);
  }

  /** @throws LoadError for a signer that the transaction does not have */
  #checkSigners(signers: ReadonlySet<Key>, payer: Key, instructions: readonly Instruction[]): void {
    const met = new Set([payer, ...instructions.flatMap(({ accounts }) => accounts.map(({ key }) => key))]);
    for (const key of signers)
      if (!met.has(key)) throw new LoadError(messages.signsNothing(this.#names.byKey.get(key) ?? key), 'signers');
  }
}

const accountIn = (path: string, files: Files, property: string): GivenAccount => {
  const { bytes, name } = fileNamed(path, files, 'accounts');
  try {
    return readGivenAccount(JSON.parse(new TextDecoder().decode(bytes)), 'account');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LoadError(messages.notAccount(name, why), 'accounts', property);
  }
};

/** The accounts of a world, before anything has happened. */
export const placeAccounts = ({ accounts, moment }: World): Accounts => {
  const placed = new Accounts();
  for (const [key, account] of [...builtinAccounts, ...sysvarAccounts(moment), ...accounts]) placed.set(key, account);
  return placed;
};
