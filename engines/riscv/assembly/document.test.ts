import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newestVersion, versions } from '../ckb/versions.ts';
import { assembleProgram, parseAssembly } from './document.ts';
import { riscvAssembly } from './language.ts';

const parse = (text: string, version = newestVersion) => parseAssembly(text, versions, { version });
const codesOf = (text: string, version?: string) => parse(text, version).problems.map(({ code }) => code);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const code = (text: string, version?: string) => hex(parse(text, version).bytes);
const written = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);

/** The bytes of a section. */
const section = (text: string, name: string) =>
  hex(parse(text).image.sections.find((each) => each.name === name)?.bytes ?? new Uint8Array(0));

// Bytes as GNU as 2.40 writes them.
describe('instructions', () => {
  test('are as short as they can be', () => {
    assert.equal(code('addi a0, a0, 1\nadd a0, a1, a2\nlw a0, 4(sp)\nld s0, 8(a0)'), '05053385c50012450065');
    assert.equal(code('.option norvc\naddi a0, a0, 1'), '13051500');
    assert.equal(code('c.addi a0, 1'), '0505');
  });

  test('may be written in capitals, with registers by either name', () => {
    assert.equal(code('ADDI x10, x10, 1'), code('addi a0, a0, 1'));
    assert.equal(code('mv fp, s0'), code('mv x8, x8'));
  });

  test('stand for others', () => {
    assert.equal(code('ret'), '8280');
    assert.equal(code('not a0, a1\nneg a0, a0\nseqz a0, a0'), '13c5f5ff3305a04013351500');
    assert.equal(code('li a0, 0x12345678'), '375534121b058567');
    assert.equal(code('li a0, -1\nli a0, 0xffffffffffffffff'), '7d557d55');
  });

  test('load addresses and call functions with pairs that know each other', () => {
    const document = parse('la a0, data\ncall f\nf: ret\n.data\ndata: .word 1');
    assert.equal(hex(document.bytes), '17150000130505009700000 0e780800 08280'.replaceAll(' ', ''));
    assert.equal(
      hex(parse('1: auipc a0, %pcrel_hi(x)\nlw a1, %pcrel_lo(1b)(a0)\n.data\nx: .word 1').bytes),
      '1715000083250500',
    );
  });

  test('that a version lacks are a problem, or are made of others', () => {
    assert.deepEqual(codesOf('rol a0, a1, a2', 'vm0'), ['not-in-version']);
    assert.deepEqual(codesOf('rol a0, a1, a2', 'vm1'), []);
    assert.match(parse('rol a0, a1, a2', 'vm0').problems[0]?.message ?? '', /exists since CKB-VM 1; .* is CKB-VM 0/);
    assert.equal(code('sext.b a0, a1', 'vm0'), '139585036195');
    assert.equal(code('sext.b a0, a1'), '13954560');
  });

  test('branch around a jump to what is too far away', () => {
    const far = '.skip 5000\nfar: ret';
    assert.equal(code(`beqz a0, far\n${far}`).slice(0, 12), '19e16f10c038');
    assert.equal(code(`beq a0, a1, far\n${far}`).slice(0, 16), '6314b5006f10c038');
  });
});

describe('a document', () => {
  const text = [
    '    .globl _start',
    '    .equ LIMIT, 3',
    '    .macro count register, by=1',
    '    addi \\register, \\register, \\by',
    '    .endm',
    '_start:',
    '    li a0, LIMIT  # three',
    '1:  count a0, -1',
    '    bnez a0, 1b',
    '    ret',
    '    .data',
    'value: .dword _start',
  ].join('\n');
  const document = parse(text);

  test('knows where its statements lie', () => {
    const placed = document.statements.filter(({ places }) => places.length > 0);
    assert.deepEqual(
      placed.map(({ word, places }) => [written(text, word), ...places.map((place) => place.toString(16))]),
      [
        ['addi', '10002'],
        ['li', '10000'],
        ['bnez', '10004'],
        ['ret', '10006'],
      ].toSorted((a, b) => text.indexOf(a[0] ?? '') - text.indexOf(b[0] ?? '')),
    );
    assert.deepEqual(
      document.spans(0x10002).map((range) => written(text, range)),
      ['addi \\register, \\register, \\by', 'count a0, -1'],
    );
    assert.equal(document.base, 0x10000);
  });

  test('knows its names', () => {
    assert.deepEqual(
      document.symbols.map(({ name, kind, detail, references }) => [name, kind, detail, references.length]),
      [
        ['LIMIT', 'constant', '3', 1],
        ['count', 'macro', 'count register, by', 1],
        ['register', 'parameter', 'Parameter of count', 2],
        ['by', 'parameter', 'Parameter of count', 1],
        ['_start', 'label', '0x10000', 2],
        ['1', 'label', '', 1],
        ['value', 'label', '0x11000', 0],
      ],
    );
  });

  test('colours what it reads', () => {
    const line = { start: text.indexOf('    li'), end: text.indexOf('1:') - 1 };
    assert.deepEqual(
      document.tokens(line).map(({ range, kind }) => [written(text, range), kind]),
      [
        ['li', 'instruction'],
        ['a0', 'register'],
        [',', 'operator'],
        ['LIMIT', 'constant'],
        ['# three', 'comment'],
      ],
    );
  });

  test('tells what a number or name stands for', () => {
    const value = (of: string) => document.value(text.indexOf(of) + 1)?.bytes;
    assert.deepEqual(value(' 3\n'), Uint8Array.of(3));
    assert.deepEqual(value('LIMIT  #'), Uint8Array.of(3));
    assert.equal(document.value(text.indexOf('# three') + 2), undefined);
  });

  test('says what may be written next', () => {
    const expects = (line: string) => parse(line).expects(line.length);
    assert.equal(expects('    ad'), 'instruction');
    assert.equal(expects('loop: '), 'instruction');
    assert.equal(expects('    add a0, '), 'operand');
    assert.equal(expects('    ret '), 'nothing');
    assert.equal(expects('    nop # a'), 'nothing');
    assert.equal(expects('    .ascii "a'), 'nothing');
  });

  test('folds macros and conditions', () => {
    assert.deepEqual(
      document.blocks.map((range) => written(text, range).split('\n').length),
      [3],
    );
  });
});

describe('a program', () => {
  test('lies in pages with one right each', () => {
    const { image } = parse('nop\n.rodata\n.byte 1\n.data\n.byte 2\n.bss\n.skip 9000');
    assert.deepEqual(
      image.segments.map(({ address, bytes, memorySize, write, execute }) => [
        address,
        bytes.length,
        memorySize,
        write,
        execute,
      ]),
      [
        [0x10000, 2, 2, false, true],
        [0x11000, 1, 1, false, false],
        [0x12000, 1, 9001, true, false],
      ],
    );
  });

  test('starts at _start, or else at its first instruction', () => {
    assert.equal(parse('nop\n_start: nop').image.entry, 0x10002);
    assert.equal(parse('nop').image.entry, 0x10000);
  });

  test('has names with sizes', () => {
    const { symbols } = parse('.globl f, g\nf: nop\nnop\n1: nop\n.Lx: nop\ng: ret\n.size g, . - g\nx = 5').image;
    assert.deepEqual(
      symbols.map(({ name, address, size }) => [name, address, size]),
      [
        ['x', 5, 0],
        ['f', 0x10000, 8],
        ['g', 0x10008, 2],
      ],
    );
  });

  test('may be in several files, which share what is global', () => {
    const { documents, image } = assembleProgram(
      ['.globl f\nlocal: call f', '.globl f\nf: j local\nlocal: ret'],
      versions,
      newestVersion,
    );
    assert.deepEqual(
      documents.map(({ problems }) => problems),
      [[], []],
    );
    assert.equal(hex(image.segments[0]?.bytes ?? new Uint8Array(0)), '97000000e780800009a08280');
    assert.deepEqual(documents[1]?.spans(0x10008), [{ start: 12, end: 19 }]);
    assert.deepEqual(documents[0]?.spans(0x10008), []);
  });

  test('says in which file a name is missing or stands twice', () => {
    const twice = assembleProgram(['.globl f\nf: ret', '.globl f\nf: ret'], versions, newestVersion);
    assert.deepEqual(
      twice.documents.map(({ problems }) => problems.map(({ code }) => code)),
      [[], ['duplicate-name']],
    );
    const missing = assembleProgram(['.extern f\ncall f', 'nop'], versions, newestVersion);
    assert.deepEqual(
      missing.documents.map(({ problems }) => problems.map(({ code }) => code)),
      [['undefined-name'], []],
    );
    assert.deepEqual(codesOf('.extern f\ncall f'), []);
  });
});

describe('data', () => {
  test('lies as it is written', () => {
    assert.equal(
      section(".data\n.byte 1, -1, 'a'\n.half 0x1234\n.word 1\n.dword -2", '.data'),
      '01ff61341201000000feffffffffffffff',
    );
    assert.equal(section('.rodata\n.asciz "a\\n\\x41\\101"\n.string "b", "c"', '.rodata'), '610a41410062006300');
    assert.equal(section('.data\n.align 2\n.byte 1\n.align 2\n.byte 2', '.data'), '0100000002');
  });

  test('may be a distance that only the layout knows', () => {
    const text = 'x: beqz a0, y\n.skip 200\ny: ret\n.data\n.uleb128 y - x\n.sleb128 x - y\n.word y - x';
    assert.equal(section(text, '.data'), 'ca01b67eca000000');
  });

  test('may be said in expressions', () => {
    assert.equal(
      section('.data\n.byte 1 + 2 * 3, 1 == 1, 2 + 3 | 4, -8 >> 60, b - a\na: .half 1\nb:', '.data'),
      '07ff090f020100',
    );
  });
});

test('the grammar is made of patterns that JavaScript can read too, and knows every instruction', () => {
  const grammar = JSON.stringify(riscvAssembly(versions).grammar());
  for (const [, pattern] of grammar.matchAll(/"(?:match|begin|end)":("(?:[^"\\]|\\.)*")/g)) {
    const source: string = JSON.parse(pattern ?? '""');
    assert.doesNotThrow(() => new RegExp(source.replace('(?i)', '')), source);
  }
  for (const mnemonic of ['addi', 'c\\\\\\\\.lwsp', 'sh3add\\\\\\\\.uw', 'tail'])
    assert.match(grammar, new RegExp(mnemonic));
});

test('many lines are read', () => {
  const lines = (n: number) =>
    `loop_${n}:\naddi a0, a0, 1 # one\nlw t0, 8(sp)\nbeq a0, t0, loop_${n}\nli a1, 0x12345678\n`;
  const document = parse(Array.from({ length: 2000 }, (_, n) => lines(n)).join(''));
  assert.deepEqual([document.problems.length, document.bytes.length], [0, 2000 * 16]);
});
