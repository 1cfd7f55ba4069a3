import type { Range, SymbolEntry, SymbolKind } from '../language.ts';
import { firstIndex } from '../search.ts';
import { isCondition } from './conditions.ts';
import type { DirectiveTable } from './directives/table.ts';
import type { Lexeme } from './lexer.ts';
import type { Linked } from './link.ts';
import { parametersIn } from './macros.ts';
import * as messages from './messages.ts';
import type { Module } from './module.ts';
import { blockEnds } from './program.ts';
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
  const { directives, infix } = module.assembler.dialect;
  const whole = { start: 0, end: text.length };
  const entries: Entry[] = [];
  const names = new Map<string, Entry>();
  /** Where a constant gets another value, which counts as a use. */
  const again = new Set<number>();
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
  const ends = blocksOf(lines);
  for (const [i, line] of lines.entries()) {
    const { word, rest } = line;
    if (line.kind === 'label' && word.kind === 'number') {
      const entry = add(word, 'label', whole, () => '');
      const known = locals.get(word.text);
      if (known) known.push(entry);
      else locals.set(word.text, [entry]);
    } else if (line.kind === 'label') {
      if (!word.text.includes('\\')) addName(word, 'label');
    } else if (isAssignment(line) && !infix?.isOne(line)) addName(word, 'constant');
    else if (defines(directives, word) && rest[0]?.kind === 'word') addName(rest[0], 'constant');
    else if (isMacro(line) && rest[0]?.kind === 'word') {
      const end = ends.get(i) ?? lines.length;
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
  const mentions: Mentions = { names, again, macros, locals, parameters };
  for (const [i, line] of lines.entries()) addMentions(line, i, mentions);
  return entries.map(({ detail, ...entry }) => ({
    ...entry,
    references: entry.references.sort((a, b) => a.start - b.start),
    get detail() {
      return detail();
    },
  }));
};

/** `name = 5`, where the name is written out. */
const isAssignment = ({ word, rest }: Line): boolean => rest[0]?.text === '=' && !word.text.includes('\\');

const rangeOf = ({ start, end }: Range): Range => ({ start, end });

const defines = ({ find }: DirectiveTable, { text }: Lexeme) => {
  const word = find(text)?.word;
  return word === '.set' || word === '.equiv' || word === '.comm' || word === '.lcomm';
};

const detailOf = (name: string, kind: SymbolKind, module: Module, linked: Linked): string => {
  const value = linked.symbol(module, name);
  if (value === undefined) return '';
  return kind === 'constant' && value < 0x10000n ? String(value) : `0x${BigInt.asUintN(64, value).toString(16)}`;
};

type Mentions = {
  readonly names: ReadonlyMap<string, Entry>;
  readonly again: ReadonlySet<number>;
  readonly macros: ReadonlyMap<string, Entry>;
  readonly locals: ReadonlyMap<string, readonly Entry[]>;
  readonly parameters: readonly {
    readonly from: number;
    readonly to: number;
    readonly entries: ReadonlyMap<string, Entry>;
  }[];
};

const addMentions = ({ word, rest, kind, start, source }: Line, index: number, all: Mentions): void => {
  const { names, again, macros, locals, parameters } = all;
  if (kind === 'statement') macros.get(word.text)?.references.push(rangeOf(word));
  for (const lexeme of rest) {
    if (lexeme.kind === 'number') {
      const [, digits = '', direction] = /^(\d+)([bf])$/.exec(lexeme.text) ?? [];
      const entries = locals.get(digits) ?? [];
      const next = firstIndex(entries.length, (i) => (entries[i]?.definition.start ?? 0) > lexeme.start);
      const entry = entries[direction === 'b' ? next - 1 : next];
      if (direction) entry?.references.push({ start: lexeme.start, end: lexeme.end - 1 });
    } else if (lexeme.kind === 'word') {
      const entry = names.get(lexeme.text);
      if (entry && entry.definition.start !== lexeme.start && !again.has(lexeme.start))
        entry.references.push(rangeOf(lexeme));
    }
  }
  const text = source.text.slice(start, rest.at(-1)?.end ?? word.end);
  if (!text.includes('\\')) return;
  const inside = parameters.findLast(({ from, to }) => from < index && index < to);
  for (const { 0: written, 1: name = '', index: at } of text.matchAll(/\\([A-Za-z_.$][\w.$]*)/g))
    inside?.entries.get(name)?.references.push({ start: start + at + 1, end: start + at + written.length });
};

/** By the index of each line that begins a block, that of the one that ends it. */
const blocksOf = (lines: readonly Line[]): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  const open: Record<string, number[]> = {};
  for (const [i, { kind, word }] of lines.entries()) {
    if (kind === 'label') continue;
    const text = word.text.toLowerCase();
    const [end] = isCondition(text) ? ['.endif'] : (blockEnds[text] ?? []);
    if (end !== undefined) {
      open[end] ??= [];
      open[end].push(i);
    } else {
      const begin = open[text === '.endmacro' ? '.endm' : text]?.pop();
      if (begin !== undefined) found.set(begin, i);
    }
  }
  return found;
};

/** From each line that begins a block to the one that ends it. */
export const blocksIn = (lines: readonly Line[]): readonly Range[] =>
  [...blocksOf(lines)]
    .map(([begin, end]) => ({ start: lines[begin]?.start ?? 0, end: lines[end]?.end ?? 0 }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
