import type { Directive, Language } from '../language.ts';
import { sbpfAssembly } from './assembly/language.ts';
import { registerNames } from './isa/row.ts';
import { registerDoc, syscallDoc } from './messages.ts';
import { syscalls } from './solana/syscalls/index.ts';
import type { Parameter, Syscall } from './solana/syscalls/row.ts';

const parameterText = ({ name, type }: Parameter): string => (type === 'number' ? name : `${name}: ${type}`);

/** What is said of a syscall where it is called. */
const syscallWord = ({ name, parameters, result, cost, doc }: Syscall): Directive => ({
  word: name,
  form: `${name}(${parameters.map(parameterText).join(', ')})`,
  doc: syscallDoc(doc, cost, result),
  snippet: name,
  position: 'operand',
});

/** What is said of a register where it is written. */
const registerWord = (word: string, number: number): Directive => ({
  ...{ word, form: word, snippet: word, position: 'operand' },
  doc: registerDoc(number),
});

const plain = sbpfAssembly(syscalls.map(({ name }) => name));

/** sBPF assembly, with what programs can ask of Solana. */
export const assembly: Language = {
  ...plain,
  directives: [...plain.directives, ...registerNames.map(registerWord), ...syscalls.map(syscallWord)],
};
