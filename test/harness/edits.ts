import assert from 'node:assert/strict';
import type { Document, Language, TextEdit } from '../../engines/language.ts';
import { splinters } from './language.ts';
import type { Random } from './random.ts';

/** Types into a text, edit after edit, and checks that each reading that starts from the one before is like one that does not. */
export const checkEdits = (language: Language, texts: readonly string[], version: string, random: Random): void => {
  let text = random.pick(texts);
  let document = language.parse(text, { version });
  let cursor = random.below(text.length + 1);
  for (let edits = 0; edits < 25; edits++) {
    const edit = editAt(text, cursor, texts, random);
    const { range } = edit;
    const next = text.slice(0, range.start) + edit.text + text.slice(range.end);
    // Not every reading is looked at, and what is not was worked out by nobody.
    if (random.below(3) > 0) contentsOf(document, text);
    document = language.parse(next, { version, before: { document, edit } });
    const expected = contentsOf(language.parse(next, { version }), next);
    try {
      assert.deepEqual(contentsOf(document, next), expected);
    } catch (error) {
      throw new Error(`after ${JSON.stringify(edit)} in ${JSON.stringify(text)}`, { cause: error });
    }
    text = next;
    cursor = random.below(6) === 0 ? random.below(text.length + 1) : range.start + edit.text.length;
  }
};

/** What a person does at a cursor: types a sign or a word, deletes some, replaces a selection, begins a line. */
const editAt = (text: string, cursor: number, texts: readonly string[], random: Random): TextEdit => {
  const other = random.pick(texts);
  const words = /[@$%#]?[\w.]+:?|[^\s\w]|\s+/g;
  words.lastIndex = random.below(other.length + 1);
  const word = words.exec(other)?.[0] ?? '\n';
  const selected = { start: cursor, end: Math.min(text.length, cursor + random.below(6)) };
  const none = { start: cursor, end: cursor };
  switch (random.below(8)) {
    case 0:
      return { range: { start: Math.max(0, cursor - 1), end: cursor }, text: '' };
    case 1:
      return { range: selected, text: '' };
    case 2:
      return { range: selected, text: word };
    case 3:
      return { range: none, text: random.pick(splinters) };
    case 4:
      return { range: none, text: '\n' };
    case 5:
      return { range: none, text: lineOf(other, random.below(other.length + 1)) };
    default:
      return { range: none, text: word };
  }
};

const lineOf = (text: string, at: number) => {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return text.slice(start, end < 0 ? text.length : end + 1);
};

/** All that a document says, the order of what has none aside. */
const contentsOf = (document: Document, text: string) => {
  const offsets = Array.from({ length: Math.min(document.bytes.length, 200) }, (_, offset) => offset);
  const places = Array.from({ length: 20 }, (_, index) => Math.floor((index * text.length) / 20));
  return structuredClone({
    statements: document.statements.map(({ row, ...rest }) => ({ ...rest, row: row?.mnemonic })),
    symbols: document.symbols.map(({ detail, ...rest }) => ({ ...rest, detail })),
    problems: document.problems,
    blocks: document.blocks,
    tokens: document.tokens(),
    bytes: document.bytes,
    spans: offsets.map((offset) => document.spans(offset)),
    values: places.map((offset) => document.value(offset)),
    expects: places.map((offset) => document.expects(offset)),
  });
};
