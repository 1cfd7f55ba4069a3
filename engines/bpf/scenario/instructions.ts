import { flag, group, isObject, listOf, type Property, text, wrong } from '../../properties.ts';
import { type GivenBytes, givenBytes } from './data.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** An account of an instruction, by name or key. What is not said of its rights is chosen where the instruction is made. */
export type GivenMeta = {
  readonly account: string;
  readonly signer: boolean | undefined;
  readonly writable: boolean | undefined;
};

export type GivenInstruction = {
  /** A name or a key; undefined for the program that is debugged. */
  readonly program: string | undefined;
  readonly accounts: readonly GivenMeta[];
  readonly data: GivenBytes | undefined;
};

const metaParts = group('', {
  account: text(doc.account()),
  signer: flag(doc.signer(), false),
  writable: flag(doc.writable(), true),
});

const meta: Property<GivenMeta> = {
  schema: { ...metaParts.schema, type: ['string', 'object'], description: messages.metaWanted() },
  read: (value, path) => {
    if (typeof value === 'string') return { account: value, signer: undefined, writable: undefined };
    if (!isObject(value)) return wrong(path, messages.metaWanted(), value);
    const { account, signer, writable } = metaParts.read(value, path);
    return { account: account ?? wrong(path, messages.metaWanted(), value), signer, writable };
  },
};

const parts = group(doc.instructions(), {
  program: text(doc.program()),
  accounts: listOf(doc.metas(), meta),
  data: givenBytes(doc.ixData()),
});

const instruction: Property<GivenInstruction> = {
  schema: parts.schema,
  read: (value, path) => {
    const { program, accounts = [], data } = parts.read(value, path);
    return { program, accounts, data };
  },
};

export const instructions: Property<readonly GivenInstruction[]> = listOf(doc.instructions(), instruction);
