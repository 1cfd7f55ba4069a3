import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createEVM, type EVMRunCallOpts } from '@ethereumjs/evm';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import {
  Account,
  bigIntToUnpaddedBytes,
  bytesToHex,
  createAddressFromString,
  hexToBytes,
  setLengthLeft,
} from '@ethereumjs/util';
import type { Block } from '../../engines/evm/environment.ts';
import type { ForkId } from '../../engines/evm/forks.ts';
import type { Message } from '../../engines/evm/message.ts';
import type { Log } from '../../engines/evm/state.ts';
import { customCrypto } from './kzg.ts';

/** The moment before an instruction, as both sides see it. */
export type Moment = {
  readonly depth: number;
  readonly pc: number;
  readonly opcode: number;
  readonly gas: bigint;
  /** Bottom first. */
  readonly stack: readonly bigint[];
  readonly memoryWords: number;
};

export type Ending = {
  readonly ok: boolean;
  readonly data: Uint8Array;
  readonly gasSpent: bigint;
  /** Oldest first. */
  readonly logs: readonly Log[];
  readonly refund: bigint;
  /** Addresses of the contracts that the end of the transaction will delete, in order. */
  readonly destroyed: readonly string[];
  readonly world: World;
};

/** Every account that is there, by address, in order. One without nonce, balance, code and storage counts as absent. */
export type World = ReadonlyMap<string, AccountEnd>;

export type AccountEnd = {
  readonly nonce: bigint;
  readonly balance: bigint;
  readonly code: Uint8Array;
  /** Slots that are not 0, in order. */
  readonly storage: ReadonlyMap<bigint, bigint>;
};

export const worldOf = (accounts: Iterable<readonly [string, AccountEnd]>): World =>
  new Map(
    [...accounts]
      .filter(([, each]) => each.nonce + each.balance > 0n || each.code.length + each.storage.size > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

export const slotsOf = (slots: Iterable<readonly [bigint, bigint]>): ReadonlyMap<bigint, bigint> =>
  new Map([...slots].filter(([, value]) => value !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What a message needs to say in full for the reference to run it too. */
export type FullMessage = Message &
  Required<Pick<Message, 'fork' | 'caller' | 'address' | 'gas' | 'accounts'>> & { readonly block: Block };

export const hardforks: Readonly<Record<ForkId, string>> = {
  frontier: Hardfork.Chainstart,
  homestead: Hardfork.Homestead,
  tangerine: Hardfork.TangerineWhistle,
  spurious: Hardfork.SpuriousDragon,
  byzantium: Hardfork.Byzantium,
  constantinople: Hardfork.Constantinople,
  petersburg: Hardfork.Petersburg,
  istanbul: Hardfork.Istanbul,
  berlin: Hardfork.Berlin,
  london: Hardfork.London,
  paris: Hardfork.Paris,
  shanghai: Hardfork.Shanghai,
  cancun: Hardfork.Cancun,
  prague: Hardfork.Prague,
  osaka: Hardfork.Osaka,
  bpo1: Hardfork.Bpo1,
  bpo2: Hardfork.Bpo2,
};

const slotBytes = (key: bigint) => setLengthLeft(bigIntToUnpaddedBytes(key), 32);

const numberOf = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(bytesToHex(bytes)));

/** All accounts of the state manager, which keeps them in the topmost of its layers, and slots by `address_key`. */
export const worldIn = ({ accountStack, codeStack, storageStack }: SimpleStateManager): World => {
  const slots = [...(storageStack.at(-1) ?? [])].map(([name, value]) => {
    const [address = '', key = ''] = name.split('_');
    return { address, slot: [BigInt(key), numberOf(value)] as const };
  });
  const accounts = [...(accountStack.at(-1) ?? [])].flatMap(([address, account]) => {
    // Code and slots of an account that was deleted are still there.
    if (!account) return [];
    const own = slots.filter((each) => each.address === address).map(({ slot }) => slot);
    const { nonce, balance } = account;
    const code = codeStack.at(-1)?.get(address) ?? new Uint8Array();
    return [[address, { nonce, balance, code, storage: slotsOf(own) }] as const];
  });
  return worldOf(accounts);
};

/** Runs a message on \@ethereumjs/evm, and tells of the moment before each instruction. */
export const runReference = async (message: FullMessage, follow: (moment: Moment) => void): Promise<Ending> => {
  const run = await prepareReference(message, follow);
  return run();
};

/** All that comes before a run on \@ethereumjs/evm, which the answer then makes, once. */
export const prepareReference = async (
  message: FullMessage,
  follow?: (moment: Moment) => void,
): Promise<() => Promise<Ending>> => {
  const common = new Common({ chain: Mainnet, hardfork: hardforks[message.fork], customCrypto });
  const stateManager = new SimpleStateManager({ common });
  const blockchain = {
    getBlock: async (number: number) => ({ hash: () => slotBytes(message.block.blockHash(BigInt(number))) }),
    putBlock: async () => {},
    shallowCopy: () => blockchain,
  };
  const evm = await createEVM({ common, stateManager, blockchain });
  for (const { address, balance, nonce, code, storage } of message.accounts) {
    const at = createAddressFromString(address);
    await stateManager.putAccount(at, new Account(nonce ?? 0n, balance ?? 0n));
    if (code) await stateManager.putCode(at, code);
    for (const [key, value] of storage ?? [])
      await stateManager.putStorage(at, slotBytes(key), bigIntToUnpaddedBytes(value));
  }
  const { block } = message;
  const warm = [message.caller, message.address, ...[...evm.precompiles.keys()].map((key) => `0x${key}`)];
  if (common.isActivatedEIP(3651)) warm.push(block.coinbase);
  if (common.isActivatedEIP(2929))
    for (const address of warm) evm.journal.addWarmedAddress(hexToBytes(address as `0x${string}`));

  if (follow) {
    evm.events.on('step', (step, resume) => {
      follow({
        depth: step.depth,
        pc: step.pc,
        opcode: step.opcode.code,
        gas: step.gasLeft,
        stack: step.stack,
        memoryWords: Number(step.memoryWordCount),
      });
      resume?.();
    });
  }
  const header = {
    number: block.number,
    coinbase: createAddressFromString(block.coinbase),
    timestamp: block.timestamp,
    difficulty: block.difficulty,
    prevRandao: slotBytes(block.prevRandao),
    gasLimit: block.gasLimit,
    baseFeePerGas: block.baseFee,
    getBlobGasPrice: () => block.blobBaseFee,
  };
  const options: EVMRunCallOpts = {
    block: { header } as unknown as NonNullable<EVMRunCallOpts['block']>,
    caller: createAddressFromString(message.caller),
    origin: createAddressFromString(message.caller),
    gasLimit: message.gas,
    gasPrice: message.gasPrice ?? 0n,
    value: message.value ?? 0n,
    data: (message.create ? message.code : message.calldata) ?? new Uint8Array(),
    skipNonceIncrement: message.create !== true,
    ...(message.create ? {} : { to: createAddressFromString(message.address) }),
    blobVersionedHashes: [],
  };
  return async () => {
    const { execResult } = await evm.runCall(options);
    const isDeleted = (address: `0x${string}`) =>
      !common.isActivatedEIP(6780) || execResult.createdAddresses?.has(address) === true;
    return {
      ok: execResult.exceptionError === undefined,
      data: execResult.returnValue,
      gasSpent: execResult.executionGasUsed,
      logs: (execResult.logs ?? []).map(([address, topics, data]) => ({
        address: bytesToHex(address),
        topics: topics.map(numberOf),
        data,
      })),
      refund: execResult.gasRefund ?? 0n,
      destroyed: [...(execResult.selfdestruct?.keys() ?? [])].filter(isDeleted).sort(),
      world: worldIn(stateManager),
    };
  };
};
