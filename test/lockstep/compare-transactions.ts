import { createBlock } from '@ethereumjs/block';
import { Common, Mainnet } from '@ethereumjs/common';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { createTxFromRLP } from '@ethereumjs/tx';
import { Account, bigIntToUnpaddedBytes, createAddressFromString, setLengthLeft } from '@ethereumjs/util';
import { createVM, runTx } from '@ethereumjs/vm';
import { rules } from '../../engines/evm/forks.ts';
import { State } from '../../engines/evm/state.ts';
import { decodeTransaction, encodeTransaction } from '../../engines/evm/transactions/encoding.ts';
import { execute } from '../../engines/evm/transactions/execute.ts';
import { senderOf } from '../../engines/evm/transactions/signing.ts';
import { InvalidTransaction } from '../../engines/evm/transactions/transaction.ts';
import { customCrypto } from './kzg.ts';
import { ourWorld, show } from './lockstep.ts';
import { hardforks, type World, worldIn } from './reference.ts';
import { type Situation, signed } from './transactions.ts';

/** What came of a transaction: why it was refused, or all that it left. */
type Result =
  | { readonly refused: string }
  | {
      readonly refused?: undefined;
      readonly ok: boolean | undefined;
      readonly gasUsed: bigint;
      readonly logs: number;
      readonly world: World;
    };

const limits = { steps: Number.MAX_SAFE_INTEGER, memory: 2 ** 33 };

/** Sends a transaction here and on \@ethereumjs/vm, in the same bytes. `difference` is the first, if there is one. */
export const compareTransaction = async (
  situation: Situation,
): Promise<{
  readonly isExecuted: boolean;
  readonly gasUsed: bigint | undefined;
  readonly difference: string | undefined;
}> => {
  const encoded = encodeTransaction(signed(situation.transaction));
  const ours = run(situation, encoded);
  const theirs = await runReference(situation, encoded);
  const isExecuted = theirs.refused === undefined;
  return { isExecuted, gasUsed: isExecuted ? theirs.gasUsed : undefined, difference: differenceOf(ours, theirs) };
};

const differenceOf = (ours: Result, theirs: Result): string | undefined => {
  if (ours.refused !== undefined && theirs.refused !== undefined) return undefined;
  if (ours.refused !== undefined || theirs.refused !== undefined)
    return `Ours ${ours.refused ?? 'was executed'}; theirs ${theirs.refused ?? 'was executed'}`;
  for (const key of ['ok', 'gasUsed', 'logs'] as const) {
    if (theirs[key] !== undefined && ours[key] !== theirs[key])
      return `${key}: ours ${ours[key]}, theirs ${theirs[key]}`;
  }
  for (const address of new Set([...ours.world.keys(), ...theirs.world.keys()])) {
    const [one, other] = [show(ours.world.get(address)), show(theirs.world.get(address))];
    if (one !== other) return `The account ${address}: ours ${one}, theirs ${other}`;
  }
  return undefined;
};

const run = ({ fork, block, accounts }: Situation, encoded: Uint8Array): Result => {
  const state = new State(rules[fork], fork);
  for (const { address, balance = 0n, nonce = 0n, code, storage = [] } of accounts) {
    state.setBalance(address, balance);
    state.setNonce(address, nonce);
    if (code) state.setCode(address, code, address);
    for (const [key, value] of storage) state.setStorage(address, key, value);
  }
  try {
    const transaction = decodeTransaction(encoded);
    const { ok, gasUsed, logs } = execute(transaction, { fork, block, state, sender: senderOf(transaction), limits });
    return { ok, gasUsed, logs: logs.length, world: ourWorld(state) };
  } catch (error) {
    if (error instanceof InvalidTransaction) return { refused: error.message };
    throw error;
  }
};

const slotBytes = (key: bigint) => setLengthLeft(bigIntToUnpaddedBytes(key), 32);

const runReference = async (situation: Situation, encoded: Uint8Array): Promise<Result> => {
  const { fork, block, excessBlobGas, accounts } = situation;
  const common = new Common({ chain: Mainnet, hardfork: hardforks[fork], customCrypto });
  const stateManager = new SimpleStateManager({ common });
  // Receipts before Byzantium hold it; the accounts are compared themselves.
  stateManager.getStateRoot = async () => new Uint8Array(32);
  const hash = (number: bigint) => ({ hash: () => slotBytes(block.blockHash(BigInt(number))) });
  const blockchain = {
    getBlock: async (number: bigint) => hash(number),
    putBlock: async () => {},
    shallowCopy: () => blockchain,
  };
  const vm = await createVM({ common, stateManager, blockchain: blockchain as never });
  for (const { address, balance, nonce, code, storage } of accounts) {
    const at = createAddressFromString(address);
    await stateManager.putAccount(at, new Account(nonce ?? 0n, balance ?? 0n));
    if (code) await stateManager.putCode(at, code);
    for (const [key, value] of storage ?? [])
      await stateManager.putStorage(at, slotBytes(key), bigIntToUnpaddedBytes(value));
  }
  const header = {
    number: block.number,
    timestamp: block.timestamp,
    coinbase: createAddressFromString(block.coinbase),
    gasLimit: block.gasLimit,
    ...(common.isActivatedEIP(1559) && { baseFeePerGas: block.baseFee }),
    ...(common.isActivatedEIP(4844) && { excessBlobGas }),
    ...(common.gteHardfork('paris') ? { mixHash: slotBytes(block.prevRandao) } : { difficulty: block.difficulty }),
  };
  const sent = createBlock({ header } as never, { common, skipConsensusFormatValidation: true });
  try {
    const tx = createTxFromRLP(encoded, { common });
    const { totalGasSpent, receipt } = await runTx(vm, { tx, block: sent });
    return {
      // Before Byzantium no receipt tells it.
      ok: 'status' in receipt ? receipt.status === 1 : undefined,
      gasUsed: totalGasSpent,
      logs: receipt.logs.length,
      world: worldIn(stateManager),
    };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
};
