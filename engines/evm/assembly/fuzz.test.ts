import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Language } from '../../language.ts';
import { EvmCode } from '../code.ts';
import { evmHex } from './hex.ts';
import { evmAssembly } from './language.ts';
import { listingOf } from './listing.ts';

const folder = new URL('../../../samples/evm/', import.meta.url);
const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Numbers below 2^32 (xorshift32). */
const random = (seed: number) => {
  let state = seed;
  return (bound: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
};

const scraps = [
  ...'@%$#(){}:;,"\'+-*/&|^=.0x\n\\_é',
  '#define ',
  '#bytes ',
  'push ',
  'jump @',
  '%',
  '0x',
  '__$',
  '"\\',
  '<<',
];

/** Everything that a document promises whatever the text. */
const check = (text: string, language: Language): void => {
  const document = language.parse(text, { version: 'osaka' });
  const within = ({ start, end }: { start: number; end: number }) => start >= 0 && start <= end && end <= text.length;
  for (const { range, word, operands, places } of document.statements) {
    assert.ok([range, word, ...operands].every(within));
    for (const place of places) assert.ok(place < document.bytes.length);
  }
  for (const { range, message, fix } of document.problems) {
    assert.ok(within(range) && (fix?.edits ?? []).every((edit) => within(edit.range)));
    assert.match(message, /[.?)]$/);
  }
  for (const { definition, references, scope } of document.symbols) {
    assert.ok([definition, scope, ...references].every(within));
  }
  let end = 0;
  for (const { range } of document.tokens()) {
    assert.ok(within(range) && range.start >= end);
    end = range.end;
  }
  for (let offset = 0; offset < document.bytes.length; offset += 7) {
    const spans = document.spans(offset);
    assert.ok(spans.length > 0 && spans.every(within));
  }
};

test('no text makes the parsers throw or break a promise', () => {
  const next = random(20_261_120);
  for (let round = 0; round < 600; round++) {
    let text = sources[next(sources.length)]!;
    for (let edits = 1 + next(8); edits > 0; edits--) {
      const at = next(text.length + 1);
      const removed = next(3) === 0 ? next(40) : 0;
      const scrap = next(4) === 0 ? text.slice(next(text.length + 1)).slice(0, 30) : scraps[next(scraps.length)]!;
      text = text.slice(0, at) + scrap + text.slice(at + removed);
    }
    for (const language of [evmAssembly, evmHex]) check(text, language);
    assert.doesNotThrow(() => evmAssembly.parse(text, { version: 'osaka' }).expects(next(text.length + 1)), text);
  }
});

test('a listing of a large code assembles to it', () => {
  const next = random(7);
  const bytes = Uint8Array.from({ length: 160_000 }, () => next(256));
  const listing = listingOf(new EvmCode(bytes, 'osaka', 'large'), 'osaka');
  const document = evmAssembly.parse(listing, { version: 'osaka' });
  assert.deepEqual(document.bytes, bytes);
  assert.deepEqual(document.problems, []);
});

test('both grammars are made of patterns that JavaScript can read too, and know every instruction', () => {
  for (const language of [evmAssembly, evmHex]) {
    const text = JSON.stringify(language.grammar());
    for (const [, pattern] of text.matchAll(/"(?:match|begin|end)":("(?:[^"\\]|\\.)*")/g)) {
      const source: string = JSON.parse(pattern!);
      assert.doesNotThrow(() => new RegExp(source.replace('(?i)', '')), source);
    }
  }
  const text = JSON.stringify(evmAssembly.grammar());
  for (const mnemonic of ['PUSH32', 'SSTORE', 'JUMPDEST', 'CLZ']) assert.ok(text.includes(mnemonic));
});
