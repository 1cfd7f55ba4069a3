import { LoadError, type LoadOptions } from '../engine.ts';
import { type Interface, joinInterfaces } from './abi/interface.ts';
import { concat, placeAccounts, placeContract } from './deployments.ts';
import type { OpenedCode } from './files/open.ts';
import type { ForkId } from './forks.ts';
import { interfaceOf, readCall, readConstruction, refuseFunction } from './interfaces.ts';
import * as messages from './launch-messages.ts';
import { defaultBlock, defaults, type Message } from './message.ts';
import {
  address,
  args,
  byAddress,
  bytes,
  encodable,
  flag,
  group,
  list,
  quantity,
  readAll,
  refuseMisspelt,
  schemasOf,
  text,
  words,
} from './properties.ts';
import { transactionFields } from './transactions/properties.ts';

const { doc } = messages;

/** Whether the constructor of a contract in a file runs first, and with what. */
const construction = {
  deploy: flag(doc.deploy(), true),
  constructorArgs: encodable(doc.constructorArgs()),
  constructorValue: quantity(256, doc.constructorValue(), 0),
};

const properties = {
  calldata: bytes(doc.calldata(), '0x'),
  function: text(doc.function()),
  args: args(doc.args()),
  abi: list(doc.abi()),
  caller: address(doc.caller(), defaults.caller),
  address: address(doc.address(), defaults.contract),
  value: quantity(256, doc.value(), 0),
  gas: quantity(64, doc.gas(), Number(defaults.gas)),
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
      program: text(doc.accountProgram()),
      part: text(doc.accountPart()),
      ...construction,
    }),
  ),
  transaction: transactionFields,
  ...construction,
};

export const launchSchema = schemasOf(properties);

/**
 * What a machine is made from: the code, what the launch configuration says, and the accounts as constructors left them.
 * @throws LoadError
 */
export const readMessage = (
  opened: OpenedCode,
  { launch, version, limits, files = new Map() }: LoadOptions,
): Message => {
  refuseMisspelt(properties, launch);
  const settings = readAll(properties, launch);
  const { caller = defaults.caller, value, gas, gasPrice, block, transaction } = settings;
  const sent = transaction && { transaction };
  const common: Message = {
    fork: version as ForkId,
    limits,
    name: opened.name,
    caller,
    ...(gas !== undefined && { gas }),
    ...(gasPrice !== undefined && { gasPrice }),
    ...(block && { block }),
  };
  const own = interfaceOf(opened.abi, settings.abi);
  const { accounts, interfaces } = placeAccounts(settings.accounts ?? new Map(), files, common);
  if (opened.creates) {
    refuseFunction(opened.name, settings);
    if (transaction && settings.address) throw new LoadError(messages.addressOfTransaction(), 'address');
    return {
      ...common,
      ...sent,
      ...known([own, ...interfaces]),
      value: settings.constructorValue ?? value ?? 0n,
      create: true,
      code: concat(opened.bytes, readConstruction(opened.name, own, settings.constructorArgs)),
      ...(settings.address && { address: settings.address }),
      accounts,
    };
  }
  const call = readCall(settings, own);
  const contract = settings.address ?? defaults.contract;
  return {
    ...common,
    ...sent,
    ...known([call.known, ...interfaces]),
    ...(value !== undefined && { value }),
    ...(call.calldata && { calldata: call.calldata }),
    address: contract,
    accounts: placeContract(opened, contract, settings, own, { ...common, accounts }),
  };
};

const known = (all: readonly (Interface | undefined)[]): Pick<Message, 'known'> => {
  const some = all.filter((each) => each !== undefined);
  return some.length > 0 ? { known: joinInterfaces(some) } : {};
};

/** The code that runs first; a constructor may have filled in immutable values. */
export const codeOf = ({ code, address: at, accounts }: Message): Uint8Array =>
  code ?? accounts?.find((account) => account.address === at)?.code ?? new Uint8Array();

/** The launch properties with each path in them replaced by what `path` makes of it. */
export const mapPaths = (launch: LoadOptions['launch'], path: (text: string) => string): LoadOptions['launch'] => {
  const { accounts } = launch;
  if (typeof accounts !== 'object' || accounts === null) return launch;
  const mapped = Object.entries(accounts).map(([at, account]) =>
    typeof account?.program === 'string' ? [at, { ...account, program: path(account.program) }] : [at, account],
  );
  return { ...launch, accounts: Object.fromEntries(mapped) };
};

/** Properties that mean nothing any more where another is given anew. */
export const replaces = {
  calldata: ['function', 'args'],
  function: ['calldata', 'args'],
  args: ['calldata'],
} as const;
