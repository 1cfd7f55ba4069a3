import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CkbCode } from '../ckb/code.ts';
import { newestVersion, versions } from '../ckb/versions.ts';
import { decoderOf } from '../isa/decoder.ts';
import { parseAssembly } from './document.ts';
import { listingOf, type NamedAddress } from './listing.ts';

const listing = (bytes: Uint8Array, base = 0x10000, version = newestVersion, symbols: readonly NamedAddress[] = []) =>
  listingOf(new CkbCode(bytes, base, version, 'test'), decoderOf(versions, version), { symbols });

/** Asserts that the listing of the bytes assembles to them. */
const roundTrip = (bytes: Uint8Array, base = 0x10000, version = newestVersion): void => {
  const document = parseAssembly(listing(bytes, base, version), versions, { version });
  assert.deepEqual(document.problems, []);
  assert.equal(document.base, base);
  assert.equal(Buffer.compare(document.bytes, bytes), 0);
};

const assembled = (text: string) => parseAssembly(text, versions, { version: newestVersion }).bytes;

/** Numbers below 2^32 (xorshift32). */
const random = (seed: number) => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
};

test('a listing is one instruction a line, with labels where jumps lead', () => {
  const bytes = assembled('f: addi a0, a0, 1\nbnez a0, f\nld a1, 8(a1)\nlui a2, 0x12345\nj g\n.half 0\ng: ret');
  assert.deepEqual(
    listing(bytes, 0x10000, newestVersion, [{ name: 'f', address: 0x10000 }])
      .split('\n')
      .slice(4),
    [
      '    .base 0x10000',
      '',
      'f:',
      '    c.addi a0, 1                   # 0x10000',
      '    c.bnez a0, f                   # 0x10002',
      '    c.ld a1, 8(a1)                 # 0x10004',
      '    lui a2, 0x12345                # 0x10006',
      '    c.j L_1000e                    # 0x1000a',
      '    .2byte 0x0000                  # 0x1000c',
      '',
      'L_1000e:',
      '    c.jr ra                        # 0x1000e',
      '',
    ],
  );
});

test('source lines stand behind the first instruction of each, and what is no code is data', () => {
  const bytes = assembled('nop\nnop\nret\n.half 0\n.ascii "some text and more"\n.zero 40\n.half 5');
  const code = new CkbCode(bytes, 0x10000, newestVersion, 'test');
  const text = listingOf(code, decoderOf(versions, newestVersion), {
    symbols: [{ name: 'text', address: 0x10008 }],
    lineAt: (address) => `lock.c:${address < 0x10004 ? 1 : 2}`,
    isCode: (address) => address < 0x10008,
  });
  assert.deepEqual(text.split('\n').slice(5), [
    '    c.nop                          # 0x10000  lock.c:1',
    '    c.nop                          # 0x10002',
    '    c.jr ra                        # 0x10004  lock.c:2',
    '    .2byte 0x0000                  # 0x10006',
    '',
    'text:',
    '    .4byte 0x656d6f73, 0x78657420  # 0x10008  some tex',
    '    .4byte 0x6e612074, 0x6f6d2064  # 0x10010  t and mo',
    '    .4byte 0x00006572, 0x00000000  # 0x10018',
    '    .zero 34                       # 0x10020',
    '    .2byte 0x0005                  # 0x10042',
    '',
  ]);
  assert.equal(Buffer.compare(parseAssembly(text, versions, { version: newestVersion }).bytes, bytes), 0);
});

test('names that mean something else are left out', () => {
  const symbols = ['a0', '.', 'a b', 'L_10000', 'ok', 'ok'].map((name) => ({ name, address: 0x10000 }));
  const labels = listing(assembled('nop'), 0x10000, newestVersion, symbols).match(/^.*:$/gm);
  assert.deepEqual(labels, ['ok:']);
});

describe('a listing assembles to the same bytes', () => {
  const words = Uint16Array.from({ length: 65536 }, (_, word) => word).filter((word) => (word & 3) !== 3);
  for (const { id } of versions)
    test(`all words of 16 bits, ${id}`, () => {
      // In parts, so that jumps lead to other words, to the middle of them and outside.
      for (let from = 0; from < words.length; from += 8192)
        roundTrip(new Uint8Array(words.slice(from, from + 8192).buffer), 0x10000 + from, id);
    });

  test('200,000 words of 32 bits', () => {
    const opcodes = [0x03, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x33, 0x37, 0x3b, 0x63, 0x67, 0x6f, 0x73];
    const next = random(20_261_121);
    for (let part = 0; part < 20; part++) {
      const any = () =>
        (part % 4 === 0 ? next() | 3 : (next() & ~0x7f) | (opcodes[next() % opcodes.length] ?? 0)) >>> 0;
      roundTrip(new Uint8Array(Uint32Array.from({ length: 10_000 }, any).buffer), 0x20000 * part);
    }
  });

  test('bytes of any number', () => {
    const next = random(7);
    for (let length = 1; length < 40; length++)
      roundTrip(
        Uint8Array.from({ length }, () => next()),
        0x10000 + 2 * length,
      );
  });
});
