import type { Rules } from '../forks.ts';
import type { Transaction } from './transaction.ts';

/** Every transaction (Yellow Paper, appendix G). */
const base = 21000;
const zeroByte = 4;
/** Per entry of the access list (EIP-2930). */
const listedAddress = 2400;
const listedKey = 1900;
/** Per authorization, as if each brought an account into being (EIP-7702). */
export const authorization = 25000;
/** A byte of data that is not 0 counts as so many tokens (EIP-7623). */
const tokensOfByte = 4;

const zerosIn = (data: Uint8Array): number => data.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);

/** What a transaction costs before its first instruction. */
export const intrinsicGas = ({ to, data, accessList, authorizations }: Transaction, rules: Rules): bigint => {
  const { creation, dataByte } = rules.transactions;
  const zeros = zerosIn(data);
  const initCodeWords = to === undefined ? Math.ceil(data.length / 32) : 0;
  const keys = accessList.reduce((count, entry) => count + entry.keys.length, 0);
  return BigInt(
    base +
      zeroByte * zeros +
      dataByte * (data.length - zeros) +
      (to === undefined ? creation : 0) +
      (rules.initCode?.word ?? 0) * initCodeWords +
      listedAddress * accessList.length +
      listedKey * keys +
      authorization * authorizations.length,
  );
};

/** The least that a transaction with such data costs, whatever it does (EIP-7623); 0 before there was such a floor. */
export const gasFloor = ({ data }: Transaction, { transactions: { floorToken } }: Rules): bigint => {
  if (floorToken === 0) return 0n;
  const zeros = zerosIn(data);
  return BigInt(base + floorToken * (zeros + tokensOfByte * (data.length - zeros)));
};
