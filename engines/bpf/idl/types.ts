import type { Key } from '../solana/keys.ts';

/** A type of a value as Borsh writes it (`borsh.io`, and the types of Anchor's IDL). */
export type IdlType =
  | { readonly kind: 'bool' | 'string' | 'bytes' | 'pubkey' }
  | { readonly kind: 'integer'; readonly bits: number; readonly isSigned: boolean }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  /** `tagSize` is 1 for Borsh. With 4, as older programs write it, the value's bytes are there even if there is no value. */
  | { readonly kind: 'option'; readonly of: IdlType; readonly tagSize: 1 | 4 }
  /** A set is a list, and a map is one of pairs, which may also be written as an object. */
  | { readonly kind: 'vec'; readonly of: IdlType; readonly isMap?: boolean }
  | { readonly kind: 'array'; readonly of: IdlType; readonly length: Length }
  | { readonly kind: 'tuple'; readonly of: readonly IdlType[] }
  | { readonly kind: 'defined'; readonly name: string; readonly generics: readonly (IdlType | number)[] }
  | { readonly kind: 'generic'; readonly name: string };

/** A number, or the name of a parameter that is one. */
export type Length = number | { readonly generic: string };

export type Field = { readonly name: string; readonly type: IdlType };

/** Fields that have names, or that are told by their places. */
export type Fields = { readonly isNamed: boolean; readonly fields: readonly Field[] };

export type Variant = Fields & { readonly name: string };

export type Definition = {
  readonly name: string;
  /** Names of parameters. */
  readonly generics: readonly string[];
  readonly body:
    | ({ readonly kind: 'struct' } & Fields)
    | { readonly kind: 'enum'; readonly variants: readonly Variant[] }
    | { readonly kind: 'alias'; readonly of: IdlType };
};

export type IdlSeed =
  | { readonly kind: 'const'; readonly bytes: Uint8Array }
  /** A path begins with the name of an argument or account, and goes on with names of fields. */
  | {
      readonly kind: 'arg' | 'account';
      readonly path: readonly string[];
      /** The kind of account whose field it is, where the IDL says so. */
      readonly holds?: string | undefined;
    };

export type IdlAccount = {
  readonly name: string;
  readonly isSigner: boolean;
  readonly isWritable: boolean;
  readonly isOptional: boolean;
  readonly address: Key | undefined;
  /** The kind of account that it is, where the IDL says so. */
  readonly holds: string | undefined;
  /** How its address is derived; the program is the IDL's own if there is none. */
  readonly pda: { readonly seeds: readonly IdlSeed[]; readonly program: IdlSeed | undefined } | undefined;
};

export type IdlInstruction = {
  readonly name: string;
  /** Bytes in front of the arguments. */
  readonly discriminator: Uint8Array;
  readonly accounts: readonly IdlAccount[];
  readonly args: readonly Field[];
};

/** What the data of an account are. */
export type IdlLayout = {
  readonly name: string;
  /** Bytes in front of the value; none if `size` tells what it is. */
  readonly discriminator: Uint8Array;
  readonly type: IdlType;
  /** Bytes of data that such an account has, where that tells what it is. */
  readonly size?: number;
  /** Values of fields in an account of which nothing is said; all others are 0. */
  readonly usual?: Readonly<Record<string, unknown>>;
  /** The byte by which longer data are known to begin with such a value, and where it lies. */
  readonly longer?: { readonly at: number; readonly tag: number };
};

/** What is known of a program from outside: Anchor's IDL, or the same of a program that everybody knows. */
export type Idl = {
  readonly name: string;
  readonly address: Key | undefined;
  readonly instructions: readonly IdlInstruction[];
  readonly accounts: readonly IdlLayout[];
  readonly types: ReadonlyMap<string, Definition>;
  /** What its own errors mean, by their numbers: a name, and a sentence where there is one. */
  readonly errors: ReadonlyMap<number, string>;
};

/** A name without its way to part words: `mint_to` and `mintTo` are the same. */
export const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** The one of that name, however its words are parted. */
export const named = <Each extends { readonly name: string }>(all: readonly Each[], name: string): Each | undefined =>
  all.find((each) => each.name === name) ?? all.find((each) => plainName(each.name) === plainName(name));

/** How deep a type is written out; parameters may make it as deep as they like. */
const deepestText = 8;

/** A type in the words of Rust. */
export const typeText = (type: IdlType, depth = 0): string => {
  if (depth > deepestText) return '…';
  const inner = (each: IdlType): string => typeText(each, depth + 1);
  switch (type.kind) {
    case 'integer':
      return `${type.isSigned ? 'i' : 'u'}${type.bits}`;
    case 'float':
      return `f${type.bits}`;
    case 'option':
      return `Option<${inner(type.of)}>`;
    case 'vec':
      return type.isMap ? `Map${inner(type.of).replace(/^\((.*)\)$/, '<$1>')}` : `Vec<${inner(type.of)}>`;
    case 'array':
      return `[${inner(type.of)}; ${typeof type.length === 'number' ? type.length : type.length.generic}]`;
    case 'tuple':
      return `(${type.of.map(inner).join(', ')})`;
    case 'defined': {
      const generics = type.generics.map((each) => (typeof each === 'number' ? String(each) : inner(each)));
      return generics.length > 0 ? `${type.name}<${generics.join(', ')}>` : type.name;
    }
    case 'generic':
      return type.name;
    default:
      return type.kind;
  }
};
