import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DebugInfo } from '../../engines/elf/debug-info.ts';
import { demangle } from '../../engines/elf/demangle.ts';
import { readElf } from '../../engines/elf/elf.ts';
import { mapDebugInfo } from '../../engines/elf/source-map.ts';
import { fixture, fixtures } from './fixtures.ts';

const infoOf = (name: string) => new DebugInfo(readElf(fixture(name).bytes));

/** Names that nobody mangled lack the module, and those in the symbol table may tell how a copy of a function was made. */
const sameName = (ours: string | undefined, theirs: string) => {
  const plain = theirs.replace(/\.constprop\.\d$/, '');
  return ours === (demangle(plain) ?? plain) || ours?.endsWith(`::${plain}`);
};

for (const { name, expected } of fixtures) {
  test(`${name}: what runs at each line's address is what llvm-symbolizer finds`, (t) => {
    const info = infoOf(name);
    let compared = 0;
    for (const line of expected('at')) {
      const [, address = '', chain = ''] = /^at (\S+) (.*)$/.exec(line) ?? [];
      const theirs = chain.split(' | ').map((frame) => /^(.*) (\S+):(\d+):(\d+)$/.exec(frame) ?? []);
      // Dropped code, and code that belongs to no line, which counts to the line before it here.
      if (info.functionAt(Number(address)) === undefined || theirs[0]?.[3] === '0') continue;
      const ours = info.framesAt(Number(address));
      assert.deepEqual(
        ours.map(({ position }) => `${position?.file}:${position?.line}:${position?.column}`),
        theirs.map(([, , file, line, column]) => `${file}:${line}:${column}`),
        address,
      );
      for (const [index, [, theirName = '']] of theirs.entries())
        if (info.functionAt(Number(address))?.linkageName !== theirName)
          assert.ok(sameName(ours[index]?.name, theirName), `${address}: ${ours[index]?.name} for ${theirName}`);
      compared += ours.length;
    }
    assert.deepEqual(info.problems, []);
    assert.ok(compared > 10);
    t.diagnostic(`${compared} frames compared`);
  });
}

test('functions are known by legible names, those of assembly and of the symbol table too', () => {
  const names = (name: string) => infoOf(name).functions.map((each) => each.name);
  assert.deepEqual(names('gcc-O2-dwarf5'), ['main', '_start', 'by_hand', 'walk', 'factorial', 'collatz']);
  assert.deepEqual(names('clang-O1-dwarf5'), ['_start', 'by_hand', 'factorial', 'main', 'walk', 'collatz']);
  assert.deepEqual(names('rust-O2-v0'), [
    'shapes::fold::<shapes::_start::{closure#0}>',
    'shapes::_start',
    '<shapes::shapes::Square as shapes::shapes::Shape>::area',
    '<shapes::shapes::Pair<shapes::shapes::Square> as shapes::shapes::Shape>::area',
  ]);
  const legacy = names('rust-O0-legacy');
  for (const name of ['shapes::_start::{{closure}}', '<shapes::shapes::Pair<T> as shapes::shapes::Shape>::area'])
    assert.ok(legacy.includes(name), `${name} is not among ${legacy.join(', ')}`);
  // Only the symbol table knows it, because the library was built without debug information.
  assert.ok(legacy.includes('core::panicking::panic_fmt'));
});

test('a breakpoint on a function goes behind its prologue', () => {
  for (const [name, line] of [
    ['clang-O1-dwarf5', 26],
    ['gcc-O0-dwarf5', 26],
  ] as const) {
    const info = infoOf(name);
    const main = info.functions.find((each) => each.name === 'main');
    assert.ok(main);
    assert.equal(main.declaration?.line, 25);
    assert.equal(info.lineAt(main.entry)?.line, 25);
    assert.ok(info.bodyOf(main) > main.entry);
    assert.equal(info.lineAt(info.bodyOf(main))?.line, line, name);
  }
});

test('a line of an inlined function is at each of its copies, and entered once in each', () => {
  const info = infoOf('gcc-O2-dwarf5');
  const entered = (file: string, line: number) =>
    info
      .addressesOf(file, line, line)
      .filter(({ entersLine }) => entersLine)
      .map(({ address }) =>
        info
          .framesAt(address)
          .map(({ name }) => name)
          .join(' < '),
      );
  assert.deepEqual(entered('/project/numbers.h', 2), [
    'square < sum_of_squares < walk',
    'square < sum_of_squares < walk',
    'square < collatz',
  ]);
  assert.equal(info.addressesOf('/project/collatz.c', 7, 7).length, 10);
  assert.deepEqual(entered('/project/collatz.c', 7), ['collatz']);
});

test('code that the linker dropped has no lines, whatever the linker wrote for its address', () => {
  for (const name of ['gcc-O2-dwarf5', 'gcc-O2-dwarf4', 'clang-O1-dwarf5', 'clang-O2-dwarf4']) {
    const info = infoOf(name);
    assert.deepEqual(info.addressesOf('/project/main.c', 23, 23), [], name);
    assert.equal(
      info.functions.find((each) => each.name === 'unused'),
      undefined,
      name,
    );
    assert.equal(info.lineAt(0), undefined);
  }
});

test('without section headers there is nothing to tell, and nothing is wrong', () => {
  const stripped = fixture('gcc-O2-dwarf5').bytes.slice();
  stripped.fill(0, 0x28, 0x30);
  const info = new DebugInfo(readElf(stripped));
  assert.deepEqual(
    [info.hasLines, info.files, info.functions, info.framesAt(0x10100), info.problems],
    [false, [], [], [], []],
  );
  assert.equal(info.unwindAt(0x10100), undefined);
});

test('a source map counts lines and columns from 0, and knows only what has a URI', () => {
  const info = infoOf('gcc-O0-dwarf5');
  const uriOf = (file: string) => (file.endsWith('.h') ? undefined : `file://${file}`);
  const map = mapDebugInfo(info, '0xc0de', uriOf);
  assert.deepEqual([...map.uris].sort(), [
    'file:///project/collatz.c',
    'file:///project/main.c',
    'file:///project/start.S',
  ]);

  const [loop, ...others] = map.places('file:///project/collatz.c', 5, 5);
  assert.ok(loop);
  assert.deepEqual(loop.span, {
    uri: 'file:///project/collatz.c',
    start: { line: 5, column: 8 },
    end: { line: 5, column: 9 },
  });
  assert.deepEqual(map.spans(loop.place), [loop.span]);
  assert.ok(others.every(({ span }) => span.start.line === 5));
  assert.deepEqual(map.places('file:///project/numbers.h', 0, 99), []);
  assert.deepEqual(map.spans({ code: '0xdead', offset: loop.place.offset }), []);

  // Where the innermost file is not known, what it was inlined into is shown.
  const [inlined] = info.addressesOf('/project/numbers.h', 6, 6);
  assert.ok(inlined);
  const shown = map.spans({ code: '0xc0de', offset: inlined.address });
  assert.deepEqual(
    shown.map(({ uri, start }) => [uri, start.line]),
    [['file:///project/main.c', 10]],
  );
  // Assembly has no columns: its span is the whole line.
  const [first] = map.places('file:///project/start.S', 6, 6);
  assert.deepEqual(first?.span.end, { line: 7, column: 0 });
});
