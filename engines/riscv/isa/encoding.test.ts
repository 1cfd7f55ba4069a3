import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodingOf, fieldIn, withField } from './encoding.ts';

const branch = encodingOf('imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011');
const jump = encodingOf('imm[20|10:1|11|19:12] rd 1101111');
const cjump = encodingOf('101 imm[11|4|9:8|10|6|7|3:1|5] 01');

const fieldsIn = (encoding: typeof branch, word: number) =>
  Object.fromEntries(encoding.fields.map((field) => [field.name, fieldIn(word, field)]));

test('fixed bits are told from others', () => {
  assert.deepEqual([branch.bytes, branch.mask, branch.match], [4, 0x707f, 0x63]);
  assert.deepEqual([cjump.bytes, cjump.mask, cjump.match], [2, 0xe003, 0xa001]);
});

// Words as GNU as 2.40 writes them.
test('scattered numbers are put together', () => {
  // beq a0, a1, .-4
  assert.deepEqual(fieldsIn(branch, 0xfeb50ee3), { imm: 0x1ffc, rs2: 11, rs1: 10 });
  // jal ra, .+0x800
  assert.deepEqual(fieldsIn(jump, 0x001000ef), { imm: 0x800, rd: 1 });
  // c.j .-2
  assert.deepEqual(fieldsIn(cjump, 0xbffd), { imm: 0xffe });
});

test('what is put into a field is found there again, and nothing else changes', () => {
  for (const encoding of [branch, jump, cjump]) {
    for (const field of encoding.fields) {
      const lowest = Math.min(...field.pieces.map(({ to }) => to));
      for (let bit = lowest; bit < field.width; bit++) {
        const word = withField(encoding.match, field, 2 ** bit);
        assert.equal(fieldIn(word, field), 2 ** bit, `${field.name}, bit ${bit}`);
        assert.equal((word & encoding.mask) >>> 0, encoding.match);
        for (const other of encoding.fields) if (other !== field) assert.equal(fieldIn(word, other), 0);
      }
    }
  }
});

test('a picture that does not fill its bits is refused', () => {
  assert.throws(() => encodingOf('rs2 rs1 000 rd 0110011'), /has 25 bits instead of 16 or 32/);
  assert.throws(() => encodingOf('imm rs1 000 rd 0010011'), /how wide "imm" is/);
});
