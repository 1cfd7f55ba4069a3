import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';

export const keyWanted = (): string => t('a key to the base 58, such as "11111111111111111111111111111111"');
export const keyOfSize = (size: number): string =>
  t('a key of 32 bytes to the base 58, or the name of an account; what is there has {0} bytes', String(size));
export const keyWithout = (letter: string): string =>
  t('a key to the base 58, which has no "{0}", for it looks like another letter; or the name of an account', letter);
export const accountWanted = (): string => t('an account, or the name of a JSON file that holds one');
export const oneAccountWanted = (found: number): string =>
  t('one account, where there is a list of {0}; write each to a file of its own', String(found));
export const accountAbsent = (): string => t('an account; the node has said that there is none');
export const rawDataWanted = (): string =>
  t('bytes; this is what a node makes of them, so ask for "base64" in the place of "jsonParsed"');
export const moreWanted = (found: number): string => t('at least {0}, for so many bytes are in "data"', String(found));
export const keyOrPda = (): string => t('an account with "key" or "pda", and not with both');
export const sizeWanted = (most: number): string => t('at most {0} bytes, as Solana allows', String(most));
export const dataWanted = (): string =>
  t(
    'hexadecimal bytes such as "0x00ff", a pair of text and encoding such as ["AP8=", "base64"], or { "file": "name" }',
  );
export const accountDataWanted = (): string =>
  t(
    'hexadecimal bytes such as "0x00ff", a pair of text and encoding such as ["AP8=", "base64"], { "file": "name" }, or { "account": …, "value": … } as an IDL has it',
  );
export const hexWanted = (): string => t('bytes as an even number of hexadecimal digits');
export const dataTextWrong = (encoding: string): string => t('text in the encoding "{0}"', encoding);
export const encodingWanted = (known: readonly string[]): string =>
  t('one of the encodings {0}', known.map((each) => `"${each}"`).join(', '));
export const shorterWanted = (most: number): string =>
  t('at most {0} letters to the base 58; write longer data as base64', String(most));
export const accountsWanted = (): string => t('an object with an account for each name or key');
export const programsWanted = (): string => t('an object with the file of a program for each name or key');
export const loaderWanted = (): string => t('1, 2 or 3');
export const fileWanted = (): string => t('the name of a file');
export const fileMissing = (path: string): string => t('"{0}" was not found; correct the path.', path);
export const notAccount = (path: string, why: string): string => t('"{0}" does not hold an account: {1}', path, why);
export const notJson = (path: string, why: string): string =>
  t('"{0}" is not valid JSON: {1}. "solana account KEY --output json" prints what should be there.', path, why);
export const metaWanted = (): string => t('a key or name, or { "account": …, "signer": …, "writable": … }');
export const metaListWanted = (): string =>
  t('a list; accounts have names only where "instruction" says which one of an IDL is called');
export const seedWanted = (): string =>
  t('text, { "account": … }, { "hex": … }, or a number such as { "u64": 7 }, with "u8", "u16" or "u32" as well');
export const argsWanted = (): string => t('an object with a value for each argument');
export const dataOrCall = (): string => t('an instruction with "data" or "instruction", and not with both');

export const fewerAccounts = (most: number): string =>
  t('at most {0} accounts, which is all that an instruction can name', String(most));
export const lessData = (most: number): string =>
  t('an instruction with at most {0} bytes of data, which is all that one can have', grouped(most));
export const largePacket = (size: number, most: number): string =>
  t(
    'The transaction takes {0} bytes, and nodes take {1} at most; on mainnet it would have to be split, or use lookup tables.',
    grouped(size),
    grouped(most),
  );
export const programName = (name: string): string =>
  t('"{0}" means the program that is debugged wherever a name stands; give the account another name.', name);
export const programTwice = (name: string, key: string): string =>
  t('"{0}" lies at {1}, where there is a program already; give it another key.', name, key);
export const unknownOwner = (owner: string, account: string): string =>
  t('"{0}", which owns "{1}", is neither a key nor a program that is there; was "program" meant?', owner, account);
export const accountTwice = (first: string, second: string, key: string): string =>
  t('"{0}" and "{1}" are the same account, {2}; give it once.', first, second, key);
export const pdaOfItself = (name: string): string => t('The address of "{0}" is derived from itself.', name);
export const noPda = (name: string): string =>
  t('No address can be derived from the seeds of "{0}"; there may be 15 of 32 bytes each.', name);
export const signsNothing = (name: string): string =>
  t('"{0}" is one of the signers, and no instruction has it among its accounts.', name);
export const noIdl = (program: string): string =>
  t('There is no IDL for {0}; name one with "idl", or write "data".', program);

export const programIdFrom = (file: string, key: string): string =>
  t('The program has the key {1}, from {0}.', file, key);
export const programIdGuessed = (program: string, key: string): string =>
  t(
    'By the name of its file the program is taken for the {0}, so it has the key {1}; "programId" can say another.',
    program,
    key,
  );
export const idlFrom = (file: string): string =>
  t('Instructions and accounts of the program are known from {0}.', file);
export const idlLeft = (file: string, why: string): string => t('{0} was left aside: {1}', file, why);
export const assumedState = (program: string, size: number): string =>
  t(
    'No instruction is given, so the program gets one without data, with "payer", who signs, and "state", {1} bytes that {0} owns. Accounts and instructions can be given in a scenario.',
    program,
    String(size),
  );
export const assumedInstruction = (accounts: readonly string[]): string =>
  t('No instruction is given, so the program gets one without data, with the accounts {0}.', accounts.join(', '));
/** @param kind what it is @param size bytes of its data */
export const assumedAccount = (name: string, kind: 'absent' | 'program' | 'wallet' | 'state', size: number): string => {
  if (kind === 'absent') return t('{0} (not there yet)', name);
  if (kind === 'program') return t('{0} (which is not there, unless "programs" names its file)', name);
  return kind === 'wallet' ? t('{0} (a wallet)', name) : t('{0} ({1} bytes of the program)', name, grouped(size));
};
export const assumedAccounts = (instruction: string, accounts: readonly string[]): string =>
  t(
    'No accounts are given, so "{0}" gets {1}. What they hold can be said in a scenario.',
    instruction,
    accounts.join(', '),
  );
export const unknownName = (name: string, meant: string): string =>
  t('"{0}" is not among the accounts that are given, so it is a new one; was "{1}" meant?', name, meant);

export const doc = {
  programId: () =>
    t(
      'The key of the program, or a name for it. If absent, from the keypair or the IDL beside the program, or else made from the name of its file.',
    ),
  loader: () => t('Which loader has placed the program: 1 passes accounts without alignment, and 3 is the usual one.'),
  idl: () => t("A file with the program's IDL, as Anchor writes it to target/idl."),
  accounts: () =>
    t(
      'Accounts by name or key: what they hold, as literals or as "solana account --output json" prints it, or a file with that. A name gets a key of its own.',
    ),
  programs: () =>
    t('Further programs by name or key: their ELF files, or assembly; or objects with "file", "idl" and "loader".'),
  programFile: () => t('An ELF file, or assembly.'),
  instructions: () => t('The instructions of the transaction. If absent, one for the program, with all accounts.'),
  payer: () => t('Who pays the fee, by name or key.'),
  signers: () => t('Who has signed, by name or key, wherever an instruction has it among its accounts.'),
  features: () => t('Features of the chain to switch on or off, by name. Those of mainnet in 2026 if absent.'),
  clock: () => t('What the chain says of the time. Other sysvars are accounts, and can be given as such.'),
  slot: () => t('The slot in which the transaction runs.'),
  epoch: () => t('The epoch of the slot.'),
  unixTimestamp: () => t('Seconds since 1970.'),
  epochStake: () =>
    t(
      'Stake of this epoch by the name or key of the vote account with which it votes, as sol_get_epoch_stake tells it.',
    ),
  stake: () => t('In lamports.'),
  computeUnits: () => t('Compute units that the transaction may use. As the chain gives it if absent.'),
  key: () => t('The key of the account. If absent, it is made from the name.'),
  pda: () => t('The address is derived from a program and seeds.'),
  pdaProgram: () => t('By name or key; the program that is debugged if absent.'),
  seeds: () => t('What the address is derived from, in order. The last byte, which makes it an address, is found.'),
  seed: () => t('Text, the key of an account, bytes or a number.'),
  seedAccount: () => t('An account whose key is the seed, by name or key.'),
  seedHex: () => t('The bytes of the seed.'),
  seedNumber: () => t('A number, lowest byte first.'),
  lamports: () => t('The balance, in lamports.'),
  data: () => t('What the account holds.'),
  kind: () => t('The kind of account, as the IDL calls it.'),
  value: () => t('What it holds, by the fields of the IDL.'),
  size: () => t('Bytes of data; what "data" does not fill is 0.'),
  owner: () => t('The program that may change the account, by name or key.'),
  executable: () => t('Whether the account is a program.'),
  file: () => t('A file with the bytes.'),
  program: () => t('The program that is called, by name or key; the one that is debugged if absent.'),
  oneInstruction: () => t('One instruction: which program is called, its accounts, and what is passed to it.'),
  meta: () => t('One account, by name or key; null leaves out an optional one.'),
  metas: () => t('The accounts that are passed, in order; by the names of the IDL, if there is one.'),
  account: () => t('By name or key.'),
  signer: () => t('Whether it has signed.'),
  writable: () => t('Whether it may be changed.'),
  ixData: () => t('What is passed to the program.'),
  instruction: () => t('What is called, as the IDL names it.'),
  args: () => t('The arguments of the instruction, by name.'),
};
