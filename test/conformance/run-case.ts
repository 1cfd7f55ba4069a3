import { type ForkId, rules } from '../../engines/evm/forks.ts';
import { State } from '../../engines/evm/state.ts';
import { stateRoot } from '../../engines/evm/state-root.ts';
import { decodeTransaction, encodeTransaction } from '../../engines/evm/transactions/encoding.ts';
import { execute } from '../../engines/evm/transactions/execute.ts';
import { logsHash, type Receipt } from '../../engines/evm/transactions/receipt.ts';
import { addressOfPrivateKey, senderOf } from '../../engines/evm/transactions/signing.ts';
import { InvalidTransaction, type Transaction } from '../../engines/evm/transactions/transaction.ts';
import { type Address, hexOf } from '../../engines/evm/words.ts';
import { firstDifference } from './differences.ts';
import { expectedRules } from './exceptions.ts';
import { addressIn, blockOf, bytesOf, transactionOf } from './reading.ts';
import type { Expectation, StateTest } from './state-test.ts';

/** The host's limits are no part of what is tested. */
const limits = { steps: Number.MAX_SAFE_INTEGER, memory: 2 ** 33 };

/**
 * Runs one case, and says in one sentence what is not as expected; undefined where all is.
 * @param pre the state before, which stays as it is.
 */
export const runCase = (test: StateTest, fork: ForkId, expected: Expectation, pre: State): string | undefined => {
  const block = blockOf(test, fork);
  const state = new State(rules[fork], fork, pre);
  let receipt: Receipt | undefined;
  let refusal: InvalidTransaction | undefined;
  try {
    const { transaction, sender } = signedTransaction(test, expected, block.chainId);
    receipt = execute(transaction, { fork, block, state, sender, limits });
  } catch (error) {
    if (!(error instanceof InvalidTransaction)) throw error;
    refusal = error;
  }
  rewardNothing(state, block.coinbase);
  return (
    judgeRefusal(refusal, expected.expectException) ??
    judgeHash('state root', stateRoot(state), expected.hash, () => firstDifference(state, expected.state)) ??
    judgeHash('logs hash', logsHash(receipt?.logs ?? []), expected.logs)
  );
};

type Signed = { readonly transaction: Transaction; readonly sender: Address };

/** The bytes that the test has, decoded; else what it describes, taken as signed by whom it says. */
const signedTransaction = (test: StateTest, expected: Expectation, chainId: bigint): Signed => {
  const { sender, secretKey } = test.transaction;
  if (expected.txbytes === undefined) {
    const transaction = transactionOf(test.transaction, expected, chainId);
    return { transaction, sender: sender ? addressIn(sender) : addressOfPrivateKey(bytesOf(secretKey ?? '0x')) };
  }
  const transaction = decodeTransaction(bytesOf(expected.txbytes));
  const again = `0x${hexOf(encodeTransaction(transaction))}`;
  if (again !== expected.txbytes) throw new Error(`The transaction ${expected.txbytes} is encoded as ${again}.`);
  const recovered = senderOf(transaction);
  if (sender && recovered !== addressIn(sender)) throw new Error(`The sender is ${recovered}, not ${sender}.`);
  return { transaction, sender: recovered };
};

/** The miner's reward of a block in the suites is 0, and yet it touches the account. */
const rewardNothing = (state: State, coinbase: Address): void => {
  state.begin();
  state.pay(coinbase, 0n);
  state.end();
};

const judgeRefusal = (refusal: InvalidTransaction | undefined, expected: string | undefined): string | undefined => {
  if (expected === undefined) return refusal && `The transaction was refused: ${refusal.message}`;
  if (!refusal) return `The transaction was executed and not refused with ${expected}.`;
  const rules = expectedRules(expected);
  if (!rules) return `The suite expects ${expected}, and exceptions.ts does not say which rule that is.`;
  if (rules.includes(refusal.rule)) return undefined;
  return `The transaction was not refused with ${expected}, but by the rule ${refusal.rule}: ${refusal.message}`;
};

const judgeHash = (
  what: string,
  found: Uint8Array,
  expected: string,
  difference: () => string | undefined = () => undefined,
): string | undefined => {
  const text = `0x${hexOf(found)}`;
  if (text === expected) return undefined;
  return `The ${what} is ${text}, expected ${expected}. ${difference() ?? ''}`.trim();
};
