import {
  type Position,
  SemanticTokenModifiers,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from 'vscode-languageserver';
import type { Range, TokenKind } from '../../engines/language.ts';
import type { Snapshot } from '../documents.ts';
import { statementAfter } from '../symbols.ts';

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

/** Of longer texts the whole is not told: an editor asks then for what is in view, which is told at once. */
const longest = 2 ** 20;

/** The tokens of the whole text, unless it is very long. */
export const allSemanticTokens = (snapshot: Snapshot): SemanticTokens | null => {
  const { length } = snapshot.text.getText();
  return length > longest ? null : semanticTokens(snapshot);
};

/** The tokens in `range`, or in the whole text. A token over several lines is given line by line, as the protocol wants. */
export const semanticTokens = ({ document, text }: Snapshot, range?: Range): SemanticTokens => {
  const builder = new SemanticTokensBuilder();
  const leaves = (offset: number) => {
    const { row, word } = document.statements[statementAfter(document, offset) - 1] ?? {};
    return word?.start === offset && row !== undefined && row.flow !== 'next';
  };
  const positionAt = ascending(text);
  for (const token of document.tokens(range)) {
    const { start, end } = token.range;
    if (range && (end <= range.start || start >= range.end)) continue;
    const type = tokenTypes.indexOf(token.kind === 'instruction' && leaves(start) ? control : types[token.kind]);
    const modifiers = (token.definition ? definitionBit : 0) | (token.kind === 'constant' ? readonlyBit : 0);
    const first = positionAt(start);
    const last = positionAt(end);
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

/** Positions of offsets that ascend, most of which are on the line of the one before: half the time of halving (measured). */
const ascending = (text: Snapshot['text']) => {
  let line = 0;
  let start = 0;
  let next = 0;
  return (offset: number): Position => {
    if (offset >= next) {
      ({ line } = text.positionAt(offset));
      start = text.offsetAt({ line, character: 0 });
      next = line + 1 < text.lineCount ? text.offsetAt({ line: line + 1, character: 0 }) : Number.POSITIVE_INFINITY;
    }
    return { line, character: offset - start };
  };
};

const lengthOf = (text: Snapshot['text'], line: number) =>
  text.positionAt(text.offsetAt({ line, character: Number.MAX_SAFE_INTEGER })).character;
