import { alternatives, grammarOf } from '../../grammar.ts';
import type { Directive, Grammar, Language } from '../../language.ts';
import { instructions } from '../instructions.ts';
import { builtins } from './builtins.ts';
import { parseAssembly } from './document.ts';
import { oldNames } from './vocabulary.ts';

const directives: readonly Directive[] = [
  {
    word: 'push',
    form: 'push VALUE',
    doc: 'Pushes a value with the smallest PUSH that holds it: a number, a "text", `@label`, a constant or an expression.',
    snippet: 'push $1',
  },
  {
    word: '#define',
    form: '#define NAME = value',
    doc: 'Names a value, which may be used before and after.',
    snippet: '#define ${1:NAME} = $2',
  },
  {
    word: '#define %',
    form: '#define %name(a, b) { … }',
    doc: 'Defines a macro, used as `%name(1, @x)`. Its statements use `$a` and `$b`; its labels are its own in every use.',
    snippet: '#define %${1:name}(${2:a}) {\n\t$0\n}',
  },
  {
    word: '#bytes',
    form: '#bytes 0x00ff, "text"',
    doc: 'Puts bytes into the code as they are.',
    snippet: '#bytes $1',
  },
  ...[...builtins].map(([word, { form, doc }]) => ({
    word,
    form,
    doc,
    snippet: `${word}($1)`,
    position: 'operand' as const,
  })),
];

const grammar = (): Grammar => {
  const control = instructions.filter((row) => row.flow !== 'next');
  const plain = instructions.filter((row) => !control.includes(row));
  const words = (rows: readonly { readonly mnemonic: string }[], more: readonly string[]) =>
    `(?i)\\b(?:${alternatives([...rows.map((row) => row.mnemonic), ...more])})\\b`;
  const expression = [{ include: '#comment' }, { include: '#string' }, { include: '#value' }];
  return grammarOf('evm-asm', {
    patterns: [
      { include: '#comment' },
      {
        match: '^\\s*(0[xX][0-9A-Fa-f]+|[0-9][0-9A-Fa-f]*)(:)',
        captures: { 1: { name: 'constant.numeric.place' }, 2: { name: 'punctuation.separator' } },
      },
      { match: '^\\s*\\[(?:0[xX])?[0-9A-Fa-f]+\\]', name: 'constant.numeric.place' },
      {
        match: '(\\.?[A-Za-z_][\\w.]*)(:)',
        captures: { 1: { name: 'entity.name.function.label' }, 2: { name: 'punctuation.separator' } },
      },
      {
        match: '(?i)(#define)\\s+(%)([A-Z_][\\w.]*)(?:\\s*\\(([^)]*)\\))?',
        captures: {
          1: { name: 'keyword.control.directive' },
          2: { name: 'keyword.operator' },
          3: { name: 'entity.name.function.macro' },
          4: { name: 'variable.parameter' },
        },
      },
      {
        match: '(?i)(#define)\\s+([A-Z_][\\w.]*)',
        captures: {
          1: { name: 'keyword.control.directive' },
          2: { name: 'variable.other.constant' },
        },
      },
      { name: 'keyword.control.directive', match: '#[A-Za-z_]\\w*' },
      {
        name: 'keyword.control',
        match: words(
          control,
          [...oldNames.keys()].filter((w) => w === 'SUICIDE'),
        ),
      },
      {
        name: 'keyword.mnemonic',
        match: words(plain, ['PUSH', ...[...oldNames.keys()].filter((w) => w !== 'SUICIDE')]),
      },
      ...expression,
    ],
    repository: {
      comment: {
        patterns: [
          { name: 'comment.line.semicolon', match: ';.*$' },
          { name: 'comment.line.double-slash', match: '//.*$' },
          { name: 'comment.line.number-sign', match: '#(?![A-Za-z_]).*$' },
        ],
      },
      string: {
        patterns: ['"', "'"].map((quote) => ({
          name: `string.quoted.${quote === '"' ? 'double' : 'single'}`,
          begin: quote,
          end: `${quote}|$`,
          patterns: [{ name: 'constant.character.escape', match: '\\\\(?:x[0-9A-Fa-f]{2}|.)' }],
        })),
      },
      value: {
        patterns: [
          { name: 'constant.numeric.hex', match: '\\b0[xX][0-9A-Fa-f_]+\\b' },
          { name: 'constant.numeric.binary', match: '\\b0[bB][01_]+\\b' },
          { name: 'constant.numeric.decimal', match: '\\b[0-9][0-9_]*\\b' },
          { name: 'entity.name.function.label', match: '@\\.?[A-Za-z_][\\w.]*' },
          { name: 'variable.parameter', match: '\\$[A-Za-z_][\\w.]*' },
          { name: 'entity.name.function.macro', match: '(?:^|(?<=[\\s{}:]))%[A-Za-z_][\\w.]*' },
          { name: 'support.function', match: `\\b(?:${alternatives([...builtins.keys()])})(?=\\()` },
          { name: 'keyword.operator', match: '<<|>>|[-+*/%&|^=]' },
          { name: 'variable.other.constant', match: '\\b[A-Za-z_][\\w.]*\\b' },
        ],
      },
    },
  });
};

export const evmAssembly: Language = {
  id: 'evm-asm',
  name: 'EVM Assembly',
  extensions: ['.easm'],
  lineComment: ';',
  wordPattern: '[#@%$]?\\.?[A-Za-z_][\\w.]*|0[xX][0-9A-Fa-f_]+|[0-9][\\w]*',
  directives,
  sigils: { label: '@', macro: '%', parameter: '$' },
  parse: parseAssembly,
  grammar,
};
