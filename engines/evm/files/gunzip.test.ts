import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { newSeed, randomFrom } from '../../../test/harness/random.ts';
import { GzipError, gunzip } from './gunzip.ts';

const most = 2 ** 24;

test('what Node compressed, in every way, is as it was', () => {
  const random = randomFrom(newSeed());
  const texts = [
    '',
    'a',
    'abc'.repeat(20_000),
    Array.from({ length: 50_000 }, () => random.pick([...'0123456789abcdef'])).join(''),
    Array.from({ length: 70_000 }, () => String.fromCharCode(random.below(256))).join(''),
  ];
  const options = [
    { level: 0 },
    { level: 1 },
    { level: 9 },
    { strategy: constants.Z_FIXED },
    { strategy: constants.Z_HUFFMAN_ONLY },
  ];
  for (const text of texts) {
    const bytes = Buffer.from(text, 'latin1');
    for (const option of options) {
      assert.ok(bytes.equals(gunzip(gzipSync(bytes, option), most)), `GASLAMP_SEED=${random.seed}`);
    }
  }
});

test('a header may have a name, a comment and more', () => {
  const body = deflateRawSync(Buffer.from('hello'));
  const more = Buffer.from([3, 0, 1, 2, 3, ...Buffer.from('name\0'), ...Buffer.from('comment\0'), 9, 9]);
  const file = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3]), more, body]);
  assert.equal(Buffer.from(gunzip(file, most)).toString(), 'hello');
});

test('what is none, cut off, damaged or too large is refused', () => {
  const random = randomFrom(newSeed());
  assert.throws(() => gunzip(Buffer.from('{}'), most), GzipError);
  assert.throws(() => gunzip(gzipSync(Buffer.alloc(2 ** 20)), 2 ** 18), GzipError);
  const whole = gzipSync(Buffer.from('some text, some more text'.repeat(50)));
  for (let i = 0; i < whole.length - 8; i += 1) assert.throws(() => gunzip(whole.subarray(0, i), most), GzipError);
  for (let i = 0; i < 500; i += 1) {
    const hit = Buffer.from(whole);
    hit[10 + random.below(hit.length - 10)] = random.below(256);
    try {
      gunzip(hit, most);
    } catch (error) {
      assert.ok(error instanceof GzipError, `GASLAMP_SEED=${random.seed}: ${error}`);
    }
  }
});
