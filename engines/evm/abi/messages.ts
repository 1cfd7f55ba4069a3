import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';

export const unknownType = (text: string) =>
  t('"{0}" is no type of the ABI; types are uint256, address, bool, bytes32, string, uint256[] and the like.', text);

export const typeTooDeep = () => t('A type of the ABI is nested too deeply.');

export const arrayTooLong = (length: number) =>
  t('An array of {0} elements is more than can be shown.', grouped(length));

export const wrongValue = (path: string, type: string, expected: string, found: string) =>
  path === ''
    ? t('A value of type {0} should be {1}; found {2}.', type, expected, found)
    : t('"{0}" ({1}) should be {2}; found {3}.', path, type, expected, found);

export const nothing = () => t('nothing');

export const unsignedWanted = (bits: number) =>
  t('a whole number from 0 to 2^{0} - 1, such as 100, 0x64, 1e18 or "2 ether"', bits);
export const signedWanted = (bits: number) =>
  t('a whole number from -2^{0} to 2^{0} - 1, such as 100, -5 or 0x64', bits - 1);
export const inexact = () => t('a number that JSON can hold exactly; write numbers above 2^53 as a string');
export const addressWanted = () => t('an address: 0x and 40 hexadecimal digits');
export const checksumWanted = (right: string) =>
  t('an address whose upper and lower case letters are its checksum (EIP-55): {0}, or all in lower case', right);
export const flagWanted = () => t('true or false');
export const bytesWanted = () => t('bytes as an even number of hexadecimal digits, such as 0x00ff');
export const fixedBytesWanted = (size: number) =>
  size === 1 ? t('1 byte as 2 hexadecimal digits') : t('{0} bytes as {1} hexadecimal digits', size, 2 * size);
export const textWanted = () => t('text');
export const listWanted = () => t('a list: [ … ]');
export const elementsWanted = (count: number) =>
  count === 1 ? t('a list of 1 element') : t('a list of {0} elements', count);
export const elementsFound = (count: number) => (count === 1 ? t('1 element') : t('{0} elements', grouped(count)));
export const tupleWanted = (members: string) => t('a list or an object with {0}', members);
export const noMember = (path: string, name: string, members: string) =>
  t('"{0}" has no member "{1}"; it has {2}.', path, name, members);

export const brokenText = (text: string, expected: string) =>
  t('"{0}" cannot be read as a value: {1}.', text.length > 60 ? `${text.slice(0, 57)}…` : text, expected);
export const closingWanted = (bracket: string) => t('"{0}" is missing', bracket);
export const quoteWanted = () => t('a closing quotation mark is missing');
export const restUnread = (rest: string) => t('"{0}" stands behind its end', rest);
export const keyWanted = () => t('a name and a colon are missing');
export const nestedTooDeep = () => t('it is nested too deeply');

export const wrongCount = (callee: string, wanted: number, found: number) =>
  wanted === 1
    ? t('{0} takes 1 argument, {1} were given.', callee, grouped(found))
    : t('{0} takes {1} arguments, {2} were given.', callee, grouped(wanted), grouped(found));
export const argumentMissing = (callee: string, name: string) => t('{0} needs the argument "{1}".', callee, name);
export const argumentUnknown = (callee: string, name: string, known: string) =>
  t('{0} has no argument "{1}"; it takes {2}.', callee, name, known);
export const argumentsWanted = (callee: string) => t('The arguments of {0} should be a list or an object.', callee);
export const argumentName = (index: number) => t('argument {0}', index + 1);
export const noArguments = () => t('no arguments');

export const dataTooShort = () => t('The data end before the value does.');
export const dataInvalid = (type: string) => t('The data hold something that is no value of type {0}.', type);
export const tooManyValues = () => t('The data hold more values than can be shown.');

export const notSignature = (text: string) =>
  t('"{0}" is no signature; write it as in transfer(address to, uint256 amount) returns (bool).', text);
export const badEntry = (which: string, why: string) => t('{0} of the ABI cannot be read: {1}', which, why);
export const entry = (index: number, name: string) =>
  name === '' ? t('Entry {0}', index + 1) : t('Entry {0} ("{1}")', index + 1, name);
export const abiWanted = () => t('An ABI should be a list of functions, errors and events.');
export const entryWanted = () => t('It should be an object with "type" and "name", or a signature.');

export const functionUnknown = (name: string, meant: string | undefined, known: readonly string[]) =>
  meant !== undefined
    ? t('The contract has no function "{0}"; did you mean {1}?', name, meant)
    : known.length === 0
      ? t('The contract has no functions, so there is no "{0}".', name)
      : t('The contract has no function "{0}"; it has {1}.', name, known.join(', '));
export const functionBroken = (name: string, why: string) => t('The function "{0}" is not known: {1}', name, why);
export const functionOverloaded = (name: string, signatures: readonly string[]) =>
  t('The contract has several functions "{0}"; write which one: {1}.', name, signatures.join(', '));
export const functionWithoutAbi = (name: string) =>
  t(
    'Nothing is known of the functions of this program, so "{0}" needs its types: write it as in transfer(address,uint256).',
    name,
  );
