import { nearest } from '../../nearest.ts';
import * as messages from './messages.ts';
import { parseSignature, type Signature, selectorOf, signatureOf, topicOf } from './signatures.ts';
import { AbiError, type AbiType, arraysOf, elementaryType, type Parameter, refuseTooDeep } from './types.ts';

export type ContractFunction = {
  readonly name: string;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly Parameter[];
  readonly payable: boolean;
  /** Whether it promises to change nothing. */
  readonly view: boolean;
};

export type ContractError = { readonly name: string; readonly inputs: readonly Parameter[] };

export type ContractEvent = ContractError & {
  /** Whether it leaves its name out of the topics. */
  readonly anonymous: boolean;
};

/** What an ABI says of a contract. */
export type Interface = {
  /** By selector. */
  readonly functions: ReadonlyMap<string, ContractFunction>;
  /** Absent where nothing is said of it. */
  readonly creation: { readonly inputs: readonly Parameter[]; readonly payable: boolean } | undefined;
  /** By selector. */
  readonly errors: ReadonlyMap<string, ContractError>;
  /** By first topic. */
  readonly events: ReadonlyMap<string, ContractEvent>;
  /** Why entries were left out, by their names. */
  readonly problems: ReadonlyMap<string, string>;
};

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads an ABI: a list of entries as compilers write them (ABI specification, "JSON"), or of signatures.
 * Entries that cannot be read are left out, and said to be. @throws AbiError where it is no list
 */
export const readInterface = (json: unknown): Interface => {
  if (!Array.isArray(json)) throw new AbiError(messages.abiWanted());
  const problems = new Map<string, string>();
  const entries = json.flatMap((entry: unknown, index): readonly Signature[] => {
    try {
      if (typeof entry === 'string') return [parseSignature(entry)];
      return isObject(entry) ? readEntry(entry) : refuse(messages.entryWanted());
    } catch (error) {
      if (!(error instanceof AbiError)) throw error;
      const name = isObject(entry) && typeof entry.name === 'string' ? entry.name : '';
      problems.set(name, messages.badEntry(messages.entry(index, name), error.message));
      return [];
    }
  });
  const of = (kind: Signature['kind']) => entries.filter((entry) => entry.kind === kind);
  const creation = of('constructor')[0];
  return {
    functions: bySelector(of('function').map(functionOf)),
    creation: creation && { inputs: creation.inputs, payable: creation.modifiers.includes('payable') },
    errors: bySelector(of('error')),
    events: new Map(
      of('event').map((event) => [
        topicOf(signatureOf(event)),
        { ...event, anonymous: event.modifiers.includes('anonymous') },
      ]),
    ),
    problems,
  };
};

/** All that several interfaces say; the first has the say on the constructor. */
export const joinInterfaces = (all: readonly Interface[]): Interface => ({
  functions: new Map(all.flatMap(({ functions }) => [...functions])),
  creation: all[0]?.creation,
  errors: new Map(all.flatMap(({ errors }) => [...errors])),
  events: new Map(all.flatMap(({ events }) => [...events])),
  problems: new Map(all.flatMap(({ problems }) => [...problems])),
});

const bySelector = <Entry extends ContractError>(entries: readonly Entry[]): ReadonlyMap<string, Entry> =>
  new Map(entries.map((entry) => [selectorOf(signatureOf(entry)), entry]));

const refuse = (why: string): never => {
  throw new AbiError(why);
};

const functionOf = ({ name, inputs, outputs, modifiers }: Signature): ContractFunction => ({
  name,
  inputs,
  outputs,
  payable: modifiers.includes('payable'),
  view: modifiers.includes('view') || modifiers.includes('pure'),
});

const kindsOfEntries = ['function', 'error', 'event', 'constructor', 'receive', 'fallback'] as const;

const readEntry = (entry: Json): readonly Signature[] => {
  const kind = kindsOfEntries.find((each) => each === (entry.type ?? 'function'));
  if (!kind) return refuse(messages.entryWanted());
  const { name = '', stateMutability, payable, constant, anonymous } = entry;
  if (typeof name !== 'string' || (name === '' && ['function', 'error', 'event'].includes(kind)))
    return refuse(messages.entryWanted());
  const modifiers = [
    ...(typeof stateMutability === 'string' ? [stateMutability] : []),
    // Compilers before Solidity 0.5 wrote these instead.
    ...(payable === true ? ['payable'] : []),
    ...(constant === true ? ['view'] : []),
    ...(anonymous === true ? ['anonymous'] : []),
  ];
  return [{ kind, name, inputs: readParameters(entry.inputs), outputs: readParameters(entry.outputs), modifiers }];
};

const readParameters = (json: unknown, depth = 0): readonly Parameter[] => {
  refuseTooDeep(depth);
  if (json === undefined) return [];
  if (!Array.isArray(json)) return refuse(messages.listWanted());
  return json.map((each: unknown) => {
    if (!isObject(each) || typeof each.type !== 'string') return refuse(messages.entryWanted());
    const name = typeof each.name === 'string' ? each.name : '';
    return { name, type: readType(each.type, each.components, depth), ...(each.indexed === true && { indexed: true }) };
  });
};

/** A struct is written as `tuple`, with its members apart. */
const readType = (text: string, components: unknown, depth: number): AbiType => {
  const [, word = '', brackets = ''] = /^([a-z0-9]*)((?:\[\d*\])*)$/.exec(text) ?? refuse(messages.unknownType(text));
  const element: AbiType =
    word === 'tuple'
      ? { kind: 'tuple', components: readParameters(components ?? [], depth + 1) }
      : elementaryType(word);
  return arraysOf(element, brackets);
};

/**
 * The function that `text` names: by its name alone where that says which, or by its signature. Of several with one name,
 * the one that takes `count` arguments. @throws AbiError
 */
export const findFunction = (
  known: Interface | undefined,
  text: string,
  count: number | undefined,
): ContractFunction => {
  const isName = /^\s*[A-Za-z_$][\w$]*\s*$/.test(text);
  if (!isName) {
    const signature = parseSignature(text);
    if (signature.kind !== 'function') throw new AbiError(messages.notSignature(text));
    const found = known?.functions.get(selectorOf(signatureOf(signature)));
    return found ?? (known ? missing(known, signatureOf(signature)) : functionOf(signature));
  }
  const name = text.trim();
  if (!known) throw new AbiError(messages.functionWithoutAbi(name));
  const named = [...known.functions.values()].filter((each) => each.name === name);
  const fitting = named.length > 1 ? named.filter(({ inputs }) => inputs.length === count) : named;
  if (fitting[0] && fitting.length === 1) return fitting[0];
  if (named.length > 1) throw new AbiError(messages.functionOverloaded(name, named.map(signatureOf)));
  return missing(known, name);
};

const missing = ({ functions, problems }: Interface, asked: string): never => {
  const name = asked.replace(/\(.*/s, '');
  const problem = problems.get(name);
  if (problem !== undefined) throw new AbiError(messages.functionBroken(name, problem));
  const all = [...functions.values()];
  const same = all.filter((each) => each.name === name);
  const candidates = same.length > 0 ? same : all;
  const meant =
    same.length === 1
      ? name
      : nearest(
          name,
          all.map((each) => each.name),
        );
  const signatures = candidates.filter((each) => meant === undefined || each.name === meant).map(signatureOf);
  throw new AbiError(
    messages.functionUnknown(
      asked,
      meant === undefined ? undefined : signatures.join(', '),
      candidates.map(signatureOf),
    ),
  );
};
