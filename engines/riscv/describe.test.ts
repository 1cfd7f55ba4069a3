import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findRow } from './assembly/vocabulary.ts';
import { picture } from './describe.ts';
import { assembly } from './language.ts';

const drawn = (mnemonic: string, bytes?: Uint8Array) => {
  const row = findRow(mnemonic);
  assert.ok(row);
  return picture(row, 'vm2', bytes)?.split('\n');
};
const assembled = (text: string) => assembly.parse(text, { version: 'vm2' }).bytes;

test('an instruction is drawn as the manual draws it', () => {
  assert.deepEqual(drawn('addi'), [
    '  31     20   19 15   14 12   11 7   6     0',
    '┌───────────┬───────┬───────┬──────┬─────────┐',
    '│ imm[11:0] │  rs1  │  000  │  rd  │ 0010011 │',
    '└───────────┴───────┴───────┴──────┴─────────┘',
  ]);
  assert.equal(drawn('c.li')?.[0], '= addi rd, zero, imm');
  assert.equal(drawn('call'), undefined);
});

test('what was assembled is drawn with its bits: the short form, and each instruction of several', () => {
  assert.deepEqual(drawn('addi', assembled('addi a1, zero, 3')), [
    '0x458d  c.li a1, 3 = addi a1, zero, 3',
    '  15 13     12     11  7   6      2   1 0',
    '┌───────┬────────┬───────┬──────────┬─────┐',
    '│  010  │ imm[5] │  rd   │ imm[4:0] │ 01  │',
    '│  010  │   0    │ 01011 │  00011   │ 01  │',
    '└───────┴────────┴───────┴──────────┴─────┘',
  ]);
  const heads = drawn('call', assembled('call there\nthere: ret').subarray(0, 8))?.filter((line) => /^0x/.test(line));
  assert.deepEqual(heads, ['0x00000097  auipc ra, 0x0', '0x008080e7  jalr ra, 8(ra)']);
});

test('bits that are no instruction leave the form', () => {
  assert.deepEqual(drawn('addi', Uint8Array.of(0, 0)), drawn('addi'));
});
