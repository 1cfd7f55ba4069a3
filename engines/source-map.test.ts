import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toy } from '../test/toy/index.ts';
import { LineIndex, mapDocument } from './source-map.ts';

describe('LineIndex', () => {
  test('knows every kind of line end', () => {
    const lines = new LineIndex('ab\ncd\r\nef\rgh\n\n');
    const positions = [0, 2, 3, 5, 6, 7, 9, 10, 13, 14].map((offset) => lines.position(offset));
    assert.deepEqual(
      positions.map(({ line, column }) => [line, column]),
      [
        [0, 0],
        [0, 2],
        [1, 0],
        [1, 2],
        [1, 3],
        [2, 0],
        [2, 2],
        [3, 0],
        [4, 0],
        [5, 0],
      ],
    );
  });

  test('an empty text has one line, and what lies beyond the text its last', () => {
    assert.deepEqual(new LineIndex('').position(0), { line: 0, column: 0 });
    assert.deepEqual(new LineIndex('a\nb').position(9), { line: 1, column: 7 });
  });

  test('counts columns in UTF-16 code units', () => {
    assert.deepEqual(new LineIndex('🪔🪔\n🪔x').position(7), { line: 1, column: 2 });
  });
});

describe('mapDocument', () => {
  const text = 'push 1\nrepeat 2\n  push 2\nend\n; nothing\nlabel: drop\n';
  const uri = 'file:///a.toy';
  const document = toy.languages[0].parse(text, { version: 'v2' });
  const map = mapDocument(uri, text, document, '0xc0de');
  const lineOf = (offset: number) => map.spans({ code: '0xc0de', offset }).map((span) => span.start.line);

  test('a line may lie at many places, a place in many lines', () => {
    const places = map.places(uri, 2, 2);
    assert.deepEqual(
      places.map(({ place }) => place.offset),
      [0x105, 0x10a],
    );
    assert.deepEqual(places[0]?.span, { uri, start: { line: 2, column: 2 }, end: { line: 2, column: 8 } });
    assert.deepEqual(lineOf(0x105), [2, 1]);
    assert.deepEqual(lineOf(0x10a), [2, 1]);
    assert.deepEqual(lineOf(0x100), [0]);
  });

  test('places come in the order of the text, for all lines asked for', () => {
    assert.deepEqual(
      map.places(uri, 0, 9).map(({ place }) => place.offset),
      [0x100, 0x105, 0x10a, 0x10f],
    );
    assert.deepEqual(map.places(uri, 3, 4), []);
    assert.deepEqual(map.places('file:///other.toy', 0, 9), []);
  });

  test('of other codes and other places it knows nothing', () => {
    assert.deepEqual(map.spans({ code: '0xdead', offset: 0x100 }), []);
    assert.deepEqual(map.spans({ code: '0xc0de', offset: 0 }), []);
  });
});
