import { t } from '../../translate.ts';
import type { VerifierErrorKind } from './verifier.ts';

const advices: Readonly<Partial<Record<VerifierErrorKind, () => string>>> = {
  DivisionByZero: () => t('Nothing can be divided by 0.'),
  LDDWCannotBeLast: () => t('The second half of lddw is missing.'),
  IncompleteLDDW: () => t('The second half of lddw is missing.'),
  JumpOutOfCode: () => t('The jump leads out of the code.'),
  JumpToMiddleOfLDDW: () => t('The jump leads into the middle of lddw, which takes two slots.'),
  InvalidSourceRegister: () => t('There are the registers r0 to r10 only.'),
  InvalidDestinationRegister: () => t('There are the registers r0 to r10 only.'),
  CannotWriteR10: () =>
    t(
      'r10 points to the end of the stack frame. Only calls change it, and in v1 and v2 add64 with a number; copy it to another register.',
    ),
  UnknownOpCode: () => t('This is no instruction of this version.'),
  ShiftWithOverflow: () => t('A shift must be by fewer bits than the number has.'),
  InvalidRegister: () => t('callx takes r0 to r9.'),
  UnalignedImmediate: () => t('Stack frames are moved by multiples of 64 bytes.'),
  ProgramLengthNotMultiple: () => t('Instructions take 8 bytes each, and the code ends in the middle of one.'),
  NoProgram: () => t('It has no code; give it a function "entrypoint".'),
  UnsupportedLEBEArgument: () => t('Bytes can be swapped in 16, 32 or 64 bits.'),
};

/** What the verifier has against a program, in a sentence for a person. */
export const verifierAdvice = (kind: VerifierErrorKind): string | undefined => advices[kind]?.();
