import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexOf } from '../words.ts';
import { evmHex } from './hex.ts';

const parse = (text: string) => evmHex.parse(text, { version: 'osaka' });
const problems = (text: string) =>
  parse(text).problems.map(({ code, range }) => [code, text.slice(range.start, range.end)]);

test('digits with and without 0x, blanks and comments between them', () => {
  for (const text of [
    '6080604052',
    '0x6080604052',
    '0X60 80\r\n60\t40 52\n',
    '// a\n60 80 ; b\n6040 # c\n52',
    '6 0 80604052',
    '\ufeff6080604052',
  ]) {
    assert.equal(hexOf(parse(text).bytes), '6080604052', text);
    assert.deepEqual(parse(text).problems, [], text);
  }
});

test('every instruction is a statement with its range in the text', () => {
  const text = '0x60 80 // value\n5f00';
  const { statements, spans } = parse(text);
  assert.deepEqual(
    statements.map(({ range, word, operands, row, places }) => [
      row?.mnemonic,
      text.slice(range.start, range.end),
      text.slice(word.start, word.end),
      operands.map(({ start, end }) => text.slice(start, end)),
      places,
    ]),
    [
      ['PUSH1', '60 80', '60', ['80'], [0]],
      ['PUSH0', '5f', '5f', [], [2]],
      ['STOP', '00', '00', [], [3]],
    ],
  );
  assert.deepEqual(spans(2), [statements[1]?.range]);
  assert.deepEqual(spans(4), []);
});

test('mistakes are named where they are', () => {
  assert.deepEqual(problems('60806'), [['odd-digits', '6']]);
  assert.deepEqual(problems('60g0'), [['not-hex', 'g']]);
  assert.deepEqual(problems(''), [['empty', '']]);
  assert.deepEqual(problems('6001 61ff'), [['truncated-push', '61ff']]);
  assert.equal(parse('61ff').problems[0]?.severity, 'hint');
  const library = `__$${'0a'.repeat(17)}$__`;
  assert.deepEqual(problems(`73${library}00`), [['unlinked-library', library]]);
  assert.equal(parse(`73${library}00`).bytes.length, 22);
});

test('a megabyte of garbage ends with a bounded number of problems', () => {
  assert.equal(parse('z1'.repeat(500_000)).problems.length, 1001);
});
