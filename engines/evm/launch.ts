import { LoadError, type LoadOptions } from '../engine.ts';
import type { OpenedCode } from './files/open.ts';
import type { ForkId } from './forks.ts';
import * as messages from './launch-messages.ts';
import { type Account, createMachine, defaultBlock, defaults, type Message } from './message.ts';
import {
  address,
  byAddress,
  bytes,
  flag,
  group,
  quantity,
  readAll,
  refuseMisspelt,
  schemasOf,
  words,
} from './properties.ts';
import type { State } from './state.ts';
import type { Address } from './words.ts';

const { doc } = messages;

const properties = {
  calldata: bytes(doc.calldata(), '0x'),
  caller: address(doc.caller(), defaults.caller),
  address: address(doc.address(), defaults.contract),
  value: quantity(256, doc.value(), 0),
  gas: quantity(63, doc.gas(), Number(defaults.gas)),
  gasPrice: quantity(256, doc.gasPrice(), Number(defaults.gasPrice)),
  storage: words(doc.storage()),
  balance: quantity(256, doc.balance(), 0),
  block: group(doc.block(), {
    number: quantity(64, doc.number(), Number(defaultBlock.number)),
    timestamp: quantity(64, doc.timestamp(), Number(defaultBlock.timestamp)),
    coinbase: address(doc.coinbase()),
    gasLimit: quantity(64, doc.gasLimit(), Number(defaultBlock.gasLimit)),
    chainId: quantity(256, doc.chainId(), Number(defaultBlock.chainId)),
    baseFee: quantity(256, doc.baseFee(), Number(defaultBlock.baseFee)),
    blobBaseFee: quantity(256, doc.blobBaseFee(), Number(defaultBlock.blobBaseFee)),
    difficulty: quantity(256, doc.difficulty(), Number(defaultBlock.difficulty)),
    prevRandao: quantity(256, doc.prevRandao(), Number(defaultBlock.prevRandao)),
  }),
  accounts: byAddress(
    doc.accounts(),
    group(doc.account(), {
      balance: quantity(256, doc.accountBalance(), 0),
      nonce: quantity(64, doc.accountNonce(), 0),
      code: bytes(doc.accountCode()),
      storage: words(doc.accountStorage()),
    }),
  ),
  deploy: flag(doc.deploy(), true),
  constructorArgs: bytes(doc.constructorArgs(), '0x'),
};

export const launchSchema = schemasOf(properties);

type Settings = ReturnType<typeof readAll<typeof properties>>;

/**
 * What a machine is made from: the code, what the launch configuration says, and the contract's storage as its constructor left it.
 * @throws LoadError
 */
export const readMessage = (opened: OpenedCode, { launch, version, limits }: LoadOptions): Message => {
  refuseMisspelt(properties, launch);
  const settings = readAll(properties, launch);
  const { calldata, caller = defaults.caller, value, gas, gasPrice, block } = settings;
  const creates = opened.creates;
  const common: Message = {
    fork: version as ForkId,
    limits,
    name: opened.name,
    caller,
    ...(value !== undefined && { value }),
    ...(gas !== undefined && { gas }),
    ...(gasPrice !== undefined && { gasPrice }),
    ...(block && { block }),
  };
  if (creates) {
    const code = concat(opened.bytes, settings.constructorArgs);
    return {
      ...common,
      create: true,
      code,
      ...(settings.address && { address: settings.address }),
      accounts: accountsOf(settings),
    };
  }
  const deployed = deploy(opened, settings, common);
  return {
    ...common,
    address: deployed?.address ?? settings.address ?? defaults.contract,
    ...(deployed ? {} : { code: opened.bytes }),
    ...(calldata && { calldata }),
    accounts: deployed?.accounts ?? withContract(accountsOf(settings), settings.address ?? defaults.contract, settings),
  };
};

/** The code that runs first; a constructor may have filled in immutable values. */
export const codeOf = ({ code, address: at, accounts }: Message): Uint8Array =>
  code ?? accounts?.find((account) => account.address === at)?.code ?? new Uint8Array();

const concat = (code: Uint8Array, more: Uint8Array | undefined): Uint8Array =>
  more ? Uint8Array.from([...code, ...more]) : code;

const accountsOf = ({ accounts }: Settings): readonly Account[] =>
  [...(accounts ?? [])].map(([at, account]) => ({ address: at, ...account }));

/** The accounts, with what is said of the contract's own balance and storage. */
const withContract = (
  accounts: readonly Account[],
  contract: Address,
  { balance, storage }: Settings,
): readonly Account[] => {
  if (balance === undefined && storage === undefined) return accounts;
  const known = accounts.find((account) => account.address === contract);
  const changed: Account = {
    address: contract,
    ...known,
    ...(balance !== undefined && { balance }),
    storage: new Map([...(known?.storage ?? []), ...(storage ?? [])]),
  };
  return [...accounts.filter((account) => account !== known), changed];
};

/** Runs the constructor, if there is one to run and nobody forbids it. @throws LoadError */
const deploy = ({ name, creation }: OpenedCode, settings: Settings, common: Message) => {
  const wanted = settings.deploy ?? creation !== undefined;
  if (wanted && !creation) throw new LoadError(messages.nothingToDeploy(), 'deploy');
  if (!wanted && settings.constructorArgs?.length) throw new LoadError(messages.argumentsUnused(), 'constructorArgs');
  if (!wanted || !creation) return undefined;
  const contract = settings.address ?? defaults.contract;
  const machine = createMachine({
    ...common,
    create: true,
    value: 0n,
    gas: defaults.gas,
    code: concat(creation, settings.constructorArgs),
    address: contract,
    accounts: accountsOf(settings),
  });
  const steps = common.limits?.steps ?? Number.MAX_SAFE_INTEGER;
  const stop = machine.run({}, steps);
  if (stop.kind === 'limit') throw new LoadError(messages.deployFailed(name, stop.message), 'deploy');
  if (stop.kind !== 'ended') throw new LoadError(messages.deployEndless(name, steps), 'deploy');
  if (!stop.outcome.ok) throw new LoadError(messages.deployFailed(name, stop.outcome.text), 'deploy');
  return { address: contract, accounts: withContract(accountsIn(machine.state, name, contract), contract, settings) };
};

/** Every account of a state, so that another run can start from it. */
const accountsIn = (state: State, name: string, contract: Address): readonly Account[] =>
  [...state.accounts.objects()].map((at) => ({
    address: at,
    ...(at === contract && { name }),
    balance: state.balance(at),
    nonce: state.nonce(at),
    code: state.code(at),
    storage: [...state.accounts.fields(at)].filter((field): field is [bigint, bigint] => typeof field[0] === 'bigint'),
  }));
