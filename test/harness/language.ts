import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Engine } from '../../engines/engine.ts';
import type { Language, Range } from '../../engines/language.ts';
import { checkEdits } from './edits.ts';
import { newSeed, type Random, randomFrom } from './random.ts';

/** Registers what every language of an engine must do, tried on good texts and on what random damage makes of them. */
export const languageHarness = (engine: Engine, language: Language, texts: readonly string[]): void => {
  const versions = engine.versions.map(({ id }) => id);

  describe(`${language.name}: what every language must do`, () => {
    test('good texts are understood throughout', () => {
      for (const text of texts) checkText(language, text, engine.defaultVersion);
    });

    test('a damaged text is understood as far as possible, and nothing fails', (t: TestContext) => {
      const random = randomFrom(newSeed());
      t.diagnostic(`GASLAMP_SEED=${random.seed}`);
      for (let i = 0; i < 300; i++) {
        const text = damaged(random.pick(texts), texts, random);
        try {
          checkText(language, text, random.pick(versions));
        } catch (error) {
          throw new Error(`in ${JSON.stringify(text)}`, { cause: error });
        }
      }
    });

    test('an edited text is read as if it were new', (t: TestContext) => {
      const random = randomFrom(newSeed());
      t.diagnostic(`GASLAMP_SEED=${random.seed}`);
      for (let i = 0; i < 60; i++) checkEdits(language, texts, random.pick(versions), random);
    });

    test('what it says of itself can be used', () => {
      const grammar = JSON.parse(JSON.stringify(language.grammar()));
      assert.match(grammar.scopeName, /^source\./);
      assert.ok(new RegExp(language.wordPattern).test(engine.instructions[0]?.mnemonic ?? ''));
      for (const extension of language.extensions) assert.match(extension, /^\.\w/);
    });
  });
};

const isWithin = (range: Range, text: string) =>
  range.start >= 0 && range.start <= range.end && range.end <= text.length;

const checkText = (language: Language, text: string, version: string) => {
  const document = language.parse(text, { version });
  const within = (range: Range, what: string) =>
    assert.ok(isWithin(range, text), `${what} ${range.start}..${range.end} lies in the text`);
  const written = (range: Range) => text.slice(range.start, range.end);

  let end = 0;
  for (const { range, kind } of document.tokens()) {
    within(range, kind);
    assert.ok(range.start >= end, `${kind} "${written(range)}" comes after the token before it`);
    assert.ok(range.end > range.start, `${kind} is not empty`);
    end = range.end;
  }
  for (let at = 0; at < text.length; at += 1 + (text.length >> 4)) {
    const part = { start: at, end: Math.min(at + 1 + (text.length >> 3), text.length) };
    const touching = document.tokens().filter(({ range }) => range.start <= part.end && range.end >= part.start);
    assert.deepEqual(
      document.tokens(part),
      touching,
      `the tokens of ${part.start}..${part.end} are those of the whole`,
    );
    const value = document.value(at);
    if (value) within(value.range, 'value');
  }
  let head = 0;
  for (const block of document.blocks) {
    within(block, 'block');
    assert.ok(block.start >= head, 'blocks are in the order of the text');
    head = block.start;
  }
  for (const { message, code, range, fix } of document.problems) {
    within(range, code);
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    assert.match(message, /^\S.*[.!?]\)?$/su, 'a message is a sentence');
    for (const edit of fix?.edits ?? []) within(edit.range, `fix of ${code}`);
  }
  for (const { name, definition, references, scope } of document.symbols) {
    within(scope, name);
    const here = written(definition);
    assert.ok(here.includes(name), `"${name}" is defined where it says "${here}"`);
    for (const reference of references) {
      within(reference, name);
      assert.ok(written(reference).includes(name), `"${name}" is used where it says "${written(reference)}"`);
    }
    const starts = references.map((range) => range.start);
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => a - b),
      `the uses of "${name}" are in the order of the text`,
    );
  }
  let before = 0;
  for (const { range, word, operands, places } of document.statements) {
    within(range, 'statement');
    assert.ok(range.start >= before, 'statements are in the order of the text');
    before = range.start;
    for (const part of [word, ...operands]) {
      const inside = part.start >= range.start && part.end <= range.end;
      assert.ok(inside, `"${written(part)}" lies in its statement "${written(range)}"`);
    }
    for (const place of places) {
      const spans = document.spans(place);
      assert.ok(
        spans.some((span) => span.start === range.start && span.end === range.end),
        `"${written(range)}" gave rise to its place ${place}`,
      );
    }
  }
  for (const offset of [-1, document.bytes.length, 2 ** 40]) {
    for (const span of document.spans(offset)) within(span, `span of ${offset}`);
  }
  for (let offset = 0; offset <= text.length; offset += 1 + (text.length >> 8)) document.expects(offset);
};

export const splinters = [
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  ':',
  '(',
  ')',
  '{',
  '}',
  '"',
  "'",
  ';',
  '#',
  '0x',
  '-',
  '🪔',
  '\0',
  '99999999999999999999',
];

/** A text with a few cuts, copies and splinters. */
export const damaged = (text: string, texts: readonly string[], random: Random): string => {
  let result = text;
  for (let n = 1 + random.below(4); n > 0; n--) {
    const at = random.below(result.length + 1);
    const other = random.pick(texts);
    const from = random.below(other.length + 1);
    const kind = random.below(4);
    if (kind === 0) result = result.slice(0, at);
    else if (kind === 1) result = result.slice(0, at) + result.slice(at + random.below(9));
    else if (kind === 2) result = result.slice(0, at) + random.pick(splinters) + result.slice(at);
    else result = result.slice(0, at) + other.slice(from, from + random.below(30)) + result.slice(at);
  }
  return result;
};
