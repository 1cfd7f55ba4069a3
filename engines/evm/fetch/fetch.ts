import { hex } from '../../digits.ts';
import { LoadError } from '../../engine.ts';
import type { ChainNode, Fetched, Fetching } from '../../fetching.ts';
import { type ForkId, forkName, rules } from '../forks.ts';
import { blobPrice } from '../transactions/blobs.ts';
import { encodeTransaction, transactionHash } from '../transactions/encoding.ts';
import { senderOf } from '../transactions/signing.ts';
import { InvalidTransaction, type SignedTransaction } from '../transactions/transaction.ts';
import { type Address, hexOf, toBytes } from '../words.ts';
import { type Answer, fieldsOf, isAnswer, transactionIn } from './answers.ts';
import { forksOf } from './chains.ts';
import * as messages from './messages.ts';
import { type Ending, replay } from './replay.ts';

/** What a node is asked for (execution-apis; the last in the debug namespace of geth and others). */
const methods = {
  transaction: 'eth_getTransactionByHash',
  receipt: 'eth_getTransactionReceipt',
  block: 'eth_getBlockByHash',
  earlierBlock: 'eth_getBlockByNumber',
  chain: 'eth_chainId',
  prestate: 'debug_traceTransaction',
  code: 'eth_getCode',
} as const;

const hexWord = (value: bigint) => `0x${hexOf(toBytes(value))}`;

const check = (hash: string): string | undefined =>
  /^0x[0-9a-f]{64}$/i.test(hash) ? undefined : messages.hashWanted(hash);

/** What a node told of a transaction, checked. */
type Told = {
  readonly hash: string;
  readonly transaction: SignedTransaction;
  readonly sender: Address;
  readonly chainId: bigint;
  readonly block: Answer;
  readonly receipt: Answer;
  readonly accounts: Answer;
};

/** A transaction, its block and the state before it, as a scenario. @throws LoadError */
const fetchTransaction = async (name: string, node: ChainNode): Promise<Fetched> => {
  const problem = check(name);
  if (problem !== undefined) throw new LoadError(problem);
  const told = await askAll(name.toLowerCase(), node);
  const { hash, chainId } = told;
  const hashes = reading(node, 'block', () => parentOf(told.block));
  const tried: (Ending & { readonly fork: ForkId; readonly scenario: Answer })[] = [];
  let refusal: LoadError | undefined;
  for (const fork of reading(node, 'block', () => forksOf(chainId, headerOf(told.block)))) {
    try {
      tried.push({ fork, ...(await replayWithHashes(told, fork, node, hashes)) });
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      refusal ??= error;
    }
    if (tried.at(-1)?.isSame) break;
  }
  const best = tried.find(({ isSame }) => isSame) ?? tried[0];
  if (!best) throw refusal ?? new LoadError(messages.noTransaction(node.host, hash));
  const { fork, scenario, text, isSame } = best;
  return {
    name: `transaction-${hash.slice(0, 10)}`,
    scenario,
    told: messages.told(hash, forkName(fork), text),
    isSame,
  };
};

const askAll = async (hash: string, node: ChainNode): Promise<Told> => {
  const { host } = node;
  const found = await ask(node, 'transaction', [hash]);
  if (!isAnswer(found)) throw new LoadError(messages.noTransaction(host, hash));
  const { blockHash } = found;
  if (typeof blockHash !== 'string') throw new LoadError(messages.pending(hash));
  const transaction = reading(node, 'transaction', () => transactionIn(found));
  if (reading(node, 'transaction', () => `0x${hexOf(transactionHash(transaction))}`) !== hash)
    throw new LoadError(messages.otherHash(host, hash));
  const block = await ask(node, 'block', [blockHash, false]);
  if (!isAnswer(block)) throw new LoadError(messages.noPart(host, messages.parts.block()));
  const receipt = await ask(node, 'receipt', [hash]);
  if (!isAnswer(receipt)) throw new LoadError(messages.noPart(host, messages.parts.receipt()));
  const answered = await ask(node, 'chain', []);
  const chainId = reading(node, 'chain', () => fieldsOf({ chainId: answered }).number('chainId'));
  const accounts = await ask(node, 'prestate', [hash, { tracer: 'prestateTracer' }]);
  if (!isState(accounts)) throw new LoadError(messages.wrongState(host));
  const sender = reading(node, 'transaction', () => senderOf(transaction));
  const delegates = await delegatesOf(node, accounts, transaction, block);
  return { hash, transaction, sender, chainId, block, receipt, accounts: { ...accounts, ...delegates } };
};

/**
 * Codes that accounts run in place of their own (EIP-7702), where the tracer leaves them out, as some do: they are in no frame
 * of their own.
 */
const delegatesOf = async (
  node: ChainNode,
  accounts: Readonly<Record<string, Answer>>,
  { authorizations }: SignedTransaction,
  block: Answer,
): Promise<Readonly<Record<string, Answer>>> => {
  const designated = Object.values(accounts).flatMap(({ code }) => delegation.exec(String(code))?.[1] ?? []);
  const all = new Set([...designated.map((digits) => `0x${digits}`), ...authorizations.map(({ address }) => address)]);
  const missing = [...all].filter((address) => accounts[address] === undefined);
  const before = reading(node, 'block', () => hex(fieldsOf(block).number('number') - 1n));
  const codes = missing.map(async (address) => {
    const code = await ask(node, 'code', [address, before]);
    return [address, { code: reading(node, 'code', () => `0x${hexOf(fieldsOf({ code }).bytes('code'))}`) }] as const;
  });
  return Object.fromEntries(await Promise.all(codes));
};

const delegation = /^0xef0100([0-9a-f]{40})$/i;

const isState = (value: unknown): value is Readonly<Record<string, Answer>> =>
  isAnswer(value) && Object.entries(value).every(([key, each]) => /^0x[0-9a-f]{40}$/i.test(key) && isAnswer(each));

const ask = async (node: ChainNode, what: keyof typeof methods, params: readonly unknown[]): Promise<unknown> => {
  const answer = await node.ask(methods[what], params);
  if ('result' in answer) return answer.result;
  const { message } = answer.error;
  throw new LoadError(
    what === 'prestate' ? messages.noTracer(node.host, message) : messages.refused(node.host, methods[what], message),
  );
};

/** What `read` finds in the answer to a question. @throws LoadError that names the question */
const reading = <Value>({ host }: ChainNode, what: keyof typeof methods, read: () => Value): Value => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LoadError || error instanceof InvalidTransaction)) throw error;
    throw new LoadError(messages.wrongAnswer(host, methods[what], error.message));
  }
};

const headerOf = (block: Answer) => {
  const { number, numberOr, has } = fieldsOf(block);
  return {
    number: number('number'),
    timestamp: number('timestamp'),
    difficulty: numberOr('difficulty', 0n),
    has,
  };
};

const parentOf = (block: Answer) => {
  const { number } = fieldsOf(block);
  return new Map([[hex(number('number') - 1n), hexWord(number('parentHash'))]]);
};

/** Replays until every hash of an earlier block that is asked for is known. */
const replayWithHashes = async (told: Told, fork: ForkId, node: ChainNode, hashes: Map<string, string>) => {
  for (;;) {
    const scenario = reading(node, 'block', () => scenarioOf(told, fork, hashes, node.host));
    const ending = await replay(scenario, fork, node);
    const missing = ending.missing.filter((number) => !hashes.has(hex(number)));
    if (missing.length === 0) return { ...ending, scenario };
    for (const number of missing) {
      const block = await ask(node, 'earlierBlock', [hex(number), false]);
      if (!isAnswer(block)) throw new LoadError(messages.noPart(node.host, messages.parts.earlier()));
      hashes.set(
        hex(number),
        reading(node, 'earlierBlock', () => hexWord(fieldsOf(block).number('hash'))),
      );
    }
  }
};

const scenarioOf = (
  { hash, transaction, sender, chainId, block, receipt, accounts }: Told,
  fork: ForkId,
  hashes: ReadonlyMap<string, string>,
  host: string,
): Answer => {
  const { number, numberOr, address, has } = fieldsOf(block);
  const { blobs } = rules[fork].transactions;
  const price = blobs && has('excessBlobGas') ? blobPrice(number('excessBlobGas'), blobs) : 0n;
  const outcome = fieldsOf(receipt);
  return {
    description: messages.description(hash, number('number'), chainId, host),
    vm: 'evm',
    version: fork,
    transaction: `0x${hexOf(encodeTransaction(transaction))}`,
    receipt: {
      ...(outcome.has('status') && { status: hex(outcome.number('status')) }),
      gasUsed: hex(outcome.number('gasUsed')),
    },
    block: {
      number: hex(number('number')),
      timestamp: hex(number('timestamp')),
      coinbase: address('miner'),
      gasLimit: hex(number('gasLimit')),
      chainId: hex(chainId),
      baseFee: hex(numberOr('baseFeePerGas', 0n)),
      blobBaseFee: hex(outcome.numberOr('blobGasPrice', price)),
      difficulty: hex(numberOr('difficulty', 0n)),
      prevRandao: hex(numberOr('mixHash', 0n)),
      hashes: Object.fromEntries(hashes),
    },
    accounts: Object.fromEntries([[sender, {}], ...Object.entries(accounts).map(accountEntry)]),
  };
};

/** What tracers add to it (a hash of the code) means nothing here. */
const accountEntry = ([at, account]: readonly [string, unknown]) => {
  const { balance, nonce, code, storage } = account as Answer;
  return [at.toLowerCase(), { balance, nonce, code, storage }] as const;
};

/** Transactions of a chain, by their hashes. */
export const fetching: Fetching = {
  methods: Object.values(methods),
  check,
  obtain: fetchTransaction,
};
