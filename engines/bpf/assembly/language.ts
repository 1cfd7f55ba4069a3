import { anyName, anyWord, assemblyLanguage } from '../../assembly/language.ts';
import type { Language } from '../../language.ts';
import { instructions } from '../isa/instructions.ts';
import { registerNames } from '../isa/row.ts';
import { directives } from './directives/table.ts';
import { parseSbpf } from './document.ts';
import { languageName } from './messages.ts';
import { writtenNames } from './vocabulary.ts';

const mnemonics = (control: boolean) =>
  instructions.filter(({ flow }) => (flow !== 'next') === control).flatMap(writtenNames);

const registers = [...registerNames, ...registerNames.map((name) => name.replace('r', 'w'))];

/** Assembly for sBPF as it is written for Solana. @param syscalls by name, those that a program can call */
export const sbpfAssembly = (syscalls: readonly string[]): Language => {
  const known = new Set(syscalls);
  return assemblyLanguage({
    id: 'sbpf-asm',
    name: languageName,
    extensions: ['.sbpf'],
    directives,
    numbers: { hex: '0[xX][0-9A-Fa-f_]+', binary: '0[bB][01_]+', decimal: '\\d[\\d_]*' },
    hasSemicolons: true,
    rules: () => [
      { name: 'support.function', match: '%(?:lo|hi)(?=\\()' },
      { name: 'variable.language.register', match: anyName(registers) },
      {
        match: '(?i)(?<![\\w.$])(call|syscall)\\s+([A-Za-z_.$][\\w.$]*)',
        captures: { 1: { name: 'keyword.control' }, 2: { name: 'entity.name.function' } },
      },
      { name: 'keyword.control', match: anyWord([...mnemonics(true), 'if', 'goto']) },
      { name: 'storage.type', match: '\\bu(?:8|16|32|64)\\b|\\bll\\b' },
      { name: 'keyword.mnemonic', match: anyWord(mnemonics(false)) },
    ],
    parse: (text, { version }) => parseSbpf(text, version, known),
  });
};
