import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64, decodeBase64 } from './base64.ts';

test('the examples of RFC 4648, section 10', () => {
  const pairs = { '': '', f: 'Zg==', fo: 'Zm8=', foo: 'Zm9v', foob: 'Zm9vYg==', fooba: 'Zm9vYmE=', foobar: 'Zm9vYmFy' };
  for (const [plain, encoded] of Object.entries(pairs)) {
    const bytes = new TextEncoder().encode(plain);
    assert.equal(base64(bytes), encoded);
    assert.deepEqual(decodeBase64(encoded), bytes);
  }
  assert.equal(base64(Uint8Array.of(0xfb, 0xff)), '+/8=');
});

test('what is no base64 is told', () => {
  for (const text of ['Z', 'Zg', 'Zg=a', 'Zm9v!', 'Zg===']) assert.equal(decodeBase64(text), undefined, text);
});
