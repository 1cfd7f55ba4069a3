import type { Token, TokenKind } from '../language.ts';
import type { Dialect } from './dialect.ts';
import type { Lexeme } from './lexer.ts';
import { parametersIn } from './macros.ts';
import type { Module } from './module.ts';
import type { Line } from './syntax.ts';

/** Every token of a document, in text order. */
export const tokensOf = ({ lines, comments, assembler }: Module): readonly Token[] => {
  const { dialect } = assembler;
  const tokens: Token[] = comments.map(({ start, end }) => ({ range: { start, end }, kind: 'comment' }));
  const macros = new Set(assembler.macros.keys());
  for (const line of lines) if (isMacro(line) && line.rest[0]) macros.add(line.rest[0].text);
  const constants = new Set<string>();
  for (const symbol of assembler.symbols.values()) if (symbol.value) constants.add(symbol.name);
  const push = ({ start, end }: Lexeme, kind: TokenKind, isDefinition = false) =>
    tokens.push({ range: { start, end }, kind, ...(isDefinition && { definition: true }) });
  const nameKind = (text: string): TokenKind => (constants.has(text) ? 'constant' : 'label');
  for (const line of lines) {
    const { word, rest } = line;
    if (line.kind === 'label') {
      push(word, 'label', true);
      continue;
    }
    const isInfix = dialect.infix?.isOne(line) ?? false;
    const directive = isInfix ? undefined : dialect.directives.find(word.text);
    if (rest[0]?.text === '=' && !isInfix && !word.text.startsWith('\\')) push(word, 'constant', true);
    else if (isInfix) push(word, infixKind(word, dialect, nameKind));
    else
      push(
        word,
        directive
          ? 'directive'
          : macros.has(word.text)
            ? 'macro'
            : dialect.findRow(word.text)
              ? 'instruction'
              : word.text.startsWith('\\')
                ? 'parameter'
                : word.text.startsWith('.')
                  ? 'directive'
                  : 'instruction',
      );
    const parameters = isMacro(line)
      ? new Set(parametersIn(rest.slice(1), line.source).map(({ start }) => start))
      : undefined;
    const defines = directive?.word === '.set' || directive?.word === '.equiv';
    for (const [i, lexeme] of rest.entries()) {
      if (parameters && i === 0) push(lexeme, 'macro', true);
      else if (parameters?.has(lexeme.start)) push(lexeme, 'parameter', true);
      else if (defines && i === 0) push(lexeme, 'constant', true);
      else push(lexeme, (isInfix ? infixKind : kindOf)(lexeme, dialect, nameKind));
    }
  }
  return tokens.sort((a, b) => a.range.start - b.range.start);
};

export const isMacro = ({ kind, word }: Line): boolean => kind === 'statement' && word.text.toLowerCase() === '.macro';

/** The kind of what stands in `r1 += 2`. */
const infixKind = (lexeme: Lexeme, dialect: Dialect, nameKind: (text: string) => TokenKind): TokenKind =>
  dialect.infix?.words.has(lexeme.text.toLowerCase()) ? 'instruction' : kindOf(lexeme, dialect, nameKind);

const kindOf = (
  { kind, text }: Lexeme,
  { registerNumber }: Dialect,
  nameKind: (text: string) => TokenKind,
): TokenKind => {
  switch (kind) {
    case 'number':
      return /^\d+[bf]$/.test(text) ? 'label' : 'number';
    case 'character':
    case 'string':
      return 'string';
    case 'word':
      if (text.startsWith('\\')) return 'parameter';
      return registerNumber(text) === undefined ? nameKind(text) : 'register';
    default:
      return 'operator';
  }
};
