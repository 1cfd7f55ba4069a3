import {
  SemanticTokenModifiers,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from 'vscode-languageserver';
import type { Range, TokenKind } from '../../engines/language.ts';
import type { Snapshot } from '../documents.ts';

/** The standard type that themes colour most fittingly. */
const types = {
  instruction: SemanticTokenTypes.function,
  directive: SemanticTokenTypes.keyword,
  label: SemanticTokenTypes.label,
  constant: SemanticTokenTypes.variable,
  macro: SemanticTokenTypes.macro,
  parameter: SemanticTokenTypes.parameter,
  register: SemanticTokenTypes.variable,
  number: SemanticTokenTypes.number,
  string: SemanticTokenTypes.string,
  comment: SemanticTokenTypes.comment,
  operator: SemanticTokenTypes.operator,
} satisfies Record<TokenKind, string>;

/** Instructions after which another than the next may run stand out, as keywords of control do in other languages. */
const control = SemanticTokenTypes.keyword;

const tokenTypes = [...new Set(Object.values(types))];
const definitionBit = 1;
const readonlyBit = 2;

export const legend: SemanticTokensLegend = {
  tokenTypes,
  tokenModifiers: [SemanticTokenModifiers.definition, SemanticTokenModifiers.readonly],
};

/** The tokens in `range`, or in the whole text. A token over several lines is given line by line, as the protocol wants. */
export const semanticTokens = ({ document, text }: Snapshot, range?: Range): SemanticTokens => {
  const builder = new SemanticTokensBuilder();
  const outside = ({ start, end }: Range) => range && (end <= range.start || start >= range.end);
  const leaving = new Set<number>();
  for (const { row, word } of document.statements) {
    if (row && row.flow !== 'next' && !outside(word)) leaving.add(word.start);
  }
  for (const token of document.tokens()) {
    const { start, end } = token.range;
    if (outside(token.range)) continue;
    const type = tokenTypes.indexOf(token.kind === 'instruction' && leaving.has(start) ? control : types[token.kind]);
    const modifiers = (token.definition ? definitionBit : 0) | (token.kind === 'constant' ? readonlyBit : 0);
    const first = text.positionAt(start);
    const last = text.positionAt(end);
    if (first.line === last.line) {
      builder.push(first.line, first.character, last.character - first.character, type, modifiers);
      continue;
    }
    for (let line = first.line; line <= last.line; line += 1) {
      const from = line === first.line ? first.character : 0;
      const to = line === last.line ? last.character : lengthOf(text, line);
      if (to > from) builder.push(line, from, to - from, type, modifiers);
    }
  }
  return builder.build();
};

const lengthOf = (text: Snapshot['text'], line: number) =>
  text.positionAt(text.offsetAt({ line, character: Number.MAX_SAFE_INTEGER })).character;
