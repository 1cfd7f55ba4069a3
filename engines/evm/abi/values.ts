import { keccak256 } from '../keccak.ts';
import { type Address, hexOf } from '../words.ts';
import * as messages from './messages.ts';
import { AbiError, type AbiType, nameOf, type Parameter } from './types.ts';

/** A value of a type of the ABI: integers as bigint, bytes as they are, arrays and tuples as lists. */
export type AbiValue = bigint | boolean | string | Uint8Array | readonly AbiValue[];

/**
 * Reads a value as JSON gives it: numbers also as strings, bytes in hexadecimal, tuples as lists or as objects.
 * `path` names the value in messages. @throws AbiError
 */
export const readValue = (type: AbiType, json: unknown, path: string): AbiValue => {
  const wrong = (expected: string, found = shown(json)): never => {
    throw new AbiError(messages.wrongValue(path, nameOf(type), expected, found));
  };
  switch (type.kind) {
    case 'uint':
    case 'int': {
      if (typeof json === 'number' && Number.isInteger(json) && !Number.isSafeInteger(json))
        return wrong(messages.inexact());
      const value = wholeNumber(json);
      const signed = type.kind === 'int';
      const cut =
        value === undefined ? undefined : signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
      if (value !== undefined && cut === value) return value;
      return wrong(signed ? messages.signedWanted(type.bits) : messages.unsignedWanted(type.bits));
    }
    case 'bool':
      if (json === true || json === 'true') return true;
      return json === false || json === 'false' ? false : wrong(messages.flagWanted());
    case 'address': {
      if (typeof json !== 'string' || !/^0x[0-9a-f]{40}$/i.test(json)) return wrong(messages.addressWanted());
      const right = withChecksum(json.toLowerCase());
      const oneCase = [json.toLowerCase(), json.toUpperCase()].some((each) => each.slice(2) === json.slice(2));
      return oneCase || json === right ? json.toLowerCase() : wrong(messages.checksumWanted(right));
    }
    case 'string':
      return typeof json === 'string' ? json : wrong(messages.textWanted());
    case 'bytes':
      return hexBytes(json) ?? wrong(messages.bytesWanted());
    case 'fixedBytes': {
      const bytes = hexBytes(json);
      return bytes?.length === type.size ? bytes : wrong(messages.fixedBytesWanted(type.size));
    }
    case 'array': {
      if (!Array.isArray(json)) return wrong(messages.listWanted());
      const { length = json.length } = type;
      if (json.length !== length) return wrong(messages.elementsWanted(length), messages.elementsFound(json.length));
      return json.map((element, i) => readValue(type.of, element, `${path}[${i}]`));
    }
    case 'tuple':
      return readTuple(type.components, json, path, wrong);
  }
};

const readTuple = (
  components: readonly Parameter[],
  json: unknown,
  path: string,
  wrong: (expected: string, found?: string) => never,
): AbiValue => {
  const members = components.map(({ name, type }) => `${nameOf(type)} ${name}`.trim()).join(', ');
  if (Array.isArray(json)) {
    if (json.length !== components.length)
      return wrong(messages.tupleWanted(members), messages.elementsFound(json.length));
    return components.map(({ name, type }, i) =>
      readValue(type, json[i], name === '' ? `${path}[${i}]` : `${path}.${name}`),
    );
  }
  if (typeof json !== 'object' || json === null) return wrong(messages.tupleWanted(members));
  const stranger = Object.keys(json).find((key) => !components.some(({ name }) => name === key));
  if (stranger !== undefined) throw new AbiError(messages.noMember(path, stranger, members));
  return components.map(({ name, type }) =>
    readValue(type, (json as Readonly<Record<string, unknown>>)[name], `${path}.${name}`),
  );
};

const shown = (json: unknown): string => {
  const text = json === undefined ? messages.nothing() : JSON.stringify(json);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const units: Readonly<Record<string, number>> = { wei: 0, gwei: 9, ether: 18 };

/** `100`, `-5`, `0x64`, `1_000`, `1e18`, `1.5 ether`; undefined for anything that is no whole number. */
export const wholeNumber = (json: unknown): bigint | undefined => {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : undefined;
  if (typeof json !== 'string' || json.length > 100) return undefined;
  const hex = /^(-?)(0x[0-9a-f]+)$/i.exec(json.trim());
  if (hex?.[2]) return hex[1] ? -BigInt(hex[2]) : BigInt(hex[2]);
  const match = /^(-?)(\d[\d_]*)(?:\.(\d+))?(?:e(\d{1,2})|\s*(wei|gwei|ether))?$/i.exec(json.trim());
  if (!match) return undefined;
  const [, minus, whole = '', fraction = '', exponent, unit] = match;
  const power = exponent !== undefined ? Number(exponent) : (units[unit?.toLowerCase() ?? 'wei'] ?? 0);
  const rest = fraction.slice(power);
  if (/[1-9]/.test(rest)) return undefined;
  const value = BigInt(whole.replaceAll('_', '') + fraction.slice(0, power).padEnd(power, '0'));
  return minus ? -value : value;
};

const hexBytes = (json: unknown): Uint8Array | undefined => {
  const digits = typeof json === 'string' ? /^(?:0x)?((?:[0-9a-f]{2})*)$/i.exec(json)?.[1] : undefined;
  if (digits === undefined) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
};

/** The address with its checksum in the case of its letters (EIP-55). */
export const withChecksum = (address: Address): string => {
  const digits = address.slice(2);
  const hash = hexOf(keccak256(new TextEncoder().encode(digits)));
  return `0x${[...digits].map((digit, i) => ((hash[i] ?? '0') >= '8' ? digit.toUpperCase() : digit)).join('')}`;
};

/** A value as a person reads it: `0x5FbD…`, `"text"`, `[1, 2]`, `(to: 0x…, amount: 5)`. */
export const showValue = (type: AbiType, value: AbiValue): string => {
  if (value instanceof Uint8Array) return `0x${hexOf(value)}`;
  if (type.kind === 'string') return JSON.stringify(value);
  if (type.kind === 'address') return withChecksum(String(value));
  if (type.kind === 'array' && Array.isArray(value)) {
    return `[${value.map((element) => showValue(type.of, element)).join(', ')}]`;
  }
  if (type.kind === 'tuple' && Array.isArray(value)) return `(${showValues(type.components, value)})`;
  return String(value);
};

/** `to: 0x…, amount: 5`, without the names where there are none. */
export const showValues = (parameters: readonly Parameter[], values: readonly AbiValue[]): string =>
  parameters
    .map(({ name, type }, i) => {
      const text = showValue(type, values[i] ?? '');
      return name === '' ? text : `${name}: ${text}`;
    })
    .join(', ');
