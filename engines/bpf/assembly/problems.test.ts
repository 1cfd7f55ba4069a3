import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSbpf } from './document.ts';

const syscalls = new Set(['sol_log_', 'sol_log_64_', 'abort']);
const parse = (text: string, version = 'v3') => parseSbpf(text, version, syscalls);
const codesOf = (text: string, version?: string) => parse(text, version).problems.map(({ code }) => code);
const written = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);

/** The text with all fixes that its problems offer. */
const mended = (text: string, version?: string) =>
  parse(text, version)
    .problems.flatMap(({ fix }) => fix?.edits ?? [])
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((result, { range, text: put }) => result.slice(0, range.start) + put + result.slice(range.end), text);

describe('what is wrong', () => {
  const cases: readonly [text: string, code: string, where: string, mended?: string, version?: string][] = [
    ['mvo64 r0, 1', 'unknown-instruction', 'mvo64', 'mov64 r0, 1'],
    ['.rodta', 'unknown-directive', '.rodta', '.rodata'],
    ['mov64 r0', 'operand-count', 'mov64 r0'],
    ['exit 0', 'operand-count', 'exit 0'],
    ['mov64 5, r0', 'register-expected', '5'],
    ['mov64 r11, 0', 'register-expected', 'r11'],
    ['neg64 [r1]', 'register-expected', '[r1]'],
    ['ldxb r1, r2', 'memory-expected', 'r2'],
    ['ldxb r1, [x+1]', 'register-expected', 'x'],
    ['ldxb r1, [r2+1', 'value-expected', '1'],
    ['stb [r1], r2', 'number-expected', 'r2'],
    ['mov64 r1, [r2]', 'either-expected', '[r2]'],
    ['x: jeq r1, 0, r2', 'target-expected', 'r2'],
    ['call r3', 'called-expected', 'r3', 'callx r3'],
    ['call sol_lgo_', 'undefined-name', 'sol_lgo_', 'call sol_log_'],
    ['syscall sol_lgo_', 'undefined-name', 'sol_lgo_', 'syscall sol_log_'],
    ['call 1f\nexit', 'undefined-name', '1f'],
    ['ja nowhere\nexit', 'undefined-name', 'nowhere'],
    ['mov64 r1, 0x123456789', 'out-of-range', '0x123456789', 'lddw r1, 0x123456789'],
    ['and64 r1, 0x123456789', 'out-of-range', '0x123456789'],
    ['mov64 r1, 0xffffffff', 'sign-extended', '0xffffffff', 'lddw r1, 0xffffffff'],
    ['ldxb r1, [r2+40000]', 'out-of-range', '+40000'],
    ['ja far\n.fill 40000, 8, 0x05\nfar: exit', 'out-of-range', 'far'],
    ['mul64 r1, r2', 'not-in-version', 'mul64', 'lmul64 r1, r2', 'v2'],
    ['lmul32 r1, 3', 'not-in-version', 'lmul32', 'mul32 r1, 3', 'v0'],
    ['jeq32 r1, 0, 0\nexit', 'not-in-version', 'jeq32', undefined, 'v2'],
    ['neg64 r1', 'not-in-version', 'neg64', 'sub64 r1, 0', 'v2'],
    [
      'lddw r1, a\n.rodata\na: .byte 1',
      'not-in-version',
      'lddw',
      'mov32 r1, %lo(a)\n    hor64 r1, %hi(a)\n.rodata\na: .byte 1',
      'v2',
    ],
    ['sub64 r1, 5', 'reversed-operands', 'sub64 r1, 5', 'add64 r1, -5', 'v2'],
    ['div64 r1, 0', 'division-by-zero', 'div64 r1, 0'],
    ['lsh32 r1, 32', 'shift-with-overflow', 'lsh32 r1, 32', 'lsh64 r1, 32'],
    ['lsh64 r1, 64', 'shift-with-overflow', 'lsh64 r1, 64'],
    ['mov64 r10, 1', 'cannot-write-frame-pointer', 'mov64 r10, 1'],
    ['add64 r10, 8', 'unaligned-immediate', 'add64 r10, 8', 'add64 r10, 64', 'v1'],
    ['add64 r10, 2147483640', 'unaligned-immediate', 'add64 r10, 2147483640', undefined, 'v1'],
    ['add64 r10, -2147483640', 'unaligned-immediate', 'add64 r10, -2147483640', 'add64 r10, -2147483648', 'v1'],
    ['add64 r10, -72', 'unaligned-immediate', 'add64 r10, -72', 'add64 r10, -128', 'v2'],
    ['exit\nx: .ascii "12345678"', 'unknown-op-code', '.ascii "12345678"', 'exit\n.rodata\nx: .ascii "12345678"'],
    ['.quad 0\nexit', 'unknown-op-code', '.quad 0'],
    ['callx r10', 'invalid-register', 'callx r10'],
    ['ja 5', 'jump-out-of-code', 'ja 5'],
    ['ja 1\nlddw r1, 5', 'jump-to-middle-of-lddw', 'ja 1'],
    ['.quad 0', 'unknown-op-code', '.quad 0'],
    ['call +5', 'call-out-of-code', 'call +5'],
    ['exit\nentrypoint:', 'entry-without-code', 'entrypoint'],
    ['.quad 0x85', 'data-like-call', '.quad 0x85', undefined, 'v0'],
    ['syscall 0x1234', 'name-expected', '0x1234', undefined, 'v0'],
    ['.data\n.byte 1', 'writable-data', '.data', '.rodata\n.byte 1'],
    ['.rodata\nexit', 'code-in-data', 'exit'],
    ['.rodata\nf: call f', 'code-in-data', 'call', undefined, 'v0'],
    ['.byte 0x95, 0, 0, 0\nexit\n.byte 0, 0, 0, 0', 'misaligned-code', 'exit'],
    ['.base 5\nexit', 'base-range', '.base 5'],
    ['mov64 r1, %pcrel(x)', 'misplaced-relocation', '%pcrel(x)'],
    ['.align 3', 'no-power', '.align'],
    ['.include "x.s"', 'no-include', '.include'],
    ['mov64 r1, 09z', 'bad-number', '09z'],
  ];
  for (const [text, expected, where, fixed, version] of cases) {
    test(`${version ?? 'v3'}: ${text.replaceAll('\n', ' / ')}`, () => {
      const { problems } = parse(text, version);
      assert.deepEqual(
        [problems.length, problems[0]?.code, written(text, problems[0]?.range ?? { start: 0, end: 0 })],
        [1, expected, where],
      );
      assert.match(problems[0]?.message ?? '', /^\S.*[.?]$/s);
      assert.equal(mended(text, version), fixed ?? text);
      if (fixed !== undefined) assert.deepEqual(codesOf(fixed, version), []);
    });
  }

  test('a refusal is told in a person’s words and in the chain’s', () => {
    const [problem] = parse('div64 r1, 0').problems;
    assert.match(
      problem?.message ?? '',
      /divided by 0\. The chain refuses this program: division by 0 \(insn #0\) \(VerifierError 3, DivisionByZero\)\.$/,
    );
  });

  test('a version that has the instruction is named', () => {
    assert.match(parse('mul64 r1, 2', 'v2').problems[0]?.message ?? '', /exists in v0, v1 and v3 only; .* for v2/);
  });

  test('a line that is wrong moves no other', () => {
    assert.deepEqual(codesOf('ja end\nmov64 r1\nmov64 r1, 1\nend: exit'), ['operand-count']);
  });
});

test('what a compiler or an older tutorial writes is read', () => {
  const text = [
    '.section .rodata,"a",@progbits',
    'msg: .ascii "hi"',
    '.text',
    '.extern sol_new_ sol_newer_',
    '.globl\tentrypoint',
    '.type entrypoint,@function',
    'entrypoint:',
    '  lddw r1, msg',
    '  call sol_new_',
    '  exit',
    '.size entrypoint, .-entrypoint',
  ].join('\r\n');
  assert.deepEqual(codesOf(text), []);
});
