import { base64 } from './base64.ts';
import type { Key } from './keys.ts';

/** Bytes of log that are kept of a transaction. */
export const maxLogSize = 10_000;

/** The log of a transaction. Immutable: a line makes a new one. */
export type Log = {
  readonly lines: readonly string[];
  /** Bytes of the lines. */
  readonly size: number;
  readonly isTruncated: boolean;
};

export const emptyLog: Log = { lines: [], size: 0, isTruncated: false };

/**
 * A log with one more line. The first line that does not fit is replaced by a remark; others that do not fit are dropped,
 * while shorter ones may still follow (`svm-log-collector`).
 */
export const append = (log: Log, text: string, limit = maxLogSize): Log => {
  const size = log.size + utf8.encode(text).length;
  if (size < limit) return { ...log, size, lines: [...log.lines, text] };
  return log.isTruncated ? log : { ...log, isTruncated: true, lines: [...log.lines, 'Log truncated'] };
};

const utf8 = new TextEncoder();

/** The lines that the chain itself writes; other software reads them, so they never change (`stable_log.rs`). */
export const line = {
  /** @param depth 1 for an instruction of the transaction */
  invoke: (program: Key, depth: number) => `Program ${program} invoke [${depth}]`,
  log: (text: string) => `Program log: ${text}`,
  data: (parts: readonly Uint8Array[]) => `Program data: ${parts.map(base64).join(' ')}`,
  returned: (program: Key, data: Uint8Array) => `Program return: ${program} ${base64(data)}`,
  consumed: (program: Key, used: bigint | number, available: bigint | number) =>
    `Program ${program} consumed ${used} of ${available} compute units`,
  success: (program: Key) => `Program ${program} success`,
  failed: (program: Key, reason: string) => `Program ${program} failed: ${reason}`,
} as const;
