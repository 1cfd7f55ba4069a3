import { LoadError } from '../engine.ts';
import { encodeCall, readArguments } from './abi/arguments.ts';
import { encode } from './abi/codec.ts';
import { findFunction, type Interface, joinInterfaces, readInterface } from './abi/interface.ts';
import { AbiError } from './abi/types.ts';
import * as messages from './launch-messages.ts';

/** Bytes as they are, or values that the ABI says how to encode. */
export type Encodable = { readonly bytes: Uint8Array } | { readonly values: unknown };

/** What `act` gives; what is wrong with an ABI or a value is put down to a launch property. @throws LoadError */
export const blaming = <Result>(property: string, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    throw error instanceof AbiError ? new LoadError(error.message, property) : error;
  }
};

/** What is known of a contract: from its file, and from what a person says of it. @throws LoadError */
export const interfaceOf = (compiled: unknown, said: readonly unknown[] | undefined): Interface | undefined => {
  const all: Interface[] = [];
  if (Array.isArray(compiled)) all.push(readInterface(compiled));
  if (said) {
    const read = readInterface(said);
    const [problem] = read.problems.values();
    if (problem !== undefined) throw new LoadError(problem, 'abi');
    all.push(read);
  }
  return all.length > 0 ? joinInterfaces(all) : undefined;
};

/** Call data as a person gives them, and what is known of the contract with the function that was called. */
export type Called = { readonly calldata: Uint8Array | undefined; readonly known: Interface | undefined };

type Call = {
  readonly calldata?: Uint8Array | undefined;
  readonly function?: string | undefined;
  /** A list, or an object by names. */
  readonly args?: unknown;
};

/** @throws LoadError */
export const readCall = (call: Call, known: Interface | undefined): Called => {
  const { calldata, function: text, args } = call;
  if (text === undefined) {
    if (args !== undefined) throw new LoadError(messages.argsWithoutFunction(), 'args');
    return { calldata, known };
  }
  if (calldata !== undefined) throw new LoadError(messages.callSaidTwice(), 'calldata');
  const count = typeof args === 'object' && args !== null ? Object.keys(args).length : 0;
  const called = blaming('function', () => findFunction(known, text, count));
  const values = blaming('args', () => readArguments(called.name, called.inputs, args ?? []));
  return { calldata: encodeCall(called, values), known: known ?? readInterface([text]) };
};

/** The arguments of a constructor, as they stand behind the creation code. @throws LoadError */
export const readConstruction = (
  contract: string,
  known: Interface | undefined,
  given: Encodable | undefined,
): Uint8Array => {
  if (given && 'bytes' in given) return given.bytes;
  if (!given) return new Uint8Array();
  if (!known) throw new LoadError(messages.constructorUnknown(contract), 'constructorArgs');
  const inputs = known.creation?.inputs ?? [];
  return blaming('constructorArgs', () =>
    encode(inputs, readArguments(messages.constructorOf(contract), inputs, given.values)),
  );
};

/** Creation code takes arguments of the constructor, and no call. @throws LoadError */
export const refuseFunction = (contract: string, { function: text, args }: Call): void => {
  const property = text !== undefined ? 'function' : args !== undefined ? 'args' : undefined;
  if (property) throw new LoadError(messages.functionOfCreation(property, contract), property);
};
