import { anyName, anyWord, assemblyLanguage } from '../../assembly/language.ts';
import type { Version } from '../../instruction.ts';
import type { Language } from '../../language.ts';
import { registerNames } from '../isa/registers.ts';
import { directives } from './directives/table.ts';
import { parseAssembly } from './document.ts';
import { writtenRows } from './vocabulary.ts';

const mnemonics = (control: boolean) =>
  writtenRows.filter(({ flow }) => (flow !== 'next') === control).map(({ mnemonic }) => mnemonic);

const registers = [...registerNames, ...registerNames.map((_, n) => `x${n}`), 'fp'];

/** Assembly for RV64IMC and B in the dialect of GNU as, for the versions of a VM. */
export const riscvAssembly = (versions: readonly Version[]): Language =>
  assemblyLanguage({
    id: 'riscv-asm',
    name: 'RISC-V Assembly',
    extensions: ['.rv.s'],
    directives,
    numbers: { hex: '0[xX][0-9A-Fa-f]+', binary: '0[bB][01]+', decimal: '\\d+' },
    rules: () => [
      { name: 'support.function', match: '%[A-Za-z_]\\w*(?=\\()' },
      { name: 'variable.language.register', match: anyName(registers) },
      { name: 'keyword.control', match: anyWord(mnemonics(true)) },
      { name: 'keyword.mnemonic', match: anyWord(mnemonics(false)) },
    ],
    parse: (text, options) => parseAssembly(text, versions, options),
  });
