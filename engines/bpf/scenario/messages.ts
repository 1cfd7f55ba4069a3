import { t } from '../../translate.ts';

export const keyWanted = (): string =>
  t('a key to the base 58, such as "11111111111111111111111111111111", or a name that "accounts" has');
export const accountWanted = (): string => t('an account, or the name of a JSON file that holds one');
export const dataWanted = (): string =>
  t(
    'hexadecimal bytes such as "0x00ff", a pair of text and encoding such as ["AP8=", "base64"], or { "file": "name" }',
  );
export const dataTextWrong = (encoding: string): string => t('text in the encoding "{0}"', encoding);
export const encodingWanted = (): string => t('"base58", "base64" or "hex"');
export const accountsWanted = (): string => t('an object with an account for each name or key');
export const programsWanted = (): string => t('an object with the file of a program for each name or key');
export const featuresWanted = (): string => t('an object with true or false for each feature');
export const unknownFeature = (name: string, known: string): string =>
  t('There is no feature "{0}"; there are {1}.', name, known);
export const fileWanted = (): string => t('the name of a file');
export const fileMissing = (path: string): string => t('"{0}" was not found; correct the path.', path);
export const notAccount = (path: string, why: string): string => t('"{0}" does not hold an account: {1}', path, why);
export const metaWanted = (): string => t('a key or name, or { "account": …, "signer": …, "writable": … }');

export const doc = {
  programId: () => t('The key of the program, or a name for it; made from the name of its file if absent.'),
  accounts: () =>
    t(
      'Accounts by name or key: what they hold, as literals or as "solana account --output json" prints it, or a file with that. A name gets a key of its own.',
    ),
  programs: () => t('Further programs by name or key: their ELF files, or assembly.'),
  instructions: () => t('The instructions of the transaction. If absent, one for the program, with all accounts.'),
  payer: () => t('Who pays the fee, by name or key.'),
  features: () => t('Features of the chain to switch on or off, by name. Those of mainnet in 2026 if absent.'),
  computeUnits: () => t('Compute units that the transaction may use. As the chain gives it if absent.'),
  lamports: () => t('The balance, in lamports.'),
  data: () => t('What the account holds.'),
  size: () => t('Bytes of data; what "data" does not fill is 0.'),
  owner: () => t('The program that may change the account, by name or key.'),
  executable: () => t('Whether the account is a program.'),
  file: () => t('A file with the bytes.'),
  program: () => t('The program that is called, by name or key; the one that is debugged if absent.'),
  metas: () => t('The accounts that are passed, in order.'),
  account: () => t('By name or key.'),
  signer: () => t('Whether it has signed.'),
  writable: () => t('Whether it may be changed.'),
  ixData: () => t('What is passed to the program.'),
};
