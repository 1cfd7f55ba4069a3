import { type HostLimits, LoadError } from '../engine.ts';
import type { Interface } from './abi/interface.ts';
import { delegateOf } from './calls.ts';
import { createAddress, isTaken, startAccount } from './creations.ts';
import type { Block, Environment } from './environment.ts';
import { type ForkId, newestFork, type Rules, rules } from './forks.ts';
import { EvmMachine } from './machine.ts';
import { cannotPay, contractThere, creationTooLarge, nothingToStep, shortAddress } from './messages.ts';
import { precompileAddresses, precompileAt } from './precompiles/table.ts';
import { State } from './state.ts';
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
  readonly accounts?: readonly Account[];
  /** What is known of the contracts' functions, events and errors. */
  readonly known?: Interface;
};

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
  const forkRules = rules[fork];
  const state = new State(forkRules, fork);
  for (const account of message.accounts ?? []) addAccount(state, account);

  const caller = message.caller ?? defaults.caller;
  if (!state.accounts.has(caller)) state.setBalance(caller, defaults.callerBalance);
  const create = message.create ?? false;
  const nonce = state.nonce(caller);
  if (create) state.setNonce(caller, nonce + 1n);
  const address = message.address ?? (create ? createAddress(caller, nonce) : defaults.contract);
  if (message.code && !create) state.setCode(address, message.code, message.name ?? shortAddress(address));
  const precompile = precompileAt(address, fork);
  if (precompile) throw new LoadError(nothingToStep(address, precompile.name), 'address');
  if (create) mayCreate(state, address, message.code?.length ?? 0, forkRules);
  const value = message.value ?? 0n;
  if (state.balance(caller) < value) throw new LoadError(cannotPay(caller, value, state.balance(caller)), 'value');
  state.begin();

  const environment = {
    fork,
    limits: message.limits ?? defaults.limits,
    block: { ...defaultBlock, ...message.block },
    transaction: {
      origin: message.origin ?? caller,
      gasPrice: message.gasPrice ?? defaults.gasPrice,
      blobHashes: message.blobHashes ?? [],
    },
    known: message.known,
  };
  const data = (create ? message.code : message.calldata) ?? new Uint8Array();
  const { name, gas = defaults.gas } = message;
  return startMessage(environment, state, { create, caller, address, value, data, name, gas });
};

/** What an outermost frame starts with. */
type Start = {
  readonly create: boolean;
  readonly caller: Address;
  readonly address: Address;
  readonly value: bigint;
  /** Call data, or init code. */
  readonly data: Uint8Array;
  /** For a person. */
  readonly name?: string | undefined;
  readonly gas: bigint;
};

/** A machine before the first instruction of a message, in a state that is ready for it. */
export const startMessage = (environment: Environment, state: State, start: Start): EvmMachine => {
  const { create, caller, address, value, data, gas, name = shortAddress(address) } = start;
  const { block, fork, transaction } = environment;
  const forkRules = rules[fork];
  const native = create ? undefined : precompileAt(address, fork);
  const delegate = create || !forkRules.delegation ? undefined : delegateOf(state.code(address));
  // EIP-2929, EIP-3651, EIP-7702.
  if (forkRules.cold) {
    const own = [transaction.origin, address, ...(delegate === undefined ? [] : [delegate])];
    const all = [...own, ...precompileAddresses(fork), ...(forkRules.warmCoinbase ? [block.coinbase] : [])];
    for (const each of all) state.touch(each, 'account');
  }
  const before = state.moment();
  if (create) startAccount(state, address, forkRules.emptyIsAbsent);
  state.transfer(caller, address, value);

  const call = {
    id: 0,
    kind: create ? ('CREATE' as const) : ('CALL' as const),
    depth: 0,
    code: (create ? undefined : state.codeOf(delegate ?? address)) ?? state.learn(create ? data : nothing, name),
    ...(native && { native }),
    codeAddress: address,
    address,
    caller,
    value,
    data: create ? nothing : data,
    isStatic: false,
    before,
    output: { at: 0, size: 0 },
    memoryBelow: 0,
  };
  return new EvmMachine(environment, state, call, gas);
};

const nothing = new Uint8Array();

/** What a transaction that creates a contract must fulfil (EIP-684, EIP-7610, EIP-3860). @throws LoadError */
const mayCreate = (state: State, address: Address, size: number, { initCode }: Rules): void => {
  if (isTaken(state, address)) throw new LoadError(contractThere(address), 'address');
  if (initCode && size > initCode.limit) throw new LoadError(creationTooLarge(size, initCode.limit));
};

const addAccount = (state: State, { address, name, balance, nonce, code, storage }: Account): void => {
  state.setBalance(address, balance ?? 0n);
  state.setNonce(address, nonce ?? 0n);
  if (code) state.setCode(address, code, name ?? shortAddress(address));
  for (const [key, value] of storage ?? []) state.setStorage(address, key, value);
};
