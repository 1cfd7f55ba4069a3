import { t } from '../../engines/translate.ts';

export const hex = (n: number) => `0x${n.toString(16).padStart(4, '0')}`;

export const unknownInstruction = (word: string, near: string | undefined) =>
  near
    ? t('There is no instruction "{0}"; "{1}" is close to it.', word, near)
    : t('There is no instruction "{0}".', word);
export const notInVersion = (word: string, version: string) =>
  t('"{0}" does not exist in version {1}; choose another version or another instruction.', word, version);
export const operandMissing = (word: string, operand: string) => t('"{0}" needs a {1} behind it.', word, operand);
export const operandExtra = (word: string) => t('"{0}" takes no more than that; remove it.', word);
export const operandTooLarge = (value: number, bits: number) =>
  t('{0} does not fit into {1} bits; use a smaller number.', value, bits);
export const undefinedName = (name: string) => t('Nothing is called "{0}"; define a label or a constant.', name);
export const duplicateName = (name: string) => t('"{0}" is defined already; choose another name.', name);
export const unusedLabel = (name: string) => t('No instruction goes to "{0}"; it can be removed.', name);
export const constantForm = () => t('A constant is written "const name = 5".');
export const repeatForm = () => t('A repetition is written "repeat 3", and "end" on a line below.');
export const repeatOpen = () => t('This "repeat" has no "end"; add one.');
export const repeatNested = () => t('A "repeat" cannot stand in another; end that one first.');
export const endAlone = () => t('There is no "repeat" that this could end; remove it.');
export const codeTooLarge = (limit: number) => t('The code is longer than {0} bytes; make it shorter.', limit);

export const notToy = (name: string) => t('{0} is no toy program, which ends in ".toy" or starts with "\\0toy".', name);
export const noCode = (name: string) => t('{0} holds no code; write at least one instruction.', name);
export const faultyLine = (name: string, line: number, problem: string) => t('{0}, line {1}: {2}', name, line, problem);
export const fuelForm = () => t('"fuel" must be a whole number above 0.');
export const checksumForm = () => t('checksum takes one argument, which must be bytes.');

export const halted = (value: string) => t('Halted with {0}.', value);
export const outOf = (meter: string, asked: number, left: number) =>
  t('Out of {0}: {1} needed, {2} left.', meter, asked, left);
export const stackEmpty = () => t('The stack is empty.');
export const wrongType = (wanted: string) => t('A {0} was needed on top of the stack.', wanted);
export const noInstruction = (offset: number) => t('There is no instruction at {0}.', hex(offset));
export const noSyscall = (number: number) => t('There is no syscall {0}.', number);
export const noThread = (id: number) => t('There is no thread {0}.', id);
export const deadlock = () => t('Every thread waits for another.');
export const cannotWrite = (space: string) => t('Nothing of that size can be written there in {0}.', space);
export const otherNames = (file: string) => t('{0} names places that the program does not have.', file);
