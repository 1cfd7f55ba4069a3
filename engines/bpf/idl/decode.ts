import { bytesToNumberLE } from '@noble/curves/utils.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { grouped } from '../../digits.ts';
import type { Children, Value } from '../../machine.ts';
import { list, numbered } from '../../values.ts';
import { keyOf, keySize } from '../solana/keys.ts';
import * as messages from './messages.ts';
import { deepest, IdlError, newWork, shapeOf, sizeOf, spend, type Work } from './shapes.ts';
import { type Fields, type Idl, type IdlType, typeText } from './types.ts';

/** Elements of different sizes that are read of one value; what has more is left as bytes. */
const mostElements = 10_000;

/** What is needed beside a type to read a value. */
export type DecodeContext = {
  readonly types: Idl['types'];
  readonly bytes: Uint8Array;
  /** The space in which `bytes` lie, from 0 on. */
  readonly space: string;
  readonly work: Work;
  /** What a person calls an account. */
  nameOf(key: string): string;
};

/** A value, and where it ends. */
export type Decoded = { readonly value: Value; readonly end: number };

/** Reads what Borsh wrote. @throws RangeError if it does not lie there @throws IdlError if the type means nothing */
export const decode = (context: DecodeContext, type: IdlType, name: string, at: number, depth = 0): Decoded => {
  if (depth > deepest) throw new IdlError(messages.endlessType(typeText(type)));
  const { types, bytes, work } = context;
  spend(work);
  const take = (size: number, from = at): Uint8Array => {
    if (from + size > bytes.length) throw new RangeError();
    return bytes.subarray(from, from + size);
  };
  const leaf = (size: number, text: string, number?: bigint): Decoded => ({
    end: at + size,
    value: { ...described(name, type), text, ...(number !== undefined && { number }), ...located(context, at, size) },
  });
  const whole = (end: number, text: string, children: Children): Decoded => ({
    end,
    value: { ...described(name, type), text, ...located(context, at, end - at), children },
  });
  const fieldsFrom = (fields: Fields, from: number) => decodeFields(context, fields, from, depth + 1);
  const shape = shapeOf(types, type);
  switch (shape.kind) {
    case 'bool': {
      const [byte = 0] = take(1);
      if (byte > 1) throw new RangeError();
      return leaf(1, String(byte === 1), BigInt(byte));
    }
    case 'integer': {
      const size = shape.bits / 8;
      const number = bytesToNumberLE(take(size));
      return leaf(size, grouped(shape.isSigned ? BigInt.asIntN(shape.bits, number) : number), number);
    }
    case 'float': {
      const size = shape.bits / 8;
      const view = new DataView(take(size).slice().buffer);
      return leaf(size, String(shape.bits === 32 ? view.getFloat32(0, true) : view.getFloat64(0, true)));
    }
    case 'pubkey': {
      const key = keyOf(take(keySize));
      const known = context.nameOf(key);
      return leaf(keySize, key.startsWith(known.slice(0, 4)) ? key : `${known} (${key})`);
    }
    case 'string': {
      const size = Number(bytesToNumberLE(take(4)));
      return leaf(4 + size, JSON.stringify(textOf(take(size, at + 4))));
    }
    case 'bytes': {
      const size = Number(bytesToNumberLE(take(4)));
      return leaf(4 + size, shown(take(size, at + 4)));
    }
    case 'option': {
      const tag = bytesToNumberLE(take(shape.tagSize));
      if (tag > 1n) throw new RangeError();
      const from = at + shape.tagSize;
      if (tag === 0n) {
        const size = shape.tagSize + (shape.tagSize === 4 ? (sizeOf(types, shape.of, work) ?? 0) : 0);
        take(size);
        return leaf(size, messages.none());
      }
      const { value, end } = decode(context, shape.of, name, from, depth + 1);
      return { value: { ...value, ...described(name, type) }, end };
    }
    case 'vec': {
      const count = Number(bytesToNumberLE(take(4)));
      return elements(context, { name, type, of: shape.of, count, at, from: at + 4 }, depth);
    }
    case 'array':
      return elements(context, { name, type, of: shape.of, count: shape.length, at, from: at }, depth);
    case 'tuple': {
      const fields = shape.of.map((each, i) => ({ name: String(i), type: each }));
      const { values, end } = fieldsFrom({ isNamed: false, fields }, at);
      return whole(end, '', list(values));
    }
    case 'struct': {
      const { values, end } = fieldsFrom(shape, at);
      return whole(end, shape.name, list(values));
    }
    case 'enum': {
      const [tag = 0] = take(1);
      const variant = shape.variants[tag];
      if (!variant) throw new RangeError();
      if (variant.fields.length === 0) return leaf(1, variant.name, BigInt(tag));
      const { values, end } = fieldsFrom(variant, at + 1);
      return whole(end, variant.name, list(values));
    }
  }
};

const described = (name: string, type: IdlType) => ({ name, type: typeText(type) });

const located = ({ space }: DecodeContext, at: number, size: number) =>
  size > 0 ? { location: { space, at: BigInt(at), size } } : {};

const decodeFields = (context: DecodeContext, { fields }: Fields, from: number, depth: number) => {
  const values: Value[] = [];
  let end = from;
  for (const { name, type } of fields) {
    const decoded = decode(context, type, name, end, depth);
    values.push(decoded.value);
    end = decoded.end;
  }
  return { values, end };
};

type Elements = {
  readonly name: string;
  readonly type: IdlType;
  readonly of: IdlType;
  readonly count: number;
  readonly at: number;
  /** Where the first begins. */
  readonly from: number;
};

const elements = (context: DecodeContext, { name, type, of, count, at, from }: Elements, depth: number): Decoded => {
  const { types, bytes, work } = context;
  const whole = (end: number, text: string, children?: Children): Decoded => ({
    end,
    value: { ...described(name, type), text, ...located(context, at, end - at), ...(children && { children }) },
  });
  const size = sizeOf(types, of, work);
  if (size !== undefined) {
    const end = from + size * count;
    if (end > bytes.length) throw new RangeError();
    if (of.kind === 'integer' && of.bits === 8) return whole(end, shown(bytes.subarray(from, end)));
    const element = (i: number): Value => elementAt({ ...context, work: newWork() }, of, i, from + i * size, depth + 1);
    return whole(end, messages.elementCount(count), numbered(count, element));
  }
  if (count > mostElements) throw new RangeError();
  const values: Value[] = [];
  let end = from;
  for (let i = 0; i < count; i++) {
    const decoded = decode(context, of, String(i), end, depth + 1);
    values.push(decoded.value);
    end = decoded.end;
  }
  return whole(
    end,
    messages.elementCount(count),
    numbered(count, (i) => values[i]!),
  );
};

/** Elements of one size are read only when they are looked at; one may turn out to be none. */
const elementAt = (context: DecodeContext, type: IdlType, index: number, at: number, depth: number): Value => {
  try {
    return decode(context, type, String(index), at, depth).value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const size = sizeOf(context.types, type, context.work) ?? 0;
    return { ...described(String(index), type), text: shown(context.bytes.subarray(at, at + size)) };
  }
};

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Bytes that are shown of one value. */
const mostBytes = 64;

const shown = (bytes: Uint8Array): string => {
  const digits = bytesToHex(bytes.subarray(0, mostBytes));
  return bytes.length > mostBytes ? `0x${digits}… (${messages.byteCount(bytes.length)})` : `0x${digits}`;
};
