import { isSame } from '../bytes.ts';
import { type InputFile, LoadError, type LoadOptions } from '../engine.ts';
import { bytes, flag, group, list, quantity, readAll, refuseMisspelt, schemasOf, text } from '../properties.ts';
import { type Interface, joinInterfaces } from './abi/interface.ts';
import { type AccountSettings, concat, placeAccounts, placeContract } from './deployments.ts';
import type { OpenedCode } from './files/open.ts';
import { readStateFile, type StateFile, stateText } from './files/state-file.ts';
import type { ForkId } from './forks.ts';
import { historyContract } from './history-contract.ts';
import { interfaceOf, readCall, readConstruction, refuseFunction } from './interfaces.ts';
import * as messages from './launch-messages.ts';
import { defaultBlock, defaults, type Message } from './message.ts';
import { address, args, byAddress, encodable, words } from './properties.ts';
import { sentTransaction } from './transactions/properties.ts';
import type { Address } from './words.ts';

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
    hashes: words(doc.hashes()),
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
  transaction: sentTransaction,
  receipt: group(doc.receipt(), {
    status: quantity(1, doc.receiptStatus()),
    gasUsed: quantity(64, doc.receiptGasUsed()),
  }),
  prestate: text(doc.prestate()),
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
  const { signed, fields } = settings.transaction ?? {};
  const { caller = signed?.sender ?? defaults.caller, value = signed?.value, gas = signed?.gasLimit } = settings;
  const { gasPrice, block: { hashes, ...block } = {}, receipt } = settings;
  const fork = version as ForkId;
  const common: Message = {
    fork,
    limits,
    name: opened.name,
    caller,
    ...(gas !== undefined && { gas }),
    ...(gasPrice !== undefined && { gasPrice }),
    block: { ...block, ...(hashes && { blockHash: (number) => hashes.get(number) ?? 0n }) },
  };
  const sent = fields && { transaction: fields, ...(receipt && { expected: receipt }) };
  const own = interfaceOf(opened.abi, settings.abi);
  const history = hashes && historyContract(hashes, fork);
  const prestate = prestateOf(settings.prestate, files);
  const given = joinAccounts(history, opened.state?.accounts, prestate, settings.accounts);
  const { accounts, interfaces } = placeAccounts(given, files, common);
  if (opened.creates) {
    refuseFunction(opened.name, settings);
    if (fields && settings.address) throw new LoadError(messages.addressOfTransaction(), 'address');
    const code = concat(opened.bytes, readConstruction(opened.name, own, settings.constructorArgs));
    return {
      ...common,
      ...sent,
      ...known([own, ...interfaces]),
      value: settings.constructorValue ?? value ?? 0n,
      create: true,
      code: signed ? codeSigned(signed, opened.name, code) : code,
      ...(settings.address && { address: settings.address }),
      accounts,
    };
  }
  if (signed && signed.to === undefined) throw new LoadError(messages.createsOther(opened.name), 'transaction');
  const call = readCall(settings, own);
  const calldata = call.calldata ?? signed?.data;
  const contract = settings.address ?? signed?.to ?? opened.state?.address ?? defaults.contract;
  return {
    ...common,
    ...sent,
    ...known([call.known, ...interfaces]),
    ...(value !== undefined && { value }),
    ...(calldata && { calldata }),
    address: contract,
    accounts: placeContract(opened, contract, settings, own, { ...common, accounts }),
  };
};

/** The init code of a signed creation, which is that of the program with arguments of its constructor. @throws LoadError */
const codeSigned = (
  { to, data }: { readonly to: Address | undefined; readonly data: Uint8Array },
  program: string,
  code: Uint8Array,
): Uint8Array => {
  if (to !== undefined) throw new LoadError(messages.callsContract(to, program), 'transaction');
  if (isSame(data.subarray(0, code.length), code)) return data;
  throw new LoadError(messages.createsOther(program), 'transaction');
};

/** What is said of accounts, of each in a later place before what an earlier one says. */
const joinAccounts = (...all: readonly (ReadonlyMap<Address, AccountSettings> | undefined)[]) => {
  const joined = new Map<Address, AccountSettings>();
  for (const [address, account] of all.flatMap((each) => [...(each ?? [])])) {
    const before = joined.get(address);
    const storage = new Map([...(before?.storage ?? []), ...(account.storage ?? [])]);
    const { code: _, ...rest } = before ?? {};
    joined.set(address, { ...(account.program === undefined ? before : rest), ...account, storage });
  }
  return joined;
};

/** @throws LoadError */
const prestateOf = (path: string | undefined, files: ReadonlyMap<string, InputFile>): StateFile | undefined => {
  if (path === undefined) return undefined;
  const file = files.get(path);
  if (!file) throw new LoadError(messages.fileMissing(path), 'prestate');
  const state = readStateFile(stateText(file.bytes, file.name), file.name);
  if (!state) throw new LoadError(messages.noState(file.name), 'prestate');
  return state;
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
  const { accounts, prestate } = launch;
  const before = typeof prestate === 'string' ? { prestate: path(prestate) } : {};
  if (typeof accounts !== 'object' || accounts === null) return { ...launch, ...before };
  const mapped = Object.entries(accounts).map(([at, account]) =>
    typeof account?.program === 'string' ? [at, { ...account, program: path(account.program) }] : [at, account],
  );
  return { ...launch, ...before, accounts: Object.fromEntries(mapped) };
};

/** Properties that mean nothing any more where another is given anew. */
export const replaces = {
  calldata: ['function', 'args'],
  function: ['calldata', 'args'],
  args: ['calldata'],
} as const;
