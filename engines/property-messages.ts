import { t } from './translate.ts';

export const wrongValue = (path: string, expected: string, found: string) =>
  t('"{0}" should be {1}; found {2}.', path, expected, found);

export const quantityWanted = (bits: number) => t('a whole number below 2^{0}, such as 100, "100" or "0x64"', bits);

export const inexact = () => t('a number that JSON can hold exactly; write numbers above 2^53 as a string');

export const bytesWanted = () => t('bytes as an even number of hexadecimal digits, such as "0x00ff"');

export const flagWanted = () => t('true or false');

export const objectWanted = () => t('an object: { … }');

export const textWanted = () => t('text in quotation marks');

export const listWanted = () => t('a list: [ … ]');

export const keyOf = (path: string) => t('{0} (a key in it)', path);

export const unknownProperty = (path: string, name: string, meant: string | undefined, known: readonly string[]) =>
  meant === undefined
    ? t('"{0}" has no property "{1}"; it has {2}.', path, name, known.join(', '))
    : t('"{0}" has no property "{1}"; did you mean "{2}"?', path, name, meant);

export const propertyMissing = (path: string, name: string) => t('"{0}" needs "{1}".', path, name);

export const misspelt = (name: string, meant: string) =>
  t('There is no property "{0}"; did you mean "{1}"?', name, meant);
