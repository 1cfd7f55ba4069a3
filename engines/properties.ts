import { type JsonSchema, LoadError } from './engine.ts';
import { nearest } from './nearest.ts';
import * as messages from './property-messages.ts';

/** A property of a launch configuration: what the editor is told of it, and how it is read. */
export type Property<Value> = {
  readonly schema: JsonSchema;
  /** `path` names the property in messages: `block.number`. @throws LoadError */
  read(value: unknown, path: string): Value;
};

type Values<Properties> = {
  readonly [Name in keyof Properties]?: Properties[Name] extends Property<infer V> ? V : never;
};

export type Properties = Readonly<Record<string, Property<unknown>>>;

/** The launch property that a path leads into. */
const propertyOf = (path: string) => path.split(/[. [\]]/)[0];

/** @throws LoadError that says what was expected of the property, and what stands there. */
export const wrong = (path: string, expected: string, found: unknown): never => {
  throw new LoadError(messages.wrongValue(path, expected, shown(found)), propertyOf(path), path);
};

const shown = (value: unknown): string => {
  const text = written(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** What is nested too deep to be written is not worth showing either. */
const written = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    if (error instanceof RangeError) return '…';
    throw error;
  }
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number below 2^`bits`: a JSON number, or digits in a string, decimal or after 0x. */
export const quantity = (bits: number, description: string, initial?: number | string): Property<bigint> => ({
  schema: {
    type: ['integer', 'string'],
    description,
    pattern: '^(0[xX][0-9a-fA-F]+|[0-9]+)$',
    patternErrorMessage: messages.quantityWanted(bits),
    minimum: 0,
    ...(initial !== undefined && { default: initial }),
  },
  read: (value, path) => {
    const found = wholeNumber(value, path);
    return found === undefined || found >= 1n << BigInt(bits)
      ? wrong(path, messages.quantityWanted(bits), value)
      : found;
  },
});

const wholeNumber = (value: unknown, path: string): bigint | undefined => {
  if (typeof value === 'string') return /^(0x[0-9a-f]{1,80}|[0-9]{1,80})$/i.test(value) ? BigInt(value) : undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return undefined;
  return Number.isSafeInteger(value) ? BigInt(value) : wrong(path, messages.inexact(), value);
};

/** Bytes in hexadecimal. */
export const bytes = (description: string, initial?: string): Property<Uint8Array> => ({
  schema: {
    type: 'string',
    description,
    pattern: '^(0[xX])?([0-9a-fA-F]{2})*$',
    patternErrorMessage: messages.bytesWanted(),
    ...(initial !== undefined && { default: initial }),
  },
  read: (value, path) => {
    const digits = typeof value === 'string' ? /^(?:0x)?((?:[0-9a-f]{2})*)$/i.exec(value)?.[1] : undefined;
    if (digits === undefined) return wrong(path, messages.bytesWanted(), value);
    return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
      Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
    );
  },
});

export const text = (description: string): Property<string> => ({
  schema: { type: 'string', description },
  read: (value, path) => (typeof value === 'string' ? value : wrong(path, messages.textWanted(), value)),
});

export const list = (description: string): Property<readonly unknown[]> => ({
  schema: { type: 'array', description },
  read: (value, path) => (Array.isArray(value) ? value : wrong(path, messages.listWanted(), value)),
});

export const flag = (description: string, initial: boolean): Property<boolean> => ({
  schema: { type: 'boolean', description, default: initial },
  read: (value, path) => (typeof value === 'boolean' ? value : wrong(path, messages.flagWanted(), value)),
});

/** An object of known properties. Names that it does not have are refused. */
export const group = <const Known extends Properties>(description: string, known: Known): Property<Values<Known>> => ({
  schema: { type: 'object', description, properties: schemasOf(known), additionalProperties: false },
  read: (value, path) => {
    if (!isObject(value)) return wrong(path, messages.objectWanted(), value);
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(known, name)) {
        const names = Object.keys(known);
        throw new LoadError(messages.unknownProperty(path, name, nearest(name, names), names), propertyOf(path));
      }
    }
    return readAll(known, value, `${path}.`);
  },
});

/** Values of one kind by names of any kind. */
export const mapOf = <Value>(description: string, each: Property<Value>): Property<ReadonlyMap<string, Value>> => ({
  schema: { type: 'object', description, additionalProperties: each.schema },
  read: (value, path) =>
    isObject(value)
      ? new Map(Object.entries(value).map(([name, part]) => [name, each.read(part, `${path}.${name}`)]))
      : wrong(path, messages.objectWanted(), value),
});

/** A list whose entries are all alike. */
export const listOf = <Value>(description: string, each: Property<Value>): Property<readonly Value[]> => ({
  schema: { type: 'array', description, items: each.schema },
  read: (value, path) =>
    Array.isArray(value)
      ? value.map((entry, i) => each.read(entry, `${path}[${i}]`))
      : wrong(path, messages.listWanted(), value),
});

/** An object of known properties of which some must be there. */
export const groupWith = <const Known extends Properties, Needed extends keyof Known & string>(
  description: string,
  known: Known,
  needed: readonly Needed[],
): Property<Values<Known> & Required<Pick<Values<Known>, Needed>>> => {
  const { schema, read } = group(description, known);
  return {
    schema: { ...schema, required: needed },
    read: (value, path) => {
      const values = read(value, path);
      const missing = needed.find((name) => values[name] === undefined);
      if (missing !== undefined) throw new LoadError(messages.propertyMissing(path, missing), propertyOf(path));
      return values as ReturnType<typeof read> & Required<Pick<Values<Known>, Needed>>;
    },
  };
};

export const schemasOf = (known: Properties): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(Object.entries(known).map(([name, { schema }]) => [name, schema]));

/** Reads those of `known` that are there. @throws LoadError */
export const readAll = <const Known extends Properties>(
  known: Known,
  values: Readonly<Record<string, unknown>>,
  prefix = '',
): Values<Known> => {
  const present = Object.entries(known).filter(([name]) => values[name] !== undefined);
  return Object.fromEntries(
    present.map(([name, property]) => [name, property.read(values[name], `${prefix}${name}`)]),
  ) as Values<Known>;
};

/** Refuses a name that is none of `known` but nearly one, so that a slip of the pen is not passed over. @throws LoadError */
export const refuseMisspelt = (known: Properties, values: Readonly<Record<string, unknown>>): void => {
  const names = Object.keys(known);
  for (const name of Object.keys(values)) {
    const meant = Object.hasOwn(known, name) ? undefined : nearest(name, names);
    if (meant !== undefined) throw new LoadError(messages.misspelt(name, meant), name);
  }
};
