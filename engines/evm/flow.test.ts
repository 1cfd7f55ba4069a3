import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newSeed, randomFrom } from '../../test/harness/random.ts';
import { compileToken } from '../../test/lockstep/erc20.ts';
import type { ControlFlow } from '../flow.ts';
import { evmAssembly } from './assembly/language.ts';
import { flowOf } from './flow.ts';
import { fromBytes } from './words.ts';

const flow = (text: string, fork = 'osaka') => {
  const { bytes, problems } = evmAssembly.parse(text.replaceAll(';', '\n'), { version: fork });
  assert.equal(problems.find(({ severity }) => severity === 'error')?.message, undefined);
  return flowOf({ bytes }, fork);
};
/** `start–end cost → successors (height) reached`, a line each; `…` where control may go elsewhere too. */
const show = (found: ControlFlow) =>
  found.blocks.map(({ start, end, cost, successors, open, reached }) => {
    const ways = [...successors.map(({ to, kind }) => (kind === 'next' ? `${to}` : `${kind} ${to}`)), open ? '…' : []];
    return `${start}–${end} costs ${cost}, ${reached}, at ${found.height(start)?.before ?? '?'} → ${ways.flat().join(', ')}`;
  });
const codes = (found: ControlFlow) => found.findings.map(({ offset, code }) => `${offset} ${code}`);

describe('control flow', () => {
  test('a loop: blocks, costs, heights, who jumps where', () => {
    const found = flow('push 3; loop: push 1; swap1; sub; dup1; jumpi @loop; stop');
    assert.deepEqual(show(found), [
      '0–2 costs 3, yes, at 0 → 2',
      '2–11 costs 26, yes, at 1 → branch 2, 11',
      '11–12 costs 0, yes, at 1 → ',
    ]);
    assert.deepEqual(found.height(5), { before: 2, after: 2 });
    assert.deepEqual(found.targets(10), [2]);
    assert.deepEqual(found.sources(2), [10]);
    assert.deepEqual(found.targets(5), []);
    assert.equal(found.blockAt(7)?.start, 2);
    assert.equal(found.blockAt(12), undefined);
    assert.deepEqual(codes(found), []);
  });

  test('a function returns to each of its callers, also when its argument lies over the return address', () => {
    const found = flow(
      '@a; push 5; jump @double; a: @b; push 6; jump @double; b: stop; double: dup1; add; swap1; jump',
    );
    const label = (offset: number) => found.at(offset)?.row?.mnemonic === 'JUMPDEST';
    assert.ok(!found.open);
    const last = found.blocks.at(-1);
    assert.deepEqual(
      last?.successors.map(({ to }) => label(to)),
      [true, true],
    );
    assert.deepEqual(found.sources(last?.start ?? -1).length, 2);
    assert.equal(found.height(last?.start ?? -1), undefined, 'the two callers come with different heights');
    assert.deepEqual(codes(found), []);
  });

  test('a jump to what only the caller knows is open, and says nothing false', () => {
    const found = flow('calldatasize; jump; a: stop; b: push 1; jump @c; c: pop; pop; stop');
    assert.ok(found.open);
    assert.deepEqual(show(found), [
      '0–2 costs 10, yes, at 0 → …',
      '2–4 costs 1, unknown, at ? → ',
      '4–10 costs 15, unknown, at ? → jump 10',
      '10–14 costs 5, unknown, at ? → ',
    ]);
    assert.deepEqual(codes(found), []);
  });

  test('0 and 1 are places too', () => {
    assert.deepEqual(flow('here: push 0; jump').targets(2), [0]);
    assert.deepEqual(flow('pc; here: push 1; jump').targets(4), [1]);
  });

  test('what follows a jump is out of reach, unless it can be jumped to', () => {
    const reached = (text: string) => flow(text).blocks.map((block) => block.reached);
    assert.deepEqual(reached('jump @end; pop; end: stop; other: stop'), ['yes', 'no', 'yes', 'no']);
    assert.deepEqual(reached('calldatasize; jump; pop; stop; other: stop'), ['yes', 'no', 'unknown']);
    assert.deepEqual(reached('push 1; jumpi @end; pop; end: stop'), ['yes', 'no', 'yes']);
    assert.deepEqual(reached('push 0; jumpi @end; stop; end: stop'), ['yes', 'yes', 'no']);
  });

  test('a branch that went one way tells what it looked at', () => {
    const found = flow('calldatasize; dup1; iszero; jumpi @zero; push 1; zero: jumpi @some; stop; some: stop');
    assert.deepEqual(codes(found), []);
    const [stop, some] = found.blocks.slice(-2);
    assert.equal(found.height(stop?.start ?? -1)?.before, 0, 'only the 0 itself decides to stop');
    assert.equal(found.height(some?.start ?? -1)?.before, 1);
  });

  test('finds underflow, overflow and bad jumps, and where', () => {
    assert.deepEqual(codes(flow('push 1; add')), ['2 stack-underflow']);
    assert.deepEqual(codes(flow('push 1; jump @f; f: pop; pop; stop')), ['7 stack-underflow']);
    assert.deepEqual(codes(flow('push 4; jump; stop')), ['2 bad-jump']);
    assert.deepEqual(codes(flow('push 1000; jump')), ['3 bad-jump']);
    assert.deepEqual(codes(flow('push 1; '.repeat(1025))), ['2048 stack-overflow']);
    assert.deepEqual(codes(flow('push 1; '.repeat(1024))), []);
    assert.deepEqual(codes(flow('loop: push 1; jump @loop')), ['4 stack-overflow']);
    assert.deepEqual(codes(flow('loop: push 1; calldatasize; jumpi @loop; stop')), [], 'it may end in time');
    assert.match(flow('push 1; add').findings[0]?.message ?? '', /^Stack underflow: ADD takes 2, .* only 1\.$/);
    assert.deepEqual(codes(flow('stop; push 1; add')), [], 'what never runs does no harm');
  });

  test('a recursion is no overflow', () => {
    const found = flow(`
      @end; push 9; jump @f; end: stop
      f: dup1; jumpi @more; swap1; jump
      more: @back; dup2; push 1; swap1; sub; jump @f
      back: pop; swap1; jump`);
    assert.deepEqual(codes(found), []);
  });

  test('costs are those of the fork', () => {
    const cost = (fork: string) => flow('push 1; sload; pop; stop', fork).blocks[0]?.cost;
    assert.equal(cost('istanbul'), 3 + 800 + 2);
    assert.equal(cost('berlin'), 3 + 100 + 2);
  });
});

test("every jump of OpenZeppelin's ERC-20 is resolved, and nothing is found wrong", () => {
  for (const fork of ['paris', 'osaka']) {
    const init = compileToken(fork);
    // The constructor hands out what lies behind it: CODECOPY of the offset and size that it pushes.
    const runtime = runtimeIn(init);
    for (const code of [init, runtime]) {
      const found = flowOf({ bytes: code }, fork);
      assert.deepEqual(found.findings, []);
      assert.equal(found.open, false);
      const reached = found.blocks.filter((block) => block.reached === 'yes');
      assert.ok(reached.length > 60);
      assert.ok(reached.every((block) => !block.open));
    }
  }
});

/** What starts behind the constructor as every contract of solc does: `PUSH1 0x80 PUSH1 0x40 MSTORE`. */
const runtimeIn = (init: Uint8Array): Uint8Array => {
  const head = 0x6080604052n;
  for (let at = 1; at < init.length - 5; at++) if (fromBytes(init.subarray(at, at + 5)) === head) return init.slice(at);
  throw new Error('There is no second contract.');
};

test('hostile code takes bounded time and says nothing worse than "unknown"', () => {
  const random = randomFrom(newSeed());
  const filled = (size: number, piece: () => readonly number[]) => {
    const bytes: number[] = [];
    while (bytes.length < size) bytes.push(...piece());
    return Uint8Array.from(bytes.slice(0, size));
  };
  const place = (size: number, step: number) => step * random.below(size / step);
  const two = (n: number) => [(n >> 8) & 255, n & 255];
  const size = 24576;
  const hostile = [
    filled(size, () => [random.below(256)]),
    filled(size, () => [0x5b]),
    filled(size, () => [0x5f]),
    filled(size, () => [0x5b, 0x61, ...two(place(size, 9)), 0x36, 0x61, ...two(place(size, 9)), 0x57]),
    filled(size, () => [0x5b, 0x8f, 0x9f, 0x36]),
    new Uint8Array(0),
  ];
  for (const bytes of hostile) {
    const found = flowOf({ bytes }, 'osaka');
    const ends = found.blocks.map(({ end }) => end);
    assert.deepEqual(
      found.blocks.map(({ start }) => start),
      bytes.length > 0 ? [0, ...ends.slice(0, -1)] : [],
      'blocks follow one another without gaps',
    );
    for (const { offset } of found.findings) assert.ok(offset < bytes.length);
  }
});
