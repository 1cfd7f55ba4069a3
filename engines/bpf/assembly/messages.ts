import { hex } from '../../digits.ts';
import { t } from '../../translate.ts';
import { verifierAdvice } from '../isa/messages.ts';
import { formAt, type Row } from '../isa/row.ts';
import { numberOf, type VerifierError } from '../isa/verifier.ts';
import { versions } from '../isa/versions.ts';
import type { Place } from './vocabulary.ts';

/** The same in every language. */
export const languageName = 'sBPF Assembly';

export const unknownInstruction = (word: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no instruction "{0}"; a label ends with a colon, a comment starts with "#".', word)
    : t('There is no instruction "{0}"; did you mean {1}?', word, meant);

/** `v0, v1 and v3` */
const listOf = (ids: readonly string[]): string =>
  ids.length < 2 ? ids.join('') : t('{0} and {1}', ids.slice(0, -1).join(', '), ids.at(-1) ?? '');

export const notInVersion = (row: Row, version: string) =>
  t(
    '{0} exists in {1} only; this program is for {2}, which refuses it.',
    row.mnemonic,
    listOf(versions.map(({ id }) => id).filter((id) => formAt(row, id))),
    version,
  );

export const operandCount = (form: string, wanted: number, found: number) =>
  wanted === 0
    ? t('{0} takes no operands, and there are {1}.', form, found)
    : t('It is written "{0}", with {1} operands; here are {2}.', form, wanted, found);
export const expected = (form: string, { name, kind }: Place, found: string): string => {
  switch (kind) {
    case 'register':
      return t('{1} in "{0}" is a register, r0 to r10; "{2}" is none.', form, name, found);
    case 'memory':
      return t('It is written "{0}", with a register in brackets, such as [r1+8], in the place of "{1}".', form, found);
    case 'either':
      return t('{1} in "{0}" is a register or a number; "{2}" is neither.', form, name, found);
    case 'target':
      return t('{1} in "{0}" is a label, or a number of slots such as +2; "{2}" is neither.', form, name, found);
    case 'called':
      return t(
        '{1} in "{0}" is a name; "{2}" is none. What a register points to is called with callx.',
        form,
        name,
        found,
      );
    case 'number':
      return t('{1} in "{0}" is a number; "{2}" is none.', form, name, found);
  }
};
export const baseExpected = (found: string) =>
  t('A register, r0 to r10, should stand here instead of "{0}": memory is written [r1+8].', found);

export const infixForm = (found: string | undefined) =>
  found === undefined
    ? t('Something is missing here: it is written "r1 += r2", "r1 = *(u64 *)(r2 + 8)" or "if r1 > r2 goto label".')
    : t(
        '"{0}" does not belong here: it is written "r1 += r2", "r1 = *(u64 *)(r2 + 8)" or "if r1 > r2 goto label".',
        found,
      );

export const numberRange = (mnemonic: string, number: bigint) =>
  t('{1} does not fit: {0} takes numbers of 32 bits, -0x80000000 to 0xffffffff.', mnemonic, hex(number));
export const signExtended = (number: bigint) =>
  t(
    'The sign of a number of 32 bits goes on in the upper 32: this is {0}. Write it so, or load the number with lddw.',
    hex(BigInt.asIntN(32, number)),
  );
export const reversedOperands = (mnemonic: string, number: bigint) =>
  t(
    'In v2, {0} with a number is {1} minus the register; add the negative number to take it from the register.',
    mnemonic,
    number,
  );
export const offsetRange = (number: bigint) =>
  t('{0} does not fit: distances in memory are -32768 to 32767; add the rest to the register first.', number);
export const tooFar = (mnemonic: string, distance: number) =>
  t('The target is {1} slots away, and {0} reaches 32767; jump to a ja that goes on.', mnemonic, distance);
export const misalignedTarget = () =>
  t('The target is in the middle of a slot; instructions begin every 8 bytes: put .align 8 in front of it.');
export const misalignedCode = () =>
  t('Instructions begin every 8 bytes, and what stands before this one ends in between; put .align 8 in front of it.');
export const codeInData = (section: string) => t('{0} is not code; put .text in front of the instruction.', section);
export const unknownFunction = (name: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no function or syscall {0}; if the chain knows it all the same, write .extern {0}.', name)
    : t('There is no function or syscall {0}; did you mean {1}?', name, meant);
export const unknownSyscall = (name: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no syscall {0}; if the chain knows it all the same, write .extern {0}.', name)
    : t('There is no syscall {0}; did you mean {1}?', name, meant);

export const syscallName = () =>
  t('Files before v3 name what they ask of the chain, and hold no number for it; write the name of the syscall.');

export const writableData = (word: string) =>
  t(
    '{0} is memory that a program could write, and programs have none of their own; use .rodata, the stack or the heap.',
    word,
  );
export const unknownVersion = () => t('A version of sBPF should stand here: v0, v1, v2 or v3.');
export const lateVersion = () => t('The version has to be said before any code or data; move this up.');
export const baseRange = (least: number, most: number) =>
  t(
    'Code of this version begins between {0} and {1}, at a multiple of 8.',
    `0x${least.toString(16)}`,
    `0x${most.toString(16)}`,
  );

/** In a person's words, in the chain's, and by the name and the number that the error has there. */
export const refused = (error: VerifierError) => {
  const { kind, text } = error;
  const reason = verifierAdvice(kind);
  const number = numberOf(error);
  return reason === undefined
    ? t('The chain refuses this program: {0} (VerifierError {2}, {1}).', text, kind, number)
    : t('{0} The chain refuses this program: {1} (VerifierError {3}, {2}).', reason, text, kind, number);
};

export const putIntoRodata = () => t('Put it into .rodata');

export const callOutOfCode = () => t('The call leads out of the code.');
export const entryWithoutCode = () => t('The program begins here, and no instruction does.');
export const dataLikeCall = () =>
  t('Loaders before v3 take these bytes for a call, and change them; put data into .rodata.');

export const listingTitle = (name: string, version: string, size: number) =>
  t('{0}: {1} bytes of code for sBPF {2}.', name, size, version);
export const listingRemark = () => t('This listing cannot be edited; breakpoints can be set in it.');
