import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSbpf } from './document.ts';
import { sbpfAssembly } from './language.ts';

const syscalls = new Set(['sol_log_', 'sol_log_64_', 'abort']);
const parse = (text: string, version = 'v3') => parseSbpf(text, version, syscalls);
const codesOf = (text: string, version?: string) => parse(text, version).problems.map(({ code }) => code);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const code = (text: string, version?: string) => hex(parse(text, version).bytes);
const written = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);
const data = (text: string, version?: string) =>
  hex(parse(text, version).image.segments.find(({ execute }) => !execute)?.bytes ?? new Uint8Array());

describe('instructions', () => {
  test('are written as Agave and the community write them', () => {
    assert.equal(code('mov64 r0, 1'), 'b700000001000000');
    assert.equal(code('ldxdw r2, [r1+0x50]'), '7912500000000000');
    assert.equal(code('stxb [r10 - 1], r3\nstw [r1], -1'), '733affff00000000' + '62010000ffffffff');
    assert.equal(code('lddw r1, 0x123456789abcdef0'), '18010000f0debc9a' + '0000000078563412');
    assert.equal(code('be16 r3\nneg32 r4\nexit'), 'dc03000010000000' + '8404000000000000' + '9500000000000000');
    assert.equal(code('MOV64 r0, 0b101'), code('mov r0, 0x5'));
    assert.equal(code('jeq64 r1, r2, +1\nexit\nexit'), code('jeq r1, r2, 1\nexit\nexit'));
  });

  test('differ between versions', () => {
    assert.equal(code('ldxdw r2, [r1+8]', 'v2'), '9c12080000000000');
    assert.deepEqual(
      ['v0', 'v2', 'v3'].map((version) => code('callx r3', version)),
      ['8d00000003000000', '8d30000000000000', '8d03000000000000'],
    );
    assert.equal(code('call sol_log_', 'v3'), '85000000bd597520');
    assert.equal(code('call sol_log_', 'v0'), '85100000bd597520');
    assert.equal(code('f: exit\ncall f', 'v3').slice(16), '85100000feffffff');
  });

  test('are called by the hash of their place before v3, the first by its name', () => {
    assert.equal(code('.globl entrypoint\nentrypoint: call entrypoint', 'v0'), '8510000081cfe371');
    assert.equal(code('entrypoint: call entrypoint', 'v1'), code('x: call x', 'v1'));
  });

  test('reach labels before and behind them', () => {
    assert.equal(
      code('1: ja 2f\n1: ja 1b\n2: ja 1b')
        .match(/.{16}/g)
        ?.map((slot) => slot.slice(4, 8))
        .join(),
      '0100,ffff,feff',
    );
    assert.equal(code('ja over\nlddw r1, 1\nover: exit').slice(4, 8), '0200');
  });

  test('take both halves of an address', () => {
    const text = 'mov32 r1, %lo(text)\nhor64 r1, %hi(text)\nexit\n.rodata\ntext: .byte 1';
    assert.equal(code(text, 'v2').slice(0, 32), 'b401000038010000' + 'f701000001000000');
    assert.equal(parse(text, 'v2').base, 0x100000120);
  });
});

describe('what compilers on LLVM write', () => {
  const pairs: readonly [infix: string, named: string, version?: string][] = [
    ['r1 = r2', 'mov64 r1, r2'],
    ['w1 = 5', 'mov32 r1, 5'],
    ['r1 = w2', 'mov32 r1, r2'],
    ['r1 += -8', 'add64 r1, -8'],
    ['w3 -= w4', 'sub32 r3, r4'],
    ['r1 *= r2', 'mul64 r1, r2'],
    ['r1 *= r2', 'lmul64 r1, r2', 'v2'],
    ['w1 /= 3', 'div32 r1, 3'],
    ['r1 %= 3', 'urem64 r1, 3', 'v2'],
    ['r1 s/= r2', 'sdiv64 r1, r2', 'v2'],
    ['r1 |= 1', 'or64 r1, 1'],
    ['r1 &= A << 1', 'and64 r1, 2'],
    ['r1 ^= r1', 'xor64 r1, r1'],
    ['r1 <<= 3', 'lsh64 r1, 3'],
    ['w1 >>= w2', 'rsh32 r1, r2'],
    ['r1 s>>= 63', 'arsh64 r1, 63'],
    ['r1 = -r1', 'neg64 r1'],
    ['w1 = -w1', 'neg32 r1'],
    ['r1 = -1', 'mov64 r1, -1'],
    ['r2 = be16 r2', 'be16 r2'],
    ['r1 = 0x1122334455667788 ll', 'lddw r1, 0x1122334455667788'],
    ['r1 = here ll', 'lddw r1, here'],
    ['r1 = *(u64 *)(r2 + 8)', 'ldxdw r1, [r2+8]'],
    ['w1 = *(u8*)(r2 - A)', 'ldxb r1, [r2-1]'],
    ['*(u32 *)(r10 - 4) = r3', 'stxw [r10-4], r3'],
    ['*(u16 *)(r1 + 0) = 7', 'sth [r1], 7'],
    ['goto here', 'ja here'],
    ['if r1 == r2 goto here', 'jeq r1, r2, here'],
    ['if w1 s>= -1 goto here', 'jsge32 r1, -1, here'],
    ['if r1 & 0x10 goto +1', 'jset r1, 0x10, +1'],
  ];
  for (const [infix, named, version] of pairs) {
    test(`${infix} is ${named}`, () => {
      const around = (text: string) => `.equ A, 1\n${text}\nexit\nhere: exit`;
      assert.deepEqual(codesOf(around(infix), version), []);
      assert.equal(code(around(infix), version), code(around(named), version));
      const [, statement] = parse(around(infix), version).statements;
      assert.equal(statement?.row?.mnemonic, named.split(' ')[0]);
    });
  }

  test('may stand in macros', () => {
    const text = '.macro set to, from\n\\to = \\from\n\\to += 1\n.endm\nset r1, r2\nexit';
    const document = parse(text);
    assert.deepEqual(document.problems, []);
    assert.equal(hex(document.bytes), code('mov64 r1, r2\nadd64 r1, 1\nexit'));
    assert.deepEqual(
      document.symbols.map(({ name, kind }) => `${kind} ${name}`),
      ['macro set', 'parameter to', 'parameter from'],
    );
  });

  test('what is no such statement is a problem', () => {
    for (const text of ['r1', 'r1 =', 'r1 = w2 + 1', 'w1 = r2', 'r1 += w2', '*(u64 *)r1 = 1', '*(u65 *)(r1) = 1'])
      assert.notDeepEqual(codesOf(text), [], text);
    for (const text of ['if r1 > 2', 'if 5 > r1 goto 0', 'r1 = be16 r2', 'r1 = 1 + ll 5', 'r1 = *(u8 *)(r2', '*'])
      assert.notDeepEqual(codesOf(text), [], text);
  });
});

test('data lies behind the code, from v3 on at 0', () => {
  const text = 'exit\n.rodata\n.byte 1\n.align 4\n.word 2, 3\na: .quad a, code, 1_000\n.text\ncode: exit';
  const numbers = (a: string, code: string) => `010000000200' + '0300${a}${code}e803000000000000`.replace(/' \+ '/, '');
  assert.equal(data(text, 'v3'), numbers('0800000000000000', '0800000001000000'));
  assert.equal(data(text, 'v0'), numbers('3801000001000000', '2801000001000000'));
});

test('a program begins at its entrypoint, or else at the first name that is known outside', () => {
  const entry = (text: string) => parse(text).image.entry - 0x100000000;
  assert.equal(entry('exit\n.globl a, entrypoint\na: exit\nentrypoint: exit'), 16);
  assert.equal(entry('exit\n.globl a\na: exit'), 8);
  assert.equal(entry('exit\na: exit'), 0);
});

test('a text may say its version', () => {
  assert.equal(parse('.version v2\nlmul64 r1, 2', 'v0').version, 'v2');
  assert.deepEqual(codesOf('.version v2\nlmul64 r1, 2', 'v0'), []);
  assert.deepEqual(codesOf('exit\n.version v2'), ['late-version']);
  assert.deepEqual(codesOf('.version v9'), ['unknown-version']);
});

test('a call of a syscall has the row of one, whatever it is called with', () => {
  const { statements } = parse('call sol_log_\ncall f\nf: exit');
  assert.deepEqual(
    statements.map(({ row }) => row?.mnemonic),
    ['syscall', 'call', undefined, 'exit'],
  );
});

test('places in macros are told with those that called them', () => {
  const text = '.macro two\nmov64 r0, 1\nmov64 r0, 2\n.endm\ntwo\ntwo\nexit';
  const document = parse(text);
  assert.deepEqual(
    document.spans(0x100000018).map((range) => written(text, range)),
    ['mov64 r0, 2', 'two'],
  );
  assert.deepEqual(document.statements[2]?.places, [0x100000008, 0x100000018]);
});

test('signs begin comments, and brackets colour as operators', () => {
  const text = 'ldxb r1, [r2+A] ; one\nexit // two\n.equ A, 4 # three';
  const document = parse(text);
  assert.deepEqual(
    document.tokens().map(({ range, kind }) => `${written(text, range)} ${kind}`),
    [
      ...['ldxb instruction', 'r1 register', ', operator', '[ operator', 'r2 register', '+ operator', 'A constant'],
      ...['] operator', '; one comment', 'exit instruction', '// two comment', '.equ directive', 'A constant'],
      ...[', operator', '4 number', '# three comment'],
    ],
  );
});

test('the grammar is made of patterns that JavaScript can read too, and knows every instruction', () => {
  const grammar = JSON.stringify(sbpfAssembly([]).grammar());
  for (const [, pattern] of grammar.matchAll(/"(?:match|begin|end)":("(?:[^"\\]|\\.)*")/g)) {
    const source: string = JSON.parse(pattern ?? '""');
    assert.doesNotThrow(() => new RegExp(source.replace('(?i)', '')), source);
  }
  for (const mnemonic of ['ldxdw', 'jsle32', 'uhmul64', 'syscall', 'neg']) assert.match(grammar, new RegExp(mnemonic));
});
