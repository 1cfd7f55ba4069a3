import { concatBytes } from '../../bytes.ts';
import { addressOf, fromBytes, toBytes } from '../words.ts';
import * as messages from './messages.ts';
import { AbiError, type AbiType, headSize, isDynamic, nameOf, type Parameter } from './types.ts';
import type { AbiValue } from './values.ts';

const word = (value: bigint) => toBytes(BigInt.asUintN(256, value));
const roundedUp = (size: number) => Math.ceil(size / 32) * 32;

/** Bytes at the start, or at the end, of as many words as they need. */
const padded = (bytes: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(roundedUp(bytes.length));
  whole.set(bytes);
  return whole;
};

/** The values of arguments or return values, one behind the other (ABI specification, "Formal Specification of the Encoding"). */
export const encode = (parameters: readonly Parameter[], values: readonly AbiValue[]): Uint8Array =>
  encodeSequence(
    parameters.map(({ type }) => type),
    values,
  );

/** First what has a fixed size and the offsets of all else, then all else. */
const encodeSequence = (types: readonly AbiType[], values: readonly AbiValue[]): Uint8Array => {
  let end = types.reduce((sum, type) => sum + headSize(type), 0);
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  types.forEach((type, i) => {
    const encoded = encodeValue(type, values[i] as AbiValue);
    if (!isDynamic(type)) {
      heads.push(encoded);
    } else {
      heads.push(word(BigInt(end)));
      tails.push(encoded);
      end += encoded.length;
    }
  });
  return concatBytes([...heads, ...tails]);
};

const encodeValue = (type: AbiType, value: AbiValue): Uint8Array => {
  switch (type.kind) {
    case 'uint':
    case 'int':
    case 'address':
    case 'bool':
      return word(BigInt(value as bigint | boolean | string));
    case 'fixedBytes':
      return padded(value as Uint8Array);
    case 'bytes':
      return encodeBytes(value as Uint8Array);
    case 'string':
      return encodeBytes(new TextEncoder().encode(value as string));
    case 'tuple':
      return encode(type.components, value as readonly AbiValue[]);
    case 'array': {
      const elements = value as readonly AbiValue[];
      const encoded = encodeSequence(Array(elements.length).fill(type.of), elements);
      return type.length === undefined ? concatBytes([word(BigInt(elements.length)), encoded]) : encoded;
    }
  }
};

const encodeBytes = (bytes: Uint8Array) => concatBytes([word(BigInt(bytes.length)), padded(bytes)]);

/** Values in one piece of data: offsets may lead to the same bytes again and again, so that little data could hold much. */
const mostValues = 100_000;

/** The inverse of `encode`; what stands behind the values is passed over. @throws AbiError */
export const decode = (parameters: readonly Parameter[], data: Uint8Array): readonly AbiValue[] => {
  let count = 0;

  const wordAt = (at: number): bigint => {
    if (at + 32 > data.length) throw new AbiError(messages.dataTooShort());
    return fromBytes(data.subarray(at, at + 32));
  };

  /** An offset or a length, which has to lie in the data. */
  const sizeAt = (at: number): number => {
    const size = wordAt(at);
    if (size > BigInt(data.length)) throw new AbiError(messages.dataTooShort());
    return Number(size);
  };

  const bytesAt = (at: number): Uint8Array => {
    const size = sizeAt(at);
    if (at + 32 + size > data.length) throw new AbiError(messages.dataTooShort());
    return data.slice(at + 32, at + 32 + size);
  };

  const sequenceAt = (types: Iterable<AbiType>, start: number): readonly AbiValue[] => {
    const values: AbiValue[] = [];
    let at = start;
    for (const type of types) {
      values.push(valueAt(type, isDynamic(type) ? start + sizeAt(at) : at));
      at += headSize(type);
    }
    return values;
  };

  const valueAt = (type: AbiType, at: number): AbiValue => {
    count += 1;
    if (count > mostValues) throw new AbiError(messages.tooManyValues());
    switch (type.kind) {
      case 'bytes':
        return bytesAt(at);
      case 'string':
        return new TextDecoder().decode(bytesAt(at));
      case 'tuple':
        return sequenceAt(
          type.components.map((component) => component.type),
          at,
        );
      case 'array': {
        if (type.length !== undefined) return sequenceAt(repeat(type.of, type.length), at);
        // An element may take no bytes at all, so the data do not always bound their number.
        const length = headSize(type.of) === 0 ? Number(wordAt(at)) : sizeAt(at);
        return sequenceAt(repeat(type.of, length), at + 32);
      }
      default:
        return elementary(type, wordAt(at));
    }
  };

  return sequenceAt(
    parameters.map(({ type }) => type),
    0,
  );
};

function* repeat(type: AbiType, times: number): Iterable<AbiType> {
  for (let i = 0; i < times; i++) yield type;
}

/** The value of one word; bits beyond the type's own would be no value of it. @throws AbiError */
export const elementary = (type: AbiType, found: bigint): AbiValue => {
  const checked = (value: bigint) => {
    if (BigInt.asUintN(256, value) !== found) throw new AbiError(messages.dataInvalid(nameOf(type)));
    return value;
  };
  switch (type.kind) {
    case 'uint':
      return checked(BigInt.asUintN(type.bits, found));
    case 'int':
      return checked(BigInt.asIntN(type.bits, found));
    case 'bool':
      return checked(found & 1n) === 1n;
    case 'address':
      return addressOf(checked(BigInt.asUintN(160, found)));
    case 'fixedBytes': {
      const unused = BigInt(256 - 8 * type.size);
      return toBytes(checked((found >> unused) << unused)).slice(0, type.size);
    }
    default:
      throw new AbiError(messages.dataInvalid(nameOf(type)));
  }
};
