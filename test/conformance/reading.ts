import type { Block } from '../../engines/evm/environment.ts';
import { type ForkId, rules } from '../../engines/evm/forks.ts';
import { keccak256 } from '../../engines/evm/keccak.ts';
import { State } from '../../engines/evm/state.ts';
import { blobPrice } from '../../engines/evm/transactions/blobs.ts';
import { plainTransaction, type Transaction } from '../../engines/evm/transactions/transaction.ts';
import { fromBytes } from '../../engines/evm/words.ts';
import type { Alloc, Expectation, Hex, StateTest, TransactionVariants } from './state-test.ts';

/** Forks by the names that the suites give them. */
const forkIds: Readonly<Record<string, ForkId>> = {
  Frontier: 'frontier',
  Homestead: 'homestead',
  EIP150: 'tangerine',
  TangerineWhistle: 'tangerine',
  EIP158: 'spurious',
  SpuriousDragon: 'spurious',
  Byzantium: 'byzantium',
  Constantinople: 'constantinople',
  ConstantinopleFix: 'petersburg',
  Petersburg: 'petersburg',
  Istanbul: 'istanbul',
  MuirGlacier: 'istanbul',
  Berlin: 'berlin',
  London: 'london',
  ArrowGlacier: 'london',
  GrayGlacier: 'london',
  Paris: 'paris',
  Merge: 'paris',
  Shanghai: 'shanghai',
  Cancun: 'cancun',
  Prague: 'prague',
  Osaka: 'osaka',
  BPO1: 'bpo1',
  BPO2: 'bpo2',
};

export const forkOf = (name: string): ForkId | undefined => forkIds[name];

export const bytesOf = (hex: Hex): Uint8Array => Uint8Array.from(Buffer.from(hex.slice(2), 'hex'));

/** Some suites mark numbers that no field has room for. */
export const numberOf = (hex: Hex): bigint => BigInt(hex.replace('0x:bigint ', ''));

export const addressIn = (hex: Hex): string => hex.toLowerCase();

export const stateOf = (alloc: Alloc, fork: ForkId): State => {
  const state = new State(rules[fork], fork);
  for (const [hex, { nonce, balance, code, storage }] of Object.entries(alloc)) {
    const address = addressIn(hex);
    state.setNonce(address, numberOf(nonce));
    state.setBalance(address, numberOf(balance));
    state.setCode(address, bytesOf(code), address);
    for (const [key, value] of Object.entries(storage)) state.setStorage(address, numberOf(key), numberOf(value));
  }
  return state;
};

/** What a block that says nothing of it asks for: the suites were made so. */
const defaultBaseFee = 10n;

export const blockOf = (test: StateTest, fork: ForkId): Block => {
  const { env, config } = test;
  const { blobs, burnsBaseFee } = rules[fork].transactions;
  const baseFee = env.currentBaseFee === undefined ? defaultBaseFee : numberOf(env.currentBaseFee);
  return {
    number: numberOf(env.currentNumber),
    timestamp: numberOf(env.currentTimestamp),
    coinbase: addressIn(env.currentCoinbase),
    gasLimit: numberOf(env.currentGasLimit),
    chainId: numberOf(config?.chainid ?? '0x1'),
    baseFee: burnsBaseFee ? baseFee : 0n,
    blobBaseFee: blobs ? blobPrice(numberOf(env.currentExcessBlobGas ?? '0x0'), blobs) : 0n,
    difficulty: numberOf(env.currentDifficulty ?? '0x0'),
    prevRandao: numberOf(env.currentRandom ?? '0x0'),
    blockHash,
  };
};

/** State tests have no blocks before theirs; the hash of one is agreed to be that of its number in digits. */
const blockHash = (number: bigint): bigint => fromBytes(keccak256(new TextEncoder().encode(number.toString())));

/** One of the variants, as it is before it is signed. */
export const transactionOf = (
  variants: TransactionVariants,
  { indexes }: Expectation,
  chainId: bigint,
): Transaction => {
  const accessList = variants.accessLists?.[indexes.data];
  const price = variants.gasPrice ?? '0x0';
  const type = typeOf(variants, accessList !== undefined && accessList !== null);
  return {
    ...plainTransaction,
    type,
    chainId: type === 0 ? undefined : chainId,
    nonce: numberOf(variants.nonce),
    gasLimit: numberOf(variants.gasLimit[indexes.gas] as Hex),
    to: variants.to === '' ? undefined : addressIn(variants.to),
    value: numberOf(variants.value[indexes.value] as Hex),
    data: bytesOf(variants.data[indexes.data] as Hex),
    maxFeePerGas: numberOf(variants.maxFeePerGas ?? price),
    maxPriorityFeePerGas: numberOf(variants.maxPriorityFeePerGas ?? price),
    maxFeePerBlobGas: numberOf(variants.maxFeePerBlobGas ?? '0x0'),
    accessList: (accessList ?? []).map(({ address, storageKeys }) => ({
      address: addressIn(address),
      keys: storageKeys.map(numberOf),
    })),
    blobHashes: (variants.blobVersionedHashes ?? []).map(numberOf),
    authorizations: (variants.authorizationList ?? []).map((each) => ({
      chainId: numberOf(each.chainId),
      address: addressIn(each.address),
      nonce: numberOf(each.nonce),
      yParity: Number(each.v),
      r: numberOf(each.r),
      s: numberOf(each.s),
    })),
  };
};

const typeOf = (variants: TransactionVariants, hasAccessList: boolean): Transaction['type'] => {
  if (variants.authorizationList) return 4;
  if (variants.maxFeePerBlobGas !== undefined) return 3;
  if (variants.maxFeePerGas !== undefined) return 2;
  return hasAccessList ? 1 : 0;
};
