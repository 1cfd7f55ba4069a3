import * as messages from './messages.ts';
import {
  type Definition,
  type Field,
  type Fields,
  type Idl,
  type IdlType,
  type Length,
  typeText,
  type Variant,
} from './types.ts';

/** How deep types are followed into each other; what goes deeper can only be a type that holds itself. */
export const deepest = 64;

/** Why a value does not fit a type, or a type means nothing, in a sentence. */
export class IdlError extends Error {}

/** What a type is made of, with names resolved and parameters filled in. */
export type Shape =
  | Exclude<IdlType, { readonly kind: 'defined' | 'generic' | 'array' }>
  | { readonly kind: 'array'; readonly of: IdlType; readonly length: number }
  | ({ readonly kind: 'struct'; readonly name: string } & Fields)
  | { readonly kind: 'enum'; readonly name: string; readonly variants: readonly Variant[] };

type Parameters = ReadonlyMap<string, IdlType | number>;

/** @throws IdlError for a name that is not defined, or that stands for itself */
export const shapeOf = (types: Idl['types'], type: IdlType): Shape => {
  let current = type;
  for (let depth = 0; depth < deepest; depth++) {
    if (current.kind === 'generic') throw new IdlError(messages.unknownType(current.name, [...types.keys()]));
    if (current.kind === 'array') return { ...current, length: numberOf(current.length) };
    if (current.kind !== 'defined') return current;
    const { body, given } = definitionOf(types, current);
    const { name } = current;
    if (body.kind === 'struct') return { kind: 'struct', name, ...filledFields(body, given) };
    if (body.kind === 'enum')
      return { kind: 'enum', name, variants: body.variants.map((each) => ({ ...each, ...filledFields(each, given) })) };
    current = filled(body.of, given);
  }
  throw new IdlError(messages.endlessType(type.kind === 'defined' ? type.name : ''));
};

const definitionOf = (
  types: Idl['types'],
  { name, generics }: IdlType & { readonly kind: 'defined' },
): { readonly body: Definition['body']; readonly given: Parameters } => {
  const definition = types.get(name);
  if (!definition) throw new IdlError(messages.unknownType(name, [...types.keys()]));
  const given = definition.generics.flatMap((parameter, i) => {
    const value = generics[i];
    return value === undefined ? [] : [[parameter, value] as const];
  });
  return { body: definition.body, given: new Map(given) };
};

const numberOf = (length: Length): number => {
  if (typeof length === 'number') return length;
  throw new IdlError(messages.unknownType(length.generic, []));
};

const filledFields = ({ isNamed, fields }: Fields, given: Parameters): Fields => ({
  isNamed,
  fields: fields.map(({ name, type }): Field => ({ name, type: filled(type, given) })),
});

/** A type with its parameters replaced by what was given for them. */
const filled = (type: IdlType, given: Parameters): IdlType => {
  if (given.size === 0) return type;
  switch (type.kind) {
    case 'generic': {
      const found = given.get(type.name);
      return found === undefined || typeof found === 'number' ? type : found;
    }
    case 'option':
    case 'vec':
      return { ...type, of: filled(type.of, given) };
    case 'array':
      return { ...type, of: filled(type.of, given), length: filledLength(type.length, given) };
    case 'tuple':
      return { ...type, of: type.of.map((each) => filled(each, given)) };
    case 'defined':
      return {
        ...type,
        generics: type.generics.map((each) => (typeof each === 'number' ? each : filledParameter(each, given))),
      };
    default:
      return type;
  }
};

const filledParameter = (type: IdlType, given: Parameters): IdlType | number =>
  type.kind === 'generic' ? (given.get(type.name) ?? type) : filled(type, given);

const filledLength = (length: Length, given: Parameters): Length => {
  if (typeof length === 'number') return length;
  const found = given.get(length.generic);
  return typeof found === 'number' ? found : length;
};

/** How many types may still be looked at: those of an IDL can be many more than its text lets one think. */
export type Work = { left: number };

export const newWork = (): Work => ({ left: 100_000 });

/** @throws IdlError if there is no work left */
export const spend = (work: Work): void => {
  work.left -= 1;
  if (work.left < 0) throw new IdlError(messages.tooManyTypes());
};

/** Bytes of every value of a type; undefined if they differ. @throws IdlError */
export const sizeOf = (types: Idl['types'], type: IdlType, work: Work, depth = 0): number | undefined => {
  if (depth > deepest) throw new IdlError(messages.endlessType(typeText(type)));
  spend(work);
  const size = (each: IdlType): number | undefined => sizeOf(types, each, work, depth + 1);
  const sum = (all: readonly IdlType[]): number | undefined => {
    let total: number | undefined = 0;
    for (const each of all) {
      const more: number | undefined = total === undefined ? undefined : size(each);
      total = total === undefined || more === undefined ? undefined : total + more;
    }
    return total;
  };
  const shape = shapeOf(types, type);
  switch (shape.kind) {
    case 'bool':
      return 1;
    case 'pubkey':
      return 32;
    case 'integer':
    case 'float':
      return shape.bits / 8;
    case 'array': {
      const each = size(shape.of);
      return each === undefined ? undefined : each * shape.length;
    }
    case 'tuple':
      return sum(shape.of);
    case 'struct':
      return sum(shape.fields.map((field) => field.type));
    case 'option': {
      const inner = shape.tagSize === 4 ? size(shape.of) : undefined;
      return inner === undefined ? undefined : 4 + inner;
    }
    case 'enum':
      return shape.variants.every(({ fields }) => fields.length === 0) ? 1 : undefined;
    default:
      return undefined;
  }
};
