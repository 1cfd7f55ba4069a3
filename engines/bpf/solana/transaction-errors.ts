import type { InstructionError } from './errors.ts';

/** Why the chain refused a transaction, or what it failed of, in the chain's words (`solana-transaction-error`). */
export class TransactionError extends Error {
  readonly kind: TransactionErrorKind;
  /** Index of the instruction, or of the account, that is to blame. */
  readonly index: number | undefined;
  /** Of an instruction that failed. */
  readonly instructionError: InstructionError | undefined;

  constructor(kind: 'InstructionError', index: number, error: InstructionError);
  constructor(kind: IndexedKind, index: number);
  constructor(kind: PlainKind);
  constructor(kind: TransactionErrorKind, index?: number, error?: InstructionError) {
    super(messageOf(kind, index, error));
    this.kind = kind;
    this.index = index;
    this.instructionError = error;
  }
}

const plain = {
  AccountNotFound: 'Attempt to debit an account but found no record of a prior credit.',
  BlockhashNotFound: 'Blockhash not found',
  InsufficientFundsForFee: 'Insufficient funds for fee',
  InvalidAccountForFee: 'This account may not be used to pay transaction fees',
  InvalidLoadedAccountsDataSizeLimit: 'LoadedAccountsDataSizeLimit set for transaction must be greater than 0.',
  InvalidProgramForExecution: 'This program may not be used for executing instructions',
  MaxLoadedAccountsDataSizeExceeded: 'Transaction exceeded max loaded accounts data size cap',
  ProgramAccountNotFound: 'Attempt to load a program that does not exist',
  SanitizeFailure: 'Transaction failed to sanitize accounts offsets correctly',
  TooManyAccountLocks: 'Transaction locked too many accounts',
} as const;

const indexed = {
  DuplicateInstruction: (index: number) =>
    `Transaction contains a duplicate instruction (${index}) that is not allowed`,
  InsufficientFundsForRent: (index: number) =>
    `Transaction results in an account (${index}) with insufficient funds for rent`,
} as const;

type PlainKind = keyof typeof plain;
type IndexedKind = keyof typeof indexed;
export type TransactionErrorKind = PlainKind | IndexedKind | 'InstructionError';

const messageOf = (kind: TransactionErrorKind, index = 0, error?: InstructionError): string => {
  if (kind === 'InstructionError') return `Error processing Instruction ${index}: ${error?.message}`;
  return kind in plain ? plain[kind as PlainKind] : indexed[kind as IndexedKind](index);
};
