import { t } from '../../translate.ts';
import { forks } from '../forks.ts';
import type { EvmInstruction } from '../instructions.ts';
import type { Complaint } from './builtins.ts';

const forkName = (id: string | undefined) => forks.find((fork) => fork.id === id)?.name ?? id ?? '';
const bytesOf = (count: number) => (count === 1 ? t('1 byte') : t('{0} bytes', count));

export const replaceBy = (text: string) => t('Replace by {0}', text);
export const insertIt = (text: string) => t('Insert {0}', text);
export const removeIt = () => t('Remove it');
export const padDigit = () => t('Add a leading 0');

export const unknownInstruction = (word: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no instruction "{0}"; a label ends with a colon, a comment starts with ";".', word)
    : t('There is no instruction "{0}"; did you mean {1}?', word, meant);

export const oldName = (old: string, today: string) => t('{0} is called {1} now.', old.toUpperCase(), today);

export const otherName = (row: EvmInstruction, name: string, fork: string) =>
  t('{0} is called {1} at {2}.', row.mnemonic, name, forkName(fork));

export const notInFork = (row: EvmInstruction, fork: string) =>
  t(
    '{0} exists since {1}; the fork here is {2}, where 0x{3} is an invalid opcode.',
    row.mnemonic,
    forkName(row.costs[0]?.since),
    forkName(fork),
    row.opcode.toString(16).padStart(2, '0'),
  );

export const missingOperand = (mnemonic: string, size: number) =>
  t('{0} needs the {1} to push after it, such as {0} 0x01.', mnemonic, bytesOf(size));

export const missingPushOperand = () =>
  t('"push" needs a value after it: a number, a "text", @label or an expression.');

export const missingBytes = () => t('"#bytes" needs data after it, such as #bytes 0x00ff or #bytes "text".');

export const missingValue = (name: string) => t('The constant {0} needs a value: #define {0} = 1.', name);

export const expectedValue = (found: string) =>
  found === ''
    ? t('A value is missing here: a number, a "text", @label or a constant.')
    : t('Found "{0}" where a value was expected: a number, a "text", @label or a constant.', found);

export const needlessOperand = (mnemonic: string) =>
  t('{0} takes nothing after it; it works on the stack, so push the value before it.', mnemonic);

export const bareValue = (text: string) =>
  t('{0} stands alone; write "push" before it to put it on the stack, or "#bytes" to put it into the code.', text);

export const calledLikeFunction = (mnemonic: string) =>
  t('{0} is not called like a function; push its arguments before it, the first one last.', mnemonic);

export const missingComma = () => t('A "," is missing before this parameter.');

export const unexpected = (text: string) => t('Found "{0}" where an instruction or a label was expected.', text);

export const strayCharacter = (text: string) => {
  const point = text.codePointAt(0) ?? 0;
  const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = point < 0x20 || point === 0x7f || point === 0xfffd ? '' : ` "${String.fromCodePoint(point)}"`;
  return t('The character{0} ({1}) means nothing here; remove it, or put ";" before a comment.', shown, name);
};

export const unknownDirective = (word: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no directive "{0}"; there are #define and #bytes, and a comment starts with ";".', word)
    : t('There is no directive "{0}"; did you mean {1}?', word, meant);

export const badDefinition = () =>
  t('"#define" needs a name after it: #define NAME = value, or #define %name(a, b) { … } for a macro.');

export const nestedDefinition = () => t('"#define" cannot stand inside a macro; move it out.');

export const missingEquals = (name: string) => t('An "=" is missing after the constant {0}.', name);

export const missingBrace = (name: string) => t('The macro %{0} needs its statements in braces: { … }.', name);

export const unclosedMacro = (name: string) => t('The macro %{0} is not closed; a "}" is missing.', name);

export const unmatchedBrace = () => t('This "}" closes nothing; remove it.');

export const missingParenthesis = () => t('A ")" is missing.');

export const badParameter = (found: string) =>
  t('Found "{0}" where the name of a parameter was expected.', found.trim());

export const missingName = (sigil: '@' | '$') =>
  sigil === '@'
    ? t('A label\'s name is missing right after "@".')
    : t('A parameter\'s name is missing right after "$".');

export const badPlace = (text: string) =>
  t('"{0}:" is no place in the code; places are hexadecimal, such as 0x001a:.', text);

export const wrongPlace = (now: string) =>
  t('The statement lies at {0} now; the place written here is only a remark.', now);

export const badNumber = (text: string, asHex: boolean) =>
  asHex
    ? t('"{0}" is no decimal number; a hexadecimal one starts with 0x.', text)
    : t('"{0}" is no number; write 128, 0x80 or 0b1000_0000.', text);

export const maybeHex = (digits: string) =>
  t('{0} is read as a decimal number; if it was copied as hexadecimal bytes, write 0x{0}.', digits);

export const widerThanWord = () => t('This is wider than a word; a value has at most 32 bytes (256 bits).');

export const tooWide = (mnemonic: string, width: number, needed: number) =>
  t(
    'The value needs {0}, and {1} pushes {2}; use PUSH{3}, or "push", which finds its size.',
    bytesOf(needed),
    mnemonic,
    bytesOf(width),
    needed,
  );

export const oddDigits = (digits: number) =>
  t('There are {0} hexadecimal digits, an odd number; every byte takes two: add one, such as a 0 in front.', digits);

export const noWidth = () =>
  t('It is not clear how many bytes this is; write hexadecimal digits, a "text" or a function such as selector("…").');

export const unclosedString = () => t('The text is not closed; a quotation mark is missing at its end.');

export const badEscape = (written: string) =>
  t('"{0}" means nothing in a text; known are \\n, \\r, \\t, \\0, \\\\, \\", \\\' and \\x41 for a byte.', written);

export const divisionByZero = () => t('This is 0, and nothing can be divided by 0.');

export const badShift = (by: bigint) => t('A shift by {0} bits makes no sense; it takes 0 to 256.', by);

export const constantCycle = (names: readonly string[]) =>
  t('The constant {0} is defined by itself: {1}.', names[0] ?? '', names.join(' → '));

export const macroCycle = (names: readonly string[]) =>
  t(
    'The macro %{0} would expand for ever, because it uses itself: {1}.',
    names[0] ?? '',
    names.map((name) => `%${name}`).join(' → '),
  );

export const tooDeep = () => t('This is nested too deeply; break it up with constants or labels.');

export const tooLarge = (limit: number) =>
  t('Macros and constants add more than {0} KB to the code; use fewer or smaller ones.', limit / 2 ** 10);

export const duplicateName = (name: string) => t('{0} is defined already; give this one another name.', name);

export const reservedName = (name: string) => t('{0} is an instruction; give the constant another name.', name);

export const labelWord = () => t('label');
export const constantWord = () => t('constant');
export const macroWord = () => t('macro');
export const parameterWord = () => t('parameter');

export const undefinedName = (what: string, written: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no {0} {1}.', what, written)
    : t('There is no {0} {1}; did you mean {2}?', what, written, meant);

export const bareLabel = (name: string) => t('{0} is a label; write @{0} for its place in the code.', name);

export const parameterOutsideMacro = (name: string) =>
  t('${0} means a parameter, and there is none outside a macro.', name);

export const unused = (name: string) => t('{0} is not used.', name);

export const doubleJumpdest = (label: string) =>
  t('The label "{0}:" is a JUMPDEST already; this one is a second, and costs 1 gas more.', label);

export const argumentCount = (name: string, wanted: number, given: number) =>
  t('The macro %{0} takes {1} arguments, and there are {2}.', name, wanted, given);

export const unknownFunction = (name: string, meant: string | undefined, known: readonly string[]) =>
  meant === undefined
    ? t('There is no function "{0}"; there are {1}.', name, known.join(', '))
    : t('There is no function "{0}"; did you mean {1}?', name, meant);

export const misplacedMacro = (name: string) =>
  t('%{0} is a macro, and behind a value "%" divides; put %{0} on a line of its own.', name);

export const onItsOwnLine = () => t('Put it on a line of its own');

export const oneArgument = (form: string) => t('This function takes one argument: {0}.', form);

export const complaint = (what: Complaint, form: string) => {
  switch (what) {
    case 'text':
      return t('This function takes a "text": {0}.', form);
    case 'signature':
      return t(
        'A function\'s signature has full type names and neither blanks nor parameter names, "uint256" for "uint": {0}.',
        form,
      );
    case 'address':
      return t('An address has 40 hexadecimal digits: {0}.', form);
    case 'checksum':
      return t('Small and capital letters do not match the address; a digit is wrong, or write all letters small.');
  }
};

export const argumentOf = (macro: string) => t('Parameter of %{0}', macro);
export const localTo = (macro: string) => t('Local to %{0}', macro);

export const noHexDigit = (character: string) =>
  t('"{0}" is no hexadecimal digit (0 to 9, a to f); a comment starts with "//".', character);

export const oddHex = (digits: number) =>
  t(
    'There are {0} hexadecimal digits, an odd number: half of the last byte is missing, or a digit is too many.',
    digits,
  );

export const emptyHex = () => t('There is no bytecode here; paste hexadecimal digits, with or without 0x.');

export const unlinkedPlaceholder = (name: string) =>
  t('The address of the library {0} goes here; link the contract first, that is, put 40 digits in its place.', name);

export const truncatedPush = (mnemonic: string, wanted: number, found: number) =>
  t(
    'The code ends inside {0}: {1} of its {2} are there, and the EVM reads the rest as 0.',
    mnemonic,
    found,
    bytesOf(wanted),
  );

export const listingTitle = (name: string, size: number, fork: string) =>
  t('{0}: {1} of code, as the EVM of {2} reads it.', name, bytesOf(size), fork);

export const listingRemark = () =>
  t('This listing cannot be edited; breakpoints can be set in it. Places are hexadecimal.');

export const noInstruction = (later: EvmInstruction | undefined) =>
  later === undefined
    ? t('no instruction: stops with an invalid opcode')
    : t('no instruction at this fork: {0} exists since {1}', later.mnemonic, forkName(later.costs[0]?.since));

export const metadata = (entries: string) => t("the compiler's metadata, never executed: {0}", entries);
