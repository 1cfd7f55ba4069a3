import { HostLimit } from '../../run.ts';
import type { Interface } from '../abi/interface.ts';
import { createAddress, isTaken } from '../creations.ts';
import type { Environment } from '../environment.ts';
import { rules as rulesOf } from '../forks.ts';
import type { EvmMachine } from '../machine.ts';
import { startMessage } from '../start.ts';
import type { Log, Logs } from '../state.ts';
import { applyAuthorizations } from './authorizations.ts';
import type { Envelope, Settlement } from './envelope.ts';
import { gasFloor, intrinsicGas } from './intrinsic-gas.ts';
import type { ExpectedReceipt, Receipt } from './receipt.ts';
import type { Transaction } from './transaction.ts';
import { blobGasOf, type Surroundings, validate } from './validity.ts';

/** What surrounds a transaction that is to be executed. */
export type Execution = Surroundings &
  Pick<Environment, 'limits'> & {
    readonly known?: Interface | undefined;
    /** For a person: the contract's name. */
    readonly name?: string | undefined;
    readonly expected?: ExpectedReceipt | undefined;
  };

/** All that comes before the first instruction is done. */
type Begun = {
  readonly envelope: Envelope;
  /** Undefined where nothing runs, for the contract that would be created is there already. */
  readonly machine: EvmMachine | undefined;
};

/**
 * Does all that comes before the first instruction: checks, nonce, payment in advance, delegations (Yellow Paper, section 6).
 * @throws InvalidTransaction; the state is then as it was.
 */
export const beginTransaction = (transaction: Transaction, execution: Execution): Begun => {
  validate(transaction, execution);
  const { fork, block, state, sender, limits, known, name, expected } = execution;
  const { nonce, gasLimit, to, value, data, accessList, blobHashes, authorizations } = transaction;
  const rules = rulesOf[fork];
  const burnt = rules.transactions.burnsBaseFee ? block.baseFee : 0n;
  const gasPrice = priceOf(transaction, burnt);

  state.begin();
  const before = state.moment();
  const inAdvance = gasLimit * gasPrice + blobGasOf(transaction) * block.blobBaseFee;
  state.setBalance(sender, state.balance(sender) - inAdvance);
  state.setNonce(sender, nonce + 1n);
  for (const { address, keys } of accessList) {
    state.touch(address, 'account');
    for (const key of keys) state.touch(address, key);
  }
  applyAuthorizations(state, authorizations, block.chainId);

  const create = to === undefined;
  const address = to ?? createAddress(sender, nonce);
  const intrinsic = intrinsicGas(transaction, rules);
  const settle = (gasLeft: bigint, ok: boolean): Settlement => {
    const used = gasLimit - gasLeft;
    const refund = least(used / rules.transactions.refundQuotient, BigInt(state.refund));
    const gasUsed = greatest(used - refund, gasFloor(transaction, rules));
    state.setBalance(sender, state.balance(sender) + (gasLimit - gasUsed) * gasPrice);
    state.pay(block.coinbase, gasUsed * (gasPrice - burnt));
    state.end();
    const created = create && ok ? address : undefined;
    const { type } = transaction;
    const receipt = { type, ok, gasUsed, refunded: refund, gasPrice, burnt, logs: inOrder(state.logs), created };
    return { refund, topUp: gasUsed - (used - refund), receipt };
  };
  const envelope = { transaction, sender, before, intrinsic, expected, settle };
  if (create && isTaken(state, address)) return { envelope, machine: undefined };
  const environment = { fork, limits, block, transaction: { origin: sender, gasPrice, blobHashes }, known };
  const start = { create, caller: sender, address, value, data, name, gas: gasLimit - intrinsic, envelope };
  return { envelope, machine: startMessage(environment, state, start) };
};

/** Runs a whole transaction. @throws InvalidTransaction, HostLimit */
export const execute = (transaction: Transaction, execution: Execution): Receipt => {
  const { envelope, machine } = beginTransaction(transaction, execution);
  const stop = machine?.run({}, Number.POSITIVE_INFINITY);
  if (stop?.kind === 'limit') throw new HostLimit(stop.message);
  return machine?.outcome?.receipt ?? envelope.settle(0n, false).receipt;
};

/** What is paid per gas, in wei (EIP-1559). */
const priceOf = ({ maxFeePerGas, maxPriorityFeePerGas }: Transaction, baseFee: bigint): bigint =>
  least(maxFeePerGas, baseFee + maxPriorityFeePerGas);

const least = (a: bigint, b: bigint) => (a < b ? a : b);
const greatest = (a: bigint, b: bigint) => (a > b ? a : b);

const inOrder = (logs: Logs): readonly Log[] => {
  const all: Log[] = [];
  for (let entry = logs; entry; entry = entry.earlier) all.push(entry.log);
  return all.reverse();
};
