import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';
import { computeUnits, mebibytes } from './messages.ts';

/** @param most that the chain gives */
export const outOfUnits = (units: number, most: number): string =>
  t(
    'It had {0}; "computeUnits" can give it others, the chain at most {1} where setComputeUnitLimit asks for them.',
    computeUnits(units),
    grouped(most),
  );
export const functionsTooDeep = (most: number): string =>
  t('Functions can call each other {0} deep; look for a call that comes back to itself.', String(most));
export const codeEnds = (): string => t('The code ends without a way back; end it with "exit".');
export const callsNowhere = (): string =>
  t('The register of callx holds no address of code; put that of a function into it before.');
export const callsNothing = (): string =>
  t('What is called is neither a function nor a syscall of this chain; see "features".');

export const violation = {
  nowhere: () =>
    t('Nothing lies there; an address was expected in one of the regions from 0x100000000 to 0x4ffffffff.'),
  constants: () => t('There the program has its constants, which it can only read, up to their end.'),
  program: () => t('There the program has its own file, which it can only read, up to its end.'),
  fixedStack: (frame: number) => t('There is the stack; a frame has {0} bytes, which lie below r10.', grouped(frame)),
  movedStack: (size: number) =>
    t('There is the stack, which has {0} bytes; the program makes room in it when it moves r10.', grouped(size)),
  heap: (size: number) =>
    t('There is the heap, which has {0} bytes unless requestHeapFrame asks for more.', grouped(size)),
  input: () => t('There the program has its accounts and instruction data, and this lies outside of them.'),
};
export const nearAccount = (offset: number, name: string, size: number): string =>
  t(
    'The nearest account before it is "{1}": this lies {0} bytes behind the start of its data, which has {2}.',
    grouped(offset),
    name,
    grouped(size),
  );

export const budgetRequest = (least: number, most: number, step: number): string =>
  t(
    'What it asks of the compute budget cannot be given; a heap has from {0} to {1} bytes, in steps of {2}.',
    grouped(least),
    grouped(most),
    grouped(step),
  );
export const letSign = (): string =>
  t('An account has not signed that has to; name it in "signers", or set "signer" where the instruction names it.');
export const giveRights = (): string =>
  t('A program can hand on only rights that it was given: let the account sign or be writable in its own instruction.');
export const passAccounts = (): string =>
  t('A program can call only programs, with only accounts, that its own instruction names; add them to its accounts.');
export const noProgramThere = (): string =>
  t('What is called is no program that is there; name its file in "programs".');
export const noReentrancy = (): string =>
  t('A program that waits for another cannot be called by that; only itself can call it again.');
export const programsTooDeep = (most: number): string => t('Programs can call each other {0} deep.', String(most));
export const tooManyInstructions = (most: number): string =>
  t('A transaction runs at most {0} instructions, those by programs included.', String(most));
export const passWritable = (): string =>
  t('The account was passed as read-only; set "writable" where the instruction names it.');
export const ownerOnly = (): string =>
  t('Only the owner of an account can take lamports from it or change its data; see "owner" of the account.');
export const balanced = (): string =>
  t('All accounts together have more lamports than before, or fewer; add to one what is taken from another.');
export const passMore = (): string =>
  t('The program wants more accounts than its instruction names; add them to its "accounts".');
export const oddResult = (): string => t('What a program leaves in r0 is 0 for success, or a number of an error.');

export const payerWithout = (payer: string): string =>
  t('"{0}" pays the fee, and has nothing; give it lamports.', payer);
export const payerPoor = (payer: string, perSignature: bigint): string =>
  t(
    '"{0}" pays {1} lamports for each signature, and what was asked for besides; give it more.',
    payer,
    grouped(perSignature),
  );
export const payerOther = (payer: string): string =>
  t('"{0}" pays, which only an account of the System Program without data can; choose another "payer".', payer);
export const programsAbsent = (names: readonly string[]): string =>
  t('No program lies at "{0}"; name its file in "programs", or correct the name.', names.join('", "'));
export const noPrograms = (names: readonly string[]): string =>
  t('"{0}" is called and is an account of another kind; name the file of a program in "programs".', names.join('", "'));
export const tooManyAccounts = (most: number): string =>
  t('Payer, programs and all other accounts may be {0} together.', String(most));
/** @param most in bytes */
export const tooMuchData = (most: number): string =>
  t(
    'All accounts of a transaction may have {0} of data together, or what setLoadedAccountsDataSizeLimit says.',
    mebibytes(most),
  );
/** @param least lamports of an account without data */
export const tooPoorToStay = (name: string, least: bigint, perByte: bigint): string =>
  t(
    '"{0}" would be left with too few lamports for its data; leave it {1}, and {2} more for each byte, or nothing.',
    name,
    grouped(least),
    grouped(perByte),
  );
