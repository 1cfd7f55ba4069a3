import { grouped } from '../../digits.ts';
import { nearest } from '../../nearest.ts';
import { t } from '../../translate.ts';

const listed = (names: readonly string[]): string => (names.length > 0 ? names.slice(0, 20).join(', ') : t('none'));

export const notIdl = (name: string, why: string): string =>
  t('"{0}" is no IDL: {1} Anchor writes IDLs to "target/idl".', name, why);
export const part = (path: string, expected: string): string => t('"{0}" should be {1}.', path, expected);
export const notJson = (why: string): string => t('it is no JSON ({0}).', why);
export const pairWanted = (): string => t('a list of two types');
export const objectWanted = (): string => t('an object');
export const listWanted = (): string => t('a list');
export const textWanted = (): string => t('text');
export const bytesWanted = (): string => t('a list of bytes');
export const typeWanted = (): string => t('a type such as "u64" or { "defined": … }');
export const bodyWanted = (): string => t('"struct", "enum" or "type"');
export const instructionsWanted = (): string => t('it has no "instructions".');
export const tooLarge = (type: string, most: number): string =>
  t('{0} is larger than an account may be, which has at most {1} bytes.', type, grouped(most));
export const tooDeep = (): string => t('its types lie too deep in each other.');
export const keyWanted = (): string => t('a key to the base 58');

export const unknownType = (name: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  return meant === undefined
    ? t('The IDL does not define the type "{0}".', name)
    : t('The IDL does not define the type "{0}"; did it mean "{1}"?', name, meant);
};
export const endlessType = (name: string): string => t('The type "{0}" of the IDL holds itself without an end.', name);
export const tooManyTypes = (): string => t('The IDL holds more types in each other than can be looked at.');
export const unknownInstruction = (name: string, program: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  return meant === undefined
    ? t('{0} has no instruction "{1}"; it has {2}.', program, name, listed(known))
    : t('{0} has no instruction "{1}"; did you mean "{2}"?', program, name, meant);
};
export const unknownAccount = (name: string, program: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  return meant === undefined
    ? t('{0} has no accounts of the kind "{1}"; it has {2}.', program, name, listed(known))
    : t('{0} has no accounts of the kind "{1}"; did you mean "{2}"?', program, name, meant);
};

export const integerWanted = (bits: number, isSigned: boolean): string =>
  isSigned
    ? t('a whole number of {0} bits with a sign, such as -5 or "-5"', String(bits))
    : t('a whole number below 2^{0}, such as 100, "100" or "0x64"', String(bits));
export const inexact = (): string => t('a number that JSON can hold exactly; write numbers above 2^53 as a string');
export const floatWanted = (): string => t('a number');
export const boolWanted = (): string => t('true or false');
export const stringWanted = (): string => t('text in quotation marks');
export const dataWanted = (): string => t('bytes, such as "0x00ff", ["AP8=", "base64"] or [0, 255]');
export const pubkeyWanted = (): string => t('a key to the base 58, or the name of an account');
export const elementsWanted = (what: string): string => t('a list of {0}', what);
export const structWanted = (name: string, fields: readonly string[]): string =>
  t('an object with the fields of {0}: {1}', name, listed(fields));
export const variantWanted = (name: string, variants: readonly string[]): string =>
  t('one of the variants of {0}: {1}', name, listed(variants));
export const missing = (path: string, name: string, type: string): string =>
  t('"{0}" needs "{1}", of type {2}.', path, name, type);
export const unknownName = (path: string, name: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  if (meant !== undefined) return t('"{0}" has no "{1}"; did you mean "{2}"?', path, name, meant);
  return known.length > 0
    ? t('"{0}" has no "{1}"; it has {2}.', path, name, listed(known))
    : t('"{0}" has no "{1}"; it is empty.', path, name);
};
export const noSeed = (account: string, path: string): string =>
  t('The address of "{0}" needs the seed "{1}", which is not known; name it among the accounts.', account, path);
export const noAddress = (account: string): string =>
  t('No address can be derived for "{0}"; name it among the accounts.', account);

export const none = (): string => t('none');
export const elementCount = (n: number): string => (n === 1 ? t('1 element') : t('{0} elements', grouped(n)));
export const byteCount = (n: number): string => t('{0} bytes', grouped(n));
export const lengthWanted = (): string => t('a whole number');
export const seedWanted = (): string => t('"const", "arg" or "account"');
export const valueName = (): string => t('value');
