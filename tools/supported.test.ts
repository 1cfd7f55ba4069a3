import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines } from '../engines/list.ts';
import { makeToy } from '../test/toy/index.ts';
import { withSupported } from './supported.ts';

const readme = 'before\n<!-- supported: made by npm run generate -->\nold\n<!-- /supported -->\nafter\n';

test('the table has a row for each engine, and the rest of the text stays', () => {
  const text = withSupported(readme, [...engines, makeToy()]);
  assert.match(text, /^before\n/);
  assert.match(text, /\nafter\n$/);
  assert.doesNotMatch(text, /old/);
  for (const { name } of [...engines, makeToy()]) assert.ok(text.includes(`| **${name}** |`), name);
  assert.equal(withSupported(text, [...engines, makeToy()]), text);
});

test('a README without a place for it is refused', () => {
  assert.throws(() => withSupported('# Gaslamp', engines), /lost the comments/);
});
