import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createEVM, type EVMRunCallOpts } from '@ethereumjs/evm';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { Account, bigIntToUnpaddedBytes, createAddressFromString, hexToBytes, setLengthLeft } from '@ethereumjs/util';
import type { Block } from '../../engines/evm/environment.ts';
import type { ForkId } from '../../engines/evm/forks.ts';
import type { Message } from '../../engines/evm/message.ts';

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
  readonly logs: number;
  readonly refund: bigint;
  readonly storage: ReadonlyMap<string, bigint>;
  readonly balances: ReadonlyMap<string, bigint>;
};

/** What a message needs to say in full for the reference to run it too. */
export type FullMessage = Message &
  Required<Pick<Message, 'fork' | 'caller' | 'address' | 'gas' | 'accounts'>> & { readonly block: Block };

const hardforks: Readonly<Record<ForkId, string>> = {
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
};

const slotBytes = (key: bigint) => setLengthLeft(bigIntToUnpaddedBytes(key), 32);

/** Slots and accounts whose end state is compared. */
export const comparedSlots: readonly bigint[] = [0n, 1n, 2n, 3n];

/** Runs a message on \@ethereumjs/evm, and tells of the moment before each instruction. */
export const runReference = async (message: FullMessage, follow: (moment: Moment) => void): Promise<Ending> => {
  const common = new Common({ chain: Mainnet, hardfork: hardforks[message.fork] });
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
  const { execResult } = await evm.runCall(options);
  const storage = new Map<string, bigint>();
  const balances = new Map<string, bigint>();
  for (const address of new Set([...message.accounts.map((account) => account.address), message.address])) {
    const at = createAddressFromString(address);
    balances.set(address, (await stateManager.getAccount(at))?.balance ?? 0n);
    for (const key of comparedSlots) {
      const bytes = await stateManager.getStorage(at, slotBytes(key));
      storage.set(`${address}[${key}]`, bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
    }
  }
  return {
    ok: execResult.exceptionError === undefined,
    data: execResult.returnValue,
    gasSpent: execResult.executionGasUsed,
    logs: execResult.logs?.length ?? 0,
    refund: execResult.gasRefund ?? 0n,
    storage,
    balances,
  };
};
