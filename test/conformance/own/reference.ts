import { createBlock } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { MerkleStateManager } from '@ethereumjs/statemanager';
import { createTx, type TypedTxData } from '@ethereumjs/tx';
import { Account, bytesToHex, createAddressFromString, hexToBytes, setLengthLeft } from '@ethereumjs/util';
import { createVM, runTx } from '@ethereumjs/vm';
import { keccak256 } from '../../../engines/evm/keccak.ts';
import { encodeRlp } from '../../../engines/evm/rlp.ts';
import { hardforks } from '../../lockstep/reference.ts';
import { forkOf } from '../reading.ts';
import type { Alloc, Environment, Hex, TransactionVariants } from '../state-test.ts';

/** `txbytes` is undefined for a transaction that cannot even be made. */
export type Expected = {
  readonly hash: Hex;
  readonly logs: Hex;
  readonly txbytes: Hex | undefined;
  readonly refused: boolean;
};

type Given = {
  readonly env: Environment;
  readonly pre: Alloc;
  readonly transaction: TransactionVariants;
  readonly fork: string;
  /** Which of the transaction's data. */
  readonly index: number;
};

/** What \@ethereumjs/vm makes of a transaction. */
export const expect = async ({ env, pre, transaction, fork, index }: Given): Promise<Expected> => {
  const id = forkOf(fork);
  if (!id) throw new Error(`There is no fork called ${fork} here.`);
  const common = new Common({ chain: Mainnet, hardfork: hardforks[id] });
  const stateManager = new MerkleStateManager({ common });
  const vm = await createVM({ common, stateManager });
  for (const [address, { nonce, balance, code, storage }] of Object.entries(pre)) {
    const at = createAddressFromString(address);
    await stateManager.putAccount(at, new Account(BigInt(nonce), BigInt(balance)));
    await stateManager.putCode(at, hexToBytes(code as `0x${string}`));
    for (const [key, value] of Object.entries(storage)) {
      await stateManager.putStorage(
        at,
        setLengthLeft(hexToBytes(key as `0x${string}`), 32),
        hexToBytes(value as `0x${string}`),
      );
    }
  }
  await stateManager.flush();
  const block = createBlock(
    {
      header: {
        number: env.currentNumber,
        timestamp: env.currentTimestamp,
        coinbase: env.currentCoinbase,
        gasLimit: env.currentGasLimit,
        ...(common.isActivatedEIP(1559) && { baseFeePerGas: env.currentBaseFee }),
        ...(common.isActivatedEIP(4844) && { excessBlobGas: env.currentExcessBlobGas }),
        ...(common.gteHardfork('paris') ? { mixHash: env.currentRandom } : { difficulty: env.currentDifficulty }),
      } as never,
    },
    { common, skipConsensusFormatValidation: true },
  );
  let logs: readonly unknown[] = [];
  let txbytes: Hex | undefined;
  let refused = false;
  try {
    const unsigned = createTx(dataOf(transaction, index), { common });
    const tx = unsigned.sign(hexToBytes(transaction.secretKey as `0x${string}`));
    txbytes = bytesToHex(tx.serialize());
    ({ logs } = (await runTx(vm, { tx, block })).receipt);
  } catch {
    refused = true;
    // The block's reward of nothing, by which older forks bring an account into being (see run-case.ts).
    if (!common.gteHardfork(Hardfork.SpuriousDragon)) {
      await stateManager.putAccount(createAddressFromString(env.currentCoinbase), new Account());
    }
  }
  return {
    hash: bytesToHex(await stateManager.getStateRoot()),
    logs: bytesToHex(keccak256(encodeRlp(logs as never))),
    txbytes,
    refused,
  };
};

const dataOf = (variants: TransactionVariants, index: number): TypedTxData => {
  const { nonce, gasLimit, to, value, data, accessLists, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = variants;
  const common = { nonce, gasLimit: gasLimit[0], to: to === '' ? undefined : to, value: value[0], data: data[index] };
  if (maxFeePerGas !== undefined)
    return { ...common, type: 2, chainId: 1, maxFeePerGas, maxPriorityFeePerGas } as TypedTxData;
  const accessList = accessLists?.[index];
  return (
    accessList ? { ...common, type: 1, chainId: 1, gasPrice, accessList } : { ...common, gasPrice }
  ) as TypedTxData;
};
