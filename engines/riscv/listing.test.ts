import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CkbCode } from './ckb/code.ts';
import { ckb } from './index.ts';
import { assembly } from './language.ts';

const read = (path: string) => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));
const listed = (name: string, bytes: Uint8Array) => {
  const code = ckb.code({ uri: `file:///${name}`, name, bytes }, undefined, 'vm2');
  const text = ckb.listing(code, 'vm2');
  const document = assembly.parse(text, { version: 'vm2' });
  assert.deepEqual(document.problems, []);
  assert.equal(Buffer.compare(document.bytes, code.bytes), 0);
  return text.split('\n');
};

test('the listing of an ELF has its names and source lines, and assembles to the same bytes', () => {
  const lines = listed('hash-lock.elf', read('samples/ckb/hash-lock.elf'));
  assert.ok(lines.includes('mix:'));
  assert.ok(lines.includes('    jal ra, call                   # 0x10368'));
  assert.equal(lines.at(-2), '    .zero 3214                     # 0x10372');
});

test('a call of two instructions tells its target', () => {
  const source = 'far: ret\n_start: auipc ra, %pcrel_hi(far)\njalr ra, -2(ra)\n';
  const lines = listed('far.rv.s', new TextEncoder().encode(source));
  assert.ok(lines.some((line) => /jalr ra, -2\(ra\) +# 0x\w+ +→ far$/.test(line)));
});

test('the names of a file say nothing of code that was loaded elsewhere', () => {
  const file = read('samples/ckb/hash-lock.elf');
  const lines = ckb.listing(new CkbCode(file.subarray(0x120, 0x492), 0x20000, 'vm2', 'part', file), 'vm2');
  assert.doesNotMatch(lines, /mix:|hash-lock\.c/);
});
