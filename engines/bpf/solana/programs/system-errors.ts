import { InstructionError } from '../errors.ts';

/** The custom errors of the System program, by their numbers (`solana-system-interface`). */
export const systemErrors = [
  'AccountAlreadyInUse',
  'ResultWithNegativeLamports',
  'InvalidProgramId',
  'InvalidAccountDataLength',
  'MaxSeedLengthExceeded',
  'AddressWithSeedMismatch',
  'NonceNoRecentBlockhashes',
  'NonceBlockhashNotExpired',
  'NonceUnexpectedBlockhashValue',
] as const;

export const systemError = (name: (typeof systemErrors)[number]): InstructionError =>
  new InstructionError('Custom', systemErrors.indexOf(name));
