import { type Call, type Calls, type InputFile, type LaunchProperties, LoadError } from '../engine.ts';
import { encode } from './idl/encode.ts';
import { IdlError } from './idl/shapes.ts';
import { type Field, type Idl, type IdlInstruction, type IdlType, typeText } from './idl/types.ts';
import * as messages from './messages.ts';
import { readBesides } from './scenario/besides.ts';
import { knownProgram } from './scenario/known-files.ts';
import { keyOfName } from './scenario/names.ts';
import { bytesOfKey, isKey } from './solana/keys.ts';

const { asking } = messages;

/** How a program can be called: by the instructions of the IDL that lies beside it, or that everybody knows; undefined if there is none. */
export const callsOf = (file: InputFile, companions: readonly InputFile[]): Calls | undefined => {
  const { idl: beside, keypair } = readBesides(companions);
  const idl = beside?.content ?? (keypair ? undefined : knownProgram(file)?.idl);
  if (!idl || idl.instructions.length === 0) return undefined;
  return { setup: undefined, choices: [...idl.instructions.map((each) => callOf(idl, each)), plainCall()] };
};

const callOf = (idl: Idl, { name, args, accounts }: IdlInstruction): Call => ({
  id: name,
  label: name,
  detail: asking.detail(
    args.map((arg) => `${arg.name}: ${typeText(arg.type)}`),
    accounts.map((account) => account.name),
  ),
  parameters: args.map(({ name, type }) => ({ name, type: typeText(type), placeholder: placeholderOf(type) })),
  check: (index, text) => {
    const arg = args[index];
    return arg && problemOf(idl, arg, text);
  },
  launch: (texts): LaunchProperties => {
    const values = args.map((arg, i) => {
      const text = texts[i] ?? '';
      const problem = problemOf(idl, arg, text);
      if (problem !== undefined) throw new LoadError(problem, 'instructions');
      return [arg.name, jsonOf(arg.type, text)] as const;
    });
    return { instructions: [{ instruction: name, ...(args.length > 0 && { args: Object.fromEntries(values) }) }] };
  },
});

/** An instruction of which nothing is said but what it is for. */
const plainCall = (): Call => ({
  id: 'none',
  label: asking.plainLabel(),
  detail: asking.plainDetail(),
  parameters: [],
  check: () => undefined,
  launch: () => ({}),
});

const problemOf = ({ types }: Idl, { name, type }: Field, text: string): string | undefined => {
  const keyBytes = (key: string) => (key === '' ? undefined : bytesOfKey(isKey(key) ? key : keyOfName(key)));
  try {
    encode(type, jsonOf(type, text), name, { types, keyBytes });
    return undefined;
  } catch (error) {
    if (error instanceof LoadError || error instanceof IdlError) return error.message;
    throw error;
  }
};

/** The value of JSON that a text stands for: text is written without quotation marks, and nothing is no value. */
const jsonOf = (type: IdlType, text: string): unknown => {
  if (type.kind === 'string') return text;
  const trimmed = text.trim();
  if (type.kind === 'option') return trimmed === '' ? null : jsonOf(type.of, text);
  if (type.kind === 'integer' || type.kind === 'pubkey') return trimmed;
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
};

const placeholderOf = (type: IdlType): string => {
  switch (type.kind) {
    case 'bool':
      return 'true';
    case 'string':
      return asking.textPlaceholder();
    case 'bytes':
      return '0x00ff';
    case 'pubkey':
      return asking.keyPlaceholder();
    case 'integer':
      return type.isSigned ? '-5' : '100';
    case 'float':
      return '1.5';
    case 'option':
      return asking.optionPlaceholder(placeholderOf(type.of));
    case 'vec':
    case 'array':
      return `[${placeholderOf(type.of)}, …]`;
    case 'tuple':
      return `[${type.of.map(placeholderOf).join(', ')}]`;
    default:
      return asking.valuePlaceholder();
  }
};
