import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver';
import { grouped } from '../../engines/digits.ts';
import type { Engine } from '../../engines/engine.ts';
import { costAt, extraCostAt, type Instruction, partsOf } from '../../engines/instruction.ts';
import type { Directive, Range, SymbolEntry } from '../../engines/language.ts';
import { directiveCard, effect, instructionCard, symbolCard } from '../cards.ts';
import { type Snapshot, textOf, toLspRange, touches } from '../documents.ts';
import { parametersOf } from '../macro-card.ts';
import { namesAt, statementAt, statementBefore } from '../symbols.ts';

export type CompletionOptions = {
  /** Whether the client understands `$1` tab stops. */
  readonly snippets: boolean;
};

/** Travels with an item to the client and back, so that documentation is made for the one item that is looked at. */
type ItemData = { readonly language: string; readonly version: string; readonly word: string };

/** The same for a name of the text `uri`, which is defined at `definition`. */
type SymbolData = { readonly uri: string; readonly definition: number };

const symbolKinds = {
  label: CompletionItemKind.Reference,
  constant: CompletionItemKind.Constant,
  macro: CompletionItemKind.Function,
  parameter: CompletionItemKind.Variable,
} satisfies Record<SymbolEntry['kind'], CompletionItemKind>;

/** What may be written at the cursor: instructions, directives and macros where a statement starts, names in operands. */
export const completion = (
  snapshot: Snapshot,
  offset: number,
  { snippets }: CompletionOptions,
): CompletionList | null => {
  const { document } = snapshot;
  const expected = document.expects(offset);
  if (expected === 'nothing') return null;
  // What is written already behind the word is not to be written again.
  const complete = (statementAt(document, offset)?.operands.length ?? 0) > 0;
  const options = { snippets: snippets && !complete };
  const word = wordAt(snapshot, offset);
  const visible = document.symbols.filter(({ scope }) => touches(scope, offset));
  const directives = snapshot.language.directives.filter(({ position = 'instruction' }) => position === expected);
  const items: CompletionItem[] =
    expected === 'operand'
      ? [
          ...namesAt(snapshot, offset)
            .filter((name) => !directives.some(({ word }) => word === name))
            .map((name) => ({
              label: name,
              kind: CompletionItemKind.EnumMember,
            })),
          ...visible.filter(({ kind }) => kind !== 'macro').map((symbol) => symbolItem(snapshot, symbol, options)),
        ]
      : [
          ...instructionItems(snapshot, offset, options),
          ...visible.filter(({ kind }) => kind === 'macro').map((symbol) => symbolItem(snapshot, symbol, options)),
        ];
  items.push(...directives.map((directive) => directiveItem(snapshot, directive, options)));
  return { isIncomplete: false, items: items.map((item) => place(snapshot, word, item)) };
};

/** The item with its documentation, made from what `completion` put into `data`. */
export const resolveCompletion = (
  engines: readonly Engine[],
  item: CompletionItem,
  snapshotOf: (uri: string) => Snapshot | undefined,
): CompletionItem => {
  const { uri, definition } = (item.data ?? {}) as Partial<SymbolData>;
  const snapshot = typeof uri === 'string' ? snapshotOf(uri) : undefined;
  const named = snapshot?.document.symbols.find((symbol) => symbol.definition.start === definition);
  if (snapshot && named) {
    return { ...item, documentation: { kind: MarkupKind.Markdown, value: symbolCard(snapshot, named) } };
  }
  const { language: id, version, word } = (item.data ?? {}) as Partial<ItemData>;
  for (const engine of engines) {
    const language = engine.languages.find((entry) => entry.id === id);
    if (!language) continue;
    const row = engine.instructions.find((entry) => entry.mnemonic === word);
    const directive = language.directives.find((entry) => entry.word === word);
    const value = row
      ? instructionCard(engine, row, version ?? engine.defaultVersion)
      : directive && directiveCard(language.id, directive);
    if (value !== undefined) return { ...item, documentation: { kind: MarkupKind.Markdown, value } };
  }
  return item;
};

const instructionItems = (snapshot: Snapshot, offset: number, { snippets }: CompletionOptions): CompletionItem[] => {
  const { engine, version } = snapshot;
  const spell = writesLowerCase(snapshot, offset) ? (word: string) => word.toLowerCase() : (word: string) => word;
  return engine.instructions.flatMap((row) => {
    const cost = costAt(row, engine.versions, version);
    if (cost?.amount === undefined) return [];
    const does = effect(engine, row);
    return [
      {
        label: spell(row.mnemonic),
        kind: CompletionItemKind.Operator,
        labelDetails: {
          ...(does === '' ? {} : { detail: ` ${does}` }),
          description: `${grouped(cost.amount)}${extraCostAt(row, engine.versions, version) === undefined ? '' : '+'} ${engine.costUnit}`,
        },
        ...(!snippets || row.operands.length === 0
          ? {}
          : { insertText: instructionSnippet(spell(row.mnemonic), row), insertTextFormat: InsertTextFormat.Snippet }),
        data: dataOf(snapshot, row.mnemonic),
      },
    ];
  });
};

/** Whether the instruction before the cursor is written in lower case, though the table has it otherwise. */
const writesLowerCase = (snapshot: Snapshot, offset: number): boolean => {
  const before = statementBefore(snapshot.document, offset, ({ row }) => row !== undefined);
  if (!before?.row) return false;
  const written = textOf(snapshot, before.word);
  return written !== before.row.mnemonic && written === written.toLowerCase();
};

/** As it is written, with a tab stop for each operand. */
const instructionSnippet = (mnemonic: string, row: Instruction) => {
  let stops = 0;
  const parts = partsOf(row).map(({ text, operands }) =>
    text.replace(/\w+/g, (word) => {
      if (!operands.some(({ name }) => name === word)) return word;
      stops += 1;
      return `\${${stops}:${word}}`;
    }),
  );
  return `${mnemonic} ${parts.join(', ')}`;
};

const directiveItem = (
  snapshot: Snapshot,
  { word, snippet, position }: Directive,
  { snippets }: CompletionOptions,
): CompletionItem => ({
  label: word,
  kind: position === 'operand' ? CompletionItemKind.Function : CompletionItemKind.Keyword,
  ...(snippets ? { insertText: snippet, insertTextFormat: InsertTextFormat.Snippet } : {}),
  data: dataOf(snapshot, word),
});

/** A macro comes with a tab stop for each of its parameters. */
const symbolItem = (snapshot: Snapshot, symbol: SymbolEntry, { snippets }: CompletionOptions): CompletionItem => {
  const { document, language, uri } = snapshot;
  const { name, kind, detail, definition } = symbol;
  const label = `${language.sigils?.[kind] ?? ''}${name}`;
  const parameters = kind === 'macro' && snippets ? parametersOf(document.symbols, symbol) : [];
  const stops = parameters.map((parameter, index) => `\${${index + 1}:${parameter.name}}`).join(', ');
  const data: SymbolData = { uri, definition: definition.start };
  return {
    label,
    kind: symbolKinds[kind],
    ...(detail === '' ? {} : { detail }),
    ...(stops === '' ? {} : { insertText: `${label}(${stops})`, insertTextFormat: InsertTextFormat.Snippet }),
    data,
  };
};

const dataOf = ({ language, version }: Snapshot, word: string): ItemData => ({ language: language.id, version, word });

/** The word that the cursor touches, as a double click would select it, up to its end. Empty between words. */
const wordAt = ({ text, language }: Snapshot, offset: number): Range => {
  const { line } = text.positionAt(offset);
  const start = text.offsetAt({ line, character: 0 });
  const content = text.getText().slice(start, text.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }));
  for (const match of content.matchAll(new RegExp(language.wordPattern, 'g'))) {
    const word = { start: start + match.index, end: start + match.index + match[0].length };
    if (match[0] !== '' && touches(word, offset)) return word;
  }
  return { start: offset, end: offset };
};

/**
 * Makes the item replace the word. Where an item begins with signs that are no part of a word, as `#define` may,
 * those that are written before the word already are replaced with it.
 */
const place = (snapshot: Snapshot, word: Range, { insertText, ...item }: CompletionItem): CompletionItem => {
  const signs = /^\W+/.exec(item.label)?.[0] ?? '';
  const written = snapshot.text.getText().slice(word.start - signs.length, word.start);
  const start = signs !== '' && written === signs ? word.start - signs.length : word.start;
  const range = toLspRange(snapshot, { start, end: word.end });
  return { ...item, textEdit: { range, newText: insertText ?? item.label } };
};
