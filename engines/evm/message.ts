import { type HostLimits, LoadError } from '../engine.ts';
import type { Interface } from './abi/interface.ts';
import { createAddress, isTaken } from './creations.ts';
import type { Block } from './environment.ts';
import { type ForkId, newestFork, rules } from './forks.ts';
import type { EvmMachine } from './machine.ts';
import { cannotPay, contractThere, creationTooLarge, nothingToStep, shortAddress } from './messages.ts';
import { precompileAt } from './precompiles/table.ts';
import { startMessage } from './start.ts';
import { State } from './state.ts';
import { completeTransaction } from './transactions/complete.ts';
import { beginTransaction } from './transactions/execute.ts';
import type { ExpectedReceipt } from './transactions/receipt.ts';
import { InvalidTransaction, type Transaction } from './transactions/transaction.ts';
import type { Address } from './words.ts';

/** An account as it is before the run. */
export type Account = {
  readonly address: Address;
  /** For a person; else the address, shortened. */
  readonly name?: string;
  /** In wei. */
  readonly balance?: bigint;
  readonly nonce?: bigint;
  readonly code?: Uint8Array;
  readonly storage?: Iterable<readonly [key: bigint, value: bigint]>;
};

/** One message call or creation, and what surrounds it. Whatever is left out has a value that does no harm. */
export type Message = {
  readonly fork?: ForkId;
  readonly limits?: HostLimits;
  /** True if `code` is init code, which makes the contract. */
  readonly create?: boolean;
  /** The code that runs. Left out, it is that of the account at `address`. */
  readonly code?: Uint8Array;
  /** For a person: the contract's name. */
  readonly name?: string;
  readonly calldata?: Uint8Array;
  readonly caller?: Address;
  /** Who signed the transaction; the caller, if left out. */
  readonly origin?: Address;
  /** The account whose code runs; of a creation, the one that comes into being, by default where CREATE would put it. */
  readonly address?: Address;
  readonly value?: bigint;
  /** Gas of this call alone: what a transaction costs before it is not deducted. */
  readonly gas?: bigint;
  readonly gasPrice?: bigint;
  readonly block?: Partial<Block>;
  readonly blobHashes?: readonly bigint[];
  /** The message is sent by a whole transaction, whose gas limit is `gas`; what is left out follows from the rest. */
  readonly transaction?: TransactionFields;
  /** What came of the transaction on its chain. */
  readonly expected?: ExpectedReceipt;
  readonly accounts?: readonly Account[];
  /** What is known of the contracts' functions, events and errors. */
  readonly known?: Interface;
};

/** What a transaction has that a message call does not. The signature is taken as good. */
export type TransactionFields = Partial<
  Pick<
    Transaction,
    | 'type'
    | 'chainId'
    | 'nonce'
    | 'maxFeePerGas'
    | 'maxPriorityFeePerGas'
    | 'maxFeePerBlobGas'
    | 'accessList'
    | 'blobHashes'
    | 'authorizations'
  >
>;

/** Of accounts nobody speaks of. The caller can pay for a good deal: 1,000 ether. */
export const defaults = {
  caller: '0x00000000000000000000000000000000000ca11e',
  contract: '0x0000000000000000000000000000000000c0de00',
  callerBalance: 1000n * 10n ** 18n,
  gas: 30_000_000n,
  gasPrice: 10n ** 9n,
  limits: { steps: 100_000_000, memory: 64 * 2 ** 20 },
};

export const defaultBlock: Block = {
  number: 1n,
  timestamp: 1_700_000_000n,
  coinbase: '0x0000000000000000000000000000000000000000',
  gasLimit: 60_000_000n,
  chainId: 1n,
  baseFee: 10n ** 9n,
  blobBaseFee: 1n,
  difficulty: 0n,
  prevRandao: 0n,
  blockHash: () => 0n,
};

/** A machine before the first instruction of a message. @throws LoadError if the message cannot be sent, or runs no code */
export const createMachine = (message: Message): EvmMachine => {
  const fork = message.fork ?? newestFork;
  const state = new State(rules[fork], fork);
  for (const account of message.accounts ?? []) addAccount(state, account);

  const caller = message.caller ?? defaults.caller;
  if (!state.accounts.has(caller)) state.setBalance(caller, defaults.callerBalance);
  const create = message.create ?? false;
  const nonce = state.nonce(caller);
  const address = message.address ?? (create ? createAddress(caller, nonce) : defaults.contract);
  if (message.code && !create) state.setCode(address, message.code, message.name ?? shortAddress(address));
  const precompile = precompileAt(address, fork);
  if (precompile) throw new LoadError(nothingToStep(address, precompile.name), 'address');
  if (create) mayCreate(state, address);
  const sent = { message, fork, state, caller, address, block: { ...defaultBlock, ...message.block } };
  return message.transaction ? startTransaction(sent, message.transaction) : startCall(sent);
};

/** A message, and what was found out about it. */
type Sent = {
  readonly message: Message;
  readonly fork: ForkId;
  readonly state: State;
  readonly caller: Address;
  readonly address: Address;
  readonly block: Block;
};

const nothing = new Uint8Array();
const dataOf = ({ create, code, calldata }: Message): Uint8Array => (create ? code : calldata) ?? nothing;

/** @throws LoadError */
const startCall = ({ message, fork, state, caller, address, block }: Sent): EvmMachine => {
  const { create = false, value = 0n, name, gas = defaults.gas, limits = defaults.limits, known } = message;
  const { initCode } = rules[fork];
  if (create) state.setNonce(caller, state.nonce(caller) + 1n);
  const data = dataOf(message);
  if (create && initCode && data.length > initCode.limit) {
    throw new LoadError(creationTooLarge(data.length, initCode.limit));
  }
  if (state.balance(caller) < value) throw new LoadError(cannotPay(caller, value, state.balance(caller)), 'value');
  state.begin();
  const transaction = {
    origin: message.origin ?? caller,
    gasPrice: message.gasPrice ?? defaults.gasPrice,
    blobHashes: message.blobHashes ?? [],
  };
  const environment = { fork, limits, block, transaction, known };
  return startMessage(environment, state, { create, caller, address, value, data, name, gas });
};

/** @throws LoadError for a transaction that no block may hold */
const startTransaction = (
  { message, fork, state, caller, address, block }: Sent,
  fields: TransactionFields,
): EvmMachine => {
  const { create = false, value = 0n, name, limits = defaults.limits, known, expected } = message;
  const transaction = completeTransaction(fields, {
    fork,
    block,
    nonce: state.nonce(caller),
    to: create ? undefined : address,
    value,
    data: dataOf(message),
    gas: message.gas,
    gasPrice: message.gasPrice ?? defaults.gasPrice,
  });
  try {
    const execution = { fork, block, state, sender: caller, limits, known, name, expected };
    const { machine } = beginTransaction(transaction, execution);
    if (machine) return machine;
  } catch (error) {
    throw error instanceof InvalidTransaction ? new LoadError(error.message, 'transaction') : error;
  }
  throw new LoadError(contractThere(address), 'address');
};

/** Creating must not overwrite anything (EIP-684, EIP-7610). @throws LoadError */
const mayCreate = (state: State, address: Address): void => {
  if (isTaken(state, address)) throw new LoadError(contractThere(address), 'address');
};

const addAccount = (state: State, { address, name, balance, nonce, code, storage }: Account): void => {
  state.setBalance(address, balance ?? 0n);
  state.setNonce(address, nonce ?? 0n);
  if (code) state.setCode(address, code, name ?? shortAddress(address));
  for (const [key, value] of storage ?? []) state.setStorage(address, key, value);
};
