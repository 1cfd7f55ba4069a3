import type { Language } from '../../language.ts';
import { instructions } from '../isa/instructions.ts';
import { registerNames } from '../isa/row.ts';
import { directives } from './directives/table.ts';
import { parseSbpf } from './document.ts';
import { languageName } from './messages.ts';
import { writtenNames } from './vocabulary.ts';

const alternatives = (words: readonly string[]) =>
  [...new Set(words)]
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replaceAll('.', '\\.'))
    .join('|');

const scope = (name: string) => `${name}.sbpf-asm`;

/** A word by itself: dots and dollars belong to names. */
const word = (words: readonly string[]) => `(?i)(?<![\\w.$])(?:${alternatives(words)})(?![\\w.$])`;

/** Scopes are those that colour themes know. */
const grammar = () => {
  const names = (control: boolean) =>
    instructions.filter(({ flow }) => (flow !== 'next') === control).flatMap(writtenNames);
  return {
    scopeName: 'source.sbpf-asm',
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
      { name: scope('support.function'), match: '%(?:lo|hi)(?=\\()' },
      {
        name: scope('variable.language.register'),
        match: `(?<![\\w.$])(?:${alternatives([...registerNames, ...registerNames.map((name) => name.replace('r', 'w'))])})(?![\\w.$])`,
      },
      {
        match: `(?i)(?<![\\w.$])(call|syscall)\\s+([A-Za-z_.$][\\w.$]*)`,
        captures: { 1: { name: scope('keyword.control') }, 2: { name: scope('entity.name.function') } },
      },
      { name: scope('keyword.control'), match: word([...names(true), 'if', 'goto']) },
      { name: scope('storage.type'), match: '\\bu(?:8|16|32|64)\\b|\\bll\\b' },
      { name: scope('keyword.mnemonic'), match: word(names(false)) },
      { name: scope('entity.name.function.label'), match: '\\b\\d+[bf]\\b' },
      { name: scope('constant.numeric'), match: '\\b(?:0[xX][0-9A-Fa-f_]+|0[bB][01_]+|\\d[\\d_]*)\\b' },
      { name: scope('keyword.operator'), match: '<<|>>|&&|\\|\\||[-+*/%&|^~!=<>]' },
    ],
    repository: {
      comment: {
        patterns: [
          { name: scope('comment.line.number-sign'), match: '#.*$' },
          { name: scope('comment.line.double-slash'), match: '//.*$' },
          { name: scope('comment.line.semicolon'), match: ';.*$' },
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

/** Assembly for sBPF as it is written for Solana. @param syscalls by name, those that a program can call */
export const sbpfAssembly = (syscalls: readonly string[]): Language => {
  const known = new Set(syscalls);
  return {
    id: 'sbpf-asm',
    name: languageName,
    extensions: ['.sbpf'],
    lineComment: '#',
    blockComment: ['/*', '*/'],
    wordPattern: '[.%\\\\]?[A-Za-z_$][\\w.$]*|0[xX][0-9A-Fa-f_]+|[0-9]\\w*',
    directives: directives.rows.map(({ word, form, doc, snippet }) => ({ word, form, doc, snippet })),
    sigils: { parameter: '\\' },
    parse: (text, { version }) => parseSbpf(text, version, known),
    grammar,
  };
};
