import { t } from '../../translate.ts';

const hex = (n: number): string => `0x${n.toString(16)}`;

export const readOutside = (address: number, size: number, end: number): string =>
  t('The program read {0} bytes at {1}, but memory ends at {2}.', String(size), place(address), hex(end));
export const writeOutside = (address: number, size: number, end: number): string =>
  t('The program wrote {0} bytes at {1}, but memory ends at {2}.', String(size), place(address), hex(end));
export const writeToCode = (address: number): string =>
  t('The program wrote to {0}, which lies in code; pages of code cannot be written.', hex(address));

const place = (address: number): string => (address < 0 ? hex(address + 2 ** 64) : hex(address));
