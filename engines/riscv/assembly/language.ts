import type { Version } from '../../instruction.ts';
import type { Language } from '../../language.ts';
import { registerNames } from '../isa/registers.ts';
import { directives } from './directives/table.ts';
import { parseAssembly } from './document.ts';
import { writtenRows } from './vocabulary.ts';

const alternatives = (words: readonly string[]) =>
  [...new Set(words)]
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replaceAll('.', '\\.'))
    .join('|');

const scope = (name: string) => `${name}.riscv-asm`;

/** A word by itself: dots and dollars belong to names. */
const word = (words: readonly string[]) => `(?i)(?<![\\w.$])(?:${alternatives(words)})(?![\\w.$])`;

/** Scopes are those that colour themes know. */
const grammar = () => {
  const mnemonics = (control: boolean) =>
    writtenRows.filter(({ flow }) => (flow !== 'next') === control).map(({ mnemonic }) => mnemonic);
  const registers = [...registerNames, ...registerNames.map((_, n) => `x${n}`), 'fp'];
  return {
    scopeName: 'source.riscv-asm',
    patterns: [
      { include: '#comment' },
      { include: '#string' },
      {
        match: '^\\s*([A-Za-z_.$][\\w.$]*|\\d+)(:)',
        captures: { 1: { name: scope('entity.name.function.label') }, 2: { name: scope('punctuation.separator') } },
      },
      {
        match: '(?i)(\\.macro)\\s+([\\w.$]+)',
        captures: { 1: { name: scope('keyword.control.directive') }, 2: { name: scope('entity.name.function.macro') } },
      },
      {
        match: '^\\s*([A-Za-z_.$][\\w.$]*)\\s*(=)(?!=)',
        captures: { 1: { name: scope('variable.other.constant') }, 2: { name: scope('keyword.operator') } },
      },
      { name: scope('keyword.control.directive'), match: word(directives.words) },
      { name: scope('variable.parameter'), match: '\\\\(?:[A-Za-z_.$][\\w.$]*|@|\\(\\))' },
      { name: scope('support.function'), match: '%[A-Za-z_]\\w*(?=\\()' },
      { name: scope('variable.language.register'), match: `(?<![\\w.$])(?:${alternatives(registers)})(?![\\w.$])` },
      { name: scope('keyword.control'), match: word(mnemonics(true)) },
      { name: scope('keyword.mnemonic'), match: word(mnemonics(false)) },
      { name: scope('entity.name.function.label'), match: '\\b\\d+[bf]\\b' },
      { name: scope('constant.numeric'), match: '\\b(?:0[xX][0-9A-Fa-f]+|0[bB][01]+|\\d+)\\b' },
      { name: scope('keyword.operator'), match: '<<|>>|&&|\\|\\||[-+*/%&|^~!=<>]' },
    ],
    repository: {
      comment: {
        patterns: [
          { name: scope('comment.line.number-sign'), match: '#.*$' },
          { name: scope('comment.line.double-slash'), match: '//.*$' },
          { name: scope('comment.block'), begin: '/\\*', end: '\\*/' },
        ],
      },
      string: {
        patterns: [
          {
            name: scope('string.quoted.double'),
            begin: '"',
            end: '"|$',
            patterns: [{ name: scope('constant.character.escape'), match: '\\\\(?:x[0-9A-Fa-f]+|[0-7]{1,3}|.)' }],
          },
          { name: scope('string.quoted.single'), match: "'(?:\\\\.|[^\\\\])'" },
        ],
      },
    },
  };
};

/** Assembly for RV64IMC and B in the dialect of GNU as, for the versions of a VM. */
export const riscvAssembly = (versions: readonly Version[]): Language => ({
  id: 'riscv-asm',
  name: 'RISC-V Assembly',
  extensions: ['.rv.s'],
  lineComment: '#',
  blockComment: ['/*', '*/'],
  wordPattern: '[.%\\\\]?[A-Za-z_$][\\w.$]*|0[xX][0-9A-Fa-f]+|[0-9]\\w*',
  directives: directives.rows.map(({ word, form, doc, snippet }) => ({ word, form, doc, snippet })),
  sigils: { parameter: '\\' },
  parse: (text, options) => parseAssembly(text, versions, options),
  grammar,
});
