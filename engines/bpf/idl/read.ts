import { sha256 } from '@noble/hashes/sha2.js';
import { LoadError } from '../../engine.ts';
import { isObject } from '../../properties.ts';
import { isKey, type Key, keyOf, keySize } from '../solana/keys.ts';
import { anchorErrors } from './anchor-errors.ts';
import { conventionalAddress } from './conventions.ts';
import { integerBytes } from './encode.ts';
import * as messages from './messages.ts';
import { deepest } from './shapes.ts';
import type {
  Definition,
  Field,
  Fields,
  Idl,
  IdlAccount,
  IdlInstruction,
  IdlLayout,
  IdlSeed,
  IdlType,
  Length,
} from './types.ts';

type Json = Readonly<Record<string, unknown>>;

/** Where in the file something does not look like an IDL. */
class FormError extends Error {}

const fail = (path: string, expected: string): never => {
  throw new FormError(messages.part(path, expected));
};
const objectAt = (value: unknown, path: string): Json =>
  isObject(value) ? value : fail(path, messages.objectWanted());
const textAt = (value: unknown, path: string): string =>
  typeof value === 'string' ? value : fail(path, messages.textWanted());
const eachOf = <Result>(value: unknown, path: string, read: (value: unknown, path: string) => Result): Result[] => {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return fail(path, messages.listWanted());
  return value.map((each, i) => read(each, `${path}[${i}]`));
};

/** Reads the IDL of Anchor, as it is since version 0.30 and as it was before. @throws LoadError */
export const readIdl = (bytes: Uint8Array, fileName: string, property: string): Idl => {
  try {
    return idlOf(objectAt(parse(bytes), fileName));
  } catch (error) {
    if (error instanceof FormError) throw new LoadError(messages.notIdl(fileName, error.message), property);
    throw error;
  }
};

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new FormError(messages.notJson(error instanceof Error ? error.message : String(error)));
  }
};

const idlOf = (json: Json): Idl => {
  if (!Array.isArray(json.instructions)) throw new FormError(messages.instructionsWanted());
  const metadata = isObject(json.metadata) ? json.metadata : {};
  const types = eachOf(json.types, 'types', readDefinition);
  const accounts = eachOf(json.accounts, 'accounts', readLayout);
  const address = json.address ?? metadata.address;
  return {
    name: textAt(metadata.name ?? json.name ?? '', 'name'),
    address: address === undefined ? undefined : keyAt(address, 'address'),
    instructions: eachOf(json.instructions, 'instructions', readInstruction),
    accounts: accounts.map(({ layout }) => layout),
    errors: new Map([...frameworkErrors(), ...eachOf(json.errors, 'errors', readError)]),
    types: new Map(
      [...types, ...accounts.flatMap(({ definition }) => definition ?? [])].map((each) => [each.name, each]),
    ),
  };
};

const frameworkErrors = () => [...anchorErrors].map(([code, text]) => [code, text()] as const);

const readError = (value: unknown, path: string): readonly [number, string] => {
  const { code, name, msg } = objectAt(value, path);
  const text = textAt(name, `${path}.name`);
  return [wholeNumberAt(code, `${path}.code`), typeof msg === 'string' ? `${text}: ${msg}` : text];
};

const keyAt = (value: unknown, path: string): Key => {
  const text = textAt(value, path);
  return isKey(text) ? text : fail(path, messages.keyWanted());
};

const bytesAt = (value: unknown, path: string): Uint8Array =>
  Array.isArray(value) && value.every((each) => Number.isInteger(each) && each >= 0 && each < 256)
    ? Uint8Array.from(value)
    : fail(path, messages.bytesWanted());

/** What Anchor puts in front of data where the IDL does not say it (`anchor-syn`): the hash of a name in a name space. */
const hashed = (text: string): Uint8Array => sha256(new TextEncoder().encode(text)).slice(0, 8);

const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

const discriminatorAt = (value: unknown, path: string, otherwise: string): Uint8Array =>
  value === undefined ? hashed(otherwise) : bytesAt(value, path);

const readInstruction = (value: unknown, path: string): IdlInstruction => {
  const json = objectAt(value, path);
  const name = textAt(json.name, `${path}.name`);
  return {
    name,
    discriminator: discriminatorAt(json.discriminator, `${path}.discriminator`, `global:${snakeCase(name)}`),
    accounts: withKinds(readAccounts(json.accounts, `${path}.accounts`, 0)),
    args: eachOf(json.args, `${path}.args`, readField),
  };
};

/** Accounts in groups are accounts in the order of the groups. */
const readAccounts = (value: unknown, path: string, depth: number): readonly IdlAccount[] => {
  if (depth > deepest) return fail(path, messages.listWanted());
  return eachOf(value, path, (each, where) => {
    const json = objectAt(each, where);
    return json.accounts === undefined
      ? [readAccount(json, where)]
      : readAccounts(json.accounts, `${where}.accounts`, depth + 1);
  }).flat();
};

/** What accounts are is said where an address is derived of what they hold. */
const withKinds = (accounts: readonly IdlAccount[]): readonly IdlAccount[] => {
  const seeds = accounts.flatMap(({ pda }) => pda?.seeds ?? []);
  const kinds = new Map(
    seeds.flatMap((seed) => (seed.kind === 'account' && seed.holds !== undefined ? [[seed.path[0], seed.holds]] : [])),
  );
  return accounts.map((account) => ({ ...account, holds: kinds.get(account.name) }));
};

const readAccount = (json: Json, path: string): IdlAccount => {
  const pda = json.pda === undefined ? undefined : objectAt(json.pda, `${path}.pda`);
  const program = pda?.program ?? pda?.programId;
  const name = textAt(json.name, `${path}.name`);
  return {
    name,
    isSigner: (json.signer ?? json.isSigner) === true,
    isWritable: (json.writable ?? json.isMut) === true,
    isOptional: (json.optional ?? json.isOptional) === true,
    address: json.address === undefined ? conventionalAddress(name) : keyAt(json.address, `${path}.address`),
    holds: undefined,
    pda: pda && {
      seeds: eachOf(pda.seeds, `${path}.pda.seeds`, readSeed),
      program: program === undefined ? undefined : readSeed(program, `${path}.pda.program`),
    },
  };
};

const readSeed = (value: unknown, path: string): IdlSeed => {
  const json = objectAt(value, path);
  if (json.kind === 'const') return { kind: 'const', bytes: constantAt(json, `${path}.value`) };
  if (json.kind !== 'arg' && json.kind !== 'account') return fail(`${path}.kind`, messages.seedWanted());
  const holds = typeof json.account === 'string' ? json.account : undefined;
  return { kind: json.kind, path: textAt(json.path, `${path}.path`).split('.'), holds };
};

/** Before 0.30 constants are text or numbers, and a program's is its key. */
const constantAt = ({ value, type }: Json, path: string): Uint8Array => {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  const word = typeof type === 'string' ? words.get(type) : undefined;
  if (word?.kind === 'integer') return integerBytes(BigInt(wholeNumberAt(value, path)), word.bits);
  return bytesAt(value, path);
};

const readField = (value: unknown, path: string): Field => {
  const json = objectAt(value, path);
  return { name: textAt(json.name, `${path}.name`), type: readType(json.type, `${path}.type`, 0) };
};

/** Fields with names, types alone, or nothing. */
const readFields = (value: unknown, path: string): Fields => {
  const isNamed = !Array.isArray(value) || value.every((each) => isObject(each) && each.name !== undefined);
  const fields = eachOf(value, path, (each, where) =>
    isNamed ? readField(each, where) : { name: '', type: readType(each, where, 0) },
  );
  return { isNamed, fields: isNamed ? fields : fields.map(({ type }, i) => ({ name: String(i), type })) };
};

const readDefinition = (value: unknown, path: string): Definition => {
  const json = objectAt(value, path);
  return {
    name: textAt(json.name, `${path}.name`),
    generics: eachOf(json.generics, `${path}.generics`, (each, where) =>
      textAt(objectAt(each, where).name, `${where}.name`),
    ),
    body: readBody(json.type, `${path}.type`),
  };
};

const readBody = (value: unknown, path: string): Definition['body'] => {
  const json = objectAt(value, path);
  if (json.kind === 'struct') return { kind: 'struct', ...readFields(json.fields, `${path}.fields`) };
  if (json.kind === 'type' || json.kind === 'alias')
    return { kind: 'alias', of: readType(json.alias ?? json.value, `${path}.alias`, 0) };
  if (json.kind !== 'enum') return fail(`${path}.kind`, messages.bodyWanted());
  const variants = eachOf(json.variants, `${path}.variants`, (each, where) => {
    const variant = objectAt(each, where);
    return { name: textAt(variant.name, `${where}.name`), ...readFields(variant.fields, `${where}.fields`) };
  });
  return { kind: 'enum', variants };
};

/** Since 0.30 the type of an account stands among the others, under the same name. */
const readLayout = (
  value: unknown,
  path: string,
): { readonly layout: IdlLayout; readonly definition: Definition | undefined } => {
  const json = objectAt(value, path);
  const name = textAt(json.name, `${path}.name`);
  const discriminator = discriminatorAt(
    json.discriminator,
    `${path}.discriminator`,
    `account:${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
  );
  return {
    layout: { name, discriminator, type: { kind: 'defined', name, generics: [] } },
    definition: json.type === undefined ? undefined : readDefinition(json, path),
  };
};

const words: ReadonlyMap<string, IdlType> = new Map<string, IdlType>([
  ['bool', { kind: 'bool' }],
  ['string', { kind: 'string' }],
  ['bytes', { kind: 'bytes' }],
  ['pubkey', { kind: 'pubkey' }],
  ['publicKey', { kind: 'pubkey' }],
  ['f32', { kind: 'float', bits: 32 }],
  ['f64', { kind: 'float', bits: 64 }],
  ...[8, 16, 32, 64, 128, 256].flatMap((bits): [string, IdlType][] => [
    [`u${bits}`, { kind: 'integer', bits, isSigned: false }],
    [`i${bits}`, { kind: 'integer', bits, isSigned: true }],
  ]),
]);

const readType = (value: unknown, path: string, depth: number): IdlType => {
  if (depth > deepest) throw new FormError(messages.tooDeep());
  const word = typeof value === 'string' ? words.get(value) : undefined;
  if (word) return word;
  const json = isObject(value) ? value : fail(path, messages.typeWanted());
  const [key] = Object.keys(json);
  const inner = json[key ?? ''];
  const where = `${path}.${key}`;
  const of = () => readType(inner, where, depth + 1);
  switch (key) {
    case 'option':
      return { kind: 'option', of: of(), tagSize: 1 };
    case 'coption':
      return { kind: 'option', of: of(), tagSize: 4 };
    case 'vec':
    case 'hashSet':
    case 'bTreeSet':
      return { kind: 'vec', of: of() };
    case 'hashMap':
    case 'bTreeMap': {
      const pair = eachOf(inner, where, (each, at) => readType(each, at, depth + 1));
      return pair.length === 2
        ? { kind: 'vec', of: { kind: 'tuple', of: pair }, isMap: true }
        : fail(where, messages.pairWanted());
    }
    case 'array': {
      if (!Array.isArray(inner)) return fail(where, messages.listWanted());
      return {
        kind: 'array',
        of: readType(inner[0], `${where}[0]`, depth + 1),
        length: lengthAt(inner[1], `${where}[1]`),
      };
    }
    case 'tuple':
      return { kind: 'tuple', of: eachOf(inner, where, (each, at) => readType(each, at, depth + 1)) };
    case 'generic':
      return { kind: 'generic', name: textAt(inner, where) };
    case 'defined':
      return readDefined(inner, where, depth);
    default:
      return fail(path, messages.typeWanted());
  }
};

const readDefined = (value: unknown, path: string, depth: number): IdlType => {
  if (typeof value === 'string') return { kind: 'defined', name: value, generics: [] };
  const json = objectAt(value, path);
  const generics = eachOf(json.generics, `${path}.generics`, (each, where): IdlType | number => {
    const given = objectAt(each, where);
    return given.kind === 'const'
      ? wholeNumberAt(Number(given.value), `${where}.value`)
      : readType(given.type, `${where}.type`, depth + 1);
  });
  return { kind: 'defined', name: textAt(json.name, `${path}.name`), generics };
};

const lengthAt = (value: unknown, path: string): Length =>
  isObject(value) ? { generic: textAt(value.generic, `${path}.generic`) } : wholeNumberAt(value, path);

const wholeNumberAt = (value: unknown, path: string): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fail(path, messages.lengthWanted());

/** The key that a constant seed is, where it stands for a program. */
export const keyOfConstant = (bytes: Uint8Array): Key | undefined => {
  if (bytes.length === keySize) return keyOf(bytes);
  const text = new TextDecoder().decode(bytes);
  return isKey(text) ? text : undefined;
};
