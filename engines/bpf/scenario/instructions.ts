import type { JsonSchema } from '../../engine.ts';
import { flag, group, isObject, listOf, type Property, text, wrong } from '../../properties.ts';
import { type GivenBytes, givenBytes } from './bytes.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** An account of an instruction, by name or key; null for an optional one that is left out. */
export type GivenMeta = {
  readonly account: string;
  readonly signer: boolean | undefined;
  readonly writable: boolean | undefined;
} | null;

export type GivenInstruction = {
  /** Names it in messages: `instructions[0]`. */
  readonly path: string;
  /** A name or a key; undefined for the program that is debugged. */
  readonly program: string | undefined;
  /** In order; or, for a call by name, by the names of the IDL. */
  readonly accounts: readonly GivenMeta[] | ReadonlyMap<string, GivenMeta>;
  readonly data: GivenBytes | undefined;
  /** What is called by name, in the place of `data`. */
  readonly instruction: string | undefined;
  readonly args: unknown;
  /** An IDL in the place of the program's. */
  readonly idl: string | undefined;
};

const metaParts = group('', {
  account: text(doc.account()),
  signer: flag(doc.signer(), false),
  writable: flag(doc.writable(), true),
});

const meta: Property<GivenMeta> = {
  schema: { ...metaParts.schema, type: ['string', 'object', 'null'], description: doc.meta() },
  read: (value, path) => {
    if (value === null) return null;
    if (typeof value === 'string') return { account: value, signer: undefined, writable: undefined };
    if (!isObject(value)) return wrong(path, messages.metaWanted(), value);
    const { account, signer, writable } = metaParts.read(value, path);
    return { account: account ?? wrong(path, messages.metaWanted(), value), signer, writable };
  },
};

const metaList = listOf(doc.metas(), meta);

const metas: Property<GivenInstruction['accounts']> = {
  schema: { ...metaList.schema, type: ['array', 'object'], additionalProperties: meta.schema },
  read: (value, path) =>
    isObject(value)
      ? new Map(Object.entries(value).map(([name, each]) => [name, meta.read(each, `${path}.${name}`)]))
      : metaList.read(value, path),
};

const args: Property<unknown> = {
  schema: { type: 'object', description: doc.args() },
  read: (value, path) => (isObject(value) ? value : wrong(path, messages.argsWanted(), value)),
};

const parts = group(doc.oneInstruction(), {
  program: text(doc.program()),
  accounts: metas,
  data: givenBytes(doc.ixData()),
  instruction: text(doc.instruction()),
  args,
  idl: text(doc.idl()),
});

const instruction: Property<GivenInstruction> = {
  schema: parts.schema as JsonSchema,
  read: (value, path) => {
    const { program, accounts = [], data, instruction, args, idl } = parts.read(value, path);
    if (instruction !== undefined && data) return wrong(path, messages.dataOrCall(), value);
    if (instruction === undefined && accounts instanceof Map)
      return wrong(`${path}.accounts`, messages.metaListWanted(), isObject(value) ? value.accounts : value);
    return { path, program, accounts, data, instruction, args, idl };
  },
};

export const instructions: Property<readonly GivenInstruction[]> = listOf(doc.instructions(), instruction);
