import type { Document, Range, SymbolEntry, Token } from '../../language.ts';
import { type Assembled, assemble } from './assembler.ts';
import { expectsAt } from './expects.ts';
import * as messages from './messages.ts';
import { parseSource } from './parser.ts';
import { Problems } from './problems.ts';
import type { Label, Macro, Source } from './syntax.ts';
import { tokensOf, tokensWithin } from './tokens.ts';
import { valueAt } from './values.ts';

/** Reads and assembles a text of assembly. Never fails. */
export const parseAssembly = (text: string, { version }: { readonly version: string }): Document => {
  const problems = new Problems();
  const source = parseSource(text, problems);
  const assembled = assemble(source, text.length, version, problems);
  const whole = { start: 0, end: text.length };
  let tokens: readonly Token[] | undefined;
  return {
    statements: source.statements,
    symbols: symbolsOf(text, source, assembled, whole),
    problems: problems.list(),
    bytes: assembled.bytes,
    spans: assembled.spans,
    expects: (offset) => expectsAt(text, offset),
    blocks: source.macros.map(({ scope }) => scope),
    tokens: (range) => {
      if (range) return tokensWithin(text, source.statements, range);
      tokens ??= tokensOf(text);
      return tokens;
    },
    value: (offset) => valueAt(text, source.statements, assembled.bytes, offset),
  };
};

const symbolsOf = (text: string, source: Source, { places }: Assembled, whole: Range): readonly SymbolEntry[] => {
  const head = (macro: Macro) =>
    `%${macro.name}${macro.parameters.length > 0 ? `(${macro.parameters.map(({ name }) => name).join(', ')})` : ''}`;
  const label = (entry: Label, scope: Range): SymbolEntry => {
    const found = places.get(entry) ?? [];
    const shown = found.slice(0, 3).map((offset) => `0x${offset.toString(16).padStart(4, '0')}`);
    const detail = `${shown.join(', ')}${found.length > 3 ? ', …' : ''}`;
    const owner = entry.body.macro;
    return symbol('label', entry, scope, detail || (owner ? messages.localTo(owner.name) : ''));
  };
  return [
    ...source.body.labels.map((entry) => label(entry, whole)),
    ...source.constants.map((entry) => {
      const { value } = entry;
      return symbol('constant', entry, whole, value ? text.slice(value.range.start, value.range.end) : '');
    }),
    ...source.macros.flatMap((macro) => [
      symbol('macro', macro, whole, head(macro)),
      ...macro.parameters.map((entry) => symbol('parameter', entry, macro.scope, messages.argumentOf(macro.name))),
      ...macro.body.labels.map((entry) => label(entry, macro.scope)),
    ]),
  ];
};

const symbol = (
  kind: SymbolEntry['kind'],
  { name, range, references }: { readonly name: string; readonly range: Range; readonly references: readonly Range[] },
  scope: Range,
  detail: string,
): SymbolEntry => ({
  name,
  kind,
  definition: range,
  references: references.toSorted((a, b) => a.start - b.start),
  scope,
  detail,
});
