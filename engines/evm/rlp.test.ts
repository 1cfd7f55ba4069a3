import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hex, toHex } from '../../test/evm/run.ts';
import { decodeRlp, encodeRlp, numberBytes, type Rlp, RlpError } from './rlp.ts';

const text = (value: string) => new TextEncoder().encode(value);
const nothing = new Uint8Array();

/** The examples of Ethereum's documentation of RLP. */
const examples: readonly (readonly [title: string, item: Rlp, encoded: string])[] = [
  ['a string', text('dog'), '83646f67'],
  ['a list of strings', [text('cat'), text('dog')], 'c88363617483646f67'],
  ['nothing', nothing, '80'],
  ['a list of nothing', [], 'c0'],
  ['the number 0', numberBytes(0n), '80'],
  ['the byte 0', Uint8Array.of(0), '00'],
  ['a small number', numberBytes(15n), '0f'],
  ['the largest byte that stands for itself', numberBytes(127n), '7f'],
  ['the smallest that does not', numberBytes(128n), '8180'],
  ['a number of two bytes', numberBytes(1024n), '820400'],
  ['lists in lists', [[], [[]], [[], [[]]]], 'c7c0c1c0c3c0c1c0'],
  [
    'a string of 56 bytes, whose length has a byte of its own',
    text('Lorem ipsum dolor sit amet, consectetur adipisicing elit'),
    'b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974',
  ],
  ['a string of 55 bytes', text('x'.repeat(55)), `b7${'78'.repeat(55)}`],
  ['a string of 256 bytes', text('x'.repeat(256)), `b90100${'78'.repeat(256)}`],
  ['a list of 56 bytes', Array.from({ length: 56 }, () => text('x')), `f838${'78'.repeat(56)}`],
];

/** An empty list in a list in a list … */
const nested = (depth: number): Uint8Array => {
  const headers: Uint8Array[] = [];
  for (let length = 0; headers.length < depth; length += headers.at(-1)?.length ?? 0) {
    const size = numberBytes(BigInt(length));
    headers.push(length > 55 ? Uint8Array.of(0xf7 + size.length, ...size) : Uint8Array.of(0xc0 + length));
  }
  return Uint8Array.from(headers.reverse().flatMap((header) => [...header]));
};

describe('RLP', () => {
  for (const [title, item, encoded] of examples) {
    test(`of ${title}`, () => {
      assert.equal(toHex(encodeRlp(item)), encoded);
      assert.deepEqual(decodeRlp(hex(encoded)), item);
    });
  }

  const broken: readonly (readonly [title: string, bytes: string])[] = [
    ['no bytes', ''],
    ['a string that ends early', '83646f'],
    ['a list that ends early', 'c883636174'],
    ['an item that reaches beyond its list', 'c283646f67'],
    ['something after the item', '83646f6700'],
    ['a byte that should stand for itself', '8100'],
    ['a length of its own for a short string', 'b803646f67'],
    ['a length with a leading zero', `b90038${'78'.repeat(56)}`],
    ['a length that ends early', 'b9'],
    ['a length beyond all memory', 'bfffffffffffffffff'],
    ['lists deeper than anything has them', toHex(nested(10_000))],
    ['a list with a length of its own that needs none', 'f800'],
  ];
  test('refuses lists in lists without end', () => {
    let nested: Rlp = [];
    for (let depth = 0; depth < 2000; depth += 1) nested = [nested];
    assert.throws(() => decodeRlp(encodeRlp(nested)), RlpError);
  });

  for (const [title, bytes] of broken) {
    test(`refuses ${title}`, () => assert.throws(() => decodeRlp(hex(bytes)), RlpError));
  }
});
