import { keccak256 } from '../keccak.ts';
import { hexOf } from '../words.ts';
import * as messages from './messages.ts';
import { AbiError, type AbiType, arraysOf, elementaryType, namesOf, type Parameter, refuseTooDeep } from './types.ts';

/** A signature as people write it: `transfer(address to, uint256 amount) external returns (bool)`. */
export type Signature = {
  /** `function` where the text says nothing. */
  readonly kind: 'function' | 'error' | 'event' | 'constructor' | 'receive' | 'fallback';
  readonly name: string;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly Parameter[];
  /** The words behind the parameters: `external`, `view`, `payable`, `anonymous`. */
  readonly modifiers: readonly string[];
};

const kinds = ['function', 'error', 'event', 'constructor', 'receive', 'fallback'] as const;
/** Words behind a type that belong to neither type nor name. */
const locations = ['memory', 'calldata', 'storage', 'payable', 'indexed'];

/** @throws AbiError */
export const parseSignature = (text: string): Signature => {
  const tokens = text.match(/[A-Za-z_$][\w$]*|\[\d*\]|\S/g) ?? [];
  let at = 0;
  const refuse = (): never => {
    throw new AbiError(messages.notSignature(text.length > 80 ? `${text.slice(0, 77)}…` : text));
  };
  const take = (token: string) => {
    if (tokens[at++] !== token) refuse();
  };
  const isWord = (token: string | undefined): token is string => /^[A-Za-z_$]/.test(token ?? '');
  const word = (): string => {
    const token = tokens[at++];
    return isWord(token) ? token : refuse();
  };

  const typeAt = (depth: number): AbiType => {
    refuseTooDeep(depth);
    const tuple = tokens[at] === '(' || (tokens[at] === 'tuple' && tokens[at + 1] === '(');
    if (tokens[at] === 'tuple') at += tuple ? 1 : 0;
    const element: AbiType = tuple ? { kind: 'tuple', components: parameters(depth + 1) } : elementaryType(word());
    let brackets = '';
    while (tokens[at]?.startsWith('[')) brackets += tokens[at++];
    return arraysOf(element, brackets);
  };

  const parameter = (depth: number): Parameter => {
    const type = typeAt(depth);
    let indexed = false;
    while (locations.includes(tokens[at] ?? '')) indexed = tokens[at++] === 'indexed' || indexed;
    return { name: isWord(tokens[at]) ? word() : '', type, ...(indexed && { indexed }) };
  };

  const parameters = (depth = 0): readonly Parameter[] => {
    const list: Parameter[] = [];
    take('(');
    while (tokens[at] !== ')') {
      if (list.length > 0) take(',');
      list.push(parameter(depth));
    }
    at += 1;
    return list;
  };

  const said = kinds.find((each) => each === tokens[at]);
  const nameless = said === 'constructor' || said === 'receive' || said === 'fallback';
  if (said && (nameless || tokens[at + 1] !== '(')) at += 1;
  const kind = said && (nameless || at === 1) ? said : 'function';
  const name = nameless ? '' : word();
  const inputs = parameters();
  const modifiers: string[] = [];
  while (isWord(tokens[at]) && tokens[at] !== 'returns') modifiers.push(word());
  let outputs: readonly Parameter[] = [];
  if (tokens[at] === 'returns') {
    at += 1;
    outputs = parameters();
  }
  if (tokens[at] === ';') at += 1;
  if (at < tokens.length) refuse();
  return { kind, name, inputs, outputs, modifiers };
};

/** What selectors and topics are made from: `transfer(address,uint256)`. */
export const signatureOf = ({ name, inputs }: { readonly name: string; readonly inputs: readonly Parameter[] }) =>
  `${name}${namesOf(inputs)}`;

/** Keccak-256 of a signature, as 0x and 64 digits: the first topic of an event. */
export const topicOf = (signature: string): string => `0x${hexOf(keccak256(new TextEncoder().encode(signature)))}`;

/** The 4 bytes by which a function or an error is called, as 0x and 8 digits. */
export const selectorOf = (signature: string): string => topicOf(signature).slice(0, 10);
