import { type InputFile, LoadError } from '../engine.ts';
import { describeParameters } from './abi/arguments.ts';
import type { Interface } from './abi/interface.ts';
import { type OpenedCode, openCode } from './files/open.ts';
import { type Encodable, interfaceOf, readConstruction } from './interfaces.ts';
import * as messages from './launch-messages.ts';
import { type Account, createMachine, defaults, type Message } from './message.ts';
import type { State } from './state.ts';
import type { Address } from './words.ts';

/** What is said of an account before the run; code and constructor of its contract may come from a file. */
export type AccountSettings = Construction & {
  readonly balance?: bigint;
  readonly nonce?: bigint;
  readonly code?: Uint8Array;
  readonly storage?: ReadonlyMap<bigint, bigint>;
  readonly program?: string;
  readonly part?: string;
};

/** Whether a constructor runs, and with what. */
export type Construction = {
  readonly deploy?: boolean;
  readonly constructorArgs?: Encodable;
  /** In wei. */
  readonly constructorValue?: bigint;
};

/** What surrounds a call once everything is in place. */
export type Surroundings = {
  readonly accounts: readonly Account[];
  /** What is known of the contracts among them. */
  readonly interfaces: readonly Interface[];
};

/**
 * Puts accounts in place: first those that only are, then those whose contracts come from files, in their order.
 * `files` are by the paths that the settings name them by. @throws LoadError
 */
export const placeAccounts = (
  settings: ReadonlyMap<Address, AccountSettings>,
  files: ReadonlyMap<string, InputFile>,
  common: Message,
): Surroundings => {
  let accounts: readonly Account[] = [...settings].map(([address, { balance, nonce, code, storage }]) => ({
    address,
    ...(balance !== undefined && { balance }),
    ...(nonce !== undefined && { nonce }),
    ...(code && { code }),
    ...(storage && { storage }),
  }));
  const interfaces: Interface[] = [];
  for (const [address, account] of settings) {
    if (account.program === undefined) continue;
    const path = `accounts.${address}`;
    if (account.code) throw new LoadError(messages.codeSaidTwice(path), 'accounts');
    const file = files.get(account.program);
    if (!file) throw new LoadError(messages.fileMissing(account.program), 'accounts');
    const opened = openCode(file, account.part, common.fork ?? '');
    if (opened.creates) throw new LoadError(messages.creationAsAccount(path), 'accounts');
    const known = interfaceOf(opened.abi, undefined);
    if (known) interfaces.push(known);
    accounts = placeContract(opened, address, account, known, { ...common, accounts });
  }
  return { accounts, interfaces };
};

/**
 * The accounts of `common`, with a contract among them: as its constructor leaves it, or with nothing but its code where
 * there is no constructor to run. What is said of its balance and storage holds afterwards. @throws LoadError
 */
export const placeContract = (
  opened: OpenedCode,
  address: Address,
  settings: Construction & Pick<AccountSettings, 'balance' | 'storage'>,
  known: Interface | undefined,
  common: Message,
): readonly Account[] => {
  const { name, bytes, creation } = opened;
  const wanted = settings.deploy ?? creation !== undefined;
  if (wanted && !creation) throw new LoadError(messages.nothingToDeploy(), 'deploy');
  if (!wanted || !creation) {
    const given = settings.constructorArgs;
    const isGiven = given && (!('bytes' in given) || given.bytes.length > 0);
    if (isGiven) throw new LoadError(messages.argumentsUnused(), 'constructorArgs');
    return withChanges(common.accounts ?? [], address, { ...settings, name, ...(bytes.length > 0 && { code: bytes }) });
  }
  const accounts = runConstructor(name, creation, address, settings, known, common);
  return withChanges(accounts, address, settings);
};

const runConstructor = (
  name: string,
  creation: Uint8Array,
  address: Address,
  { constructorArgs, constructorValue = 0n }: Construction,
  known: Interface | undefined,
  common: Message,
): readonly Account[] => {
  const { inputs = [], payable = false } = known?.creation ?? {};
  if (!constructorArgs && inputs.length > 0)
    throw new LoadError(messages.argumentsMissing(name, describeParameters(inputs)), 'constructorArgs');
  if (known && !payable && constructorValue > 0n)
    throw new LoadError(messages.constructorNotPayable(name), 'constructorValue');
  const args = readConstruction(name, known, constructorArgs);
  const machine = createMachine({
    ...common,
    create: true,
    value: constructorValue,
    gas: defaults.gas,
    code: concat(creation, args),
    address,
    accounts: (common.accounts ?? []).map((account) => (account.address === address ? untouched(account) : account)),
    ...(known && { known }),
  });
  const steps = common.limits?.steps ?? Number.MAX_SAFE_INTEGER;
  const stop = machine.run({}, steps);
  if (stop.kind === 'limit') throw new LoadError(messages.deployFailed(name, stop.message), 'deploy');
  if (stop.kind !== 'ended') throw new LoadError(messages.deployEndless(name, steps), 'deploy');
  if (!stop.outcome.ok) throw new LoadError(messages.deployFailed(name, stop.outcome.text), 'deploy');
  if (machine.state.destroyed.get(address) || machine.state.code(address).length === 0)
    throw new LoadError(messages.deployedNothing(name, stop.outcome.text), 'deploy');
  const names = new Map((common.accounts ?? []).map((account) => [account.address, account.name]));
  return accountsIn(machine.state, names.set(address, name));
};

/** As its constructor finds the account: what is said of nonce and storage comes after it. */
const untouched = ({ address, balance = 0n, code }: Account): Account => ({ address, balance, ...(code && { code }) });

export const concat = (code: Uint8Array, more: Uint8Array): Uint8Array =>
  more.length > 0 ? Uint8Array.from([...code, ...more]) : code;

type Changes = Pick<Account, 'name' | 'balance' | 'code'> & { readonly storage?: ReadonlyMap<bigint, bigint> };

/** The accounts, with what is said of one of them put over what is there. */
const withChanges = (
  accounts: readonly Account[],
  address: Address,
  { name, balance, code, storage }: Changes,
): readonly Account[] => {
  const known = accounts.find((account) => account.address === address);
  const changed: Account = {
    address,
    ...known,
    ...(name !== undefined && { name }),
    ...(balance !== undefined && { balance }),
    ...(code && { code }),
    storage: new Map([...(known?.storage ?? []), ...(storage ?? [])]),
  };
  return [...accounts.filter((account) => account !== known), changed];
};

/** Every account of a state, so that another run can start from it. */
const accountsIn = (state: State, names: ReadonlyMap<Address, string | undefined>): readonly Account[] =>
  [...state.accounts.objects()].map((address) => {
    const name = names.get(address);
    return {
      address,
      ...(name !== undefined && { name }),
      balance: state.balance(address),
      nonce: state.nonce(address),
      code: state.code(address),
      storage: [...state.slots(address)],
    };
  });
