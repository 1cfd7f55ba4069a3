import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../../language.ts';
import { hexOf } from '../words.ts';
import { evmAssembly } from './language.ts';

const parse = (text: string, version = 'osaka'): Document => evmAssembly.parse(text, { version });
const hex = (text: string, version?: string) => {
  const document = parse(text, version);
  assert.deepEqual(
    document.problems.filter(({ severity }) => severity !== 'hint'),
    [],
    text,
  );
  return hexOf(document.bytes);
};
const codes = (text: string, version?: string) => parse(text, version).problems.map(({ code }) => code);
/** The only problem of a text, with what it points at. */
const problem = (text: string, version?: string) => {
  const { problems } = parse(text, version);
  assert.equal(problems.length, 1, `${text}: ${problems.map(({ message }) => message).join(' ')}`);
  const { range, ...rest } = problems[0]!;
  return { ...rest, at: text.slice(range.start, range.end) };
};
const fixed = (text: string, version?: string) => {
  const edits = parse(text, version).problems.flatMap(({ fix }) => fix?.edits ?? []);
  return edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((now, { range, text: put }) => now.slice(0, range.start) + put + now.slice(range.end), text);
};

test('a plain listing of mnemonics, one a line or many, in any case', () => {
  assert.equal(hex('PUSH1 0x80\nPUSH1 0x40\nMSTORE'), '6080604052');
  assert.equal(hex('push1 0x80 PUSH1 64 mstore'), '6080604052');
  assert.equal(hex('PUSH0 DUP1 REVERT INVALID'), '5f80fdfe');
});

test('a listing as evm.codes writes it: places in brackets, immediates as bare hexadecimal digits', () => {
  const text =
    '[00]\tPUSH1\t80\n[02]\tPUSH2\tface\n[05]\tPUSH4\t0e120000\n[0a]\tMSTORE\n[0b]\tJUMPDEST\n[0c]\tPUSH0\t\n';
  const document = parse(text);
  assert.deepEqual(document.problems, []);
  assert.equal(hexOf(document.bytes), '608061face630e120000525b5f');
  for (const [start, end] of [
    [0, text.length],
    [text.indexOf('face'), text.indexOf('face') + 2],
  ] as const) {
    const tokens = document.tokens({ start, end });
    assert.ok(tokens.some(({ range, kind }) => kind === 'number' && text.slice(range.start, range.end) === 'face'));
  }
  assert.equal(hex('[00] PUSH1 0x80'), '6080');
  assert.equal(fixed('[00] STOP\n[02] PUSH1 80'), '[00] STOP\n[0x0001] PUSH1 80');
  assert.equal(hex('[00] STOP\n[0x0001] PUSH1 80'), '006080');
  assert.deepEqual(codes('[00] PUSH1 8080'), ['too-wide']);
  assert.deepEqual(codes('[xy] ADD').includes('stray-character'), true);
});

test('a decimal immediate that looks like hexadecimal bytes gets a hint', () => {
  const { code, severity, message, at } = problem('PUSH2 1234');
  assert.deepEqual([code, severity, at], ['maybe-hex', 'hint', '1234']);
  assert.match(message, /read as a decimal number; .* write 0x1234\.$/);
  assert.equal(fixed('PUSH2 1234'), 'PUSH2 0x1234');
  for (const text of ['PUSH2 123', 'PUSH1 0x80', 'push 80', 'PUSH1 8', 'PUSH1 10 + 5'])
    assert.deepEqual(codes(text), [], text);
});

test('comments start with ;, // or a lone #', () => {
  assert.equal(hex('add ; sum\nmul // product\n# note\n#! shebang\nsub #'), '010203');
});

test('numbers are decimal, hexadecimal, binary, characters or texts', () => {
  assert.equal(
    hex('push 255 push 0xff push 0b1111_1111 push \'a\' push "ab" push 1_000'),
    '60ff60ff60ff6061616162' + '6103e8',
  );
  assert.equal(hex('push "\\x00\\x01\\n\\""'), '6201' + '0a22');
});

test('push takes the smallest size, PUSH0 only where the fork has it', () => {
  assert.equal(hex('push 0'), '5f');
  assert.equal(hex('push 0', 'paris'), '6000');
  assert.equal(hex('push 255'), '60ff');
  assert.equal(hex('push 256'), '610100');
  assert.equal(hex(`push 0x${'ff'.repeat(32)}`), `7f${'ff'.repeat(32)}`);
  assert.equal(hex('push -1'), `7f${'ff'.repeat(32)}`);
  assert.equal(hex('PUSH4 0x1'), '6300000001');
});

test('expressions follow the precedence of C', () => {
  assert.equal(hex('push 2 + 3 * 4'), '600e');
  assert.equal(hex('push (2 + 3) * 4'), '6014');
  assert.equal(hex('push 1 << 8 | 7 & 3 ^ 1'), '610102');
  assert.equal(hex('push 17 % 5 - 10 / 5'), '5f');
  assert.equal(hex('push 2 push 3'), '60026003');
});

test('labels emit JUMPDEST; @label pushes the place; jump and jumpi take one', () => {
  assert.equal(hex('start: jump @start'), '5b5f56');
  assert.equal(hex('push 1 jumpi @end stop end:'), '60016006' + '57' + '005b');
  assert.equal(hex('@end jump end:'), '6003565b');
  assert.equal(hex('JUMP end: @end'), '565b6001');
});

test('a dotted label marks a place without an instruction', () => {
  assert.equal(hex('push @.end - @.data .data: #bytes "abc" .end:'), '6003616263');
});

test('a label past 255 widens the pushes that need it, and those that follow from it', () => {
  const bytes = parse(`push @far\n${'push @near\n'.repeat(2)}near:\n${'stop\n'.repeat(249)}far:`).bytes;
  assert.equal(hexOf(bytes.subarray(0, 8)), '61010160076007' + '5b');
  const shrinks = parse(`push 1000 - @end\n${'stop\n'.repeat(900)}.x: end:`);
  assert.equal(shrinks.bytes.length, 1 + 1 + 900 + 1);
});

test('widening ends, also where a width depends on itself', () => {
  const { bytes, problems } = parse('push (@.end & 1) << 16 .end:');
  assert.deepEqual(problems, []);
  assert.equal(bytes[0], 0x60 + bytes.length - 2);
});

test('constants may come later and refer to one another', () => {
  assert.equal(hex('push TWO #define TWO = ONE + 1\n#define ONE = 1'), '6002');
  assert.deepEqual(codes('push A\n#define A = B\n#define B = A'), ['constant-cycle']);
});

test('macros take arguments and have labels of their own', () => {
  const text = '#define %skip(x) {\n push $x jumpi @over\n stop\n over:\n}\n%skip(1)\n%skip(2 + 3)';
  assert.equal(hex(text), '60016006' + '57005b' + '6005600d' + '57005b');
  assert.equal(hex('#define %two { push 2 } %two %two()'), '60026002');
});

test('an argument means what it meant where it was written', () => {
  assert.equal(hex('#define %go(to) { here: push $to } %go(@here) here:'), '5b60035b');
  assert.equal(hex('#define %a(x) { push $x } #define %b(x) { %a($x + 1) } %b(1)'), '6002');
});

test('#bytes takes digits, texts and functions of known width', () => {
  assert.equal(hex('#bytes 0x00ff, "hi" #define S = "yo"\n#bytes S'), '00ff6869796f');
  assert.equal(hex('#bytes selector("transfer(address,uint256)")'), 'a9059cbb');
  assert.deepEqual(codes('#bytes 5'), ['no-width']);
  assert.deepEqual(codes('#bytes 0xabc'), ['odd-digits']);
  assert.equal(fixed('#bytes 0xabc'), '#bytes 0x0abc');
});

test('functions', () => {
  assert.equal(hex('push selector("balanceOf(address)")'), '6370a08231');
  assert.equal(hex('push keccak256("")'), '7fc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  assert.equal(
    hex('push address(0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045)'),
    '73d8da6bf26964af9d7eed9e03e53415d37aa96045',
  );
  assert.deepEqual(codes('push address(0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045)'), ['bad-checksum']);
  assert.deepEqual(codes('push address(0x1234)'), ['bad-address']);
  assert.deepEqual(codes('push selector("transfer(address to, uint256)")'), ['bad-signature']);
  assert.deepEqual(codes('push selector("f(uint)")'), ['bad-signature']);
  assert.deepEqual(codes('push selector("f((uint8,bytes32[2])[],bool)")'), []);
  assert.equal(problem('push selecter("f()")').message, 'There is no function "selecter"; did you mean selector?');
});

test('every statement knows its places, in macros those of every use', () => {
  const { statements, spans } = parse('#define %m { add }\n%m\n%m\nstop');
  const [, add, first, second, stop] = statements;
  assert.deepEqual(add?.places, [0, 1]);
  assert.deepEqual([first?.places, second?.places, stop?.places], [[0], [1], [2]]);
  assert.deepEqual(spans(1), [add?.range, second?.range]);
  assert.deepEqual(spans(2), [stop?.range]);
  assert.deepEqual(spans(3), []);
});

test('spans go outwards through nested macros', () => {
  const text = '#define %inner { push 1 }\n#define %outer { %inner }\n%outer';
  const spans = parse(text).spans(1);
  assert.deepEqual(
    spans.map(({ start, end }) => text.slice(start, end)),
    ['push 1', '%inner', '%outer'],
  );
});

test('a push that sizes itself has the row it became', () => {
  const { statements } = parse('push 0x1234 jump @x x:');
  assert.deepEqual(
    statements.map(({ row }) => row?.mnemonic),
    ['PUSH2', 'JUMP', 'JUMPDEST'],
  );
});

test('symbols have definition, references, scope and detail', () => {
  const text = '#define N = 2\n#define %m(a) { here: push $a + N jump @here }\n%m(1)\nend: @end';
  const { symbols } = parse(text);
  const at = (name: string) => symbols.find((symbol) => symbol.name === name)!;
  assert.deepEqual(
    symbols.map(({ name, kind, detail }) => [name, kind, detail]),
    [
      ['end', 'label', '0x0005'],
      ['N', 'constant', '2'],
      ['m', 'macro', '%m(a)'],
      ['a', 'parameter', 'Parameter of %m'],
      ['here', 'label', '0x0000'],
    ],
  );
  for (const { name, definition, references } of symbols) {
    for (const { start, end } of [definition, ...references]) assert.equal(text.slice(start, end), name);
  }
  assert.deepEqual(at('end').scope, { start: 0, end: text.length });
  assert.equal(text.slice(at('here').scope.start, at('here').scope.end).at(-1), '}');
});

test('unknown words get what was probably meant', () => {
  assert.equal(problem('mstroe').message, 'There is no instruction "mstroe"; did you mean MSTORE?');
  assert.equal(fixed('SSTOR'), 'SSTORE');
  assert.equal(fixed('start: jump @strat'), 'start: jump @start');
  assert.equal(fixed('start: push start'), 'start: push @start');
  assert.equal(fixed('#define %two { push 2 }\n%two two'), '#define %two { push 2 }\n%two %two');
  assert.equal(fixed('#defin A = 1\n'), '#define A = 1\n');
  assert.match(problem('xyzzyplugh 0x12').message, /There is no instruction "xyzzyplugh"; a label/);
});

test('an opcode that the fork lacks is a warning, and is assembled all the same', () => {
  const { severity, message } = problem('CLZ', 'cancun');
  assert.equal(severity, 'warning');
  assert.equal(message, 'CLZ exists since Osaka; the fork here is Cancun, where 0x1e is an invalid opcode.');
  assert.equal(hexOf(parse('CLZ', 'cancun').bytes), '1e');
  assert.equal(fixed('DIFFICULTY SHA3'), 'PREVRANDAO KECCAK256');
  assert.equal(hex('SHA3 DIFFICULTY', 'london'), '2044');
});

test('each mistake is one problem with a sentence', () => {
  const expected: readonly (readonly [text: string, code: string, at: string])[] = [
    ['PUSH1', 'missing-operand', 'PUSH1'],
    ['push\nadd', 'missing-operand', 'push'],
    ['PUSH1 0x100', 'too-wide', '0x100'],
    [`push 0x1${'00'.repeat(32)}`, 'too-wide', `0x1${'00'.repeat(32)}`],
    [`push ${'9'.repeat(100)}`, 'too-wide', '9'.repeat(100)],
    ['ADD 5', 'needless-operand', '5'],
    ['0x05', 'bare-value', '0x05'],
    ['push 12ab', 'bad-number', '12ab'],
    ['push 1.5', 'bad-number', '1.5'],
    ['push 1 /0', 'division-by-zero', '0'],
    ['push 1 << 257', 'bad-shift', '257'],
    ['push "abc', 'unclosed-string', '"abc'],
    ['push "\\q"', 'bad-escape', '"\\q"'],
    ['push @', 'missing-name', '@'],
    ['push 1 +', 'missing-operand', ''],
    ['push (1', 'missing-parenthesis', '('],
    ['push $x', 'undefined-parameter', 'x'],
    ['@nowhere', 'undefined-label', 'nowhere'],
    ['%nothing', 'undefined-macro', 'nothing'],
    ['push NOTHING', 'undefined-constant', 'NOTHING'],
    ['a: a: @a', 'duplicate-name', 'a'],
    ['é', 'stray-character', 'é'],
    ['mstore(0, 1)', 'called-like-function', '('],
    ['PUSH1, 0x80', 'missing-operand', 'PUSH1'],
    ['push 1 /* note */', 'missing-operand', '*'],
    ['#define %m(a b) { push $a + $b }\n%m(1, 2)', 'missing-comma', 'b'],
    ['}', 'unmatched-brace', '}'],
    ['#include "x"', 'unknown-directive', '#include'],
    ['#define', 'bad-definition', '#define'],
    ['#define %m(x) { push $x }\n%m()', 'argument-count', 'm'],
    ['#define %m { add\n%m', 'missing-brace', 'm'],
    ['#define ADD = 1\npush 1', 'reserved-name', 'ADD'],
    ['loop: JUMPDEST jump @loop', 'double-jumpdest', 'JUMPDEST'],
    ['0x0001: ADD', 'wrong-place', '0x0001'],
    ['0x0000: ADD unused:', 'unused', 'unused'],
  ];
  for (const [text, code, at] of expected) {
    const found = parse(text).problems.filter((p) => (text.startsWith('#define ADD') ? p.code !== 'unused' : true));
    assert.deepEqual(
      found.map((p) => [p.code, text.slice(p.range.start, p.range.end)]),
      [[code, at]],
      text,
    );
    assert.match(found[0]!.message, /[.)]$/, text);
    assert.doesNotMatch(found[0]!.message, /\{\d\}|undefined/, text);
  }
});

test('a macro that uses itself is named with the way back', () => {
  const { problems } = parse('#define %a { %b }\n#define %b { %a }\n%a');
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['The macro %a would expand for ever, because it uses itself: %a → %b → %a.'],
  );
});

test('macros that double themselves end at the limit', () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `#define %m${i + 1} { %m${i} %m${i} }`).join('\n');
  const { problems } = parse(`#define %m0 { add }\n${doubling}\n%m40`);
  assert.deepEqual([...new Set(problems.map(({ code }) => code))], ['too-large']);
});

test('values that double themselves are evaluated once', () => {
  const doubling = Array.from({ length: 100 }, (_, i) => `#define A${i + 1} = A${i} ^ A${i}`).join('\n');
  assert.equal(hex(`#define A0 = 1\n${doubling}\npush A100`), '5f');
});

test('nesting without end is a problem, not an overflow of the stack', () => {
  assert.ok(codes(`push ${'('.repeat(100_000)}`).includes('too-deep'));
  assert.ok(codes(`push ${'-'.repeat(100_000)}1`).includes('too-deep'));
  assert.ok(codes(`push 1${'+1'.repeat(100_000)}`).includes('too-deep'));
  const chain = Array.from({ length: 20_000 }, (_, i) => `#define A${i} = A${i + 1}`).join('\n');
  assert.ok(codes(`${chain}\npush A0`).includes('too-deep'));
});

test('a text of garbage has a bounded number of problems', () => {
  const { problems } = parse('\u0001\u0002 garbage é\n'.repeat(20_000));
  assert.equal(problems.length, 1001);
  assert.equal(problems.filter(({ code }) => code === 'too-many').length, 1);
});

test('what may be written at a place', () => {
  const expects = (text: string) => parse(text.replace('|', '')).expects(text.indexOf('|'));
  for (const text of ['|', 'ad|', 'add |', 'add\n  |', 'push 1 |', 'loop: |', '%|', '%mac|', '0x00: |', '{ |']) {
    assert.equal(expects(text), 'instruction', text);
  }
  for (const text of [
    'push |',
    'push @|',
    'push @lo|',
    'PUSH1 |',
    'jump |',
    'push 1 + |',
    '#bytes |',
    '%m(|',
    'push $|',
    '#define A = |',
  ]) {
    assert.equal(expects(text), 'operand', text);
  }
  for (const text of ['; |', 'add // |', 'push "ab|', '#define |', '#define A|', '#define %m(|']) {
    assert.equal(expects(text), 'nothing', text);
  }
});

test('tokens cover names, numbers, comments and say which define', () => {
  const text = '#define %m(a) { push $a } ; note\nhere: %m(@here)';
  const shown = parse(text)
    .tokens()
    .filter(({ kind }) => kind !== 'operator')
    .map(({ range, kind, definition }) => `${definition ? '*' : ''}${kind} ${text.slice(range.start, range.end)}`);
  assert.deepEqual(shown, [
    'directive #define',
    '*macro m',
    '*parameter a',
    'instruction push',
    'parameter a',
    'comment ; note',
    '*label here',
    'macro m',
    'label here',
  ]);
});

test('a macro behind a value, where "%" divides, is told apart from a function and a constant', () => {
  const macros = '#define %m(a) { push $a }\n#define %n { pop }\n';
  for (const use of ['m(2)', 'n']) {
    const text = `${macros}%m(1) %n\n push 1 %${use}`;
    const { code, message, at } = problem(text);
    assert.deepEqual([code, at], ['misplaced-macro', use[0]]);
    assert.match(message, /^%[mn] is a macro.*put %[mn] on a line of its own\.$/);
    assert.equal(fixed(text), `${macros}%m(1) %n\n push 1\n  %${use}`);
  }
  assert.deepEqual(codes(`${macros}push 1 %m(2)`), ['unused', 'misplaced-macro']);
  assert.deepEqual(codes('push 1 %q(2)'), ['unknown-function']);
  assert.equal(hex('#define q = 2\npush 5 %q'), '6001');
});

test('a value too wide for its instruction is pushed by one that finds its size', () => {
  assert.equal(fixed('  PUSH1 256 pop'), '  push 256 pop');
  assert.equal(fixed('[00] PUSH1 8080'), '[00] PUSH1 8080');
});
