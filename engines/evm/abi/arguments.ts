import { hexOf } from '../words.ts';
import { encode } from './codec.ts';
import * as messages from './messages.ts';
import { selectorOf, signatureOf } from './signatures.ts';
import { AbiError, nameOf, type Parameter } from './types.ts';
import { type AbiValue, readValue } from './values.ts';

/** How an argument is named in messages. */
export const argumentName = ({ name }: Parameter, index: number): string =>
  name === '' ? messages.argumentName(index) : name;

/**
 * The values of arguments as JSON gives them: in a list, or in an object by their names. `callee` is named in messages.
 * @throws AbiError
 */
export const readArguments = (callee: string, parameters: readonly Parameter[], json: unknown): readonly AbiValue[] => {
  const values = Array.isArray(json) ? json : byName(callee, parameters, json);
  if (values.length !== parameters.length)
    throw new AbiError(messages.wrongCount(callee, parameters.length, values.length));
  return parameters.map((parameter, i) => readValue(parameter.type, values[i], argumentName(parameter, i)));
};

const byName = (callee: string, parameters: readonly Parameter[], json: unknown): readonly unknown[] => {
  if (typeof json !== 'object' || json === null) throw new AbiError(messages.argumentsWanted(callee));
  const stranger = Object.keys(json).find((key) => !parameters.some(({ name }) => name === key));
  if (stranger !== undefined)
    throw new AbiError(messages.argumentUnknown(callee, stranger, describeParameters(parameters)));
  return parameters.map(({ name }) => {
    const value = (json as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) throw new AbiError(messages.argumentMissing(callee, name));
    return value;
  });
};

/** `address to, uint256 amount` */
export const describeParameters = (parameters: readonly Parameter[]): string =>
  parameters.length === 0
    ? messages.noArguments()
    : parameters.map(({ name, type }) => `${nameOf(type)} ${name}`.trim()).join(', ');

/** Call data: the selector, then the arguments. */
export const encodeCall = (
  callee: { readonly name: string; readonly inputs: readonly Parameter[] },
  values: readonly AbiValue[],
): Uint8Array => {
  const digits = `${selectorOf(signatureOf(callee)).slice(2)}${hexOf(encode(callee.inputs, values))}`;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
};
