import { concatBytes } from '../../bytes.ts';
import { keccak256 } from '../keccak.ts';
import { encodeRlp, numberBytes, type Rlp } from '../rlp.ts';
import type { Log } from '../state.ts';
import { type Address, addressBytes, toBytes } from '../words.ts';
import type { Transaction } from './transaction.ts';

/** What became of a transaction. */
export type Receipt = {
  readonly type: Transaction['type'];
  readonly ok: boolean;
  readonly gasUsed: bigint;
  /** Of the gas that instructions and data cost, so much was given back. */
  readonly refunded: bigint;
  /** What was paid for each gas, and the part of it that is burnt; in wei. */
  readonly gasPrice: bigint;
  readonly burnt: bigint;
  /** Oldest first. */
  readonly logs: readonly Log[];
  /** The contract that a creation made. */
  readonly created: Address | undefined;
};

/** What a chain says came of a transaction, as far as it is known. */
export type ExpectedReceipt = { readonly status?: bigint; readonly gasUsed?: bigint };

/** Whether the same came of it here. */
export const isAsExpected = ({ ok, gasUsed }: Receipt, expected: ExpectedReceipt): boolean =>
  (expected.gasUsed ?? gasUsed) === gasUsed && (expected.status ?? BigInt(ok)) === BigInt(ok);

const logItem = ({ address, topics, data }: Log): Rlp => [
  addressBytes(address),
  topics.map((topic) => toBytes(topic)),
  data,
];

/** Hash over all logs, by which two executions are compared. */
export const logsHash = (logs: readonly Log[]): Uint8Array => keccak256(encodeRlp(logs.map(logItem)));

const bloomBytes = 256;

/** A filter of 2048 bits that tells quickly which addresses and topics are not in logs (Yellow Paper, section 4.3.1). */
export const bloomOf = (logs: readonly Log[]): Uint8Array => {
  const bloom = new Uint8Array(bloomBytes);
  for (const { address, topics } of logs) {
    for (const item of [addressBytes(address), ...topics.map((topic) => toBytes(topic))]) {
      const view = new DataView(keccak256(item).buffer);
      for (const at of [0, 2, 4]) {
        const bit = view.getUint16(at) % (8 * bloomBytes);
        const byte = bloomBytes - 1 - (bit >> 3);
        bloom[byte] = (bloom[byte] as number) | (1 << (bit & 7));
      }
    }
  }
  return bloom;
};

/**
 * A receipt as the receipts trie of a block holds it (EIP-658, EIP-2718).
 * @param cumulativeGas gas used in the block up to and with this transaction.
 */
export const encodeReceipt = ({ type, ok, logs }: Receipt, cumulativeGas: bigint): Uint8Array => {
  const content = [numberBytes(ok ? 1n : 0n), numberBytes(cumulativeGas), bloomOf(logs), logs.map(logItem)];
  const encoded = encodeRlp(content);
  return type === 0 ? encoded : concatBytes([Uint8Array.of(type), encoded]);
};
