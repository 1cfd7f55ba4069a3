import type { Document, ParseOptions, Problem, Range, SymbolEntry, Token } from '../../language.ts';
import { assemble } from './assembler.ts';
import { expectsAt } from './expects.ts';
import * as messages from './messages.ts';
import { parseSource } from './parser.ts';
import { Problems } from './problems.ts';
import { type Assembly, reassemble } from './reassemble.ts';
import { type Reading, reread } from './reread.ts';
import type { Label, Macro, Source } from './syntax.ts';
import { tokensOf, tokensWithin } from './tokens.ts';
import { valueAt } from './values.ts';

/** What was made of a text, as far as it was. */
type Made = { readonly reading: Reading; assembly: Assembly | undefined };

const known = new WeakMap<Document, Made>();

/** Reads and assembles a text of assembly. Never fails. What only assembling tells is worked out when it is asked for. */
export const parseAssembly = (text: string, { version, before }: ParseOptions): Document => {
  const last = before && known.get(before.document);
  const reading = (last && reread(last.reading, before.edit, text)) ?? read(text);
  const { source, change } = reading;
  const made: Made = { reading, assembly: undefined };
  const assembly = (): Assembly => {
    made.assembly ??=
      (change && last?.assembly && reassemble(last.assembly, source, change, version)) ?? assembleAll(reading, version);
    return made.assembly;
  };
  let symbols: readonly SymbolEntry[] | undefined;
  let problems: readonly Problem[] | undefined;
  let tokens: readonly Token[] | undefined;
  const document: Document = {
    get statements() {
      assembly();
      return source.statements;
    },
    get symbols() {
      symbols ??= symbolsOf(text, source, (label) => assembly().assembled.placesOf(label));
      return symbols;
    },
    get problems() {
      problems ??= new Problems([...reading.problems, ...assembly().problems]).list();
      return problems;
    },
    get bytes() {
      return assembly().assembled.bytes;
    },
    spans: (offset) => assembly().assembled.spans(offset),
    expects: (offset) => expectsAt(text, offset),
    blocks: source.names.macros.map(({ scope }) => scope),
    tokens: (range) => {
      if (range) return tokensWithin(text, source.statements, range);
      tokens ??= tokensOf(text);
      return tokens;
    },
    value: (offset) => valueAt(text, source.statements, assembly().assembled.bytes, offset),
  };
  known.set(document, made);
  return document;
};

const read = (text: string): Reading => {
  const problems = new Problems();
  const source = parseSource(text, problems);
  return { text, source, problems: problems.list() };
};

const assembleAll = ({ text, source, problems: found }: Reading, version: string): Assembly => {
  const problems = new Problems(found);
  const assembled = assemble(source, text.length, version, problems);
  const others = new Set(found);
  return { assembled, problems: problems.list().filter((problem) => !others.has(problem)) };
};

const symbolsOf = (
  text: string,
  { body, names }: Source,
  placesOf: (label: Label) => readonly number[],
): readonly SymbolEntry[] => {
  const whole = { start: 0, end: text.length };
  const head = (macro: Macro) =>
    `%${macro.name}${macro.parameters.length > 0 ? `(${macro.parameters.map(({ name }) => name).join(', ')})` : ''}`;
  const placesText = (entry: Label) => {
    const found = placesOf(entry);
    const shown = found.slice(0, 3).map((offset) => `0x${offset.toString(16).padStart(4, '0')}`);
    const owner = entry.body.macro;
    return `${shown.join(', ')}${found.length > 3 ? ', …' : ''}` || (owner ? messages.localTo(owner.name) : '');
  };
  const label = (entry: Label, scope: Range): SymbolEntry => symbol('label', entry, scope, () => placesText(entry));
  return [
    ...body.labels.map((entry) => label(entry, whole)),
    ...names.constants.map((entry) => {
      const { value } = entry;
      return symbol('constant', entry, whole, () => (value ? text.slice(value.range.start, value.range.end) : ''));
    }),
    ...names.macros.flatMap((macro) => [
      symbol('macro', macro, whole, () => head(macro)),
      ...macro.parameters.map((entry) =>
        symbol('parameter', entry, macro.scope, () => messages.argumentOf(macro.name)),
      ),
      ...macro.body.labels.map((entry) => label(entry, macro.scope)),
    ]),
  ];
};

const symbol = (
  kind: SymbolEntry['kind'],
  { name, range, references }: { readonly name: string; readonly range: Range; readonly references: readonly Range[] },
  scope: Range,
  detail: () => string,
): SymbolEntry => ({
  name,
  kind,
  definition: range,
  references: references.toSorted((a, b) => a.start - b.start),
  scope,
  get detail() {
    return detail();
  },
});
