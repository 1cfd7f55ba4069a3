import * as messages from './messages.ts';

/** A type of the contract ABI (https://docs.soliditylang.org/en/latest/abi-spec.html#types). */
export type AbiType =
  | { readonly kind: 'uint' | 'int'; readonly bits: number }
  | { readonly kind: 'address' | 'bool' | 'bytes' | 'string' }
  | { readonly kind: 'fixedBytes'; readonly size: number }
  /** `length` is undefined where the number of elements is part of the value. */
  | { readonly kind: 'array'; readonly of: AbiType; readonly length: number | undefined }
  | { readonly kind: 'tuple'; readonly components: readonly Parameter[] };

/** Something that has a name, perhaps, and a type: an argument, a return value, a member of a struct. */
export type Parameter = {
  /** Empty if it has none. */
  readonly name: string;
  readonly type: AbiType;
  /** Whether an event keeps it among its topics. */
  readonly indexed?: boolean;
};

/** What is wrong with an ABI, a value or encoded data; the message is for a person. */
export class AbiError extends Error {}

/** As in a signature, from which selectors are made: `(address,uint256)[3]`. */
export const nameOf = (type: AbiType): string => {
  switch (type.kind) {
    case 'uint':
    case 'int':
      return `${type.kind}${type.bits}`;
    case 'fixedBytes':
      return `bytes${type.size}`;
    case 'array':
      return `${nameOf(type.of)}[${type.length ?? ''}]`;
    case 'tuple':
      return namesOf(type.components);
    default:
      return type.kind;
  }
};

/** `(address,uint256)` */
export const namesOf = (parameters: readonly Parameter[]): string =>
  `(${parameters.map(({ type }) => nameOf(type)).join(',')})`;

/** Whether a value stands behind the others, with only its offset among them. */
export const isDynamic = (type: AbiType): boolean => {
  switch (type.kind) {
    case 'bytes':
    case 'string':
      return true;
    case 'array':
      return type.length === undefined || (type.length > 0 && isDynamic(type.of));
    case 'tuple':
      return type.components.some((component) => isDynamic(component.type));
    default:
      return false;
  }
};

/** Bytes that a value takes among the others: all of it, or its offset. */
export const headSize = (type: AbiType): number => {
  if (isDynamic(type)) return 32;
  if (type.kind === 'array') return (type.length ?? 0) * headSize(type.of);
  if (type.kind === 'tuple') return type.components.reduce((sum, component) => sum + headSize(component.type), 0);
  return 32;
};

/**
 * The type that `word` names where it is neither tuple nor array. `uint` and `int` have 256 bits; a `function` is an address
 * and a selector, in 24 bytes. @throws AbiError
 */
export const elementaryType = (word: string): AbiType => {
  if (word === 'address' || word === 'bool' || word === 'bytes' || word === 'string') return { kind: word };
  if (word === 'function') return { kind: 'fixedBytes', size: 24 };
  const [, kind, digits = ''] = /^(uint|int|bytes)([1-9]\d{0,2})?$/.exec(word) ?? [];
  const size = digits === '' ? 256 : Number(digits);
  if ((kind === 'uint' || kind === 'int') && size % 8 === 0 && size <= 256) return { kind, bits: size };
  if (kind === 'bytes' && size <= 32) return { kind: 'fixedBytes', size };
  throw new AbiError(messages.unknownType(word));
};

/** Arrays and tuples inside each other; compilers allow fewer. */
const deepest = 32;

/** @throws AbiError where types stand too deep inside each other */
export const refuseTooDeep = (depth: number): void => {
  if (depth > deepest) throw new AbiError(messages.typeTooDeep());
};

/** Elements of one array that may be asked for, so that a slip of the pen takes no memory. */
const longestArray = 1_000_000;

/** Puts the lengths behind an element's type, innermost first: `[3][]`. @throws AbiError */
export const arraysOf = (element: AbiType, brackets: string): AbiType => {
  if (!/^(\[\d*\])*$/.test(brackets)) throw new AbiError(messages.unknownType(`${nameOf(element)}${brackets}`));
  let type = element;
  refuseTooDeep(brackets.split('[').length);
  for (const [, digits] of brackets.matchAll(/\[(\d*)\]/g)) {
    const length = digits === '' ? undefined : Number(digits);
    if (length !== undefined && length > longestArray) throw new AbiError(messages.arrayTooLong(length));
    type = { kind: 'array', of: type, length };
  }
  return type;
};
