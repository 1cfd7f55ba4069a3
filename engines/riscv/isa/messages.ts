import { t } from '../../translate.ts';

/** An address below 0 is one in the upper half of 64 bits. */
const hex = (n: number): string => `0x${(n < 0 ? BigInt.asUintN(64, BigInt(n)) : n).toString(16)}`;

export const readOutside = (address: number, size: number, end: number): string =>
  t('The program read {0} bytes at {1}, but memory ends at {2}.', String(size), hex(address), hex(end));
export const writeOutside = (address: number, size: number, end: number): string =>
  t('The program wrote {0} bytes at {1}, but memory ends at {2}.', String(size), hex(address), hex(end));
export const writeToCode = (address: number): string =>
  t('The program wrote to {0}, which lies in code; pages of code cannot be written.', hex(address));
