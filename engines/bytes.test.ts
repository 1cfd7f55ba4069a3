import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstDifference, isSame } from './bytes.ts';

/** The same, a byte at a time. */
const slowly = (a: Uint8Array, b: Uint8Array, from: number): number => {
  let at = from;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at += 1;
  return at;
};

test('the first difference is found wherever it is, and wherever bytes lie in memory', () => {
  const buffer = new Uint8Array(200);
  for (const offset of [0, 1, 4])
    for (const length of [0, 1, 5, 70, 83, 100])
      for (let changed = 0; changed <= length; changed++)
        for (const from of [0, 1, 3, 4, 7]) {
          const a = buffer.subarray(offset, offset + length);
          const b = new Uint8Array(length);
          if (changed < length) b[changed] = 1;
          for (const other of [b, b.subarray(0, Math.max(0, length - 1)), Uint8Array.of(...b, 0)])
            assert.equal(
              firstDifference(a, other, from),
              slowly(a, other, from),
              `${offset} ${length} ${changed} ${from}`,
            );
          assert.equal(isSame(a, b), changed === length);
        }
});
