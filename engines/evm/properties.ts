import { bytes, isObject, type Property, quantity, wrong } from '../properties.ts';
import { keyOf, objectWanted } from '../property-messages.ts';
import type { Encodable } from './interfaces.ts';
import * as messages from './launch-messages.ts';
import type { Address } from './words.ts';

const readAddress = (value: unknown, path: string): Address =>
  typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value)
    ? value.toLowerCase()
    : wrong(path, messages.addressWanted(), value);

export const address = (description: string, initial?: Address): Property<Address> => ({
  schema: {
    type: 'string',
    description,
    pattern: '^0[xX][0-9a-fA-F]{40}$',
    patternErrorMessage: messages.addressWanted(),
    ...(initial !== undefined && { default: initial }),
  },
  read: readAddress,
});

/** Arguments that an ABI gives their types: a list, or an object by their names. */
export const args = (description: string): Property<unknown> => ({
  schema: { type: ['array', 'object'], description },
  read: (value, path) =>
    typeof value === 'object' && value !== null ? value : wrong(path, messages.argumentsWanted(), value),
});

/** Arguments that are encoded already, in hexadecimal, or that an ABI gives their types. */
export const encodable = (description: string): Property<Encodable> => {
  const encoded = bytes('');
  const { pattern, patternErrorMessage } = encoded.schema;
  return {
    schema: {
      type: ['array', 'object', 'string'],
      description,
      ...(pattern && { pattern }),
      ...(patternErrorMessage && { patternErrorMessage }),
    },
    read: (value, path) => {
      if (typeof value === 'string') return { bytes: encoded.read(value, path) };
      return typeof value === 'object' && value !== null
        ? { values: value }
        : wrong(path, messages.argumentsWanted(), value);
    },
  };
};

/** An object from addresses to what is said of each. */
export const byAddress = <Value>(
  description: string,
  each: Property<Value>,
): Property<ReadonlyMap<Address, Value>> => ({
  schema: { type: 'object', description, additionalProperties: each.schema },
  read: (value, path) => {
    if (!isObject(value)) return wrong(path, objectWanted(), value);
    return new Map(
      Object.entries(value).map(([key, entry]) => [readAddress(key, keyOf(path)), each.read(entry, `${path}.${key}`)]),
    );
  },
});

/** An object from numbers to numbers, such as the slots of a storage. */
export const words = (description: string): Property<ReadonlyMap<bigint, bigint>> => {
  const word = quantity(256, '');
  return {
    schema: { type: 'object', description, additionalProperties: { type: ['integer', 'string'] } },
    read: (value, path) => {
      if (!isObject(value)) return wrong(path, objectWanted(), value);
      return new Map(
        Object.entries(value).map(([key, entry]) => [word.read(key, keyOf(path)), word.read(entry, `${path}.${key}`)]),
      );
    },
  };
};
