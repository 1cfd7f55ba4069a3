import { delegateOf } from '../calls.ts';
import { nonceLimit } from '../creations.ts';
import type { Block } from '../environment.ts';
import { type ForkId, forkName, type Rules, rules as rulesOf } from '../forks.ts';
import type { State } from '../state.ts';
import type { Address } from '../words.ts';
import { blobVersion, gasPerBlob } from './blobs.ts';
import { gasFloor, intrinsicGas } from './intrinsic-gas.ts';
import * as messages from './messages.ts';
import { InvalidTransaction, type Rule, type Transaction } from './transaction.ts';

/** What surrounds a transaction. */
export type Surroundings = {
  readonly fork: ForkId;
  readonly block: Block;
  readonly state: State;
  readonly sender: Address;
};

/** Blob gas that a transaction takes (EIP-4844). */
export const blobGasOf = ({ blobHashes }: Transaction): bigint => gasPerBlob * BigInt(blobHashes.length);

/** Checks every rule that decides whether a block may hold a transaction. @throws InvalidTransaction with the first that is broken. */
export const validate = (transaction: Transaction, surroundings: Surroundings): void => {
  const { fork } = surroundings;
  const rules = rulesOf[fork];
  const { newestType } = rules.transactions;
  if (transaction.type > newestType) refuse('type', messages.typeTooNew(transaction.type, forkName(fork)));
  checkRanges(transaction);
  checkChain(transaction, surroundings, rules);
  checkGas(transaction, surroundings, rules);
  checkFees(transaction, surroundings);
  checkBlobs(transaction, surroundings, rules);
  checkAuthorizations(transaction);
  checkSender(transaction, surroundings, rules);
};

const refuse = (rule: Rule, message: string): never => {
  throw new InvalidTransaction(rule, message);
};

/** Bits that the encoding has room for. */
const widths = {
  nonce: 64,
  gasLimit: 64,
  value: 256,
  maxFeePerGas: 256,
  maxPriorityFeePerGas: 256,
  maxFeePerBlobGas: 256,
};

const checkRanges = (transaction: Transaction): void => {
  for (const [field, bits] of Object.entries(widths) as [keyof typeof widths, number][]) {
    if (transaction[field] >> BigInt(bits) !== 0n) refuse('encoding', messages.tooWide(field, bits));
  }
};

/** EIP-155. */
const checkChain = ({ type, chainId }: Transaction, { block }: Surroundings, rules: Rules): void => {
  if (chainId === undefined) return;
  if (type === 0 && !rules.transactions.namesChain) refuse('signature', messages.badSignature());
  if (chainId !== block.chainId) refuse('chain', messages.otherChain(chainId, block.chainId));
};

const checkGas = (transaction: Transaction, { block }: Surroundings, rules: Rules): void => {
  const { gasLimit, to, data } = transaction;
  const { gasCap } = rules.transactions;
  const intrinsic = intrinsicGas(transaction, rules);
  if (intrinsic > gasLimit) refuse('intrinsic-gas', messages.gasTooLow(intrinsic, gasLimit));
  const floor = gasFloor(transaction, rules);
  if (floor > gasLimit) refuse('gas-floor', messages.belowFloor(floor, gasLimit));
  const { initCode } = rules;
  if (to === undefined && initCode && data.length > initCode.limit)
    refuse('init-code-size', messages.initCodeTooLong(data.length, initCode.limit));
  if (gasCap !== undefined && gasLimit > gasCap) refuse('gas-cap', messages.aboveCap(gasCap, gasLimit));
  if (gasLimit > block.gasLimit) refuse('block-gas', messages.aboveBlock(block.gasLimit, gasLimit));
};

/** EIP-1559. */
const checkFees = ({ maxFeePerGas, maxPriorityFeePerGas }: Transaction, { fork, block }: Surroundings): void => {
  if (!rulesOf[fork].transactions.burnsBaseFee) return;
  if (maxPriorityFeePerGas > maxFeePerGas)
    refuse('priority-above-fee', messages.priorityTooHigh(maxPriorityFeePerGas, maxFeePerGas));
  if (maxFeePerGas < block.baseFee) refuse('fee-below-base-fee', messages.feeTooLow(maxFeePerGas, block.baseFee));
};

/** EIP-4844. */
const checkBlobs = (transaction: Transaction, { block }: Surroundings, rules: Rules): void => {
  const { type, to, blobHashes, maxFeePerBlobGas } = transaction;
  const { blobs } = rules.transactions;
  if (type !== 3 || !blobs) return;
  if (to === undefined) refuse('creation', messages.mayNotCreate(type));
  if (blobHashes.length === 0) refuse('no-blobs', messages.noBlobs());
  const most = Math.min(blobs.max, blobs.maxPerTransaction);
  if (blobHashes.length > most) refuse('blob-count', messages.tooManyBlobs(blobHashes.length, most));
  if (blobHashes.some((hash) => hash >> 248n !== blobVersion)) refuse('blob-version', messages.otherBlobVersion());
  if (maxFeePerBlobGas < block.blobBaseFee)
    refuse('blob-fee', messages.blobFeeTooLow(maxFeePerBlobGas, block.blobBaseFee));
};

/** EIP-7702. */
const checkAuthorizations = ({ type, to, authorizations }: Transaction): void => {
  if (type !== 4) return;
  if (to === undefined) refuse('creation', messages.mayNotCreate(type));
  if (authorizations.length === 0) refuse('no-authorizations', messages.noAuthorizations());
};

const checkSender = (transaction: Transaction, { state, sender }: Surroundings, { delegation }: Rules): void => {
  const { nonce, gasLimit, maxFeePerGas, maxFeePerBlobGas, value } = transaction;
  const expected = state.nonce(sender);
  if (nonce !== expected) refuse('nonce', messages.otherNonce(expected, nonce));
  if (nonce >= nonceLimit) refuse('nonce-limit', messages.nonceAtLimit());
  const code = state.code(sender);
  if (code.length > 0 && !(delegation && delegateOf(code) !== undefined))
    refuse('sender-has-code', messages.senderHasCode(sender));
  const needs = gasLimit * maxFeePerGas + blobGasOf(transaction) * maxFeePerBlobGas + value;
  const has = state.balance(sender);
  if (has < needs) refuse('funds', messages.fundsTooLow(sender, needs, has));
};
