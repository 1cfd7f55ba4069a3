import { hexOf, toBytes } from '../words.ts';
import { decode, elementary } from './codec.ts';
import type { ContractError, ContractEvent, ContractFunction, Interface } from './interface.ts';
import * as messages from './messages.ts';
import { AbiError, isDynamic, type Parameter } from './types.ts';
import { showValue, showValues } from './values.ts';

/** What `read` gives, or undefined for data that are not what the ABI says: nobody has to keep to it. */
const ifValid = <Result>(read: () => Result): Result | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof AbiError) return undefined;
    throw error;
  }
};

const startOf = (data: Uint8Array) => `0x${hexOf(data.subarray(0, 4))}`;

/** The function that call data choose. */
export const functionCalled = (known: Interface, calldata: Uint8Array): ContractFunction | undefined =>
  known.functions.get(startOf(calldata));

/** Values that a function returned, as `5, "text"`; undefined where they are none of its. */
export const describeReturned = ({ outputs }: ContractFunction, data: Uint8Array): string | undefined =>
  outputs.length === 0 ? undefined : ifValid(() => showValues(outputs, decode(outputs, data)));

/** A custom error that a contract reverted with, as `InsufficientBalance(needed: 5)`; undefined where it is none of its. */
export const describeError = (known: Interface, data: Uint8Array): string | undefined => {
  const error = known.errors.get(startOf(data));
  return error && ifValid(() => callText(error, data.subarray(4)));
};

const callText = ({ name, inputs }: ContractError, data: Uint8Array) =>
  `${name}(${showValues(inputs, decode(inputs, data))})`;

/**
 * An event, as `Transfer(from: 0x…, to: 0x…, value: 5)`; undefined where it is none of its. Of an indexed value that
 * does not fit into a topic there is only the hash.
 */
export const describeEvent = (known: Interface, topics: readonly bigint[], data: Uint8Array): string | undefined => {
  const [first] = topics;
  const event = first === undefined ? undefined : known.events.get(`0x${hexOf(toBytes(first))}`);
  return event && !event.anonymous ? ifValid(() => eventText(event, topics.slice(1), data)) : undefined;
};

const eventText = ({ name, inputs }: ContractEvent, topics: readonly bigint[], data: Uint8Array) => {
  const rest = decode(
    inputs.filter(({ indexed }) => !indexed),
    data,
  );
  let topic = 0;
  let value = 0;
  const texts = inputs.map((input) => {
    const text = input.indexed ? topicText(input, topics[topic++]) : showValue(input.type, rest[value++] ?? '');
    return input.name === '' ? text : `${input.name}: ${text}`;
  });
  if (topic !== topics.length) throw new AbiError(messages.dataTooShort());
  return `${name}(${texts.join(', ')})`;
};

const topicText = ({ type }: Parameter, topic: bigint | undefined): string => {
  if (topic === undefined) throw new AbiError(messages.dataTooShort());
  const hashed = isDynamic(type) || type.kind === 'array' || type.kind === 'tuple';
  return hashed ? `keccak 0x${hexOf(toBytes(topic))}` : showValue(type, elementary(type, topic));
};
