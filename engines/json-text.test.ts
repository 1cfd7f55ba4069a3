import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetOf } from './json-text.ts';

const text = `{
  "a": [1, {"b": "x,}"}, [], {{ def_type t }}],
  "quoted \\"name\\"": {"c": null}, "d": {}
}`;

test('a value is found by its path', () => {
  const found = (path: string) => {
    const offset = offsetOf(text, path);
    return offset === undefined ? undefined : text.slice(offset, offset + 4);
  };
  assert.deepEqual(['a', 'a[0]', 'a[1].b', 'a[2]', 'a[3]', 'd', ''].map(found), [
    '[1, ',
    '1, {',
    '"x,}',
    '[], ',
    '{{ d',
    '{}\n}',
    '{\n  ',
  ]);
  for (const path of ['e', 'a[4]', 'a.b', 'a[0].b', 'd.e', 'a[2][0]', 'd[0]'])
    assert.equal(found(path), undefined, path);
});

test('what is no JSON has an end too', () => {
  for (const broken of ['', '{', '[', '{"a"', '{"a":', '[1,', '"', '{{', ']', 'x']) {
    assert.equal(offsetOf(broken, 'a.b[0]'), undefined, broken);
    assert.equal(offsetOf(broken, '[3]'), undefined, broken);
  }
});
