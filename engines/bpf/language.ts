import type { Directive, Language } from '../language.ts';
import { sbpfAssembly } from './assembly/language.ts';
import { registerNames } from './isa/row.ts';
import * as messages from './messages.ts';
import { type Feature, features } from './solana/features.ts';
import { syscalls } from './solana/syscalls/index.ts';
import type { Parameter, Syscall } from './solana/syscalls/row.ts';

const parameterText = ({ name, type }: Parameter): string => (type === 'number' ? name : `${name}: ${type}`);

/** A line of a list. */
const parameterLine = ({ name, type, values }: Parameter, index: number): string =>
  `- ${messages.syscall.parameter(index + 1, name, type)}${values === undefined ? '' : `: ${values}`}`;

const featureNote = ({ feature }: Syscall): readonly string[] => {
  if (feature === undefined) return [];
  const name = feature.replace('!', '') as Feature;
  const { onlyWith, onlyWithout } = messages.syscall;
  return [(feature === name ? onlyWith : onlyWithout)(name, features[name].default)];
};

/** What is said of a syscall, in Markdown. */
const syscallDoc = (syscall: Syscall): string =>
  [
    syscall.doc,
    ...(syscall.parameters.length > 0 ? [syscall.parameters.map(parameterLine).join('\n')] : []),
    messages.syscall.result(syscall.result),
    messages.syscall.cost(syscall.cost),
    ...featureNote(syscall),
    `---\n${syscall.source}`,
  ].join('\n\n');

/** What is said of a syscall where it is called. */
export const syscallWord = (syscall: Syscall): Directive => ({
  word: syscall.name,
  form: `${syscall.name}(${syscall.parameters.map(parameterText).join(', ')})`,
  doc: syscallDoc(syscall),
  snippet: syscall.name,
  position: 'operand',
});

/** What is said of a register where it is written. */
const registerWord = (word: string, number: number): Directive => ({
  ...{ word, form: word, snippet: word, position: 'operand' },
  doc: messages.registerDoc(number),
});

const plain = sbpfAssembly(syscalls.map(({ name }) => name));

/** sBPF assembly, with what programs can ask of Solana. */
export const assembly: Language = {
  ...plain,
  directives: [...plain.directives, ...registerNames.map(registerWord), ...syscalls.map(syscallWord)],
};
