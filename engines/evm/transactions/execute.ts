import type { HostLimits } from '../../engine.ts';
import { HostLimit } from '../../run.ts';
import { createAddress, isTaken } from '../creations.ts';
import { rules as rulesOf } from '../forks.ts';
import type { EvmMachine } from '../machine.ts';
import { startMessage } from '../message.ts';
import type { Log, Logs } from '../state.ts';
import { applyAuthorizations } from './authorizations.ts';
import { gasFloor, intrinsicGas } from './intrinsic-gas.ts';
import type { Receipt } from './receipt.ts';
import type { Transaction } from './transaction.ts';
import { blobGasOf, type Surroundings, validate } from './validity.ts';

/** A transaction from its first instruction to its last. */
export type Execution = {
  /** Undefined where nothing runs, for the contract that it would create is there already. */
  readonly machine: EvmMachine | undefined;
  /** To be called once, when the machine has ended: pays sender and coinbase, and deletes what is to be deleted. */
  readonly settle: () => Receipt;
};

/**
 * Does all that comes before the first instruction: checks, nonce, payment in advance, delegations (Yellow Paper, section 6).
 * @throws InvalidTransaction; the state is then as it was.
 */
export const beginTransaction = (
  transaction: Transaction,
  surroundings: Surroundings & { readonly limits: HostLimits },
): Execution => {
  validate(transaction, surroundings);
  const { fork, block, state, sender, limits } = surroundings;
  const { nonce, gasLimit, to, value, data, accessList, blobHashes, authorizations } = transaction;
  const rules = rulesOf[fork];
  const burnt = rules.transactions.burnsBaseFee ? block.baseFee : 0n;
  const gasPrice = priceOf(transaction, burnt);

  state.begin();
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
  const environment = { fork, limits, block, transaction: { origin: sender, gasPrice, blobHashes }, known: undefined };
  const gas = gasLimit - intrinsicGas(transaction, rules);
  const machine =
    create && isTaken(state, address)
      ? undefined
      : startMessage(environment, state, { create, caller: sender, address, value, data, gas });

  const settle = (): Receipt => {
    const used = gasLimit - (machine?.gasLeft ?? 0n);
    const refund = least(used / rules.transactions.refundQuotient, BigInt(state.refund));
    const gasUsed = greatest(used - refund, gasFloor(transaction, rules));
    state.setBalance(sender, state.balance(sender) + (gasLimit - gasUsed) * gasPrice);
    state.pay(block.coinbase, gasUsed * (gasPrice - burnt));
    state.end();
    const ok = machine?.outcome?.ok ?? false;
    return {
      type: transaction.type,
      ok,
      gasUsed,
      logs: inOrder(state.logs),
      created: create && ok ? address : undefined,
    };
  };
  return { machine, settle };
};

/** Runs a whole transaction. @throws InvalidTransaction, HostLimit */
export const execute = (...given: Parameters<typeof beginTransaction>): Receipt => {
  const { machine, settle } = beginTransaction(...given);
  const stop = machine?.run({}, Number.POSITIVE_INFINITY);
  if (stop?.kind === 'limit') throw new HostLimit(stop.message);
  return settle();
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
