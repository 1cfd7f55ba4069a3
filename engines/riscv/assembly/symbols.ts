import type { Range, SymbolEntry, SymbolKind } from '../../language.ts';
import { findDirective } from './directives/directives.ts';
import type { Lexeme } from './lexer.ts';
import type { Linked } from './link.ts';
import { parametersIn } from './macros.ts';
import * as messages from './messages.ts';
import type { Module } from './module.ts';
import { blockEnds, endOfBlock } from './program.ts';
import type { Line } from './syntax.ts';
import { isMacro } from './tokens.ts';

type Entry = {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly definition: Range;
  readonly references: Range[];
  readonly scope: Range;
  readonly detail: () => string;
};

/** The names that a document defines where they can be read, with every mention of them. */
export const symbolsIn = (module: Module, linked: Linked): readonly SymbolEntry[] => {
  const { lines, text } = module;
  const whole = { start: 0, end: text.length };
  const entries: Entry[] = [];
  const names = new Map<string, Entry>();
  const macros = new Map<string, Entry>();
  const locals = new Map<string, Entry[]>();
  const parameters: { readonly from: number; readonly to: number; readonly entries: ReadonlyMap<string, Entry> }[] = [];
  const add = (lexeme: Lexeme, kind: SymbolKind, scope: Range, detail: () => string): Entry => {
    const entry = { name: lexeme.text, kind, definition: rangeOf(lexeme), references: [], scope, detail };
    entries.push(entry);
    return entry;
  };
  const addName = (lexeme: Lexeme, kind: SymbolKind) => {
    const known = names.get(lexeme.text);
    if (known) known.references.push(rangeOf(lexeme));
    else
      names.set(
        lexeme.text,
        add(lexeme, kind, whole, () => detailOf(lexeme.text, kind, module, linked)),
      );
  };
  for (const [i, line] of lines.entries()) {
    const { word, rest } = line;
    if (line.kind === 'label' && word.kind === 'number') {
      const entry = add(word, 'label', whole, () => '');
      locals.set(word.text, [...(locals.get(word.text) ?? []), entry]);
    } else if (line.kind === 'label') {
      if (!word.text.includes('\\')) addName(word, 'label');
    } else if (rest[0]?.text === '=') addName(word, 'constant');
    else if (defines(word) && rest[0]?.kind === 'word') addName(rest[0], 'constant');
    else if (isMacro(line) && rest[0]?.kind === 'word') {
      const end = endOfBlock(lines, i);
      const scope = { start: line.start, end: lines[end]?.end ?? text.length };
      const [name] = rest;
      const found = parametersIn(rest.slice(1), line.source);
      const head = `${name.text} ${found.map((each) => each.name).join(', ')}`.trim();
      if (!macros.has(name.text))
        macros.set(
          name.text,
          add(name, 'macro', whole, () => head),
        );
      const own = found.map((parameter): [string, Entry] => {
        const lexeme = { ...parameter, kind: 'word', text: parameter.name } as const;
        return [parameter.name, add(lexeme, 'parameter', scope, () => messages.parameterOf(name.text))];
      });
      parameters.push({ from: i, to: end, entries: new Map(own) });
    }
  }
  const mentions: Mentions = { names, macros, locals, parameters };
  for (const [i, line] of lines.entries()) addMentions(line, i, mentions);
  return entries.map(({ detail, ...entry }) => ({
    ...entry,
    references: entry.references.sort((a, b) => a.start - b.start),
    get detail() {
      return detail();
    },
  }));
};

const rangeOf = ({ start, end }: Range): Range => ({ start, end });

const defines = ({ text }: Lexeme) => {
  const word = findDirective(text)?.word;
  return word === '.set' || word === '.equiv' || word === '.comm' || word === '.lcomm';
};

const detailOf = (name: string, kind: SymbolKind, module: Module, linked: Linked): string => {
  const value = linked.symbol(module, name);
  if (value === undefined) return '';
  return kind === 'constant' && value < 0x10000n ? String(value) : `0x${BigInt.asUintN(64, value).toString(16)}`;
};

type Mentions = {
  readonly names: ReadonlyMap<string, Entry>;
  readonly macros: ReadonlyMap<string, Entry>;
  readonly locals: ReadonlyMap<string, readonly Entry[]>;
  readonly parameters: readonly {
    readonly from: number;
    readonly to: number;
    readonly entries: ReadonlyMap<string, Entry>;
  }[];
};

const addMentions = ({ word, rest, kind, start, source }: Line, index: number, all: Mentions): void => {
  const { names, macros, locals, parameters } = all;
  const isDefined = (lexeme: Lexeme, entry: Entry | undefined) => entry?.definition.start === lexeme.start;
  if (kind === 'statement') macros.get(word.text)?.references.push(rangeOf(word));
  for (const lexeme of rest) {
    if (lexeme.kind === 'number') {
      const [, digits = '', direction] = /^(\d+)([bf])$/.exec(lexeme.text) ?? [];
      const entries = locals.get(digits) ?? [];
      const isBefore = (entry: Entry) => entry.definition.start < lexeme.start;
      const entry = direction === 'b' ? entries.findLast(isBefore) : entries.find((each) => !isBefore(each));
      if (direction) entry?.references.push({ start: lexeme.start, end: lexeme.end - 1 });
    } else if (lexeme.kind === 'word') {
      const entry = names.get(lexeme.text);
      const isKnown =
        entry?.references.at(-1)?.start === lexeme.start ||
        entry?.references.some((each) => each.start === lexeme.start);
      if (entry && !isDefined(lexeme, entry) && !isKnown) entry.references.push(rangeOf(lexeme));
    }
  }
  const text = source.text.slice(start, rest.at(-1)?.end ?? word.end);
  if (!text.includes('\\')) return;
  const inside = parameters.findLast(({ from, to }) => from < index && index < to);
  for (const { 0: written, 1: name = '', index: at } of text.matchAll(/\\([A-Za-z_.$][\w.$]*)/g))
    inside?.entries.get(name)?.references.push({ start: start + at + 1, end: start + at + written.length });
};

/** From each line that begins a block to the one that ends it. */
export const blocksIn = (lines: readonly Line[]): readonly Range[] => {
  const blocks: Range[] = [];
  const conditions: Line[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.kind === 'label') continue;
    const word = line.word.text.toLowerCase();
    if (blockEnds[word]) {
      const end = lines[endOfBlock(lines, i)];
      if (end) blocks.push({ start: line.start, end: end.end });
    } else if (/^\.if/.test(word)) conditions.push(line);
    else if (word === '.endif') {
      const begin = conditions.pop();
      if (begin) blocks.push({ start: begin.start, end: line.end });
    }
  }
  return blocks.sort((a, b) => a.start - b.start || b.end - a.end);
};
