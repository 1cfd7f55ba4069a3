import { hex64 } from '../../digits.ts';
import { t } from '../../translate.ts';

/** An address below 0 is one in the upper half of 64 bits. */
export const readOutside = (address: number, size: number, end: number): string =>
  t('The program read {0} bytes at {1}, but memory ends at {2}.', String(size), hex64(address), hex64(end));
export const writeOutside = (address: number, size: number, end: number): string =>
  t('The program wrote {0} bytes at {1}, but memory ends at {2}.', String(size), hex64(address), hex64(end));
export const writeToCode = (address: number): string =>
  t('The program wrote to {0}, which lies in code; pages of code cannot be written.', hex64(address));
