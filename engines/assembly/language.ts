import { alternatives, grammarOf } from '../grammar.ts';
import type { Language } from '../language.ts';
import type { DirectiveTable } from './directives/table.ts';

/** What a language has of its own beside what is the same in all of the tradition. */
export type Parts = Pick<Language, 'id' | 'name' | 'extensions' | 'parse'> & {
  readonly directives: DirectiveTable;
  /** How its numbers are written, each as a regular expression. */
  readonly numbers: { readonly hex: string; readonly binary: string; readonly decimal: string };
  /** Whether `;` begins a comment. */
  readonly hasSemicolons?: boolean;
  /** Rules of its TextMate grammar for what instructions are made of. */
  rules(): readonly object[];
};

/** A regular expression for one of these names by itself: dots and dollars belong to names. */
export const anyName = (names: readonly string[]): string =>
  `(?<![\\w.$])(?:${alternatives(names.toSorted())})(?![\\w.$])`;

/** The same in whatever case. */
export const anyWord = (words: readonly string[]): string => `(?i)${anyName(words)}`;

const grammar = ({ id, directives, numbers, hasSemicolons = false, rules }: Parts) =>
  grammarOf(id, {
    patterns: [
      { include: '#comment' },
      { include: '#string' },
      {
        match: '^\\s*([A-Za-z_.$][\\w.$]*|\\d+)(:)',
        captures: { 1: { name: 'entity.name.function.label' }, 2: { name: 'punctuation.separator' } },
      },
      {
        match: '(?i)(\\.macro)\\s+([\\w.$]+)',
        captures: { 1: { name: 'keyword.control.directive' }, 2: { name: 'entity.name.function.macro' } },
      },
      {
        match: '^\\s*([A-Za-z_.$][\\w.$]*)\\s*(=)(?!=)',
        captures: { 1: { name: 'variable.other.constant' }, 2: { name: 'keyword.operator' } },
      },
      { name: 'keyword.control.directive', match: anyWord(directives.words) },
      { name: 'variable.parameter', match: '\\\\(?:[A-Za-z_.$][\\w.$]*|@|\\(\\))' },
      ...rules(),
      { name: 'entity.name.function.label', match: '\\b\\d+[bf]\\b' },
      { name: 'constant.numeric', match: `\\b(?:${numbers.hex}|${numbers.binary}|${numbers.decimal})\\b` },
      { name: 'keyword.operator', match: '<<|>>|&&|\\|\\||[-+*/%&|^~!=<>]' },
    ],
    repository: {
      comment: {
        patterns: [
          { name: 'comment.line.number-sign', match: '#.*$' },
          { name: 'comment.line.double-slash', match: '//.*$' },
          ...(hasSemicolons ? [{ name: 'comment.line.semicolon', match: ';.*$' }] : []),
          { name: 'comment.block', begin: '/\\*', end: '\\*/' },
        ],
      },
      string: {
        patterns: [
          {
            name: 'string.quoted.double',
            begin: '"',
            end: '"|$',
            patterns: [{ name: 'constant.character.escape', match: '\\\\(?:x[0-9A-Fa-f]+|[0-7]{1,3}|.)' }],
          },
          { name: 'string.quoted.single', match: "'(?:\\\\.|[^\\\\])'" },
        ],
      },
    },
  });

/** An assembly language in the tradition of GNU as. */
export const assemblyLanguage = (parts: Parts): Language => {
  const { id, name, extensions, directives, numbers, parse } = parts;
  return {
    ...{ id, name, extensions, parse },
    lineComment: '#',
    blockComment: ['/*', '*/'],
    wordPattern: `[.%\\\\]?[A-Za-z_$][\\w.$]*|${numbers.hex}|[0-9]\\w*`,
    directives: directives.rows.map(({ word, form, doc, snippet }) => ({ word, form, doc, snippet })),
    sigils: { parameter: '\\' },
    grammar: () => grammar(parts),
  };
};
