import type { Document, ParseOptions, Problem, Range, SymbolEntry, TextEdit, Token } from '../../language.ts';
import { Problems } from '../../problems.ts';
import { assemble } from './assembler.ts';
import { expectsAt } from './expects.ts';
import * as messages from './messages.ts';
import { parseSource } from './parser.ts';
import { type Assembly, reassemble } from './reassemble.ts';
import { type Reading, reread } from './reread.ts';
import type { Label, Macro } from './syntax.ts';
import { tokensOf, tokensWithin } from './tokens.ts';
import { valueAt } from './values.ts';

/** What was made of a text, as far as somebody asked. An edit of some lines takes it over into the text that it makes. */
type Made = { reading: Reading; assembly: Assembly | undefined; symbols: readonly SymbolEntry[] | undefined };

const known = new WeakMap<Document, Made>();

/** Reads and assembles a text of assembly. Never fails. What only assembling tells is worked out when it is asked for. */
export const parseAssembly = (text: string, { version, before }: ParseOptions): Document => {
  const last = before && known.get(before.document);
  const made: Made = (last && edited(last, before.edit, text, version)) ?? {
    reading: read(text),
    assembly: undefined,
    symbols: undefined,
  };
  const { source } = made.reading;
  const assembly = (): Assembly => {
    made.assembly ??= assembleAll(made.reading, version);
    return made.assembly;
  };
  let problems: readonly Problem[] | undefined;
  let tokens: readonly Token[] | undefined;
  const document: Document = {
    get statements() {
      assembly();
      return source.statements;
    },
    get symbols() {
      made.symbols ??= symbolsOf(made, (label) => assembly().assembled.placesOf(label));
      return made.symbols;
    },
    get problems() {
      problems ??= new Problems([...made.reading.problems, ...assembly().problems]).list();
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

/** Only an assembly that is at most one edit old can be brought up to date, so that is done whether it is asked for or not. */
const edited = (made: Made, edit: TextEdit, text: string, version: string): Made | undefined => {
  const next = reread(made.reading, edit, text);
  if (!next) return undefined;
  const { reading, change } = next;
  made.reading = reading;
  made.assembly &&= reassemble(made.assembly, reading.source, change, version);
  // Symbols have their ranges in common with what was read, and are moved with it.
  if (change.usesNames) made.symbols = undefined;
  return made;
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

const symbolsOf = (made: Made, placesOf: (label: Label) => readonly number[]): readonly SymbolEntry[] => {
  const { body, names } = made.reading.source;
  const whole = {
    start: 0,
    get end() {
      return made.reading.text.length;
    },
  };
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
      return symbol('constant', entry, whole, () =>
        value ? made.reading.text.slice(value.range.start, value.range.end) : '',
      );
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
