import type { Account } from './account.ts';
import { Reader } from './encoding.ts';
import type { Key } from './keys.ts';

/** What an account must hold so that the chain keeps it (`solana-rent`). */
export type Rent = {
  readonly lamportsPerByte: bigint;
  /** A factor, 1 since SIMD-0194. */
  readonly threshold: number;
};

/** Bytes by which every account counts besides its data. */
const overhead = 128n;

/** @param data of the sysvar's account @throws RangeError if it is too short */
export const decodeRent = (data: Uint8Array): Rent => {
  const reader = new Reader(data);
  const lamportsPerByte = reader.u64();
  const threshold = reader.bytes(8);
  reader.u8();
  return { lamportsPerByte, threshold: new DataView(threshold.slice().buffer).getFloat64(0, true) };
};

/** Lamports from which on an account with so many bytes of data is exempt from rent. */
export const minimumBalance = ({ lamportsPerByte, threshold }: Rent, size: number): bigint => {
  const yearly = (overhead + BigInt(size)) * lamportsPerByte;
  return Number.isInteger(threshold) ? yearly * BigInt(threshold) : BigInt(Math.trunc(Number(yearly) * threshold));
};

/** The rest of a balance may be burnt here, so what it holds is not looked at. */
const incinerator: Key = '1nc1nerator11111111111111111111111111111111';

/**
 * Whether a transaction may leave an account with its lamports: none, or what exempts it, or as much as it had before if it was
 * there, did not grow and did not change hands (SIMD-0392).
 */
export const mayBecome = (rent: Rent, key: Key, before: Account | undefined, after: Account | undefined): boolean => {
  if (key === incinerator || !after || after.lamports === 0n) return true;
  if (after.lamports >= minimumBalance(rent, after.data.length)) return true;
  if (!before || before.lamports === 0n) return false;
  return after.data.length <= before.data.length && after.owner === before.owner && after.lamports >= before.lamports;
};
