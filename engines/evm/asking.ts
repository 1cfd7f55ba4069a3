import {
  type Call,
  type CallParameter,
  type Calls,
  type InputFile,
  type LaunchProperties,
  LoadError,
} from '../engine.ts';
import { argumentName, describeParameters, readArguments } from './abi/arguments.ts';
import type { ContractFunction } from './abi/interface.ts';
import { signatureOf } from './abi/signatures.ts';
import { parseText, readText } from './abi/text.ts';
import { AbiError, type AbiType, nameOf, type Parameter } from './abi/types.ts';
import { wholeNumber } from './abi/values.ts';
import { openCode } from './files/open.ts';
import { blaming, interfaceOf } from './interfaces.ts';
import * as messages from './launch-messages.ts';

const { asking } = messages;

/** How a code can be called: by the functions of its ABI, or with call data as they are. @throws LoadError */
export const callsOf = (file: InputFile, part: string | undefined, version: string): Calls | undefined => {
  const opened = openCode(file, part, version);
  const known = interfaceOf(opened.abi, undefined);
  if (!known) return undefined;
  const { inputs = [], payable = false } = known.creation ?? {};
  const construction = constructorCall(opened.name, inputs, payable);
  if (opened.creates) return inputs.length > 0 || payable ? { setup: undefined, choices: [construction] } : undefined;
  const setup = opened.creation && inputs.length > 0 ? construction : undefined;
  const functions = [...known.functions.values()];
  if (functions.length === 0) return setup && { setup, choices: [] };
  const isOnly = ({ name }: ContractFunction) => functions.filter((each) => each.name === name).length === 1;
  const calls = functions.map((each) => functionCall(each, isOnly(each) ? each.name : signatureOf(each)));
  return { setup, choices: [...calls, rawCall(), emptyCall()] };
};

const constructorCall = (contract: string, inputs: readonly Parameter[], payable: boolean): Call =>
  call({
    id: 'constructor',
    label: messages.constructorOf(contract),
    detail: describeParameters(inputs),
    inputs,
    amount: payable ? 'constructorValue' : undefined,
    launch: (args) => (args.length > 0 ? { constructorArgs: args } : {}),
  });

const functionCall = (called: ContractFunction, name: string): Call => {
  const { inputs, outputs, payable, view } = called;
  return call({
    id: signatureOf(called),
    label: called.name,
    detail: asking.functionDetail(
      describeParameters(inputs),
      outputs.length > 0 ? describeParameters(outputs) : undefined,
      payable ? 'payable' : view ? 'view' : undefined,
    ),
    inputs,
    amount: payable ? 'value' : undefined,
    launch: (args) => ({ function: name, ...(args.length > 0 && { args }) }),
  });
};

type Parts = Pick<Call, 'id' | 'label' | 'detail'> & {
  readonly inputs: readonly Parameter[];
  /** The launch property for an amount to send along, where one may be sent. */
  readonly amount: 'value' | 'constructorValue' | undefined;
  launch(args: readonly unknown[]): LaunchProperties;
};

const call = ({ id, label, detail, inputs, amount, launch }: Parts): Call => {
  const parameters: readonly CallParameter[] = [
    ...inputs.map((input, i) => ({
      name: argumentName(input, i),
      type: nameOf(input.type),
      placeholder: placeholderOf(input.type),
    })),
    ...(amount === undefined ? [] : [{ name: asking.amountName(), type: 'wei', placeholder: '0' }]),
  ];
  return {
    id,
    label,
    detail,
    parameters,
    check: (index, text) => {
      const input = inputs[index];
      if (!input) return weiOf(text) === undefined ? asking.amountWanted(text) : undefined;
      return problemOf(() => readText(input.type, text, argumentName(input, index)));
    },
    launch: (texts) => {
      const property = id === 'constructor' ? 'constructorArgs' : 'args';
      const args = blaming(property, () => inputs.map(({ type }, i) => parseText(type, texts[i] ?? '')));
      blaming(property, () => readArguments(label, inputs, args));
      const text = amount === undefined ? '' : (texts[inputs.length] ?? '');
      const wei = weiOf(text);
      if (wei === undefined) throw new LoadError(asking.amountWanted(text), amount);
      return { ...launch(args), ...(amount !== undefined && wei > 0n && { [amount]: String(wei) }) };
    },
  };
};

const problemOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof AbiError) return error.message;
    throw error;
  }
};

/** Empty text is nothing to send. */
const weiOf = (text: string): bigint | undefined => {
  const value = text.trim() === '' ? 0n : wholeNumber(text);
  return value !== undefined && value >= 0n && value < 1n << 256n ? value : undefined;
};

const dataType: AbiType = { kind: 'bytes' };

const rawCall = (): Call => ({
  id: 'raw',
  label: asking.rawLabel(),
  detail: asking.rawDetail(),
  parameters: [{ name: asking.rawName(), type: 'bytes', placeholder: '0xa9059cbb…' }],
  check: (_, text) => problemOf(() => readText(dataType, text, asking.rawName())),
  launch: ([text = '']) => {
    blaming('calldata', () => readText(dataType, text, asking.rawName()));
    return { calldata: text.trim() === '' ? '0x' : text.trim() };
  },
});

const emptyCall = (): Call => ({
  id: 'none',
  label: asking.emptyLabel(),
  detail: asking.emptyDetail(),
  parameters: [],
  check: () => undefined,
  launch: () => ({ calldata: '0x' }),
});

const placeholderOf = (type: AbiType): string => {
  switch (type.kind) {
    case 'uint':
      return type.bits < 64 ? '100' : asking.numberPlaceholder();
    case 'int':
      return '-5';
    case 'bool':
      return 'true';
    case 'address':
      return `0x${'0'.repeat(36)}0b0b`;
    case 'bytes':
      return '0x00ff';
    case 'fixedBytes':
      return `0x${'00'.repeat(Math.min(type.size, 4))}${type.size > 4 ? '…' : ''}`;
    case 'string':
      return asking.textPlaceholder();
    case 'array':
      return `[${placeholderOf(type.of)}${type.length === 1 ? '' : ', …'}]`;
    case 'tuple':
      return `(${type.components.map((component) => placeholderOf(component.type)).join(', ')})`;
  }
};
