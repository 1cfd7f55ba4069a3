import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatementStart } from '../engines/code.ts';
import { statementAt } from './line-breakpoints.ts';

const start = (offset: number, line: number, column: number, entersLine?: boolean): StatementStart => ({
  place: { code: '0xc0de', offset },
  span: { uri: 'file:///main.c', start: { line, column }, end: { line, column: column + 1 } },
  ...(entersLine !== undefined && { entersLine }),
});

const offsetsAt = (starts: readonly StatementStart[], line: number, column?: number) => {
  const places = (first: number, last: number) =>
    starts.filter(({ span }) => span.start.line >= first && span.start.line <= last);
  return statementAt({ places }, { line, column }).map(({ place }) => place.offset);
};

test('a line means its first statement, and a column the statement there or behind', () => {
  const starts = [start(1, 4, 2), start(9, 4, 2), start(5, 4, 8)];
  assert.deepEqual(offsetsAt(starts, 4), [1, 9]);
  assert.deepEqual(offsetsAt(starts, 4, 5), [5]);
  assert.deepEqual(offsetsAt(starts, 2), [1, 9]);
});

test('where a compiler scattered a line, it means where code enters it', () => {
  const starts = [start(7, 4, 2, false), start(5, 4, 8, true), start(9, 4, 8, false), start(31, 4, 6, true)];
  assert.deepEqual(offsetsAt(starts, 4), [5, 31]);
  assert.deepEqual(offsetsAt(starts, 4, 8), [5, 9]);
  assert.deepEqual(offsetsAt(starts, 2), [5, 31]);
});
