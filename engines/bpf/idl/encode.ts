import { concatBytes } from '../../bytes.ts';
import { LoadError } from '../../engine.ts';
import { isObject, wrong } from '../../properties.ts';
import { decodeHex, encodings } from '../solana/byte-text.ts';
import { u32 } from '../solana/encoding.ts';
import * as messages from './messages.ts';
import { deepest, IdlError, newWork, shapeOf, sizeOf } from './shapes.ts';
import { type Field, type Fields, type Idl, type IdlType, named, plainName, typeText, type Variant } from './types.ts';

/** What is needed beside a type to write a value. */
export type EncodeContext = {
  readonly types: Idl['types'];
  /** The bytes of a key, from its text or the name of an account; undefined for what is neither. */
  keyBytes(text: string): Uint8Array | undefined;
};

/**
 * Writes a value of JSON as Borsh does. @param path names the value in messages
 * @throws LoadError that names the value at fault @throws IdlError if the type means nothing
 */
export const encode = (type: IdlType, value: unknown, path: string, context: EncodeContext, depth = 0): Uint8Array => {
  if (depth > deepest) throw new IdlError(messages.endlessType(typeText(type)));
  const { types } = context;
  const inner = (of: IdlType, each: unknown, where: string) => encode(of, each, where, context, depth + 1);
  const fieldsOf = (fields: Fields, name: string) => encodeFields(fields, name, value, path, inner);
  const shape = shapeOf(types, type);
  switch (shape.kind) {
    case 'bool':
      return typeof value === 'boolean' ? Uint8Array.of(Number(value)) : wrong(path, messages.boolWanted(), value);
    case 'integer':
      return integerBytes(integerOf(value, shape.bits, shape.isSigned, path), shape.bits);
    case 'float':
      return floatBytes(typeof value === 'number' ? value : wrong(path, messages.floatWanted(), value), shape.bits);
    case 'string':
      return sized(
        new TextEncoder().encode(typeof value === 'string' ? value : wrong(path, messages.stringWanted(), value)),
      );
    case 'bytes':
      return sized(bytesOf(value) ?? wrong(path, messages.dataWanted(), value));
    case 'pubkey':
      return (
        (typeof value === 'string' ? context.keyBytes(value) : undefined) ?? wrong(path, messages.pubkeyWanted(), value)
      );
    case 'option': {
      const tag = new Uint8Array(shape.tagSize);
      tag[0] = value === null || value === undefined ? 0 : 1;
      if (tag[0] === 1) return concatBytes([tag, inner(shape.of, value, path)]);
      return shape.tagSize === 4 ? concatBytes([tag, new Uint8Array(sizeOf(types, shape.of, newWork()) ?? 0)]) : tag;
    }
    case 'vec': {
      const bytes = isByte(shape.of) ? bytesOf(value) : undefined;
      if (bytes) return sized(bytes);
      const elements = shape.isMap && isObject(value) ? Object.entries(value) : value;
      if (!Array.isArray(elements)) return wrong(path, messages.elementsWanted(typeText(shape.of)), value);
      return concatBytes([u32(elements.length), ...elements.map((each, i) => inner(shape.of, each, `${path}[${i}]`))]);
    }
    case 'array': {
      const bytes = isByte(shape.of) ? bytesOf(value) : undefined;
      if (bytes?.length === shape.length) return bytes;
      if (!Array.isArray(value) || value.length !== shape.length)
        return wrong(path, messages.elementsWanted(`${shape.length} ${typeText(shape.of)}`), value);
      return concatBytes(value.map((each, i) => inner(shape.of, each, `${path}[${i}]`)));
    }
    case 'tuple':
      return fieldsOf(placed(shape.of), typeText(type));
    case 'struct':
      return fieldsOf(shape, shape.name);
    case 'enum':
      return encodeVariant(shape.name, shape.variants, value, path, inner);
  }
};

const placed = (types: readonly IdlType[]): Fields => ({
  isNamed: false,
  fields: types.map((type, i) => ({ name: String(i), type })),
});

type Inner = (type: IdlType, value: unknown, path: string) => Uint8Array;

const refuse = (path: string, message: string): never => {
  throw new LoadError(message, path.split(/[.[]/)[0], path);
};

/** Values of fields by name, or in their order where they have no names. @throws LoadError */
export const encodeFields = (
  { isNamed, fields }: Fields,
  name: string,
  value: unknown,
  path: string,
  inner: Inner,
): Uint8Array => {
  if (!isNamed) {
    const values = fields.length === 1 && !Array.isArray(value) ? [value] : value;
    if (!Array.isArray(values) || values.length !== fields.length)
      return wrong(path, messages.elementsWanted(fields.map(({ type }) => typeText(type)).join(', ')), value);
    return concatBytes(fields.map(({ type }, i) => inner(type, values[i], `${path}[${i}]`)));
  }
  const names = fields.map((field) => field.name);
  if (!isObject(value)) return wrong(path, messages.structWanted(name, names), value);
  const given = new Map(Object.entries(value).map(([key, each]) => [plainName(key), { key, each }]));
  for (const key of Object.keys(value))
    if (!fields.some((field) => plainName(field.name) === plainName(key)))
      return refuse(path, messages.unknownName(path, key, names));
  return concatBytes(fields.map((field) => encodeField(field, given.get(plainName(field.name)), path, inner)));
};

const encodeField = (
  { name, type }: Field,
  given: { readonly key: string; readonly each: unknown } | undefined,
  path: string,
  inner: Inner,
): Uint8Array => {
  if (given) return inner(type, given.each, `${path}.${given.key}`);
  if (type.kind === 'option') return inner(type, null, `${path}.${name}`);
  return refuse(path, messages.missing(path, name, typeText(type)));
};

/** `"Paused"`, or `{ "Paid": { "amount": 5 } }`. */
const encodeVariant = (
  name: string,
  variants: readonly Variant[],
  value: unknown,
  path: string,
  inner: Inner,
): Uint8Array => {
  const [key, content] =
    typeof value === 'string' ? [value, {}] : isObject(value) ? (Object.entries(value)[0] ?? []) : [];
  const isAlone = !isObject(value) || Object.keys(value).length === 1;
  const variant = key === undefined || !isAlone ? undefined : named(variants, key);
  if (!variant)
    return wrong(
      path,
      messages.variantWanted(
        name,
        variants.map((each) => each.name),
      ),
      value,
    );
  const tag = Uint8Array.of(variants.indexOf(variant));
  return variant.fields.length === 0
    ? tag
    : concatBytes([tag, encodeFields(variant, variant.name, content, `${path}.${key}`, inner)]);
};

const isByte = (type: IdlType): boolean => type.kind === 'integer' && type.bits === 8 && !type.isSigned;

/** Bytes as hexadecimal digits, as text with its encoding, or as numbers. */
const bytesOf = (value: unknown): Uint8Array | undefined => {
  if (typeof value === 'string') return decodeHex(value);
  if (!Array.isArray(value)) return undefined;
  const [text, encoding] = value;
  if (value.length === 2 && typeof text === 'string' && typeof encoding === 'string')
    return encodings.get(encoding)?.(text);
  return value.every((each) => Number.isInteger(each) && each >= 0 && each < 256) ? Uint8Array.from(value) : undefined;
};

const sized = (bytes: Uint8Array): Uint8Array => concatBytes([u32(bytes.length), bytes]);

const integerOf = (value: unknown, bits: number, isSigned: boolean, path: string): bigint => {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return wrong(path, messages.inexact(), value);
  const isText = typeof value === 'string' && /^(-?[0-9]{1,80}|0x[0-9a-f]{1,80})$/i.test(value);
  const isNumber = typeof value === 'number' && Number.isInteger(value);
  const number = isText || isNumber ? BigInt(value) : undefined;
  const most = 1n << BigInt(isSigned ? bits - 1 : bits);
  const least = isSigned ? -most : 0n;
  return number === undefined || number < least || number >= most
    ? wrong(path, messages.integerWanted(bits, isSigned), value)
    : number;
};

/** Least byte first. */
export const integerBytes = (value: bigint, bits: number): Uint8Array => {
  const unsigned = BigInt.asUintN(bits, value);
  return Uint8Array.from({ length: bits / 8 }, (_, i) => Number((unsigned >> BigInt(8 * i)) & 0xffn));
};

const floatBytes = (value: number, bits: 32 | 64): Uint8Array => {
  const view = new DataView(new ArrayBuffer(bits / 8));
  if (bits === 32) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return new Uint8Array(view.buffer);
};
