import { grouped, hex } from '../digits.ts';
import { t } from '../translate.ts';

export const replaceBy = (text: string) => t('Replace by {0}', text);

export const unknownDirective = (word: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no directive "{0}"; a label ends with a colon.', word)
    : t('There is no directive "{0}"; did you mean {1}?', word, meant);

export const statementExpected = (found: string) =>
  t('An instruction, a directive or a label should stand here instead of "{0}".', found);
export const commaExpected = (found: string | undefined) =>
  t('A comma or the end of the line should stand here instead of "{0}".', found ?? '');
export const operandMissing = () => t('Something is missing behind the comma.');
export const valueExpected = (found: string | undefined) =>
  found === undefined
    ? t('A number, a name or an expression is missing here.')
    : t('A number, a name or an expression should stand here instead of "{0}".', found);
export const signExpected = (sign: string) => (found: string | undefined) =>
  found === undefined ? t('"{0}" is missing here.', sign) : t('"{0}" should stand here instead of "{1}".', sign, found);
export const tooMuch = (found: string) =>
  t('The directive ends before "{0}"; remove what follows, or begin a new line.', found);

export const badNumber = (text: string) => t('"{0}" is no number; write 128, 0x80 or 0b1000.', text);
export const badCharacter = (text: string) =>
  t("{0} is no character; write one between apostrophes, such as 'a' or '\\n'.", text);
export const textExpected = () => t('A text in quotes should stand here, such as "abc".');
export const unclosedText = () => t('The text is not closed; a quotation mark is missing at its end.');
export const badEscape = (written: string) =>
  t('"{0}" means nothing in a text; known are \\n, \\r, \\t, \\b, \\f, \\\\, \\", \\101 (octal) and \\x41.', written);
export const tooDeep = (most: number) => t('This expression has more than {0} parts; break it up with .set.', most);

export const notAbsolute = (operator: string) =>
  t('"{0}" works on numbers, and on places only if both are in one section and their distance is asked for.', operator);
export const distanceUnknown = () =>
  t('This distance is not known yet, because a jump in between may take 2 or more bytes; use .option norvc there.');
export const notConstant = () => t('A number that is known here should stand here; this is a place in a section.');
export const notKnownYet = (name: string) => t('{0} is not known yet; define it further up.', name);
export const divisionByZero = () => t('This is 0, and nothing can be divided by 0.');
export const duplicateName = (name: string) => t('{0} is defined already; give this one another name.', name);
export const duplicateGlobal = (name: string) =>
  t('{0} is defined by another file of the program too; rename one, or leave out one .globl.', name);
export const undefinedName = (name: string, meant: string | undefined, isWhole: boolean) => {
  if (meant !== undefined) return t('There is no label or constant {0}; did you mean {1}?', name, meant);
  return isWhole
    ? t('There is no label or constant {0} in the program.', name)
    : t('There is no label or constant {0}; if another file of the program defines it, write .extern {0}.', name);
};
export const undefinedLocal = (name: string, written: string) =>
  written.endsWith('b')
    ? t('There is no label {0}: further up; {1} means the last one.', name, written)
    : t('There is no label {0}: further down; {1} means the next one.', name, written);
export const cyclicName = (name: string) => t('{0} is defined by itself.', name);
export const namesTooDeep = (name: string) =>
  t('{0} stands for names that stand for names, too many to follow; give some a number.', name);
export const directiveOperands = (word: string, least: number) =>
  least === 1 ? t('{0} needs a number behind it.', word) : t('{0} needs {1} numbers behind it.', word, least);
export const directiveTooMany = (word: string, most: number) => t('{0} takes {1} numbers at most.', word, most);
export const nameExpected = () => t('A name should stand here.');
export const assignmentForm = (word: string) =>
  word === '=' ? t('It is written "name = value".') : t('It is written "{0} name, value".', word);
export const cutOff = (number: bigint, bytes: number) =>
  t('{0} does not fit in {1} bytes; the upper part is cut off.', hex(number), bytes);
export const dataInBss = (section: string) =>
  t('{0} holds zeros only; put other bytes into .data or .rodata.', section);
export const negativeCount = (count: bigint) => t('{0} is negative; a count is 0 or more.', count);
export const alignmentRange = (given: bigint, isExponent: boolean) =>
  isExponent
    ? t('{0} is no alignment; it is counted in bits here, from 0 to 16.', given)
    : t('{0} is no alignment; it is counted in bytes here, from 1 to 65536.', given);
export const noPower = (given: bigint) => t('{0} is no power of 2, as an alignment in bytes is.', given);
export const orgBackwards = (to: number, from: number) => t('.org cannot go back from {1} to {0}.', hex(to), hex(from));
export const orgExpected = () => t('The place can be set with .org only.');
export const baseRange = (address: bigint) =>
  t('{0} is no address for code; take one from 0 to 0x7fffffffffff.', hex(address));
export const unknownFlag = (flag: string) => t('"{0}" is no flag of a section; there are a, w and x.', flag);
export const writableCode = (name: string) =>
  t('{0} is both writable and code, which the VM refuses to load; leave out "w" or "x".', name);
export const nothingPushed = (word: string) => t('There is no {0} before it.', word);
export const unknownType = (type: string) => t('"{0}" is no type of a name; write @function or @object.', type);
export const noInclude = (word: string) =>
  t('{0} reads no files here; copy what it holds, or name several files where the program is run.', word);
export const ownText = (text: string) => t('The program says: {0}.', text);

export const unclosedBlock = (word: string, end: string) => t('{0} is not closed; write {1} where it ends.', word, end);
export const nothingOpen = (word: string) => t('{0} ends something that has not begun.', word);
export const argumentCount = (name: string, most: number) =>
  most === 0
    ? t('The macro {0} takes no arguments.', name)
    : t('The macro {0} takes {1} arguments at most.', name, most);
export const argumentMissing = (macro: string, name: string) =>
  t('The macro {0} needs an argument for {1}.', macro, name);
export const macrosTooDeep = (most: number) =>
  t('Macros are nested more than {0} deep; does one use itself without an end?', most);
export const macroTooLarge = (most: number) =>
  t('A line of this macro grows beyond {0} characters; use it less deeply.', most);
export const tooManyStatements = (most: number) =>
  t('Macros and repetitions make more than {0} lines of this text; use fewer or smaller ones.', grouped(most));
export const tooManyBytes = (most: number) =>
  t('The program grows beyond {0} MB, more than any VM holds; make its data smaller.', most / 2 ** 20);

export const parameterOf = (macro: string) => t('Parameter of {0}', macro);

export const misplacedRelocation = (operator: string) =>
  t('%{0} stands for a part of an address where it is the whole number of an instruction, and not here.', operator);

export const doesNotAssemble = (name: string, line: number, problem: string): string =>
  t('{0} does not assemble; line {1}: {2}', name, line, problem);
