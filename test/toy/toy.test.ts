import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textFile } from '../harness/harness.ts';
import { makeToy, op, toy } from './index.ts';

const [language] = toy.languages;
const options = { version: 'v2', limits: { steps: 1000, memory: 1000 }, launch: {} };
const parse = (text: string, version = 'v2') => language.parse(text, { version });
const start = (text: string, engine = toy) => engine.load(textFile('a.toy', text), options).start();
const codesOf = (text: string, version?: string) => parse(text, version).problems.map((problem) => problem.code);

/** The text after each fix that its problems offer. */
const fixed = (text: string) => {
  const edits = parse(text).problems.flatMap((problem) => problem.fix?.edits ?? []);
  return edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((result, { range, text: put }) => {
      return result.slice(0, range.start) + put + result.slice(range.end);
    }, text);
};

describe('the assembly of the toy', () => {
  test('says what is wrong, and mends what it can', () => {
    const cases: readonly [text: string, code: string, mended?: string][] = [
      ['PUSH 1', 'unknown-instruction', 'push 1'],
      ['brunch', 'unknown-instruction', 'branch'],
      ['push', 'operand-missing'],
      ['drop 1', 'operand-extra', 'drop '],
      ['jump nowhere', 'undefined-name'],
      ['byte 256', 'operand-too-large'],
      ['const x 5', 'constant'],
      ['repeat 2\ndrop', 'repeat-open', 'repeat 2\ndrop\nend\n'],
      ['end', 'end-alone', ''],
      ['a: drop', 'unused-label', ' drop'],
      ['const a = 1\nconst a = 2', 'duplicate-name'],
      ['repeat 70000\nbyte 1\nend', 'code-too-large'],
      ['repeat 9999999999\nend', 'none'],
    ];
    for (const [text, code, mended] of cases) {
      assert.equal(codesOf(text)[0] ?? 'none', code, text);
      if (mended !== undefined) assert.equal(fixed(text), mended);
    }
  });

  test('knows which instruction exists in which version', () => {
    assert.deepEqual(codesOf('twice', 'v1'), []);
    assert.deepEqual(codesOf('twice', 'v2'), ['not-in-version']);
    assert.deepEqual(codesOf('mul', 'v1'), ['not-in-version']);
  });

  test('resolves labels, constants and syscalls', () => {
    const document = parse('const two = 2\nstart: push two\nsys sqrt\njump start\njump 0x0105');
    assert.deepEqual([...document.bytes], [1, 2, 0, 0, 0, 0x14, 1, 9, 0, 1, 9, 5, 1]);
    assert.deepEqual(
      document.symbols.map(({ name, detail, references }) => [name, detail, references.length]),
      [
        ['two', '2', 1],
        ['start', '0x0100', 1],
      ],
    );
  });

  test('a label in a repetition stands at its first place', () => {
    const document = parse('repeat 2\nhere: drop\nend\njump here');
    assert.equal(document.symbols[0]?.detail, '0x0100');
    assert.deepEqual(document.statements[0]?.places, [0x100, 0x101]);
    assert.equal(document.spans(0x101).length, 2, 'the line, and the repetition that it stands in');
  });

  test('expects an instruction, an operand or nothing', () => {
    const at = (before: string) => parse(before).expects(before.length);
    for (const before of ['', '  ', 'drop\n', 'label: ', 'pu']) assert.equal(at(before), 'instruction', before);
    for (const before of ['push ', 'jump st', 'a: sys ']) assert.equal(at(before), 'operand', before);
    for (const before of ['; x', 'push 1 ; p', 'drop ', 'push 1 ']) assert.equal(at(before), 'nothing', before);
  });
});

describe('the toy machine', () => {
  test('runs a pair as one step, unless it is entered in the middle', () => {
    const machine = start('push 1\npush 2\nless\nbranch end\nhalt\nend: push 0\njump middle\nmiddle: halt');
    machine.run({}, 3);
    assert.equal(machine.place?.offset, 0x10f, 'the branch is taken in the third step');
    const code = machine.codes.values().next().value;
    assert.equal(code?.head(0x10b), 0x10a, 'the branch belongs to the step of "less"');
    assert.equal(code?.decode(0x10b)?.text, 'branch 0x010f');
  });

  test('a unit waits for another', () => {
    const machine = start('push 0\nspawn other\njoin\nhalt\nother: halt');
    machine.run({}, 3);
    assert.deepEqual(
      machine.units().map(({ state }) => state),
      [{ kind: 'waiting', why: 'thread 1' }, { kind: 'running' }],
    );
    machine.run({}, 1);
    assert.deepEqual(
      machine.units().map(({ state }) => state.kind),
      ['running', 'ended'],
    );
  });

  test('a pair is one value with two fields that can be written', () => {
    const machine = start('push 3\npush 4\npair\nhalt');
    machine.run({}, 3);
    const [stack] = machine.scopes(machine.frames(0)[0]?.id ?? -1);
    const pair = stack?.at?.(0n);
    assert.equal(pair?.text, '(3, 4)');
    const second = pair?.children?.get(1, 1)[0];
    assert.ok(second?.location);
    machine.write(second.location, Uint8Array.of(9, 0, 0, 0));
    assert.equal(machine.scopes(machine.frames(0)[0]?.id ?? -1)[0]?.at?.(0n)?.text, '(3, 9)');
  });

  test('memory that was given back is empty when it comes again', () => {
    const machine = start('push 9\npush 100\nstore\npush 10\nfree\npush 1\npush 150\nstore\npush 100\nload\nhalt');
    machine.run({}, 100);
    assert.equal(machine.outcome?.text, 'Halted with 0.');
    assert.equal(machine.meters()[1]?.spent, 151n);
  });

  test('a program in binary form runs like its text', () => {
    const bytes = Uint8Array.of(0, ...new TextEncoder().encode('toy'), ...parse('push 7\nhalt').bytes);
    const file = { uri: 'file:///a', name: 'a', bytes };
    assert.ok(toy.claim(file).claimed);
    const machine = toy.load(file, options).start();
    assert.equal(machine.run({}, 10).kind, 'ended');
    assert.equal(machine.outcome?.text, 'Halted with 7.');
  });
});

test('a row more is an instruction more, everywhere', () => {
  const triple = op(0x20, 'triple', {
    takes: ['n'],
    leaves: ['3 n'],
    cost: 4,
    doc: 'Three times the top value.',
    run: (vm) => vm.push(3 * vm.number()),
  });
  const engine = makeToy([triple]);
  const text = 'push 5\ntriple\nhalt\n';
  const machine = start(text, engine);
  machine.run({}, 10);
  assert.equal(machine.outcome?.text, 'Halted with 15.');
  assert.equal(engine.listing(engine.code(textFile('a.toy', text), undefined, 'v2'), 'v2'), text);
  assert.ok(engine.instructions.includes(triple));
  assert.ok(JSON.stringify(engine.languages[0].grammar()).includes('triple'));
  assert.deepEqual(codesOf('triple'), ['unknown-instruction'], 'the toy itself is as before');
});
