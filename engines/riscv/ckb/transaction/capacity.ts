import type { CellOutput, Script } from './types.ts';

const shannonsPerByte = 100_000_000n;

const scriptBytes = ({ args }: Script): number => 32 + 1 + args.length;

/** The capacity in shannons that a cell takes up: one CKB for each byte of what it holds (RFC 0002). */
export const occupiedCapacity = ({ output, data }: { output: CellOutput; data: Uint8Array }): bigint => {
  const { lock, type } = output;
  return BigInt(8 + data.length + scriptBytes(lock) + (type ? scriptBytes(type) : 0)) * shannonsPerByte;
};
