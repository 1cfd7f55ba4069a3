import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newestVersion, versions } from '../ckb/versions.ts';
import { assembleProgram, parseAssembly } from './document.ts';

const parse = (text: string) => parseAssembly(text, versions, { version: newestVersion });
const codesOf = (text: string) => parse(text).problems.map(({ code }) => code);
const written = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);

/** The text after each fix that its problems offer. */
const mended = (text: string) =>
  parse(text)
    .problems.flatMap(({ fix }) => fix?.edits ?? [])
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((result, { range, text: put }) => result.slice(0, range.start) + put + result.slice(range.end), text);

describe('what is wrong', () => {
  const cases: readonly [text: string, code: string, where: string, mended?: string][] = [
    ['addii a0, a0, 1', 'unknown-instruction', 'addii', 'addi a0, a0, 1'],
    ['.wrod 1', 'unknown-directive', '.wrod', '.word 1'],
    ['add a0, a1', 'operand-count', 'add a0, a1'],
    ['add a0, a1, 5(sp)', 'register-expected', '5(sp)'],
    ['lw a0, a1', 'address-expected', 'a1', 'lw a0, 0(a1)'],
    ['beq a0, a1, a2', 'number-expected', 'a2'],
    ['addi a0, a1, 5000', 'out-of-range', '5000', 'li a0, 5000; add a0, a1, a0'],
    ['addi a0, zero, 5000', 'out-of-range', '5000', 'li a0, 5000'],
    ['andi a0, a0, 5000', 'out-of-range', '5000', 'li t6, 5000; and a0, a0, t6'],
    ['mv t6, t5; andi a0, a0, 5000', 'out-of-range', '5000', 'mv t6, t5; li t4, 5000; and a0, a0, t4'],
    ['addi sp, sp, -4000', 'out-of-range', '-4000', 'addi sp, sp, -2048; addi sp, sp, -1952'],
    ['ld a0, 4096(sp)', 'out-of-range', '4096', 'li a0, 4096; add a0, a0, sp; ld a0, 0(a0)'],
    ['sd a0, 4096(sp)', 'out-of-range', '4096', 'li t6, 4096; add t6, t6, sp; sd a0, 0(t6)'],
    ['mv a0, 5', 'register-expected', '5', 'li a0, 5'],
    ['sub a0, a1, 5', 'register-expected', '5', 'addi a0, a1, -5'],
    ['addi a0, a1, a2', 'number-expected', 'a2', 'add a0, a1, a2'],
    ['add $a0, a1, a2', 'register-expected', '$a0', 'add a0, a1, a2'],
    ['mv a0, LR', 'register-expected', 'LR', 'mv a0, ra'],
    ['lr.w a0, (a1)', 'not-in-machine', 'lr.w'],
    ['fadd.s fa0, fa1, fa2', 'not-in-machine', 'fadd.s'],
    ['csrr a0, cycle', 'not-in-machine', 'csrr'],
    ['c.li s0, 100', 'out-of-range', '100', 'addi s0, zero, 100'],
    ['c.addi4spn a0, sp, 3', 'misaligned', '3', 'addi a0, sp, 3'],
    ['c.slli a0, 64', 'out-of-range', '64'],
    ['lui a0, 0x12345678', 'out-of-range', '0x12345678', 'li a0, 305419896'],
    ['slli a0, a0, 64', 'out-of-range', '64'],
    ['c.lw s2, 0(a0)', 'register-range', 's2', 'lw s2, 0(a0)'],
    ['c.lw a0, 2(a0)', 'misaligned', '2', 'lw a0, 2(a0)'],
    ['li a0, later\n.equ later, 1', 'not-known-yet', 'later'],
    ['j nowhere', 'undefined-name', 'nowhere'],
    ['start: nop\nj strat', 'undefined-name', 'strat'],
    ['j 1f', 'undefined-name', '1f'],
    ['a: nop\na: nop', 'duplicate-name', 'a'],
    ['lui a0, %lo(5)', 'misplaced-relocation', '%lo(5)'],
    ['x: addi a0, a0, %pcrel_lo(x)', 'no-upper-part', 'x'],
    ['j odd\n.byte 1\nodd: nop', 'misaligned-target', 'odd', 'j odd\n.byte 1\n.align 1\nodd: nop'],
    ['.ascii abc', 'text-expected', 'abc'],
    ['.ascii "abc', 'unclosed-text', '"abc'],
    ['.word 09', 'bad-number', '09'],
    ['.word 1 +', 'value-expected', '+'],
    ['.word (1', 'value-expected', '1'],
    ['.word 1 / 0', 'division-by-zero', '0'],
    ['.byte 300', 'cut-off', '300'],
    ['.bss\n.byte 1', 'data-in-bss', '.byte'],
    ['.section .x, "awx"', 'writable-code', '"awx"'],
    ['.include "x.s"', 'no-include', '.include'],
    ['.balign 3', 'no-power', '.balign'],
    ['.if 1\nnop', 'unclosed-block', '.if 1'],
    ['.endif', 'nothing-open', '.endif'],
    ['.macro m', 'unclosed-block', '.macro m'],
    ['.macro m a:req\n.endm\nm', 'argument-missing', 'm'],
    ['.macro m\n.endm\nm 1', 'argument-count', 'm 1'],
    ['.option pop', 'nothing-pushed', '.option'],
    ['.skip -1', 'negative-count', '.skip'],
    ['nop nop', 'operand-count', 'nop nop'],
    ['5 nop', 'statement-expected', '5'],
  ];
  for (const [text, expected, where, fixed] of cases) {
    test(text.replaceAll('\n', ' / '), () => {
      const { problems } = parse(text);
      assert.deepEqual(
        [problems.length, problems[0]?.code, written(text, problems[0]?.range ?? { start: 0, end: 0 })],
        [1, expected, where],
      );
      assert.match(problems[0]?.message ?? '', /^\S.*[.?]$/s);
      assert.equal(mended(text), fixed ?? text);
      if (fixed !== undefined) assert.deepEqual(codesOf(fixed), []);
    });
  }

  test('a mistake in what a macro was given is shown where it was given', () => {
    const text = '.macro m value\naddi a0, a0, \\value\n.endm\nm 1\nm 9999';
    const [problem] = parse(text).problems;
    assert.deepEqual(
      [problem?.code, problem && written(text, problem.range), problem?.range.start],
      ['out-of-range', '9999', text.length - 4],
    );
  });
});

describe('what grows without end', () => {
  const cases: readonly [name: string, text: string, code: string][] = [
    ['a macro that uses itself', '.macro m\nm\n.endm\nm', 'too-deep'],
    ['one that uses itself twice', '.macro m\nm\nm\n.endm\nm', 'too-deep'],
    ['an argument that doubles', '.macro m a\nm \\a\\a\n.endm\nm xxxxxxxx', 'too-large'],
    ['repetitions in repetitions', `${'.rept 1000\n'.repeat(4)}nop\n${'.endr\n'.repeat(4)}`, 'too-large'],
    ['an empty repetition', '.rept 1 << 60\n.endr', 'too-large'],
    ['a fill', '.fill 1 << 40, 8, 1', 'too-large'],
    ['a place far away', '.org 1 << 40', 'too-large'],
    ['parentheses', `.word ${'('.repeat(5000)}1${')'.repeat(5000)}`, 'too-deep'],
    ['a sum', `.word 1${' + 1'.repeat(5000)}`, 'too-deep'],
    [
      'names that stand for names',
      `${Array.from({ length: 5000 }, (_, n) => `.set a${n}, a${n + 1} + 1\n`).join('')}.word a0`,
      'too-deep',
    ],
    [
      'names that stand for twice a name',
      `${Array.from({ length: 60 }, (_, n) => `.set a${n}, a${n + 1} + a${n + 1}\n`).join('')}.word a0`,
      'too-deep',
    ],
    ['names that lead back', '.set a, b\n.set b, a\n.word a', 'cyclic-name'],
  ];
  for (const [name, text, expected] of cases) {
    test(name, () => assert.equal(codesOf(text)[0], expected));
  }
});

test('names of two files that lead back to one another end', () => {
  const { documents } = assembleProgram(
    ['.globl a\n.set a, b\n.word a', '.globl b\n.set b, a'],
    versions,
    newestVersion,
  );
  assert.deepEqual(
    documents.map(({ problems }) => problems.map(({ code }) => code)),
    [[], ['cyclic-name']],
  );
});
