import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';
import type { Key } from './keys.ts';
import type { InputPartName } from './serialization.ts';

export const unitName = (): string => t('Transaction');
export const computeUnits = (count: number): string =>
  count === 1 ? t('1 compute unit') : t('{0} compute units', grouped(count));
export const succeeded = (units: number): string => t('The transaction succeeded; it took {0}.', computeUnits(units));
export const failedOf = (index: number, why: string): string =>
  t('Instruction {0} failed: {1}.', String(index + 1), why.replace(/\.$/, ''));
export const failed = (what: string, units: number): string =>
  t('{0} The transaction is undone, only its fee is paid; it took {1}.', what, computeUnits(units));
export const advised = (what: string, advice: string): string => (advice === '' ? what : t('{0} {1}', what, advice));

export const meaning = (error: string, meaning: string): string => t('{0} ({1})', error, meaning.replace(/\.$/, ''));
export const mebibytes = (bytes: number): string => t('{0} MiB', grouped(Math.ceil(bytes / 2 ** 20)));
export const refused = (why: string): string => t('The chain refuses the transaction: {0}.', why.replace(/\.$/, ''));

export const notWritable = (space: string): string => t('{0} is not there any more, so it cannot be written.', space);
export const wrongSize = (found: number, expected: number): string =>
  t('{0} bytes were given, and it has {1}.', String(found), String(expected));
/** Names a function that was called where no instruction is. */
export const outsideOfCode = (): string => t('outside of the code');
export const outsideCode = (): string => t('The program counter must be the address of an instruction.');
export const readOnly = (key: Key): string => t('{0} is passed as read-only, so the program cannot write it.', key);

export const scopeName = {
  registers: () => t('Registers'),
  accounts: () => t('Accounts'),
  changes: () => t('Changes'),
  instruction: () => t('Instruction'),
  stack: () => t('Stack'),
  heap: () => t('Heap'),
  input: () => t('Input'),
};
export const fieldName = {
  key: () => t('key'),
  owner: () => t('owner'),
  lamports: () => t('lamports'),
  data: () => t('data'),
  executable: () => t('executable'),
  signer: () => t('signer'),
  writable: () => t('writable'),
};
/** What lies in the memory that a program is given. */
export const partName: Readonly<Record<InputPartName, () => string>> = {
  'account count': () => t('number of accounts'),
  'duplicate of': () => t('duplicate of'),
  signer: fieldName.signer,
  writable: fieldName.writable,
  executable: fieldName.executable,
  padding: () => t('padding'),
  key: fieldName.key,
  owner: fieldName.owner,
  lamports: fieldName.lamports,
  'data length': () => t('length of the data'),
  data: fieldName.data,
  'room to grow': () => t('room to grow'),
  'rent epoch': () => t('rent epoch'),
  'instruction data length': () => t('length of the instruction data'),
  'instruction data': () => t('instruction data'),
  program: () => t('program'),
};
export const accountNumber = (index: number): string => t('account {0}', String(index));
export const firstOccurrence = (mark: string): string => t('{0}: of none before', mark);
export const rights = (isSigner: boolean, isWritable: boolean): string => {
  if (isSigner) return isWritable ? t('signer, writable') : t('signer, read-only');
  return isWritable ? t('writable') : t('read-only');
};
export const sameAs = (index: number): string => t('the same as account {0}', String(index));
export const bytesText = (size: number): string => (size === 1 ? t('1 byte') : t('{0} bytes', grouped(size)));
export const changed = (before: string, after: string): string => t('{0} → {1}', before, after);
